import AdminAPI
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
    let furtherWitnesses: [FurtherWitness]

    // MARK: for sidecars

    /// - Parameter ownSize: how many records the sidecar has; nil: it does not say. When they are fewer than were
    ///   cosigned, its log was rolled back: it serves nobody from then on, so that only this tells people.
    func position(of instance: Instance, ownSize: UInt64?) async throws -> AuditReceipt {
        let stored = try await store.log(instance.origin) ?? StoredLog(origin: instance.origin)
        if let ownSize, ownSize < stored.cosignedSize {
            try await store.add(
                HubEvent(
                    atSeconds: clock.nowSeconds(), kind: .auditRollback, severity: .critical, subject: instance.id,
                    detail: "the sidecar has \(ownSize) records, and \(stored.cosignedSize) were cosigned: rolled back")
            )
        }
        return Self.receipt(stored)
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
            let records = zip(acceptance.records, batch.records).map {
                StoredRecord($0, line: $1, origin: instance.origin)
            }
            guard try await store.append(records, to: kept, oldSize: stored.size) else {
                throw ProblemDetails(.auditRefused, detail: "the log has grown meanwhile: ask for its position")
            }
            for record in acceptance.records where record.type == "gap" {
                try await store.add(
                    HubEvent(
                        atSeconds: kept.updatedAtSeconds, kind: .auditGap, severity: .warning, subject: instance.id,
                        detail: "record \(record.seq): \(record.string("reason"))"))
            }
            return Self.receipt(kept)
        }
    }

    private func witnessed(_ stored: StoredLog, _ instance: Instance) throws -> WitnessedLog {
        let key = try VerifierKey(name: instance.origin, publicKey: instance.auditPublicKey)
        return WitnessedLog(
            key: key, tree: try stored.tree, cosigned: try stored.cosignedTree, lastMono: stored.lastMono,
            ahead: try stored.ahead)
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
        kept.checkpoint = try keys.cosigned(note, nowSeconds: now).description
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

    // MARK: for people

    /// Of the instance that signs the log, or of the hub itself.
    func key(of log: StoredLog) async throws -> VerifierKey {
        if log.origin == keys.logKey.name { return keys.logKey.verifierKey }
        let name = log.origin.split(separator: "/").last.map(String.init) ?? ""
        guard let instance = try await store.instance(name) else {
            throw StoreFailure(reason: "the instance of log \(log.origin) is not known")
        }
        return try VerifierKey(name: instance.origin, publicKey: instance.auditPublicKey)
    }

    /// nil: no further witness has cosigned it yet.
    func witnessed(_ log: StoredLog) throws -> LogPageView.Witnessed? {
        guard !log.witnessedCheckpoint.isEmpty else { return nil }
        let note = try SignedNote.parse(log.witnessedCheckpoint)
        let keys = furtherWitnesses.map(\.key).filter { key in note.signatures.contains { $0.isClaimed(by: key) } }
        return LogPageView.Witnessed(checkpoint: note.description, keys: keys.map(\.description))
    }

    /// - Parameter conditions: `log`, `principal`, `target`, `table`, `rule`, `verdict`, `type`, `session`, `from`, `to`.
    /// - Throws: `ProblemDetails` when one of them is not one.
    func query(_ conditions: [String: String]) async throws -> RecordQuery {
        func time(_ name: String) throws -> Int64? {
            guard let text = conditions[name] else { return nil }
            guard let time = SearchTime.microseconds(text) else {
                throw ProblemDetails(.malformed, detail: "\(name) must be a time such as 2026-11-23T03:25:35Z")
            }
            return time
        }
        var query = RecordQuery(limit: Self.searchDefaultLimit)
        query.principal = conditions["principal"]
        query.target = conditions["target"]
        query.table = conditions["table"]
        query.rule = conditions["rule"]
        query.verdict = conditions["verdict"]
        query.type = conditions["type"]
        query.session = conditions["session"]
        query.fromMicroseconds = try time("from")
        query.toMicroseconds = try time("to")
        if let name = conditions["log"] { query.origin = try await log(named: name).origin }
        return query
    }

    private static let searchDefaultLimit = 100

    /// - Parameter name: the origin, or its last part.
    func log(named name: String) async throws -> StoredLog {
        let logs = try await store.logs()
        guard let found = logs.first(where: { $0.origin == name || $0.origin.hasSuffix("/\(name)") }) else {
            throw ProblemDetails(.unknown, detail: "there is no log \(name)")
        }
        return found
    }
}
