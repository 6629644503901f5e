/// A part of a log, with the newest cosigned checkpoint.
package struct LogPageView: Codable, Sendable {
    package static let recordsLimit = 1_000

    package var checkpoint: String
    /// Of the key that signs the log, in the form of C2SP signed-note; the witness's.
    package var key: String
    package var witnessKey: String
    /// The newest checkpoint that further witnesses have cosigned, and their keys; nil: none yet.
    package var witnessed: Witnessed?
    /// Lines as they were signed, from the asked position on; empty at the end.
    package var records: [String]

    package struct Witnessed: Codable, Sendable {
        package var checkpoint: String
        package var keys: [String]

        package init(checkpoint: String, keys: [String]) {
            self.checkpoint = checkpoint
            self.keys = keys
        }
    }

    package init(
        checkpoint: String, key: String, witnessKey: String, witnessed: Witnessed?, records: [String]
    ) {
        self.checkpoint = checkpoint
        self.key = key
        self.witnessKey = witnessKey
        self.witnessed = witnessed
        self.records = records
    }
}
