/// The state of one sidecar's log at the hub.
package struct StoredLog: Sendable, Equatable {
    /// `chaperone/<hub name>/<instance>`
    package var origin: String
    /// Records that are kept, and those of them that the cosigned checkpoint covers.
    package var size: UInt64
    package var cosignedSize: UInt64
    /// Hashes of 32 bytes each, one after the other: see `MerkleTree.frontier`.
    package var frontier: [UInt8]
    package var cosignedFrontier: [UInt8]
    package var lastMono: UInt64
    /// The newest cosigned checkpoint with all of its signatures; empty: none yet.
    package var checkpoint: String
    package var updatedAtSeconds: Int64
    /// The newest checkpoint that further witnesses have cosigned, and its size; empty: none yet.
    package var witnessedCheckpoint: String
    package var witnessedSize: UInt64
    /// The newest tree that was cosigned without its records, and its root of 32 bytes; 0: none was.
    package var aheadSize: UInt64
    package var aheadRoot: [UInt8]

    package init(
        origin: String, size: UInt64 = 0, cosignedSize: UInt64 = 0, frontier: [UInt8] = [],
        cosignedFrontier: [UInt8] = [], lastMono: UInt64 = 0, checkpoint: String = "", updatedAtSeconds: Int64 = 0,
        witnessedCheckpoint: String = "", witnessedSize: UInt64 = 0, aheadSize: UInt64 = 0, aheadRoot: [UInt8] = []
    ) {
        self.origin = origin
        self.size = size
        self.cosignedSize = cosignedSize
        self.frontier = frontier
        self.cosignedFrontier = cosignedFrontier
        self.lastMono = lastMono
        self.checkpoint = checkpoint
        self.updatedAtSeconds = updatedAtSeconds
        self.witnessedCheckpoint = witnessedCheckpoint
        self.witnessedSize = witnessedSize
        self.aheadSize = aheadSize
        self.aheadRoot = aheadRoot
    }
}
