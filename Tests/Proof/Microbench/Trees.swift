import AuditLog

/// Logs of any size, without their records.
enum Trees {
    static func hash(_ number: UInt64) -> TreeHash {
        withUnsafeBytes(of: number.bigEndian) { .leaf(Array($0)) }
    }

    static func tree(_ size: UInt64) throws -> MerkleTree {
        guard let tree = MerkleTree(size: size, frontier: (0..<UInt64(size.nonzeroBitCount)).map(hash)) else {
            throw BenchFailure(reason: "no tree of \(size) leaves")
        }
        return tree
    }

    /// As many hashes as the tile has, put together to one.
    static func read(_ tile: TileHashes) {
        var tree = MerkleTree()
        for number in 0..<tile.count { tree.append(hash(UInt64(number))) }
        blackHole = tree.root == .empty
    }

    nonisolated(unsafe) private static var blackHole = false
}
