import AdminAPI
import HubAPI
import HubStore
import Prometheus
import Supervision

/// What `/metrics` tells: numbers, and no name of anybody.
struct HubMetrics {
    let store: any HubStore
    let requests: RequestMetrics
    let injections: InjectionMetrics?

    func text() async throws -> String {
        let instances = try await store.instances().map { InstanceView($0) }
        let logs = try await store.logs()
        let policy = try await store.policies(limit: 1).first?.number ?? 0
        let pending = try await store.approvals(state: .pending, limit: ApprovalRoutes.listLimit).count
        let events = try await store.events(before: nil, limit: 1).first?.id ?? 0
        var text = PrometheusText()
        text.family("chaperone_hub_requests_total", "counter", "Requests by route and status, of this replica.")
        for (kind, count) in requests.snapshot {
            text.sample([("route", kind.route), ("method", kind.method), ("status", "\(kind.status)")], count)
        }
        text.family("chaperone_hub_instances", "gauge", "Sidecars by state.")
        for state in InstanceView.State.allCases {
            text.sample([("state", state.rawValue)], instances.count { $0.state == state })
        }
        text.family("chaperone_hub_policy_number", "gauge", "The number of the newest policy.")
        text.sample([], policy)
        text.family("chaperone_hub_approvals_pending", "gauge", "Requests that wait for somebody.")
        text.sample([], pending)
        text.family("chaperone_hub_events_total", "counter", "Events so far.")
        text.sample([], events)
        text.family("chaperone_hub_audit_records", "gauge", "Records of all logs.")
        text.sample([], logs.reduce(0) { $0 + $1.size })
        text.family("chaperone_hub_audit_uncosigned_records", "gauge", "Records that no cosigned checkpoint covers.")
        text.sample([], logs.reduce(0) { $0 + ($1.size - min($1.size, $1.cosignedSize)) })
        if let injections {
            text.family("chaperone_hub_injections_total", "counter", "Pods judged, by verdict and reason.")
            for (kind, count) in injections.snapshot {
                text.sample([("verdict", kind.verdict), ("reason", kind.reason)], count)
            }
            text.family(
                "chaperone_hub_injection_events_dropped_total", "counter",
                "Verdicts that became no event, since there were too many in their minute.")
            text.sample([], injections.droppedEvents)
        }
        text.process(.now, build: [])
        return text.text
    }
}
