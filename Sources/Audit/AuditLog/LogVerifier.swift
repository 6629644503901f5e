/// Verifies a log record by record against its checkpoint, in memory that does not grow with the log.
///
/// Stored leaf hashes are not trusted. They are what makes it possible to name the record that was changed: when they,
/// and not the records, lead to the signed root, the first record that differs from its hash is the changed one.
package struct LogVerifier: Sendable {
    private let checkpoint: Checkpoint
    private var records = MerkleTree()
    private var hashes = MerkleTree()
    private var lastMono: UInt64?
    private var firstDifference: UInt64?
    private var recordsRootMatches = false
    private var hashesRootMatches = false
    package private(set) var lastType = ""

    /// - Parameter tree: of the records before the first one that is added: those of a trimmed log are not there. That
    ///   it is the right one shows when the rest leads to the signed root.
    package init(checkpoint: Checkpoint, after tree: MerkleTree = MerkleTree()) {
        self.checkpoint = checkpoint
        records = tree
        hashes = tree
        compareRoots()
    }

    package var size: UInt64 { records.size }

    /// - Parameters:
    ///   - line: without its newline.
    ///   - storedHash: the leaf hash as it was kept beside the record; nil where none was kept.
    /// - Throws: the fault, when the record breaks the rules of the log by itself.
    package mutating func add(line: ArraySlice<UInt8>, storedHash: TreeHash?) throws(LogFault) {
        let seq = records.size
        let leaf = TreeHash.leaf(line)
        if let storedHash, storedHash != leaf, firstDifference == nil { firstDifference = seq }
        if let storedHash, hashes.size == seq { hashes.append(storedHash) }
        let record: AuditRecord
        do {
            record = try AuditRecord(parsing: line)
        } catch {
            throw earliest(LogFault(seq: seq, what: error.reason))
        }
        guard record.seq == seq else {
            throw earliest(LogFault(seq: seq, what: "missing or out of order: seq \(record.seq) stands in its place"))
        }
        if let lastMono, record.mono <= lastMono {
            throw earliest(LogFault(seq: seq, what: "its monotonic counter does not rise"))
        }
        lastMono = record.mono
        lastType = record.type
        records.append(leaf)
        compareRoots()
    }

    /// To be called after the last record.
    package func finish() throws(LogFault) {
        guard records.size >= checkpoint.size else {
            throw earliest(
                LogFault(seq: records.size, what: "missing: the checkpoint was signed over \(checkpoint.size) records"))
        }
        if let firstDifference {
            if firstDifference < checkpoint.size, recordsRootMatches {
                throw LogFault(
                    seq: firstDifference, what: "its stored hash was changed; the record itself is as it was signed")
            }
            if firstDifference < checkpoint.size, !hashesRootMatches {
                throw LogFault(
                    seq: firstDifference,
                    what: "changed, or an earlier one with its stored hash: neither leads to the signed root")
            }
            throw LogFault(seq: firstDifference, what: "its bytes do not match its stored hash")
        }
        guard recordsRootMatches else {
            throw LogFault(
                seq: nil,
                what: "records 0 to \(checkpoint.size) do not lead to the signed root: "
                    + "they and their stored hashes were changed together")
        }
    }

    /// A record that was changed before the one of `fault` comes first.
    package func earliest(_ fault: LogFault) -> LogFault {
        guard let firstDifference, let seq = fault.seq, firstDifference < seq else { return fault }
        return LogFault(seq: firstDifference, what: "its bytes do not match its stored hash")
    }

    private mutating func compareRoots() {
        if records.size == checkpoint.size { recordsRootMatches = records.root == checkpoint.root }
        if hashes.size == checkpoint.size { hashesRootMatches = hashes.root == checkpoint.root }
    }
}
