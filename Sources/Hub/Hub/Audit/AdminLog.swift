import AuditLog
import HubAPI
import HubStore
import Logging
import SignedNote

/// The hub's own log: what people do with it. A log of the same kind as the sidecars', signed by the hub's key, and
/// cosigned with every record.
struct AdminLog: Sendable {
    /// Each of them is a replica, or another request, that was faster.
    private static let attemptsLimit = 100

    let store: any HubStore
    let keys: HubKeys
    let clock: HubClock
    let logger: Logger

    /// Records an action, carries it out, and records what came of it. What cannot be recorded is not done.
    /// - Throws: what `body` throws; `ProblemDetails` when the log does not take the record.
    func recorded<Outcome>(
        _ action: String, subject: String, by person: Person, code: (Outcome) -> Int = { _ in 200 },
        _ body: () async throws -> Outcome
    ) async throws -> Outcome {
        do {
            try await append(AuditEvent.Admin(action: action, subject: subject, status: "begun"), by: person)
        } catch {
            logger.error("an action is refused, because it cannot be recorded", metadata: ["reason": "\(error)"])
            throw ProblemDetails(.unavailable, detail: "this cannot be recorded now, and so is not done: try again")
        }
        do {
            let outcome = try await body()
            await end(action, subject, "done", code(outcome), person)
            return outcome
        } catch {
            let status = (error as? ProblemDetails)?.status ?? 500
            await end(action, subject, status < 500 ? "refused" : "failed", status, person)
            throw error
        }
    }

    /// It is done by now: that it was begun is on record in any case.
    private func end(_ action: String, _ subject: String, _ status: String, _ code: Int, _ person: Person) async {
        do {
            try await append(
                AuditEvent.Admin(action: action, subject: subject, status: status, code: code), by: person)
        } catch { logger.error("the end of an action is not recorded", metadata: ["reason": "\(error)"]) }
    }

    private func append(_ event: AuditEvent.Admin, by person: Person) async throws {
        let origin = keys.logKey.name
        for _ in 0..<Self.attemptsLimit {
            let stored = try await store.log(origin) ?? StoredLog(origin: origin)
            let now = clock.nowSeconds()
            let stamp = RecordStamp(
                seq: stored.size, atMicroseconds: now * 1_000_000,
                mono: max(stored.lastMono + 1, UInt64(max(0, now)) * 1_000_000_000))
            var encoder = RecordEncoder()
            encoder.encode(
                AuditEntry(session: "", principal: person.principal, target: "", event: .admin(event)), first: stamp,
                salt: [])
            let line = Array(encoder.lines.dropLast())
            var tree = try stored.tree
            tree.append(.leaf(line[...]))
            let note = try Checkpoint(origin: origin, size: tree.size, root: tree.root).signed(by: keys.logKey)
            var grown = stored
            grown.size = tree.size
            grown.cosignedSize = tree.size
            grown.frontier = tree.frontier.flatMap(\.bytes)
            grown.cosignedFrontier = grown.frontier
            grown.lastMono = stamp.mono
            grown.checkpoint = try keys.cosigned(note, nowSeconds: now).description
            grown.updatedAtSeconds = now
            let record = StoredRecord(
                try AuditRecord(parsing: line[...]), line: String(decoding: line, as: UTF8.self), origin: origin)
            if try await store.append([record], to: grown, oldSize: stored.size) { return }
        }
        throw StoreFailure(reason: "the log of the hub is written too often")
    }
}
