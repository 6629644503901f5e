import AdminAPI
import HubAPI
import HubStore
import Hummingbird

/// `/v1/admin/approvals`: GET lists (`state`, `limit`) or shows one, POST `/{id}/approve` and `/{id}/deny` decide;
/// `/v1/admin/grants`: GET what is approved for a time, DELETE `/{id}` ends it.
struct ApprovalRoutes {
    static let listLimit = 1_000
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.get("/approvals", use: list)
        group.get("/approvals/{id}") { _, context in
            let person = try context.requirePerson()
            guard let approval = try await services.store.approval(context.parameters.get("id") ?? ""),
                ApprovalService.mayDecide(person, approval)
            else { throw ProblemDetails(.unknown, detail: "there is no such request that you may see") }
            return try HubResponse.json(ApprovalView(approval))
        }
        group.post("/approvals/{id}/approve") { request, context in
            let person = try context.requirePerson()
            let decision = try await decision(request)
            return try HubResponse.json(
                ApprovalView(
                    try await services.approvals.approve(
                        context.parameters.get("id") ?? "", reason: decision.reason, forSeconds: decision.forSeconds,
                        by: person)))
        }
        group.post("/approvals/{id}/deny") { request, context in
            let person = try context.requirePerson()
            let decision = try await decision(request)
            return try HubResponse.json(
                ApprovalView(
                    try await services.approvals.deny(
                        context.parameters.get("id") ?? "", reason: decision.reason, by: person)))
        }
        group.get("/grants") { _, context in
            _ = try context.requireAdministrator()
            let grants = try await services.store.grants(nowSeconds: services.clock.nowSeconds())
            return try HubResponse.json(ListView(items: grants.map(GrantView.init)))
        }
        group.delete("/grants/{id}") { _, context in
            _ = try context.requireAdministrator()
            guard try await services.store.removeGrant(context.parameters.get("id") ?? "") else {
                throw ProblemDetails(.unknown, detail: "there is no such grant")
            }
            return HubResponse.nothing
        }
    }

    private func list(_ request: Request, _ context: HubContext) async throws -> Response {
        let person = try context.requirePerson()
        let parameters = request.uri.queryParameters
        var state: ApprovalState.State?
        if let text = parameters["state"] {
            guard let known = ApprovalState.State(rawValue: String(text)) else {
                let all = ApprovalState.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw ProblemDetails(.malformed, detail: "state must be one of \(all)")
            }
            state = known
        }
        let limit = min(max(1, parameters["limit"].flatMap { Int($0) } ?? 100), Self.listLimit)
        // What others decide must not crowd out what this person decides.
        let found = try await services.store.approvals(
            state: state, limit: person.isAdministrator ? limit : Self.listLimit)
        let visible = found.filter { ApprovalService.mayDecide(person, $0) }.prefix(limit)
        return try HubResponse.json(ListView(items: visible.map(ApprovalView.init)))
    }

    private func decision(_ request: Request) async throws -> ApprovalDecisionView {
        try await request.json(ApprovalDecisionView.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
    }
}
