/// The text that made a prepared statement or a cursor, and what the server was sent of it.
package final class StatementSource: Sendable, Equatable {
    let raw: [UInt8]
    let sent: [UInt8]

    init(raw: [UInt8], sent: [UInt8]) {
        self.raw = raw
        self.sent = sent
    }

    package static func == (a: StatementSource, b: StatementSource) -> Bool { a.raw == b.raw && a.sent == b.sent }
}
