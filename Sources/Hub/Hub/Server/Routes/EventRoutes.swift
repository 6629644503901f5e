import AdminAPI
import HubAPI
import HubStore
import Hummingbird

/// `/v1/admin/events`: GET, newest first; `before` an ID, at most `limit`.
struct EventRoutes {
    static let listLimit = 1_000
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.get("/events") { request, context in
            _ = try context.requireAdministrator()
            let parameters = request.uri.queryParameters
            let limit = parameters["limit"].flatMap { Int($0) } ?? 100
            let events = try await services.store.events(
                before: parameters["before"].flatMap { UInt64($0) }, limit: min(max(1, limit), Self.listLimit))
            return try HubResponse.json(ListView(items: events.map(EventView.init)))
        }
    }
}
