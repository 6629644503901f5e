package protocol WitnessStore: Sendable {
    /// Remembers that a tree was cosigned whose records have not come, or whose log is kept elsewhere.
    /// - Parameters:
    ///   - root: 32 bytes.
    ///   - oldSize: the newest tree of this log that was cosigned before.
    /// - Returns: false when another one was cosigned meanwhile; nothing is changed.
    func cosign(_ origin: String, size: UInt64, root: [UInt8], oldSize: UInt64) async throws -> Bool
    /// Of a log's tiles, from level 1 on: those that were kept of so many from an index on, by their indexes.
    func treeHashes(of origin: String, level: Int, from index: UInt64, count: Int) async throws -> [UInt64: [UInt8]]
    /// Keeps hashes of trees that were cosigned: they never change.
    func keep(treeHashes: [UInt64: [UInt8]], of origin: String, level: Int) async throws
    /// Keeps a checkpoint with the cosignatures of further witnesses, unless a newer one is kept.
    func setWitnessed(_ note: String, size: UInt64, of origin: String) async throws
}
