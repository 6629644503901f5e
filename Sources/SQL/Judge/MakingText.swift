/// The text that made the name of a prepared statement or of a cursor.
package struct MakingText: Sendable, Equatable {
    /// As the client wrote it, detectors applied to its literals.
    package let shown: String
    /// What the server was sent, nothing left out. Empty as long as that is not written.
    package internal(set) var sent: [UInt8]

    package init(shown: String, sent: [UInt8]) {
        self.shown = shown
        self.sent = sent
    }

    /// What is made, or run, in one text is made by that text.
    mutating func finish(_ text: [UInt8]) { if sent.isEmpty { sent = text } }
}
