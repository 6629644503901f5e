import AuditLog
import HubAPI
import HubStore
import Logging
import SignedNote
import Witness

/// Keeps the sidecars' audit logs and cosigns them.
struct AuditService: Sendable {
    let store: any HubStore
    let keys: HubKeys
    let clock: HubClock

    // MARK: for sidecars

    func position(of instance: Instance) async throws -> AuditReceipt {
        Self.receipt(try await store.log(instance.origin) ?? StoredLog(origin: instance.origin))
    }

    /// Verifies, keeps, and only then cosigns.
    func receive(_ batch: AuditBatch, from instance: Instance) async throws -> AuditReceipt {
        guard batch.records.count <= AuditBatch.recordsLimit else {
            throw ProblemDetails(.tooLarge, detail: "a batch has at most \(AuditBatch.recordsLimit) records")
        }
        let stored = try await store.log(instance.origin) ?? StoredLog(origin: instance.origin)
        let log = try witnessed(stored, instance)
        switch log.receive(
            oldSize: batch.oldSize, note: Array(batch.checkpoint.utf8), lines: batch.records.map { Array($0.utf8) })
        {
        case .repeated: return Self.receipt(stored)
        case .refused(let refusal): throw try await refused(refusal, instance)
        case .accepted(let acceptance):
            let kept = try newState(stored, acceptance)
            let records = zip(acceptance.records, batch.records).map { Self.stored($0, line: $1, instance.origin) }
            guard try await store.append(records, to: kept, oldSize: stored.size) else {
                throw ProblemDetails(.auditRefused, detail: "the log has grown meanwhile: ask for its position")
            }
            return Self.receipt(kept)
        }
    }

    private func witnessed(_ stored: StoredLog, _ instance: Instance) throws -> WitnessedLog {
        let key = try VerifierKey(name: instance.origin, publicKey: instance.auditPublicKey)
        guard let tree = MerkleTree(size: stored.size, frontier: Self.hashes(stored.frontier)),
            let cosigned = MerkleTree(size: stored.cosignedSize, frontier: Self.hashes(stored.cosignedFrontier))
        else { throw StoreFailure(reason: "the state of log \(instance.origin) is damaged") }
        return WitnessedLog(key: key, tree: tree, cosigned: cosigned, lastMono: stored.lastMono)
    }

    private func newState(_ stored: StoredLog, _ acceptance: WitnessedLog.Acceptance) throws -> StoredLog {
        let now = clock.nowSeconds()
        var kept = stored
        kept.size = acceptance.log.tree.size
        kept.frontier = acceptance.log.tree.frontier.flatMap(\.bytes)
        kept.lastMono = acceptance.log.lastMono
        kept.updatedAtSeconds = now
        guard let note = acceptance.checkpoint else { return kept }
        kept.cosignedSize = acceptance.log.cosigned.size
        kept.cosignedFrontier = acceptance.log.cosigned.frontier.flatMap(\.bytes)
        let cosignature = try Cosignature.sign(
            checkpointText: note.text, key: keys.witnessKey, timestampSeconds: UInt64(max(0, now)))
        kept.checkpoint = try SignedNote(text: note.text, signatures: note.signatures + [cosignature]).description
        return kept
    }

    private func refused(_ refusal: WitnessedLog.Refusal, _ instance: Instance) async throws -> ProblemDetails {
        let kind: HubEvent.Kind
        let detail: String
        switch refusal {
        case .wrongPosition(let size):
            return ProblemDetails(.auditRefused, detail: "the log has \(size) records here: go on from there")
        case .badCheckpoint(let reason):
            (kind, detail) = (.auditRefused, "the checkpoint is not accepted: \(reason)")
        case .badRecord(let seq, let reason): (kind, detail) = (.auditRefused, "record \(seq): \(reason)")
        case .rolledBack(let cosigned):
            (kind, detail) = (
                .auditRollback, "the sidecar's log is older than what was cosigned (\(cosigned) records): rolled back"
            )
        case .forked(let size):
            (kind, detail) = (
                .auditFork, "the log's first \(size) records are not those that came here: forked, or changed"
            )
            // What led to no signed root is not kept as if it had.
            _ = try await store.dropUncosigned(instance.origin)
        }
        try await store.add(
            HubEvent(
                atSeconds: clock.nowSeconds(), kind: kind, severity: .critical, subject: instance.id, detail: detail))
        return ProblemDetails(.auditRefused, detail: detail)
    }

    private static func receipt(_ log: StoredLog) -> AuditReceipt {
        AuditReceipt(
            size: log.size, cosignedSize: log.cosignedSize,
            checkpoint: log.checkpoint.isEmpty ? nil : log.checkpoint)
    }

    private static func stored(_ record: AuditRecord, line: String, _ origin: String) -> StoredRecord {
        let phi = record.list("phi") + record.list("phi_read") + record.list("phi_written")
        let verdict = [record.string("verdict"), record.string("status"), record.string("state")]
            .first { !$0.isEmpty }
        return StoredRecord(
            origin: origin, seq: record.seq, atMicroseconds: record.atMicroseconds, type: record.type,
            session: record.session, principal: record.principal, target: record.target, rule: record.string("rule"),
            verdict: verdict ?? (record.type == "intent" ? "allow" : ""), phi: phi.joined(separator: " "), line: line)
    }

    private static func hashes(_ bytes: [UInt8]) -> [TreeHash] {
        stride(from: 0, to: bytes.count, by: TreeHash.byteCount).compactMap {
            TreeHash(bytes[$0..<min($0 + TreeHash.byteCount, bytes.count)])
        }
    }

    // MARK: for people

    /// Of the instance that signs the log.
    func key(of log: StoredLog) async throws -> VerifierKey {
        let name = log.origin.split(separator: "/").last.map(String.init) ?? ""
        guard let instance = try await store.instance(name) else {
            throw StoreFailure(reason: "the instance of log \(log.origin) is not known")
        }
        return try VerifierKey(name: instance.origin, publicKey: instance.auditPublicKey)
    }

    /// - Parameter name: the origin, or its last part.
    func log(named name: String) async throws -> StoredLog {
        let logs = try await store.logs()
        guard let found = logs.first(where: { $0.origin == name || $0.origin.hasSuffix("/\(name)") }) else {
            throw ProblemDetails(.unknown, detail: "there is no log \(name)")
        }
        return found
    }
}
