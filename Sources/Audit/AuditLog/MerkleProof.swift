/// Inclusion and consistency proofs of RFC 6962, section 2.1, made from the leaf hashes and verified without them.
package enum MerkleProof {
    /// - Parameter leaves: all leaf hashes of the tree.
    /// - Returns: nil when `index` is not in the tree.
    package static func inclusion(of index: Int, in leaves: ArraySlice<TreeHash>) -> [TreeHash]? {
        guard index >= 0, index < leaves.count else { return nil }
        guard leaves.count > 1 else { return [] }
        let split = largestPowerOfTwo(below: leaves.count)
        let left = leaves.prefix(split)
        let right = leaves.dropFirst(split)
        if index < split { return inclusion(of: index, in: left).map { $0 + [root(of: right)] } }
        return inclusion(of: index - split, in: right).map { $0 + [root(of: left)] }
    }

    /// - Returns: nil unless 0 < `oldSize` ≤ the number of leaves.
    package static func consistency(from oldSize: Int, in leaves: ArraySlice<TreeHash>) -> [TreeHash]? {
        consistency(from: UInt64(clamping: oldSize), to: UInt64(leaves.count))?.map { range in
            let first = leaves.startIndex + Int(range.lowerBound)
            return root(of: leaves[first..<(first + range.count)])
        }
    }

    /// The subtrees whose roots are the proof, in its order.
    /// - Returns: nil unless 0 < `oldSize` ≤ `size`.
    package static func consistency(from oldSize: UInt64, to size: UInt64) -> [Range<UInt64>]? {
        guard oldSize > 0, oldSize <= size else { return nil }
        return subproof(oldSize, 0..<size, isWhole: true)
    }

    package static func root(of leaves: ArraySlice<TreeHash>) -> TreeHash {
        var tree = MerkleTree()
        for leaf in leaves { tree.append(leaf) }
        return tree.root
    }

    /// Whether `proof` shows that `leaf` is at `index` of the tree with that size and root (RFC 9162, 2.1.3.2).
    package static func verifyInclusion(
        of leaf: TreeHash, at index: UInt64, size: UInt64, root: TreeHash, proof: [TreeHash]
    ) -> Bool {
        guard index < size else { return false }
        var position = index
        var last = size - 1
        var hash = leaf
        for sibling in proof {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                hash = .node(sibling, hash)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether `proof` shows that the new tree begins with the old one (RFC 9162, 2.1.4.2).
    package static func verifyConsistency(
        oldSize: UInt64, oldRoot: TreeHash, newSize: UInt64, newRoot: TreeHash, proof: [TreeHash]
    ) -> Bool {
        guard oldSize > 0, oldSize <= newSize else { return false }
        if oldSize == newSize { return proof.isEmpty && oldRoot == newRoot }
        var path = proof[...]
        if oldSize.nonzeroBitCount == 1 { path = [oldRoot] + path }
        guard let seed = path.popFirst() else { return false }
        var position = oldSize - 1
        var last = newSize - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        var old = seed
        var new = seed
        for hash in path {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                old = .node(hash, old)
                new = .node(hash, new)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }

    private static func subproof(_ oldSize: UInt64, _ leaves: Range<UInt64>, isWhole: Bool) -> [Range<UInt64>] {
        if oldSize == leaves.upperBound { return isWhole ? [] : [leaves] }
        let split = leaves.lowerBound + UInt64(largestPowerOfTwo(below: leaves.count))
        let (left, right) = (leaves.lowerBound..<split, split..<leaves.upperBound)
        if oldSize <= split { return subproof(oldSize, left, isWhole: isWhole) + [right] }
        return subproof(oldSize, right, isWhole: false) + [left]
    }

    /// `count` is at least 2.
    private static func largestPowerOfTwo(below count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
