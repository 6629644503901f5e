import AuditLog
import SignedNote
import Witness

/// A log verifies only when the records under its checkpoint are those that were signed, whatever was done to records,
/// stored hashes or the checkpoint; and records, notes and codes read back as they were written.
///
/// An input is: what is tried (0: changes of a log, 1: a checkpoint, 2: a record, 3: a note, 4: base64, 5: what a
/// witness is asked), the bytes.
enum AuditVerifying {
    static let seeds: [[UInt8]] = [
        [0], [0, 0, 1, 3, 65], [0, 1, 2, 0, 0, 2, 0, 1, 0], [0, 3, 0, 9, 0, 4, 1, 0, 0, 5, 2, 1, 0],
        [1] + log.checkpoint, [2] + (log.lines.first ?? []), [2] + (log.lines.last ?? []), [3] + log.checkpoint,
        [4] + Array("QUJDRA==".utf8),
        [5] + Array("old 1\n\(Base64.encode(TreeHash.empty.bytes))\n\n".utf8) + log.checkpoint,
    ]

    private struct Log {
        var lines: [[UInt8]] = []
        var hashes: [TreeHash] = []
        var head: Checkpoint
        /// The signed note.
        var checkpoint: [UInt8]
        var key: VerifierKey
    }

    /// Five records, and a checkpoint over four of them.
    private static let log: Log = {
        var encoder = RecordEncoder()
        var lines: [[UInt8]] = []
        var hashes: [TreeHash] = []
        var tree = MerkleTree()
        var root = tree.root
        let events: [AuditEvent] = [
            .intent(
                .init(
                    via: "simple",
                    statement: .init(
                        text: "SELECT \"é\"\n\u{1}😀", rewritten: "SELECT 1", rawText: [1], kinds: ["select"],
                        phiRead: ["a.b.c"], phiWritten: [], rule: "r"))),
            .outcome(.init(status: "completed", tag: "SELECT 1", rows: 1, sha256: [1, 2], response: [0, 255])),
            .decision(.init(verdict: "deny", rule: "x", message: "no", via: "wire", text: "", rawText: [])),
            .outcome(.init(status: "cut", sqlState: "42501")), .outcome(.init(status: "abandoned")),
        ]
        for (index, event) in events.enumerated() {
            let entry = AuditEntry(
                session: "00ff", statement: UInt64(index), principal: "bot", target: "ehr", event: event)
            let stamp = RecordStamp(seq: UInt64(lines.count), atMicroseconds: 1, mono: UInt64(10 + index))
            encoder.clear()
            encoder.encode(entry, first: stamp, salt: [1, 2, 3])
            lines += encoder.lines.split(separator: UInt8(ascii: "\n")).map { Array($0) }
            hashes += encoder.leafHashes
            if index < 4 {
                for hash in encoder.leafHashes { tree.append(hash) }
                root = tree.root
            }
        }
        let head = Checkpoint(origin: "chaperone/fuzz/1", size: tree.size, root: root)
        guard let key = try? SigningKey(name: head.origin, seed: [UInt8](repeating: 9, count: 32)),
            let note = try? head.signed(by: key)
        else { fatalError("the fuzzer's log cannot be signed") }
        return Log(
            lines: lines, hashes: hashes, head: head, checkpoint: Array(note.description.utf8), key: key.verifierKey)
    }()

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        var source = ByteSource(bytes)
        switch source.byte() % 6 {
        case 0: try changes(&source)
        case 1: try checkpoint(source.remainder())
        case 2: try record(source.remainder())
        case 3: try note(source.remainder())
        case 4: try codes(source.remainder())
        default: try request(source.remainder())
        }
    }

    // MARK: a changed log

    private static func changes(_ source: inout ByteSource) throws(BrokenProperty) {
        var lines = log.lines
        var hashes: [TreeHash?] = log.hashes
        while !source.isEmpty, lines.count < 12 { change(&lines, &hashes, &source) }
        var verifier = LogVerifier(checkpoint: log.head)
        var isIntact = true
        do throws(LogFault) {
            for (line, hash) in zip(lines, hashes) { try verifier.add(line: line[...], storedHash: hash) }
            try verifier.finish()
        } catch {
            isIntact = false
        }
        let size = Int(log.head.size)
        let isSame =
            lines.prefix(size).elementsEqual(log.lines.prefix(size))
            && zip(hashes, log.hashes).prefix(size).allSatisfy { $0 == nil || $0 == $1 }
        if isIntact { try require(isSame, "a log that was changed below its checkpoint is said to be intact") }
        let isUnchanged = lines == log.lines && hashes.elementsEqual(log.hashes.map(Optional.init))
        if isUnchanged { try require(isIntact, "a log that nobody changed is said to be at fault") }
    }

    private static func change(_ lines: inout [[UInt8]], _ hashes: inout [TreeHash?], _ source: inout ByteSource) {
        let (kind, record, place, byte) = (source.byte() % 8, source.byte(), source.byte(), source.byte())
        guard !lines.isEmpty else { return }
        let index = Int(record) % lines.count
        let at = lines[index].isEmpty ? 0 : (Int(place) &* 3) % lines[index].count
        switch kind {
        case 0: lines[index].insert(byte, at: at)
        case 1: if !lines[index].isEmpty { lines[index][at] ^= byte }
        case 2:
            lines.remove(at: index)
            hashes.remove(at: index)
        case 3: lines.swapAt(index, Int(byte) % lines.count)
        case 4:
            lines.insert(lines[index], at: index)
            hashes.insert(hashes[index], at: index)
        case 5: hashes[index] = TreeHash.leaf(lines[index])
        case 6: hashes[index] = nil
        default: hashes[index] = hashes[Int(byte) % hashes.count]
        }
    }

    // MARK: what is read

    private static func checkpoint(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let read = try? Checkpoint.verify(note: bytes, key: log.key) else { return }
        try require(read == log.head, "a checkpoint is believed that nobody signed")
    }

    private static func record(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let record = try? AuditRecord(parsing: bytes[...]) else { return }
        try require(bytes.count <= RecordEncoder.recordBytesLimit, "a record over the limit is read")
        try require(record.fields["seq"] == .number(record.seq), "a record's number is another in its fields")
        try require(Timestamp.parse(Timestamp.text(record.atMicroseconds)) == record.atMicroseconds, "a time changes")
    }

    private static func note(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let note = try? SignedNote.parse(bytes) else { return }
        try require(Array(note.description.utf8) == bytes, "a note is written otherwise than it was read")
    }

    private static func request(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let request = try? AddCheckpoint(parsing: bytes) else { return }
        try require(Array(request.text.utf8) == bytes, "a witness's request is written otherwise than it was read")
        let head = CosignedHead(size: log.head.size, root: log.head.root)
        guard case .cosign(let new) = request.verdict(keys: [log.key], head: head) else { return }
        try require(new == head, "a witness cosigns a checkpoint that nobody signed")
    }

    private static func codes(_ bytes: [UInt8]) throws(BrokenProperty) {
        if let decoded = Base64.decode(bytes) {
            try require(Array(Base64.encode(decoded).utf8) == bytes, "base64 that is not canonical is read")
        }
        try require(Base64.decode(Base64.encode(bytes)) == bytes, "base64 does not read back")
        if let decoded = Hexadecimal.decode(bytes) {
            try require(Hexadecimal.encode(decoded).utf8.count == bytes.count, "hexadecimal of another length")
        }
        try require(Hexadecimal.decode(Hexadecimal.encode(bytes).utf8) == bytes, "hexadecimal does not read back")
    }
}
