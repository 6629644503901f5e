/// Hashes that stand side by side in one level of a log's tiles (https://c2sp.org/tlog-tiles) and make up a perfect
/// subtree: each of level l is the root of 256 of the level below, and those of level 0 are the leaves.
package struct TileHashes: Sendable, Equatable {
    package var level: Int
    /// Of the first one in its level.
    package var index: UInt64
    /// 1, 2, 4 … 128.
    package var count: Int

    /// - Parameter leaves: as a proof names them: its first leaf is where a perfect subtree of its size may begin.
    /// - Returns: perfect subtrees from the largest to the smallest, see `MerkleTree.root(of:)`.
    package static func covering(_ leaves: Range<UInt64>) -> [TileHashes] {
        var first = leaves.lowerBound
        var blocks: [TileHashes] = []
        while first < leaves.upperBound {
            let height = UInt64.bitWidth - 1 - (leaves.upperBound - first).leadingZeroBitCount
            let level = height / tileHeight
            blocks.append(
                TileHashes(
                    level: level, index: first >> UInt64(level * tileHeight), count: 1 << (height % tileHeight)))
            first += 1 << UInt64(height)
        }
        return blocks
    }

    /// What one hash is the root of, a level below. Not for leaves.
    package static func below(level: Int, index: UInt64) -> TileHashes {
        TileHashes(level: level - 1, index: index << UInt64(tileHeight), count: TileBuilder.tileWidth)
    }

    private static let tileHeight = 8
}
