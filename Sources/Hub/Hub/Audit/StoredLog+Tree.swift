import AuditLog
import HubStore
import Witness

extension StoredLog {
    var tree: MerkleTree { get throws { try tree(size, frontier) } }
    var cosignedTree: MerkleTree { get throws { try tree(cosignedSize, cosignedFrontier) } }

    /// A tree that was cosigned without its records.
    var ahead: CosignedHead? {
        get throws {
            guard aheadSize > 0 else { return nil }
            guard let root = TreeHash(aheadRoot) else { throw damaged }
            return CosignedHead(size: aheadSize, root: root)
        }
    }

    /// The newest tree that was cosigned.
    var head: CosignedHead {
        get throws {
            if let ahead = try ahead, ahead.size > cosignedSize { return ahead }
            return CosignedHead(size: cosignedSize, root: try cosignedTree.root)
        }
    }

    private var damaged: StoreFailure { StoreFailure(reason: "the state of log \(origin) is damaged") }

    private func tree(_ size: UInt64, _ frontier: [UInt8]) throws -> MerkleTree {
        let hashes = stride(from: 0, to: frontier.count, by: TreeHash.byteCount).compactMap {
            TreeHash(frontier[$0..<min($0 + TreeHash.byteCount, frontier.count)])
        }
        guard let tree = MerkleTree(size: size, frontier: hashes) else {
            throw damaged
        }
        return tree
    }
}
