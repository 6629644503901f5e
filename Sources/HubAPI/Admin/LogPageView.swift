/// A part of a log, with the newest cosigned checkpoint.
package struct LogPageView: Codable, Sendable {
    package static let recordsLimit = 1_000

    package var checkpoint: String
    /// Of the key that signs the log, in the form of C2SP signed-note; the witness's.
    package var key: String
    package var witnessKey: String
    /// Lines as they were signed, from the asked position on; empty at the end.
    package var records: [String]

    package init(checkpoint: String, key: String, witnessKey: String, records: [String]) {
        self.checkpoint = checkpoint
        self.key = key
        self.witnessKey = witnessKey
        self.records = records
    }
}
