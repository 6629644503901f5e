package import AuditLog
package import SignedNote

/// What the hub knows of one sidecar's log, as a value. It grows by shipments; nothing else changes it.
package struct WitnessedLog: Sendable, Equatable {
    /// The key that signs the log's checkpoints; its name is the log's origin.
    package let key: VerifierKey
    /// Of all records that are kept.
    package private(set) var tree: MerkleTree
    /// Of those that the newest cosigned checkpoint covers.
    package private(set) var cosigned: MerkleTree
    /// Of the last record that is kept.
    package private(set) var lastMono: UInt64
    /// A tree that was cosigned before its records have come (`AddCheckpoint`); they have to lead to it.
    package let ahead: CosignedHead?

    /// A log that nothing has come of.
    package init(key: VerifierKey) {
        self.init(key: key, tree: MerkleTree(), cosigned: MerkleTree(), lastMono: 0)
    }

    package init(
        key: VerifierKey, tree: MerkleTree, cosigned: MerkleTree, lastMono: UInt64, ahead: CosignedHead? = nil
    ) {
        self.key = key
        self.tree = tree
        self.cosigned = cosigned
        self.lastMono = lastMono
        self.ahead = ahead
    }

    /// The newest tree that was cosigned.
    package var head: CosignedHead {
        if let ahead, ahead.size > cosigned.size { return ahead }
        return CosignedHead(size: cosigned.size, root: cosigned.root)
    }

    /// What becomes of a shipment.
    package enum Outcome: Sendable, Equatable {
        /// To be kept.
        case accepted(Acceptance)
        /// All of it is kept already: it was sent twice.
        case repeated
        case refused(Refusal)
    }

    package struct Acceptance: Sendable, Equatable {
        package var log: WitnessedLog
        package var records: [AuditRecord]
        /// The checkpoint, when the records have reached it: to be cosigned.
        package var checkpoint: SignedNote?
    }

    package enum Refusal: Sendable, Equatable {
        /// Not signed by the log's key, or no checkpoint.
        case badCheckpoint(reason: String)
        /// It does not begin where the log ends.
        case wrongPosition(size: UInt64)
        /// A record breaks the rules of the log.
        case badRecord(seq: UInt64, reason: String)
        /// The checkpoint is older than one that was cosigned.
        case rolledBack(cosigned: UInt64)
        /// Two histories of the same length, both signed: the key is used twice.
        case forked(size: UInt64)
    }

    /// - Parameters:
    ///   - oldSize: the position of the first record.
    ///   - note: the checkpoint that the records lead up to, signed.
    ///   - lines: without their newlines.
    package func receive(oldSize: UInt64, note: [UInt8], lines: [[UInt8]]) -> Outcome {
        let parsed: SignedNote
        let checkpoint: Checkpoint
        do {
            parsed = try SignedNote.parse(note)
            checkpoint = try Checkpoint.verify(note: note, key: key)
        } catch { return .refused(.badCheckpoint(reason: "\(error)")) }
        if checkpoint.size < cosigned.size { return .refused(.rolledBack(cosigned: cosigned.size)) }
        if checkpoint.size == cosigned.size {
            return checkpoint.root == cosigned.root ? .repeated : .refused(.forked(size: checkpoint.size))
        }
        guard !contradicts(checkpoint.size, checkpoint.root) else {
            return .refused(.forked(size: checkpoint.size))
        }
        guard oldSize == tree.size else { return .refused(.wrongPosition(size: tree.size)) }
        guard oldSize + UInt64(lines.count) <= checkpoint.size else {
            return .refused(.badCheckpoint(reason: "there are more records than it covers"))
        }
        var log = self
        var records: [AuditRecord] = []
        records.reserveCapacity(lines.count)
        for line in lines {
            let seq = log.tree.size
            let record: AuditRecord
            do { record = try AuditRecord(parsing: line[...]) } catch {
                return .refused(.badRecord(seq: seq, reason: error.reason))
            }
            guard record.seq == seq else {
                return .refused(.badRecord(seq: seq, reason: "record \(record.seq) stands in its place"))
            }
            guard record.mono > log.lastMono || seq == 0 else {
                return .refused(.badRecord(seq: seq, reason: "its monotonic counter does not rise"))
            }
            log.lastMono = record.mono
            log.tree.append(.leaf(line[...]))
            records.append(record)
            guard !contradicts(log.tree.size, log.tree.root) else { return .refused(.forked(size: log.tree.size)) }
        }
        guard log.tree.size == checkpoint.size else {
            return .accepted(Acceptance(log: log, records: records, checkpoint: nil))
        }
        guard log.tree.root == checkpoint.root else { return .refused(.forked(size: checkpoint.size)) }
        // Never an older tree than one that was cosigned.
        guard checkpoint.size >= head.size else {
            return .accepted(Acceptance(log: log, records: records, checkpoint: nil))
        }
        log.cosigned = log.tree
        return .accepted(Acceptance(log: log, records: records, checkpoint: parsed))
    }

    private func contradicts(_ size: UInt64, _ root: @autoclosure () -> TreeHash) -> Bool {
        guard let ahead, ahead.size == size else { return false }
        return ahead.root != root()
    }
}
