import AuditLog
import SignedNote
import Testing

struct MerkleTests {
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]

    /// The roots that Certificate Transparency's own tests expect.
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test func `Roots agree with the vectors of Certificate Transparency`() {
        var tree = MerkleTree()
        #expect(Hexadecimal.encode(tree.root.bytes) == Self.roots[0])
        for (leaf, root) in zip(Self.leaves, Self.roots.dropFirst()) {
            tree.append(.leaf(leaf))
            #expect(Hexadecimal.encode(tree.root.bytes) == root)
        }
    }

    @Test func `Every inclusion proof verifies, and for no other place`() throws {
        for size in 1...20 {
            let leaves = (0..<size).map { TreeHash.leaf([UInt8($0)]) }
            let root = MerkleProof.root(of: leaves[...])
            for index in 0..<size {
                let proof = try #require(MerkleProof.inclusion(of: index, in: leaves[...]))
                for claimed in 0..<size {
                    let holds = MerkleProof.verifyInclusion(
                        of: leaves[index], at: UInt64(claimed), size: UInt64(size), root: root, proof: proof)
                    #expect(holds == (claimed == index))
                }
            }
        }
    }

    @Test func `Every consistency proof verifies, and not with another root or size`() throws {
        for size in 1...20 {
            let leaves = (0..<size).map { TreeHash.leaf([UInt8($0)]) }
            let root = MerkleProof.root(of: leaves[...])
            for old in 1...size {
                let proof = try #require(MerkleProof.consistency(from: old, in: leaves[...]))
                let oldRoot = MerkleProof.root(of: leaves.prefix(old))
                func holds(_ oldSize: Int, _ oldRoot: TreeHash, _ newRoot: TreeHash) -> Bool {
                    MerkleProof.verifyConsistency(
                        oldSize: UInt64(oldSize), oldRoot: oldRoot, newSize: UInt64(size), newRoot: newRoot,
                        proof: proof)
                }
                #expect(holds(old, oldRoot, root))
                #expect(!holds(old, .leaf([0xFF]), root))
                #expect(!holds(old, oldRoot, .leaf([0xFF])))
                #expect(!holds(0, oldRoot, root))
                #expect(!holds(size + 1, oldRoot, root))
            }
        }
    }

    @Test func `A tree goes on from its frontier`() throws {
        var whole = MerkleTree()
        for index in 0..<100 {
            var resumed = try #require(MerkleTree(size: whole.size, frontier: whole.frontier))
            whole.append(.leaf([UInt8(index)]))
            resumed.append(.leaf([UInt8(index)]))
            #expect(resumed == whole)
        }
    }

    @Test(arguments: [(0, "000"), (999, "999"), (1_234_067, "x001/x234/067")])
    func `Tile paths are those of tlog-tiles`(index: UInt64, path: String) {
        #expect(TileBuilder.path(index) == path)
    }

    @Test func `A cosignature holds for its checkpoint and time, and for no other`() throws {
        let witness = try SigningKey(name: "witness.test", seed: Array(9..<41))
        let key = try VerifierKey(
            name: witness.name, algorithm: .cosignatureV1, publicKey: witness.verifierKey.publicKey)
        let text = Checkpoint(origin: "chaperone/local/a", size: 3, root: .empty).text
        let line = try Cosignature.sign(checkpointText: text, key: witness, timestampSeconds: 1_700_000_000)
        let cosignature = try Cosignature(parsing: NoteSignature(parsing: Array(line.line.utf8)), witness: key)
        #expect(cosignature.timestampSeconds == 1_700_000_000)
        #expect(cosignature.isValid(checkpointText: text, witness: key))
        #expect(!cosignature.isValid(checkpointText: text + "x\n", witness: key))
        var later = line
        later.signature[7] ^= 1
        #expect(!(try Cosignature(parsing: later, witness: key)).isValid(checkpointText: text, witness: key))
    }
}
