import AdminAPI
import HTTPTypes
import HubAPI
import HubStore
import Hummingbird
import PolicyFile

/// `/v1/admin/policies`: POST a policy file, GET the list or one of them.
struct PolicyRoutes {
    static let listLimit = 100
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.post("/policies") { request, context in
            let person = try context.requireAdministrator()
            let bytes = try await request.bytes(limit: PolicyService.sourceBytesLimit)
            guard let source = String(validating: bytes.readableBytesView, as: UTF8.self) else {
                throw ProblemDetails(.malformed, detail: "the policy is not UTF-8 text")
            }
            let file = request.uri.queryParameters["file"].map(String.init) ?? "policy"
            let parameters = request.uri.queryParameters
            func all(_ name: String) -> [String] { parameters.getAll(name) }
            let overrides = PolicyOverrides(
                upstream: all("upstream"), listen: all("listen"), database: all("database"), tls: all("tls"))
            let version = try await services.policy.push(source, file: file, overrides: overrides, by: person)
            await services.changes.refresh(services.logger)
            return try HubResponse.json(PolicyView(version), status: .created)
        }
        group.get("/policies") { _, context in
            _ = try context.requireAdministrator()
            return try HubResponse.json(
                ListView(items: try await services.store.policies(limit: Self.listLimit).map(PolicyView.init)))
        }
        group.get("/policies/{number}") { _, context in
            _ = try context.requireAdministrator()
            guard let number = context.parameters.get("number", as: UInt64.self),
                let version = try await services.store.policy(number: number)
            else { throw ProblemDetails(.unknown, detail: "there is no policy of that number") }
            return HubResponse.text(version.source, type: "application/yaml")
        }
    }
}
