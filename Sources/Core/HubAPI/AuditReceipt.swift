/// What the hub keeps of a log.
package struct AuditReceipt: Codable, Sendable, Equatable {
    /// Records that are stored; those behind the cosigned size wait for the rest of their batch.
    package var size: UInt64
    /// Records that the newest cosigned checkpoint covers.
    package var cosignedSize: UInt64
    /// That checkpoint with its signature lines: the sidecar's, the hub's, and those of further witnesses.
    package var checkpoint: String?

    package init(size: UInt64, cosignedSize: UInt64, checkpoint: String?) {
        self.size = size
        self.cosignedSize = cosignedSize
        self.checkpoint = checkpoint
    }
}
