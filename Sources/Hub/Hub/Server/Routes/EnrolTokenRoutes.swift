import AdminAPI
import HTTPTypes
import HubAPI
import HubStore
import Hummingbird

/// `/v1/admin/enrol-tokens`: POST makes one and tells it this once, GET lists them, DELETE `/{id}` takes one back.
struct EnrolTokenRoutes {
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.post("/enrol-tokens") { request, context in
            let person = try context.requireAdministrator()
            let asked = try await request.json(NewEnrolTokenView.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
            let made = try await services.enrolment.createToken(
                principal: asked.principal, groups: asked.groups, ttlSeconds: asked.ttlSeconds, by: person)
            return try HubResponse.json(EnrolTokenView(made.kept, token: made.token), status: .created)
        }
        group.get("/enrol-tokens") { _, context in
            _ = try context.requireAdministrator()
            return try HubResponse.json(
                ListView(items: try await services.store.enrolTokens().map { EnrolTokenView($0) }))
        }
        group.delete("/enrol-tokens/{id}") { _, context in
            _ = try context.requireAdministrator()
            guard try await services.store.removeEnrolToken(context.parameters.get("id") ?? "") else {
                throw ProblemDetails(.unknown, detail: "there is no unused token of that ID")
            }
            return HubResponse.nothing
        }
    }
}
