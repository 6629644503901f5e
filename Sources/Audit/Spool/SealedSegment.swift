import AuditLog

/// A segment that nothing is written to any more, whose end is still to be forced to the disk and signed for. The next
/// one takes records meanwhile.
struct SealedSegment: Sendable {
    var file: OpenFile
    var segment: SegmentFiles
    /// Of all records up to its end.
    var tree: MerkleTree
    /// Leaf hashes that its hashes file has not got yet.
    var hashes: [UInt8]
    var next: SegmentFiles
}
