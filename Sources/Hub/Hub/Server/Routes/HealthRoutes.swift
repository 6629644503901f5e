import HTTPTypes
import HubAPI
import HubStore
import Hummingbird
import Prometheus

/// `/healthz`: the process lives. `/readyz`: its store answers. `/metrics`, `/openapi.json`, `/v1/lane-authority`.
struct HealthRoutes {
    let services: HubServices
    let metrics: HubMetrics

    func add(to router: Router<HubContext>) {
        router.get("/healthz") { _, _ in HubResponse.text("ok\n") }
        router.get("/readyz") { _, _ in
            do { _ = try await services.store.changes() } catch {
                return try HubResponse.problem(ProblemDetails(.unavailable, detail: "the store does not answer"))
            }
            return HubResponse.text("ok\n")
        }
        router.get("/metrics") { _, _ in
            HubResponse.text(try await metrics.text(), type: PrometheusText.contentType)
        }
        router.get(RouterPath(HubPath.laneAuthority)) { _, _ in
            HubResponse.text(services.keys.laneAuthority.authorityText, type: "application/x-pem-file")
        }
        router.get("/openapi.json") { _, _ in HubResponse.text(OpenAPIDocument.text, type: "application/json") }
    }
}
