import AuditLog
import SignedNote

/// The files of one segment of the log: the records, their leaf hashes, and the tree before the first of them.
struct SegmentFiles: Sendable, Equatable {
    let directory: String
    let firstSeq: UInt64

    private var stem: String {
        let digits = String(firstSeq)
        return "\(directory)/records-\(String(repeating: "0", count: 20 - digits.count))\(digits)"
    }
    var recordsPath: String { stem + ".jsonl" }
    /// 32 bytes for each record. Written behind the records, and only what the disk has got already.
    var hashesPath: String { stem + ".hashes" }
    /// The frontier of the tree of all records before this segment: one line of hexadecimal digits for each hash.
    var treePath: String { stem + ".tree" }

    /// In the order of the log.
    static func list(in directory: String) throws(AuditFailure) -> [SegmentFiles] {
        var segments: [SegmentFiles] = []
        for name in try Folder.names(in: directory) where name.hasPrefix("records-") && name.hasSuffix(".jsonl") {
            let segment = UInt64(name.dropFirst(8).dropLast(6)).map { SegmentFiles(directory: directory, firstSeq: $0) }
            guard let segment, segment.recordsPath == "\(directory)/\(name)" else {
                throw AuditFailure(reason: "\(directory)/\(name) is not a segment's name")
            }
            segments.append(segment)
        }
        return segments
    }

    func writeTree(_ tree: MerkleTree) throws(AuditFailure) {
        let text = tree.frontier.map { Hexadecimal.encode($0.bytes) + "\n" }.joined()
        try Folder.replace(treePath, with: Array(text.utf8))
    }

    func readTree() throws(AuditFailure) -> MerkleTree {
        guard firstSeq > 0 else { return MerkleTree() }
        let lines = try Folder.contents(treePath)?.split(separator: UInt8(ascii: "\n")) ?? []
        let hashes = lines.compactMap { Hexadecimal.decode($0).flatMap { TreeHash($0) } }
        guard let tree = MerkleTree(size: firstSeq, frontier: hashes), hashes.count == lines.count else {
            throw AuditFailure(reason: "\(treePath) is missing or damaged")
        }
        return tree
    }
}
