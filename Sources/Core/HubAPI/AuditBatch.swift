/// The records from the last acknowledged size to a checkpoint.
package struct AuditBatch: Codable, Sendable, Equatable {
    package static let recordsLimit = 10_000
    package static let bytesLimit = 8 << 20

    /// How many records of the log the hub has already.
    package var oldSize: UInt64
    /// A signed C2SP tlog-checkpoint. Its size is `oldSize` + the number of records, or more: then the rest follows.
    package var checkpoint: String
    /// The lines as stored, without their newlines.
    package var records: [String]

    package init(oldSize: UInt64, checkpoint: String, records: [String]) {
        self.oldSize = oldSize
        self.checkpoint = checkpoint
        self.records = records
    }
}
