import AuditLog
import SignedNote

/// What a log on disk says of itself at start-up. Only the last segment is read again, and those before it that were not
/// finished; the signed checkpoint says whether what came before is what this instance wrote.
struct Recovery {
    /// The last one.
    var segment: SegmentFiles
    /// Segments before it that were not signed for to their end.
    var sealed: [Sealed] = []
    /// Segments behind it, whose beginning a power cut has taken: nobody has signed for anything of them.
    var discarded: [SegmentFiles] = []
    var tree: MerkleTree
    var checkpointSize: UInt64
    var lastMono: UInt64 = 0
    var segmentBytes: UInt64 = 0
    /// Of the records of this segment, 32 bytes each.
    var hashes: [UInt8] = []
    /// Bytes behind the last whole record, which a process that was killed left behind.
    var tornBytes: UInt64 = 0
    var wasClosed = false

    struct Sealed {
        var segment: SegmentFiles
        var hashes: [UInt8]
        /// Of all records up to its end.
        var tree: MerkleTree
        var next: SegmentFiles
    }

    /// What the log says of the part that was not closed.
    var reason: String {
        let begun = discarded.isEmpty ? "" : "; segments behind it: \(discarded.count)"
        return "the log was not closed; \(tornBytes) bytes of a torn record cut off\(begun)"
    }

    /// - Returns: nil when there is no log yet.
    /// - Throws: when the log is not what this instance wrote: the sidecar must not go on as if nothing were.
    init?(directory: String, key: VerifierKey, wasStarted: Bool) throws(AuditFailure) {
        let segments = try SegmentFiles.list(in: directory)
        let note = try Folder.contents(directory + "/checkpoint")
        guard !segments.isEmpty else {
            guard note == nil, !wasStarted else {
                throw AuditFailure(reason: "the audit log in \(directory) was deleted: this instance has written one")
            }
            return nil
        }
        var checkpoint: Checkpoint?
        if let note {
            do {
                checkpoint = try Checkpoint.verify(note: note, key: key)
            } catch {
                throw AuditFailure(reason: "the checkpoint in \(directory) is not one of this instance: \(error)")
            }
        } else if wasStarted {
            throw AuditFailure(reason: "the checkpoint in \(directory) is missing")
        }
        checkpointSize = checkpoint?.size ?? 0
        let signed = checkpointSize
        guard var first = segments.lastIndex(where: { $0.firstSeq <= signed }) else {
            throw AuditFailure(reason: "the checkpoint in \(directory) is older than the log: rolled back")
        }
        // It was begun before its predecessor was finished.
        if first > 0, segments[first].firstSeq == signed, !Folder.exists(segments[first].treePath) { first -= 1 }
        segment = segments[first]
        tree = try segment.readTree()
        try scan(checkpoint)
        for next in segments[(first + 1)...] {
            guard discarded.isEmpty, tornBytes == 0, tree.size == next.firstSeq else {
                discarded.append(next)
                continue
            }
            sealed.append(Sealed(segment: segment, hashes: hashes, tree: tree, next: next))
            segment = next
            (hashes, segmentBytes) = ([], 0)
            try scan(checkpoint)
        }
        guard tree.size >= checkpointSize else {
            throw AuditFailure(
                reason: "the audit log in \(directory) holds \(tree.size) whole records, but \(checkpointSize) were "
                    + "signed for: it was cut or rolled back")
        }
    }

    /// A log without a record.
    init(beginningIn directory: String) {
        segment = SegmentFiles(directory: directory, firstSeq: 0)
        tree = MerkleTree()
        checkpointSize = 0
    }

    private mutating func scan(_ checkpoint: Checkpoint?) throws(AuditFailure) {
        let stored = try Folder.contents(segment.hashesPath, bytesLimit: .max) ?? []
        try compareRoot(checkpoint)
        var reader = try LineReader(segment.recordsPath)
        scan: while true {
            guard case .line(let line) = try reader.next() else { break scan }
            let record: AuditRecord
            do {
                record = try AuditRecord(parsing: line)
            } catch {
                break scan
            }
            guard record.seq == tree.size, record.mono > lastMono else { break scan }
            let leaf = TreeHash.leaf(line)
            let kept = stored.dropFirst(hashes.count).prefix(TreeHash.byteCount)
            guard kept.count < TreeHash.byteCount || TreeHash(kept) == leaf else {
                throw AuditFailure(reason: "record \(tree.size) of the audit log was changed after it was written")
            }
            tree.append(leaf)
            hashes += leaf.bytes
            segmentBytes += UInt64(line.count + 1)
            lastMono = record.mono
            wasClosed = record.type == "close"
            try compareRoot(checkpoint)
        }
        tornBytes = Folder.fileBytes(segment.recordsPath) - segmentBytes
        guard stored.count / TreeHash.byteCount <= hashes.count / TreeHash.byteCount else {
            throw AuditFailure(
                reason: "record \(tree.size) of the audit log is missing or damaged: it was on the disk already")
        }
    }

    private func compareRoot(_ checkpoint: Checkpoint?) throws(AuditFailure) {
        guard let checkpoint, checkpoint.size == tree.size, checkpoint.root != tree.root else { return }
        throw AuditFailure(
            reason: "the first \(tree.size) records of the audit log are not the ones that were signed: run "
                + "`chaperone audit verify` on it")
    }
}
