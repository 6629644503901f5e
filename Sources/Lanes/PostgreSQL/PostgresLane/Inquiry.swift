import NIOCore

/// What the lane asks its server about its catalog: one thing at a time, for all that wait. Whoever asks for what changed
/// after it began waits for the next.
struct Inquiry {
    /// How much of it is asked; each answers those before it as well.
    enum Depth: Int, Comparable, Sendable {
        /// Whether anything has changed that the judges in force rest on.
        case watch
        /// Whether anything has changed, and what is there if so.
        case changes
        /// What is there.
        case whole

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    enum Turn { case ask, wait, isAnswered }

    private struct Waiting {
        var since: NIODeadline
        var depth: Depth
        var continuation: CheckedContinuation<Void, Never>
    }

    private var isAsking = false
    private var waiting: [Waiting] = []
    /// When the last one of this depth, or of a deeper one, began.
    private var beganAt: [NIODeadline] = Array(repeating: .uptimeNanoseconds(0), count: Depth.whole.rawValue + 1)
    /// When the last reading ended, however it ended.
    var endedAt: NIODeadline?
    /// When the catalog was last read, or found to be as it was.
    var readAt: NIODeadline?
    /// When that was last read as a whole.
    var wholeAt: NIODeadline?
    /// When the last question began by which the server's whole catalog was compared with this one, or read.
    var comparedAt: NIODeadline?
    /// Nothing had changed, or it was read, in a question that began then.
    var knownAt: NIODeadline?
    /// The connection that it is asked on.
    var watch: CatalogWatch?
    var usedAt: NIODeadline?
    /// It is about to be asked because of a notification.
    var isNotified = false

    mutating func takeWatch() -> CatalogWatch? {
        defer { watch = nil }
        return watch
    }

    mutating func turn(_ since: NIODeadline, _ depth: Depth) -> Turn {
        if isAsking { return .wait }
        if beganAt[depth.rawValue] > since { return .isAnswered }
        isAsking = true
        return .ask
    }

    mutating func begin(_ depth: Depth) {
        let now = NIODeadline.now()
        for index in 0...depth.rawValue { beganAt[index] = now }
    }

    /// - Returns: false when nothing is asked any more.
    mutating func wait(_ since: NIODeadline, _ depth: Depth, _ continuation: CheckedContinuation<Void, Never>) -> Bool {
        guard isAsking else { return false }
        waiting.append(Waiting(since: since, depth: depth, continuation: continuation))
        return true
    }

    /// Those whom what was asked has answered, and what is to be asked next for the others; nil: nothing.
    mutating func end() -> (answered: [CheckedContinuation<Void, Never>], next: Depth?) {
        let began = beganAt
        let answered = waiting.filter { $0.since < began[$0.depth.rawValue] }
        waiting.removeAll { $0.since < began[$0.depth.rawValue] }
        let next = waiting.map(\.depth).max()
        isAsking = next != nil
        return (answered.map(\.continuation), next)
    }
}
