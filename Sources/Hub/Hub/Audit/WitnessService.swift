import AuditLog
import HubAPI
import HubStore
import SignedNote
import Witness

/// The hub as a witness of C2SP tlog-witness: for the logs of its sidecars, and for those of others that its
/// configuration names.
struct WitnessService: Sendable {
    let store: any HubStore
    let keys: HubKeys
    let clock: HubClock
    /// Of logs that are kept elsewhere.
    let others: [VerifierKey]

    enum Answer: Sendable, Equatable {
        /// The witness's signature line.
        case cosigned(String)
        /// The size of the newest tree that was cosigned.
        case conflict(UInt64)
        /// The proof does not hold.
        case inconsistent
    }

    /// - Throws: `ProblemDetails` for everything else that the specification has a status for.
    func add(_ body: [UInt8]) async throws -> Answer {
        let request: AddCheckpoint
        do { request = try AddCheckpoint(parsing: body) } catch {
            throw ProblemDetails(.malformed, detail: "this is not a request of c2sp.org/tlog-witness: \(error)")
        }
        let origin = request.checkpoint.origin
        let logKeys = try await self.logKeys(origin)
        let stored = try await store.log(origin) ?? StoredLog(origin: origin)
        switch request.verdict(keys: logKeys, head: try stored.head) {
        case .notSigned: throw ProblemDetails(.forbidden, detail: "no key of this log signed the checkpoint")
        case .malformed: throw ProblemDetails(.malformed, detail: "the old size is larger than the checkpoint's")
        case .conflict(let size):
            if size == request.oldSize { try await forked(stored, size) }
            return .conflict(size)
        case .inconsistent:
            try await forked(stored, request.checkpoint.size)
            return .inconsistent
        case .cosign(let head):
            let isKept =
                try head.size == stored.head.size
                ? true
                : await store.cosign(origin, size: head.size, root: head.root.bytes, oldSize: request.oldSize)
            guard isKept else {
                let now = try await store.log(origin) ?? StoredLog(origin: origin)
                return .conflict(try now.head.size)
            }
            let cosigned = try keys.cosigned(
                SignedNote(text: request.note.text, signatures: []), nowSeconds: clock.nowSeconds())
            return .cosigned(cosigned.signatures.map { $0.line + "\n" }.joined())
        }
    }

    private func logKeys(_ origin: String) async throws -> [VerifierKey] {
        let configured = others.filter { $0.name == origin }
        guard configured.isEmpty else { return configured }
        let name = origin.split(separator: "/").last.map(String.init) ?? ""
        guard let instance = try await store.instance(name), instance.origin == origin else {
            throw ProblemDetails(.unknown, detail: "this hub is no witness of that log")
        }
        guard instance.revokedAtSeconds == nil else { throw ProblemDetails(.revoked) }
        return [try VerifierKey(name: instance.origin, publicKey: instance.auditPublicKey)]
    }

    /// The log's key signed a tree that does not go with the one that was cosigned.
    private func forked(_ log: StoredLog, _ size: UInt64) async throws {
        try await store.add(
            HubEvent(
                atSeconds: clock.nowSeconds(), kind: .auditFork, severity: .critical,
                subject: log.origin.split(separator: "/").last.map(String.init) ?? log.origin,
                detail:
                    "a signed checkpoint of \(size) records, shown to the witness, does not go with what was cosigned"))
    }
}
