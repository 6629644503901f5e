/// A part of a log, with the newest cosigned checkpoint.
package struct LogPageView: Codable, Sendable {
    package static let recordsLimit = 1_000

    package var checkpoint: String
    /// Lines as they were signed, from the asked position on; empty at the end.
    package var records: [String]

    package init(checkpoint: String, records: [String]) {
        self.checkpoint = checkpoint
        self.records = records
    }
}
