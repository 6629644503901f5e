import HTTPTypes
import HubAPI
import HubStore
import Hummingbird

/// `/healthz`: the process lives. `/readyz`: its store answers.
struct HealthRoutes {
    let services: HubServices

    func add(to router: Router<HubContext>) {
        router.get("/healthz") { _, _ in HubResponse.text("ok\n") }
        router.get("/readyz") { _, _ in
            do { _ = try await services.store.changes() } catch {
                return try HubResponse.problem(ProblemDetails(.unavailable, detail: "the store does not answer"))
            }
            return HubResponse.text("ok\n")
        }
    }
}
