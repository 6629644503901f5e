import AuditLog
import Foundation
import HubStore
import Testing

@testable import Hub

/// Proofs that the hub makes from what it keeps.
@Suite struct TreeHashesTests {
    private static let origin = "chaperone/test/0123456789abcdef"

    private func record(_ seq: Int) -> StoredRecord {
        StoredRecord(
            origin: Self.origin, seq: UInt64(seq), atMicroseconds: 0, type: "heartbeat", session: "", principal: "",
            target: "", rule: "", verdict: "", phi: "", line: "{\"seq\":\(seq)}")
    }

    @Test func `they hold for sizes around every edge of a tile, whatever was kept before`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tree-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(path: folder.appending(path: "hub.sqlite").path())
        // More than one hash of level 2.
        let count = 66_000
        let records = (0..<count).map(record)
        var tree = MerkleTree()
        var roots = [tree.root]
        for record in records {
            tree.append(.leaf(record.line.utf8))
            roots.append(tree.root)
        }
        let log = StoredLog(origin: Self.origin, size: UInt64(count), cosignedSize: UInt64(count))
        #expect(try await store.append(records, to: log, oldSize: 0))
        let hashes = TreeHashes(store: store, origin: Self.origin)
        let small = [1, 2, 3, 255, 256, 257, 511, 512, 513, 1_000, 4_096]
        let sizes = small + [65_535, 65_536, 65_537, 65_792, 65_999, count]
        // From the largest on, and from the smallest on: what is kept has other gaps.
        for (newSizes, oldSizes) in [(sizes.reversed(), sizes), (sizes, sizes.reversed())] {
            for size in newSizes {
                for old in oldSizes where old <= size {
                    let proof = try await hashes.consistency(from: UInt64(old), to: UInt64(size))
                    #expect(
                        MerkleProof.verifyConsistency(
                            oldSize: UInt64(old), oldRoot: roots[old], newSize: UInt64(size), newRoot: roots[size],
                            proof: proof), "from \(old) to \(size)")
                    #expect(proof.count <= 63)
                }
                #expect(try await hashes.root(of: 0..<UInt64(size)) == roots[size], "\(size)")
            }
        }
        #expect(try await store.treeHashes(of: Self.origin, level: 1, from: 0, count: 300).count == count / 256)
        #expect(try await store.treeHashes(of: Self.origin, level: 2, from: 0, count: 2).count == 1)
        await #expect(throws: StoreFailure.self) {
            _ = try await hashes.consistency(from: 1, to: UInt64(count) + 1)
        }
        try store.close()
    }
}
