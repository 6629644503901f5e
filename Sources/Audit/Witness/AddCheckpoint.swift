package import AuditLog
package import SignedNote

/// A request of C2SP tlog-witness (https://c2sp.org/tlog-witness): a log asks a witness to cosign a checkpoint.
package struct AddCheckpoint: Sendable, Equatable {
    package static let proofLimit = 63
    /// Of a whole request.
    package static let bytesLimit = 64 << 10
    /// Of a tree: what stores and other implementations can count.
    package static let sizeLimit = UInt64(Int64.max)

    /// What the asker believes that the witness has cosigned.
    package var oldSize: UInt64
    /// Consistency from there to the checkpoint.
    package var proof: [TreeHash]
    package var note: SignedNote
    package let checkpoint: Checkpoint

    package init(oldSize: UInt64, proof: [TreeHash], note: SignedNote) throws(NoteFailure) {
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
        checkpoint = try Checkpoint(parsing: note.text)
        guard checkpoint.size <= Self.sizeLimit else { throw .tooLarge }
    }

    /// - Throws: `malformed`.
    package init(parsing body: [UInt8]) throws(NoteFailure) {
        let newline = UInt8(ascii: "\n")
        guard body.count <= Self.bytesLimit else { throw .tooLarge }
        let head = body.split(
            separator: newline, maxSplits: Self.proofLimit + 2, omittingEmptySubsequences: false
        ).prefix { !$0.isEmpty }
        let start = head.reduce(0) { $0 + $1.count + 1 } + 1
        guard let first = head.first, start <= body.count, body[start - 1] == newline else {
            throw .malformed("no empty line before the checkpoint")
        }
        let digits = String(decoding: first.dropFirst(4), as: UTF8.self)
        guard first.starts(with: Array("old ".utf8)), let size = UInt64(digits), String(size) == digits else {
            throw .malformed("the first line is not \"old\" and a size")
        }
        guard head.count - 1 <= Self.proofLimit else { throw .malformed("the proof is too long") }
        var proof: [TreeHash] = []
        for line in head.dropFirst() {
            guard let hash = Base64.decode(line).flatMap({ TreeHash($0) }) else {
                throw .malformed("a line of the proof is no hash")
            }
            proof.append(hash)
        }
        try self.init(oldSize: size, proof: proof, note: try SignedNote.parse(Array(body[start...])))
    }

    /// The request as it is sent.
    package var text: String {
        var text = "old \(oldSize)\n"
        for hash in proof { text += Base64.encode(hash.bytes) + "\n" }
        return text + "\n" + note.description
    }

    package enum Verdict: Sendable, Equatable {
        /// The head is to be kept, and then the note to be cosigned.
        case cosign(CosignedHead)
        /// None of the log's keys signed it.
        case notSigned
        /// It claims more than the checkpoint has.
        case malformed
        /// The newest tree that was cosigned is another one.
        case conflict(size: UInt64)
        /// The proof does not lead from one tree to the other: the log takes something back.
        case inconsistent
    }

    /// - Parameters:
    ///   - keys: of the checkpoint's log.
    ///   - head: the newest tree of it that was cosigned.
    package func verdict(keys: [VerifierKey], head: CosignedHead) -> Verdict {
        let own = keys.filter { $0.name == checkpoint.origin }
        do { try note.verify(by: own) } catch { return .notSigned }
        guard oldSize <= checkpoint.size else { return .malformed }
        guard oldSize == head.size else { return .conflict(size: head.size) }
        let new = CosignedHead(size: checkpoint.size, root: checkpoint.root)
        if oldSize == new.size {
            guard new.root == head.root else { return .conflict(size: head.size) }
            return proof.isEmpty ? .cosign(head) : .inconsistent
        }
        if oldSize == 0 { return proof.isEmpty ? .cosign(new) : .inconsistent }
        let isConsistent = MerkleProof.verifyConsistency(
            oldSize: oldSize, oldRoot: head.root, newSize: new.size, newRoot: new.root, proof: proof)
        return isConsistent ? .cosign(new) : .inconsistent
    }
}
