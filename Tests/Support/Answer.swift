/// Everything that a server sent in answer to one statement.
package struct Answer: Equatable, Sendable {
    package let messages: [BackendMessage]
    /// The server closed the connection before it was ready for the next statement.
    package let closed: Bool

    package static let nothing = Answer(messages: [], closed: false)

    package var error: [Character: String]? { messages.first { $0.letter == "E" }?.fields }
    package var rows: [[[UInt8]?]] { messages.filter { $0.letter == "D" }.map(\.cells) }
    package var columns: [String] { messages.last { $0.letter == "T" }?.columns ?? [] }
    package var copied: [UInt8] { messages.filter { $0.letter == "d" }.flatMap(\.body) }

    /// The same without the numbers of tables that sessions made for themselves, and of the sessions. A server counts
    /// tables up for whatever it makes, the first temporary schema of a process too; so they depend on when the process
    /// before has ended. A lane counts its sessions.
    package func withoutCounts(tablesAbove limit: UInt32) -> Answer {
        Answer(messages: messages.map { $0.withoutCounts(tablesAbove: limit) }, closed: closed)
    }

    /// One line that tells how it went.
    package var summary: String {
        if let error { return "ERROR \(error["C"] ?? "?"): \(error["M"] ?? "")" }
        return closed ? "closed" : "\(rows.count) rows"
    }

    /// The first message that the two answers do not share, with text and bytes of both; nil when they are equal.
    package func difference(from other: Answer) -> String? {
        guard self != other else { return nil }
        let count = max(messages.count, other.messages.count)
        for index in 0..<count {
            let left = index < messages.count ? messages[index] : nil
            let right = index < other.messages.count ? other.messages[index] : nil
            if left != right {
                return """
                    message \(index + 1):
                      one: \(Answer.show(left))
                      two: \(Answer.show(right))
                    """
            }
        }
        return "closed: one \(closed), two \(other.closed)"
    }

    private static func show(_ message: BackendMessage?) -> String {
        guard let message else { return "(nothing)" }
        let shownBytesLimit = 160
        let digits = Array("0123456789abcdef")
        let hex = message.bytes.prefix(shownBytesLimit).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }
        return "\(message.text.prefix(400))\n       \(hex.joined(separator: " "))"
    }
}
