import NIOCore

/// What has been sent upstream and not been answered, in order. Each message has one place, and is answered there or
/// with all that the server skips.
struct Sent {
    private var operations = CircularBuffer<Operation>()

    var isEmpty: Bool { operations.isEmpty }
    var count: Int { operations.count }
    var first: Operation? { operations.first }
    var last: Operation? { operations.last }
    /// Those behind the one that is being answered.
    var behindFirst: CircularBuffer<Operation>.SubSequence { operations.dropFirst() }
    var hasSync: Bool { operations.contains(where: \.isSync) }
    /// The statements that have not ended.
    var pendingRuns: [StatementRun] { operations.flatMap(\.pendingRuns) }
    /// Those with statements that have not ended.
    var unfinished: [Operation] { operations.filter { !$0.pendingRuns.isEmpty } }
    var hasPendingRuns: Bool { operations.contains { !$0.pendingRuns.isEmpty } }

    mutating func append(_ operation: Operation) { operations.append(operation) }
    mutating func removeFirst() { operations.removeFirst() }
    mutating func popFirst() -> Operation? { operations.popFirst() }
    mutating func replaceFirst(_ operation: Operation) {
        guard !operations.isEmpty else { return }
        operations[operations.startIndex] = operation
    }

    /// The statement whose answer arrives.
    var running: StatementRun? {
        switch operations.first {
        case .query(let query)?: query.running
        case .execute(let run, _)?: run
        case .parse?, .bind?, .close?, .describeStatement?, .describePortal?, .sync?, .refusedParse?, .refusedQuery?,
            .poison?, nil:
            nil
        }
    }

    /// The statements of all of them.
    var judged: [JudgedStatement] { operations.flatMap(\.judged) }

    /// Executes that are on their way.
    func forEachExecute(_ body: (StatementRun, Portal) -> Void) {
        for case .execute(let run, let portal) in operations { body(run, portal) }
    }

    /// Something was forwarded that the server runs after the ReadyForQuery which ends what runs now.
    var isNextSentAhead: Bool {
        if operations.first?.endsWithReady == true { return operations.count > 1 }
        guard let sync = operations.firstIndex(where: \.isSync) else { return false }
        return operations[operations.index(after: sync)...].contains { !$0.isSync }
    }

    /// What the server passes over after an error of the extended protocol, the one that failed first: everything
    /// before the next Sync.
    mutating func takeSkipped() -> [Operation] {
        var skipped: [Operation] = []
        while let operation = operations.first, !operation.isSync { skipped.append(operations.removeFirst()) }
        return skipped
    }
}
