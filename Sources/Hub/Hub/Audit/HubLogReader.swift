import AdminAPI
package import AuditLog
import HubAPI
package import SignedNote

/// Reads a log of the hub, page by page: what the newest cosigned checkpoint covers when reading begins.
package struct HubLogReader: Sendable {
    private let hub: AdminClient
    private let log: String
    private let isWitnessed: Bool

    /// What the hub says of the log, unverified.
    package struct Head: Sendable {
        /// Signed notes and keys as C2SP signed-note writes them.
        package var checkpoint: String
        package var key: String
        /// Of those who cosigned the checkpoint, the hub's own first.
        package var witnessKeys: [String]
        package var size: UInt64
    }

    /// - Parameter isWitnessed: what further witnesses have cosigned, which may be less than all that the hub has.
    package init(hub: AdminClient, log: String, isWitnessed: Bool = false) {
        self.hub = hub
        self.log = log
        self.isWitnessed = isWitnessed
    }

    /// - Parameter body: gets each record's position and line, in order.
    /// - Throws: `AdminClient.Failure` when the hub does not give all of them; what `body` throws.
    package func read(_ body: (UInt64, String) throws -> Void) async throws -> Head {
        var page = try await page(from: 0)
        // The checkpoint of the first page: later ones cover more than what is read.
        let checkpoint = isWitnessed ? page.witnessed?.checkpoint ?? "" : page.checkpoint
        guard let size = Self.size(checkpoint) else {
            let whom = isWitnessed ? " by a further witness" : ""
            throw AdminClient.Failure(description: "nothing of log \(log) was cosigned yet\(whom)", problem: nil)
        }
        let further = isWitnessed ? page.witnessed?.keys ?? [] : []
        let head = Head(checkpoint: checkpoint, key: page.key, witnessKeys: [page.witnessKey] + further, size: size)
        var position: UInt64 = 0
        while position < size, !page.records.isEmpty {
            for line in page.records.prefix(Int(clamping: size - position)) {
                try body(position, line)
                position += 1
            }
            if position < size { page = try await self.page(from: position) }
        }
        guard position == size else {
            throw AdminClient.Failure(
                description: "the hub gave \(position) of \(size) records of log \(log)", problem: nil)
        }
        return head
    }

    /// As C2SP signed-note writes them, unverified.
    package func keys() async throws -> (log: String, witness: String) {
        let page = try await page(from: UInt64(Int64.max))
        return (page.key, page.witnessKey)
    }

    /// Checks that every record leads to a checkpoint that the log's key signed and the witness cosigned.
    /// - Parameters: keys from elsewhere; nil: those that the hub names, which shows only that all of it fits together.
    /// - Returns: what the checkpoint says.
    /// - Throws: `LogFault` when the log is broken.
    package func verify(key: VerifierKey?, witness: VerifierKey?) async throws -> Checkpoint {
        var tree = MerkleTree()
        var lastMono: UInt64?
        let head = try await read { position, line in
            let bytes = Array(line.utf8)[...]
            let record: AuditRecord
            do throws(RecordFault) { record = try AuditRecord(parsing: bytes) } catch {
                throw LogFault(seq: position, what: error.reason)
            }
            guard record.seq == position else {
                throw LogFault(seq: position, what: "seq \(record.seq) stands in its place")
            }
            if let lastMono, record.mono <= lastMono {
                throw LogFault(seq: position, what: "its monotonic counter does not rise")
            }
            lastMono = record.mono
            tree.append(.leaf(bytes))
        }
        let key = try key ?? Self.key(head.key)
        let witness = try witness ?? Self.key(head.witnessKeys[0])
        let checkpoint: Checkpoint
        let note: SignedNote
        do {
            note = try SignedNote.parse(head.checkpoint)
            checkpoint = try Checkpoint.verify(note: Array(head.checkpoint.utf8), key: key)
        } catch { throw LogFault(seq: nil, what: "the checkpoint does not verify with the key \(key.name): \(error)") }
        guard checkpoint.size == tree.size, checkpoint.root == tree.root else {
            throw LogFault(seq: nil, what: "the records do not lead to the signed root")
        }
        let isCosigned = note.signatures.contains { line in
            guard let cosignature = try? Cosignature(parsing: line, witness: witness) else { return false }
            return cosignature.isValid(checkpointText: note.text, witness: witness)
        }
        guard isCosigned else {
            throw LogFault(seq: nil, what: "the checkpoint is not cosigned by \(witness.name)")
        }
        return checkpoint
    }

    private static func key(_ text: String) throws -> VerifierKey {
        do { return try VerifierKey(parsing: text) } catch {
            throw LogFault(seq: nil, what: "the hub names a key that is not one: \(error)")
        }
    }

    private func page(from position: UInt64) async throws -> LogPageView {
        try await hub.get("/v1/admin/audit/logs/\(name)?from=\(position)", as: LogPageView.self)
    }

    /// The last part of an origin names the log as well, and stands in a path.
    private var name: String { log.split(separator: "/").last.map(String.init) ?? log }

    private static func size(_ checkpoint: String) -> UInt64? {
        let lines = checkpoint.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 1 ? UInt64(lines[1]) : nil
    }
}
