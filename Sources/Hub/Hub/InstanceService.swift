import FoundationEssentials
import HubAPI
import HubStore
import Logging

/// Whether the enrolled sidecars are alive and may work.
struct InstanceService: Sendable {
    /// A sidecar's clock that is further off than this is an event.
    static let clockSecondsLimit: Int64 = 120

    let store: any HubStore
    let clock: HubClock
    let approvals: ApprovalService

    /// - Returns: what others have taken, where it reports usage.
    func heard(_ instance: Instance, _ heartbeat: Heartbeat) async throws -> HeartbeatResponse? {
        try await note(instance, heartbeat)
        guard let usage = heartbeat.usage else { return nil }
        return try await UsageService(store: store, clock: clock).heard(instance, boot: heartbeat.boot, usage)
    }

    private func note(_ instance: Instance, _ heartbeat: Heartbeat) async throws {
        let now = clock.nowSeconds()
        var kept = heartbeat
        // That has a place of its own.
        kept.usage = nil
        let text = String(decoding: try HubJSON.encode(kept), as: UTF8.self)
        guard let before = try await store.heard(instance.id, heartbeat: text, nowSeconds: now) else { return }
        // What an earlier start of it left waiting, nobody waits for.
        try await approvals.abandon(instance.id, butOf: heartbeat.boot)
        if heartbeat.isLeaving == true {
            try await approvals.abandon(instance.id, butOf: nil)
            try await store.markLeft(instance.id)
            if heartbeat.logSize > heartbeat.cosignedSize {
                let rest = heartbeat.logSize - heartbeat.cosignedSize
                try await store.add(
                    HubEvent(
                        atSeconds: now, kind: .auditUnshipped, severity: .warning, subject: instance.id,
                        detail:
                            "\(instance.principal) has ended with \(rest) records that are not here: keep its state folder, "
                            + "and start it again"))
            }
        } else if before.isMissing, !before.hasLeft {
            try await store.add(
                HubEvent(
                    atSeconds: now, kind: .heartbeatBack, severity: .info, subject: instance.id,
                    detail: "\(instance.principal) is heard of again"))
        }
        let offBy = heartbeat.nowSeconds - now
        guard abs(offBy) > Self.clockSecondsLimit, !Self.wasWrong(before) else { return }
        try await store.add(
            HubEvent(
                atSeconds: now, kind: .clockWrong, severity: .warning, subject: instance.id,
                detail: "its clock differs from the hub's by \(offBy) seconds"))
    }

    /// A sidecar has been answered with this policy, or with an older one in place of `withheld`.
    func answered(_ instance: Instance, bundleNumber: UInt64?, withheld: WithheldPolicy?, logger: Logger) async throws {
        guard instance.withheld != withheld, try await store.withhold(withheld, from: instance.id),
            let withheld
        else { return }
        let kept = bundleNumber.map { "policy \($0)" } ?? "what it has"
        let detail = "\(instance.principal) keeps \(kept): \(withheld)"
        logger.warning("policy withheld", metadata: ["instance": "\(instance.id)", "reason": "\(detail)"])
        try await store.add(
            HubEvent(
                atSeconds: clock.nowSeconds(), kind: .policyWithheld, severity: .warning, subject: instance.id,
                detail: detail))
    }

    /// Told once, not with every heartbeat.
    private static func wasWrong(_ instance: Instance) -> Bool {
        guard let text = instance.heartbeat, let at = instance.lastHeartbeatSeconds,
            let heartbeat = try? HubJSON.decode(Heartbeat.self, from: Data(text.utf8))
        else { return false }
        return abs(heartbeat.nowSeconds - at) > clockSecondsLimit
    }

    /// - Throws: `ProblemDetails` when there is no such instance.
    func revoke(_ id: String, reason: String, by person: Person) async throws -> Instance {
        let now = clock.nowSeconds()
        let why = "revoked by \(person.principal)" + (reason.isEmpty ? "" : ": \(reason)")
        guard let instance = try await store.revoke(id, reason: why, nowSeconds: now) else {
            throw ProblemDetails(.unknown, detail: "there is no instance \(id)")
        }
        try await approvals.abandon(id, butOf: nil)
        try await store.add(
            HubEvent(atSeconds: now, kind: .revoked, severity: .warning, subject: id, detail: why))
        return instance
    }

    /// Looks for silent sidecars until it is cancelled. Two hubs may do so: the store marks each only once.
    func watch(logger: Logger) async {
        let limit = Int64(Heartbeat.intervalSeconds * Heartbeat.missedLimit)
        while !Task.isCancelled {
            do {
                let now = clock.nowSeconds()
                for instance in try await store.markMissing(silentSinceSeconds: now - limit) {
                    try await approvals.abandon(instance.id, butOf: nil)
                    try await store.add(
                        HubEvent(
                            atSeconds: now, kind: .heartbeatMissing, severity: .warning, subject: instance.id,
                            detail: "nothing heard of \(instance.principal) for more than \(limit) seconds"))
                }
            } catch {
                logger.error("silent sidecars cannot be looked for", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(2))
        }
    }
}
