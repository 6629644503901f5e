import AuditLog
import HubStore

extension StoredLog {
    var tree: MerkleTree { get throws { try tree(size, frontier) } }
    var cosignedTree: MerkleTree { get throws { try tree(cosignedSize, cosignedFrontier) } }

    private func tree(_ size: UInt64, _ frontier: [UInt8]) throws -> MerkleTree {
        let hashes = stride(from: 0, to: frontier.count, by: TreeHash.byteCount).compactMap {
            TreeHash(frontier[$0..<min($0 + TreeHash.byteCount, frontier.count)])
        }
        guard let tree = MerkleTree(size: size, frontier: hashes) else {
            throw StoreFailure(reason: "the state of log \(origin) is damaged")
        }
        return tree
    }
}
