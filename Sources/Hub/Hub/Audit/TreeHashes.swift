import AuditLog
import HubStore

/// The hashes of a log's tree at the hub. What is made once of a cosigned tree is kept: a proof over a log of any length
/// reads at most 256 hashes of each level.
struct TreeHashes: Sendable {
    let store: any HubStore
    let origin: String

    /// - Parameter size: of a tree that was cosigned, and whose records are here.
    /// - Throws: `StoreFailure` when records are missing.
    func consistency(from oldSize: UInt64, to size: UInt64) async throws -> [TreeHash] {
        guard oldSize > 0 else { return [] }
        guard let ranges = MerkleProof.consistency(from: oldSize, to: size) else {
            throw StoreFailure(reason: "log \(origin) has only \(size) records")
        }
        var proof: [TreeHash] = []
        for range in ranges { proof.append(try await root(of: range)) }
        return proof
    }

    func root(of leaves: Range<UInt64>) async throws -> TreeHash {
        var perfect: [TreeHash] = []
        for block in TileHashes.covering(leaves) {
            perfect.append(MerkleProof.root(of: try await hashes(block)[...]))
        }
        return MerkleTree.root(of: perfect)
    }

    private func hashes(_ block: TileHashes) async throws -> [TreeHash] {
        guard block.level > 0 else { return try await leaves(block) }
        var known = try await store.treeHashes(
            of: origin, level: block.level, from: block.index, count: block.count)
        let wanted = block.index..<(block.index + UInt64(block.count))
        var made: [UInt64: [UInt8]] = [:]
        for index in wanted where known[index] == nil {
            let below = try await hashes(.below(level: block.level, index: index))
            made[index] = MerkleProof.root(of: below[...]).bytes
        }
        if !made.isEmpty {
            try await store.keep(treeHashes: made, of: origin, level: block.level)
            known.merge(made) { $1 }
        }
        return try wanted.map { index in
            guard let hash = known[index].flatMap({ TreeHash($0) }) else { throw damaged }
            return hash
        }
    }

    private func leaves(_ block: TileHashes) async throws -> [TreeHash] {
        let records = try await store.records(of: origin, from: block.index, limit: block.count)
        guard records.count == block.count, records.first?.seq == block.index else { throw damaged }
        return records.map { .leaf($0.line.utf8) }
    }

    private var damaged: StoreFailure { StoreFailure(reason: "records of log \(origin) are missing") }
}
