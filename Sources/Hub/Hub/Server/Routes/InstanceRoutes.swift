import AdminAPI
import HubAPI
import HubStore
import Hummingbird

/// `/v1/admin/instances`: GET the enrolled sidecars, POST `/{id}/revoke`.
struct InstanceRoutes {
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.get("/instances") { _, context in
            _ = try context.requireAdministrator()
            return try HubResponse.json(ListView(items: try await services.store.instances().map(InstanceView.init)))
        }
        group.post("/instances/{id}/revoke") { request, context in
            let person = try context.requireAdministrator()
            let reason = try await request.json(ReasonView.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
            let instance = try await services.instances.revoke(
                context.parameters.get("id") ?? "", reason: reason.reason ?? "", by: person)
            await services.changes.refresh(services.logger)
            return try HubResponse.json(InstanceView(instance))
        }
    }
}
