import HubAPI
import HubStore
import Logging

/// Holds what agents ask for until a person decides.
struct ApprovalService: Sendable {
    /// Of one sidecar.
    static let pendingLimit = 1_000
    static let expiresSecondsLimit = 7 * 86_400
    static let grantSecondsLimit: Int64 = 7 * 86_400
    static let reasonBytesLimit = 1_000
    static let decisionsLimit = 500
    private static let fieldBytesLimit = 1_024
    private static let listCountLimit = 1_000

    let store: any HubStore
    let clock: HubClock
    let changes: ChangeFeed
    let webhooks: WebhookService
    let logger: Logger

    // MARK: for sidecars

    func request(_ request: ApprovalRequest, from instance: Instance) async throws -> ApprovalState {
        try check(request)
        var request = request
        // Whatever sidecar has sent it: nothing in it is hidden, or moves what is beside it.
        request.text = request.text.visible
        request.parameters = request.parameters?.map(\.visible)
        let now = clock.nowSeconds()
        let asked = StoredApproval(
            request: request, instance: instance.id, state: .pending, createdAtSeconds: now,
            expiresAtSeconds: now + Int64(request.expiresSeconds))
        guard
            let kept = try await store.request(
                asked, pendingLimit: Self.pendingLimit, deliveries: try webhooks.deliveries(for: asked))
        else {
            throw ProblemDetails(
                .rateLimited, detail: "\(Self.pendingLimit) requests of this sidecar are waiting already")
        }
        await changes.refresh(logger)
        return kept.answer
    }

    /// The client is gone, or took its statement back.
    func withdraw(_ id: String, from instance: Instance) async throws {
        guard let known = try await store.approval(id), known.instance == instance.id else {
            throw ProblemDetails(.unknown, detail: "there is no such request of this sidecar")
        }
        _ = try await store.decide(
            id, .withdrawn, by: "", reason: "the client went away", grant: nil, nowSeconds: clock.nowSeconds())
        await changes.refresh(logger)
    }

    /// Waits up to `seconds` for decisions after `sequence`.
    func decisions(for instance: Instance, after sequence: UInt64, seconds: Int) async throws -> ApprovalDecisions {
        let deadline = clock.nowSeconds() + Int64(seconds)
        var seen: UInt64 = 0
        while true {
            seen = await changes.wait(for: .approvals, other: seen, seconds: 0) ?? seen
            let found = try await store.decisions(of: instance.id, after: sequence, limit: Self.decisionsLimit)
            let left = Int(deadline - clock.nowSeconds())
            guard found.isEmpty, left > 0 else {
                return ApprovalDecisions(decisions: found.map(\.answer), next: found.last?.sequence ?? sequence)
            }
            guard await changes.wait(for: .approvals, other: seen, seconds: left) != nil else {
                return ApprovalDecisions(decisions: [], next: sequence)
            }
        }
    }

    private func check(_ request: ApprovalRequest) throws {
        let names = [
            request.boot, request.session, request.principal, request.role, request.target, request.rule,
            request.message ?? "",
        ]
        let lists = [request.approvers, request.phiRead, request.phiWritten]
        guard request.id.utf8.count == 32, request.id.allSatisfy(\.isHexDigit),
            names.allSatisfy({ $0.utf8.count <= Self.fieldBytesLimit }),
            lists.allSatisfy({ list in
                list.count <= Self.listCountLimit && list.allSatisfy { $0.utf8.count <= Self.fieldBytesLimit }
            }), request.text.utf8.count <= ApprovalRequest.textBytesLimit, request.boundValues ?? 0 >= 0,
            (request.parameters ?? []).count <= min(request.boundValues ?? 0, ApprovalRequest.parametersLimit),
            (request.parameters ?? []).allSatisfy({ $0.utf8.count <= ApprovalRequest.parameterBytesLimit }),
            (1...Self.expiresSecondsLimit).contains(request.expiresSeconds)
        else { throw ProblemDetails(.malformed, detail: "the approval request is not of the agreed form") }
    }

    // MARK: for people

    /// Who may see and decide it: administrators, and who is in one of its groups. Never who asks.
    static func mayDecide(_ person: Person, _ approval: StoredApproval) -> Bool {
        person.isAdministrator || approval.request.approvers.contains { person.groups.contains($0) }
    }

    func approve(_ id: String, reason: String?, forSeconds: Int64?, by person: Person) async throws -> StoredApproval {
        let approval = try await decidable(id, by: person)
        var grant: ApprovalGrant?
        if let forSeconds {
            guard (1...Self.grantSecondsLimit).contains(forSeconds) else {
                throw ProblemDetails(
                    .malformed, detail: "a grant lasts from one second to \(Self.grantSecondsLimit / 86_400) days")
            }
            let now = clock.nowSeconds()
            grant = ApprovalGrant(
                id: id, principal: approval.request.principal, target: approval.request.target,
                rule: approval.request.rule, grantedBy: person.principal, grantedAtSeconds: now,
                expiresAtSeconds: now + forSeconds)
        }
        return try await end(id, .approved, reason, grant, person)
    }

    func deny(_ id: String, reason: String?, by person: Person) async throws -> StoredApproval {
        _ = try await decidable(id, by: person)
        return try await end(id, .denied, reason, nil, person)
    }

    private func decidable(_ id: String, by person: Person) async throws -> StoredApproval {
        guard let approval = try await store.approval(id), Self.mayDecide(person, approval) else {
            throw ProblemDetails(.unknown, detail: "there is no request \(id) that you may decide")
        }
        // Who asks is the sidecar's word; whose sidecar it is, is not.
        let owner = try await store.instance(approval.instance)?.principal
        guard ![approval.request.principal, owner].contains(person.principal) else {
            throw ProblemDetails(
                .forbidden, detail: "who asks may not approve: somebody else has to decide this request")
        }
        return approval
    }

    private func end(
        _ id: String, _ state: ApprovalState.State, _ reason: String?, _ grant: ApprovalGrant?, _ person: Person
    ) async throws -> StoredApproval {
        if let reason, reason.utf8.count > Self.reasonBytesLimit {
            throw ProblemDetails(.malformed, detail: "the reason is longer than \(Self.reasonBytesLimit) bytes")
        }
        guard
            let decided = try await store.decide(
                id, state, by: person.principal, reason: reason, grant: grant, nowSeconds: clock.nowSeconds())
        else {
            let state = try await store.approval(id)?.state.rawValue ?? "gone"
            throw ProblemDetails(.conflict, detail: "request \(id) is not pending any more: it is \(state)")
        }
        await changes.refresh(logger)
        return decided
    }

    // MARK: ends that nobody decides

    func abandon(_ instance: String, butOf boot: String?) async throws {
        let ended = try await store.abandonApprovals(of: instance, butOf: boot, nowSeconds: clock.nowSeconds())
        if !ended.isEmpty { await changes.refresh(logger) }
    }

    /// Ends what nobody decided in time, until it is cancelled. Two hubs may do so.
    func watch() async {
        while !Task.isCancelled {
            do {
                if !(try await store.expireApprovals(nowSeconds: clock.nowSeconds())).isEmpty {
                    await changes.refresh(logger)
                }
            } catch {
                logger.error("approvals cannot be ended", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
