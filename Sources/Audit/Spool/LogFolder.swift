package import AuditLog
import Glibc
package import SignedNote

/// A log in a folder, for reading: a spool, or an export.
package struct LogFolder: Sendable {
    package let directory: String
    package let layout: LogLayout

    /// - Throws: when the folder holds no log.
    package init(directory: String) throws(AuditFailure) {
        self.directory = directory
        guard Folder.isFolder(directory) else { throw AuditFailure(reason: "\(directory) is not a folder") }
        if Folder.exists(directory + "/tile") {
            layout = .tiles
        } else if try !SegmentFiles.list(in: directory).isEmpty || Folder.exists(directory + "/checkpoint") {
            layout = .spool
        } else {
            throw AuditFailure(reason: "\(directory) holds no audit log: neither records nor a checkpoint")
        }
    }

    /// The key that the folder itself holds. It shows that the log fits together, not who wrote it.
    package func enclosedKey() throws(AuditFailure) -> VerifierKey {
        let path = directory + "/instance.pub"
        guard let text = try Folder.contents(path) else { throw AuditFailure(reason: "\(path) is missing") }
        do {
            return try VerifierKey(parsing: String(decoding: text, as: UTF8.self))
        } catch {
            throw AuditFailure(reason: "\(path) is not a verifier key: \(error)")
        }
    }

    /// The signed note, as it lies there; nil when it is missing.
    package func checkpointNote() throws(AuditFailure) -> [UInt8]? {
        try Folder.contents(directory + "/checkpoint")
    }

    /// The tree of the records that are not here, because they were cosigned and trimmed; mostly there are none.
    /// - Throws: `LogFault` when the beginning is missing, and no cosigned checkpoint covers it.
    package func trimmed(key: VerifierKey) throws -> MerkleTree {
        guard layout == .spool, let first = try SegmentFiles.list(in: directory).first, first.firstSeq > 0 else {
            return MerkleTree()
        }
        let missing = LogFault(
            seq: 0,
            what: "missing: the log begins with record \(first.firstSeq), and no cosigned checkpoint covers that")
        guard let note = try Folder.contents(directory + "/cosigned"), let parsed = try? SignedNote.parse(note),
            let checkpoint = try? Checkpoint.verify(note: note, key: key), checkpoint.size >= first.firstSeq,
            parsed.signatures.contains(where: { !$0.isClaimed(by: key) })
        else { throw missing }
        do { return try first.readTree() } catch { throw LogFault(seq: first.firstSeq, what: error.reason) }
    }

    /// Gives every record's line, in the order of the log, until `body` returns false.
    /// - Parameters:
    ///   - size: the number of records of an export, from its checkpoint; a spool is read to its end.
    /// - Returns: a note about the end of the log, when there is one.
    /// - Throws: `LogFault` when the log cannot be read on, and what `body` throws.
    package func forEachLine(
        size: UInt64, _ body: (_ line: ArraySlice<UInt8>, _ storedHash: TreeHash?) throws -> Bool
    ) throws -> String? {
        switch layout {
        case .spool: try readSegments(checkpointSize: size, body)
        case .tiles: try readBundles(size: size, body)
        }
    }

    private func readSegments(
        checkpointSize: UInt64, _ body: (ArraySlice<UInt8>, TreeHash?) throws -> Bool
    ) throws -> String? {
        let segments = try SegmentFiles.list(in: directory)
        var seq = segments.first?.firstSeq ?? 0
        for (index, segment) in segments.enumerated() {
            guard segment.firstSeq == seq else {
                throw LogFault(seq: seq, what: "missing: the next segment begins with record \(segment.firstSeq)")
            }
            // Counted before the records are read: a log may be verified while it grows, and hashes follow records.
            let hashed = seq + Folder.fileBytes(segment.hashesPath) / UInt64(TreeHash.byteCount)
            var reader = try LineReader(segment.recordsPath)
            let hashes = Folder.exists(segment.hashesPath) ? try OpenFile(segment.hashesPath, O_RDONLY) : nil
            lines: while true {
                switch try reader.next() {
                case .line(let line):
                    let hash =
                        seq < hashed ? try hashes.flatMap { TreeHash(try $0.read(limit: TreeHash.byteCount)) } : nil
                    guard try body(line, hash) else { return nil }
                    seq += 1
                case .end: break lines
                case .torn:
                    guard seq >= checkpointSize, index == segments.count - 1 else {
                        throw LogFault(seq: seq, what: "it has no end: its line is cut or joined with the next")
                    }
                    guard seq >= hashed else {
                        throw LogFault(seq: seq, what: "cut after it was on the disk")
                    }
                    return "the last line is not whole yet: a record is being written, or the process was killed"
                }
            }
            guard seq >= hashed else {
                throw LogFault(seq: seq, what: "missing: its hash is there, the record is not")
            }
        }
        return nil
    }

    private func readBundles(size: UInt64, _ body: (ArraySlice<UInt8>, TreeHash?) throws -> Bool) throws -> String? {
        var seq: UInt64 = 0
        while seq < size {
            let index = seq / UInt64(TileBuilder.tileWidth)
            let path = TileBuilder.bundlePath(index, size: size)
            let hashPath = "tile/0" + path.dropFirst("tile/entries".count)
            guard let bundle = try Folder.contents("\(directory)/\(path)", bytesLimit: 1 << 25) else {
                throw LogFault(seq: seq, what: "missing: there is no \(path)")
            }
            let hashes = try Folder.contents("\(directory)/\(hashPath)") ?? []
            var rest = bundle[...]
            let end = min(size, seq + UInt64(TileBuilder.tileWidth))
            var offset = 0
            while seq < end {
                guard rest.count >= 2 else { throw LogFault(seq: seq, what: "missing: \(path) ends before it") }
                let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
                rest = rest.dropFirst(2)
                guard rest.count >= length else { throw LogFault(seq: seq, what: "cut: \(path) ends within it") }
                let hash = TreeHash(hashes.dropFirst(offset).prefix(TreeHash.byteCount))
                guard try body(rest.prefix(length), hash) else { return nil }
                rest = rest.dropFirst(length)
                offset += TreeHash.byteCount
                seq += 1
            }
            guard rest.isEmpty else {
                throw LogFault(seq: seq, what: "it was not signed for, but \(path) holds it")
            }
        }
        return nil
    }
}
