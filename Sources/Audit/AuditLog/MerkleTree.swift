/// The frontier of an RFC 6962 tree: as many hashes as `size` has one bits, whatever the size.
package struct MerkleTree: Sendable, Equatable {
    package private(set) var size: UInt64 = 0
    /// Roots of the perfect subtrees, from the largest to the smallest.
    package private(set) var frontier: [TreeHash] = []

    package init() {}

    /// - Returns: nil when the number of hashes does not fit the size.
    package init?(size: UInt64, frontier: [TreeHash]) {
        guard frontier.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.frontier = frontier
    }

    /// - Parameter perfect: the roots of perfect subtrees that stand side by side, from the largest to the smallest.
    package static func root(of perfect: [TreeHash]) -> TreeHash {
        guard var hash = perfect.last else { return .empty }
        for left in perfect.dropLast().reversed() { hash = .node(left, hash) }
        return hash
    }

    package mutating func append(_ leaf: TreeHash) {
        var hash = leaf
        for _ in 0..<size.trailingOneBitCount {
            guard let left = frontier.popLast() else { break }
            hash = .node(left, hash)
        }
        frontier.append(hash)
        size += 1
    }

    package var root: TreeHash { Self.root(of: frontier) }
}

extension UInt64 {
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
