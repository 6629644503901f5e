import HubClient
import Lane
import NIOHTTP1
import Policy
import Prometheus
import Spool
import Supervision

/// The pages of the admin endpoint.
struct AdminPages: Sendable {
    struct Page {
        var status: HTTPResponseStatus
        var type: String
        var body: String
    }

    private let sidecar: Sidecar

    init(_ sidecar: Sidecar) { self.sidecar = sidecar }

    func page(_ head: HTTPRequestHead) -> Page {
        // A page of somewhere else must not reach this by a name that resolves to loopback.
        guard Self.isLocal(head.headers["Host"]) else {
            return Page(status: .misdirectedRequest, type: Self.text, body: "the Host must be a loopback address\n")
        }
        guard head.method == .GET || head.method == .HEAD else {
            return Page(status: .methodNotAllowed, type: Self.text, body: "only GET and HEAD\n")
        }
        switch head.uri.split(separator: "?", omittingEmptySubsequences: false).first {
        case "/healthz": return Page(status: .ok, type: Self.text, body: "ok\n")
        case "/readyz": return readiness
        case "/metrics": return Page(status: .ok, type: PrometheusText.contentType, body: metrics)
        case "/status": return Page(status: .ok, type: Self.json, body: status)
        default:
            return Page(
                status: .notFound, type: Self.text, body: "there is /healthz, /readyz, /metrics and /status\n")
        }
    }

    private static let text = "text/plain; charset=utf-8"
    private static let json = "application/json"

    private static func isLocal(_ hosts: [String]) -> Bool {
        guard hosts.count == 1, let host = hosts.first else { return false }
        var name = host.lowercased()
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") { name = String(name[..<colon]) }
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        return AddressText.isLoopback(name)
    }

    // MARK: readiness and status

    private var readiness: Page {
        let all = sidecar.lanes.all
        let lanes = all.map { lane in
            "\(JSONText.string(lane.name)):{\(Self.readiness(lane))}"
        }.joined(separator: ",")
        let reasons = sidecar.link.map { Self.reasons($0.status, now: $0.nowSeconds) } ?? []
        let isReady = all.allSatisfy { $0.readiness == .ready } && reasons.isEmpty
        let hub = sidecar.link.map { link in
            let status = link.status
            let others = [status.policyProblem, status.contact.failure?.description].compactMap(\.self)
            return ",\"hub\":{\"reachable\":\(status.contact.isReachable),\"reasons\":["
                + (reasons + others).map(JSONText.string)
                .joined(separator: ",") + "]}"
        }
        return Page(
            status: isReady ? .ok : .serviceUnavailable, type: Self.json,
            body: "{\"ready\":\(isReady),\"lanes\":{\(lanes)}\(hub ?? "")}\n")
    }

    /// Why a sidecar with a hub does not serve; a hub that is away is no reason before the lease ends.
    private static func reasons(_ status: HubStatus, now: Int64) -> [String] {
        var reasons: [String] = []
        if let reason = status.stopReason { reasons.append(reason) }
        if now >= status.leaseEndsAtSeconds { reasons.append("the lease of the policy has ended") }
        return reasons
    }

    /// With what is closed, although the lane serves.
    private static func readiness(_ lane: any ServedLane) -> String {
        let readiness =
            switch lane.readiness {
            case .ready: "\"ready\":true"
            case .notReady(let reason): "\"ready\":false,\"reason\":\(JSONText.string(reason))"
            }
        let misfits = lane.misfits
        return misfits.isEmpty
            ? readiness : readiness + ",\"closed\":[\(misfits.map(JSONText.string).joined(separator: ","))]"
    }

    private var status: String {
        let policy = sidecar.policy
        let audit = sidecar.trail.statistics
        let lanes = sidecar.lanes.all.map { lane in
            let lanePolicy = lane.policy
            let listen = Sidecar.text(lane.localAddress)
            let upstream = "\(lanePolicy.target.upstream.host):\(lanePolicy.target.upstream.port)"
            return "{\"target\":\(JSONText.string(lane.name)),"
                + "\"service\":\(JSONText.string(lanePolicy.target.service.name.rawValue)),"
                + "\"listen\":\(JSONText.string(listen)),"
                + "\"upstream\":\(JSONText.string(upstream)),\"database\":\(JSONText.string(lanePolicy.target.postgres?.database ?? "")),"
                + "\"tls\":\(lanePolicy.target.listenTLS ?? false),"
                + "\"role\":\(lanePolicy.role.map { JSONText.string($0.name) } ?? "null"),"
                + "\"protected_columns\":\(lanePolicy.target.postgres?.phi.count ?? 0),"
                + "\"protected_patterns\":\(lanePolicy.target.postgres?.phiPatterns?.count ?? 0),"
                + "\"catalog_age_seconds\":\(lane.knowledgeAgeSeconds.map(String.init) ?? "null"),"
                + "\"connections\":\(lane.sessionCount),\(Self.readiness(lane))}"
        }.joined(separator: ",")
        return "{\"version\":\(JSONText.string(Version.text)),"
            + "\"instance\":\(JSONText.string("\(sidecar.trail.verifierKey)")),"
            + "\"bundle\":\(policy.bundle.number),\"principal\":\(JSONText.string(policy.principal)),"
            + "\"groups\":[\(policy.groups.map(JSONText.string).joined(separator: ","))],\"lanes\":[\(lanes)],"
            + "\"audit\":{\"records\":\(audit.records),\"bytes\":\(audit.bytes),\"checkpoint\":\(audit.checkpointSize),"
            + "\"checkpoint_age_seconds\":\(audit.checkpointAgeNanoseconds / 1_000_000_000),"
            + "\"unsynced\":\(audit.unsyncedRecords),"
            + "\"refusal\":\(audit.refusal.map(JSONText.string) ?? "null")}\(hubStatus)}\n"
    }

    private var hubStatus: String {
        guard let link = sidecar.link else { return "" }
        let status = link.status
        let now = link.nowSeconds
        let age = status.contact.lastAnswerNanoseconds.map { link.clock.monotonicNanoseconds() - $0 }
        return ",\"hub\":{\"address\":\(JSONText.string(link.client.address.text)),"
            + "\"name\":\(JSONText.string(link.hubName)),\"reachable\":\(status.contact.isReachable),"
            + "\"last_answer_age_seconds\":\(age.map { "\($0 / 1_000_000_000)" } ?? "null"),"
            + "\"failure\":\(status.contact.failure.map { JSONText.string($0.description) } ?? "null"),"
            + "\"revoked\":\(status.contact.revokedReason.map(JSONText.string) ?? "null"),"
            + "\"policy_revision\":\(status.policyRevision),"
            + "\"policy_problem\":\(status.policyProblem.map(JSONText.string) ?? "null"),"
            + "\"lease_seconds\":\(status.leaseEndsAtSeconds - now),"
            + "\"certificate_seconds\":\(status.certificateEndsAtSeconds - now),"
            + "\"certificate_problem\":\(status.certificateProblem.map(JSONText.string) ?? "null"),"
            + "\"audit_problem\":\(status.auditProblem.map(JSONText.string) ?? "null"),"
            + "\"cosigned\":\(sidecar.trail.cosignedSize)}"
    }

    // MARK: metrics (Prometheus text format 0.0.4)

    private var metrics: String {
        var text = PrometheusText()
        let lanes = sidecar.lanes.all.map { ($0.name, $0.metrics.snapshot, $0) }
        text.family("chaperone_lane_ready", "gauge", "Whether the lane serves.")
        for (name, _, lane) in lanes { text.sample([("target", name)], lane.readiness == .ready ? 1 : 0) }
        text.family("chaperone_connections", "gauge", "Open client connections.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.connectionsOpen) }
        text.family("chaperone_connections_starting", "gauge", "Connections accepted that are no sessions yet.")
        for (name, _, lane) in lanes { text.sample([("target", name)], lane.startingCount) }
        text.family("chaperone_connections_total", "counter", "Client connections served.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.connectionsTotal) }
        text.family("chaperone_connections_refused_total", "counter", "Client connections refused.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.connectionsRefused) }
        text.family(
            "chaperone_statements_total", "counter", "Statements by verdict, each time that they are run or refused.")
        for (name, counts, _) in lanes {
            text.sample([("target", name), ("verdict", "permitted")], counts.statementsPermitted)
            text.sample([("target", name), ("verdict", "refused")], counts.statementsRefused)
            text.sample([("target", name), ("verdict", "malformed")], counts.statementsMalformed)
        }
        text.family("chaperone_client_bytes_total", "counter", "Bytes of clients, by direction.")
        for (name, counts, _) in lanes {
            text.sample([("target", name), ("direction", "received")], counts.bytesFromClients)
            text.sample([("target", name), ("direction", "sent")], counts.bytesToClients)
        }
        text.family("chaperone_catalog_reads_total", "counter", "Times the catalog was read.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.catalogReads) }
        text.family(
            "chaperone_catalog_watches_total", "counter", "Times the server was asked whether its catalog has changed.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.catalogWatches) }
        text.family("chaperone_policy_misfits", "gauge", "Entries of the policy's map that do not fit the database.")
        for (name, _, lane) in lanes { text.sample([("target", name)], lane.misfits.count) }
        text.family("chaperone_statements_held", "gauge", "Statements and answers that wait for approval.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.statementsHeld) }
        text.family("chaperone_approvals_requested_total", "counter", "Approvals that were asked for.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.approvalsRequested) }
        text.family("chaperone_limits_spent_total", "counter", "What limits of roles have refused, by limit.")
        for (name, counts, _) in lanes {
            for (limit, count) in zip(UsageLimit.allCases, counts.limitsSpent) {
                text.sample([("target", name), ("limit", limit.rawValue)], count)
            }
        }
        let shells = lanes.filter { $0.2.policy.target.ssh != nil }
        text.family("chaperone_channels", "gauge", "What runs on channels of SSH sessions.")
        for (name, counts, _) in shells { text.sample([("target", name)], counts.channelsOpen) }
        text.family("chaperone_findings_masked_total", "counter", "What detectors found, and was masked, in output.")
        for (name, counts, _) in shells { text.sample([("target", name)], counts.findingsMasked) }
        text.family(
            "chaperone_decision_seconds", "histogram", "Time to parse, rewrite and judge one text.")
        for (name, counts, _) in lanes {
            text.histogram(
                [("target", name)], bounds: LaneMetrics.bucketsMicroseconds.map { Double($0) / 1_000_000 },
                counts: counts.decisions, sum: Double(counts.decisionMicroseconds) / 1_000_000)
        }
        let audit = sidecar.trail.statistics
        text.family("chaperone_audit_records_total", "counter", "Records in the audit log.")
        text.sample([], audit.records)
        text.family("chaperone_audit_unsynced_records", "gauge", "Records not yet forced to the disk.")
        text.sample([], audit.unsyncedRecords)
        text.family("chaperone_audit_checkpoint_lag_records", "gauge", "Records not yet covered by a checkpoint.")
        text.sample([], audit.records - min(audit.records, audit.checkpointSize))
        text.family("chaperone_policy_number", "gauge", "The number of the policy in force.")
        text.sample([], sidecar.policy.bundle.number)
        if let link = sidecar.link {
            text.family("chaperone_audit_uncosigned_records", "gauge", "Records that the hub has not cosigned.")
            text.sample([], audit.records - min(audit.records, sidecar.trail.cosignedSize))
            Self.hub(link, &text)
        }
        text.process(
            .now, build: [("version", Version.text), ("features", BundleFeature.names.joined(separator: ","))])
        return text.text
    }

    private static func hub(_ link: HubLink, _ text: inout PrometheusText) {
        let status = link.status
        text.family("chaperone_hub_reachable", "gauge", "Whether the hub answered the last call.")
        text.sample([], status.contact.isReachable ? 1 : 0)
        if let last = status.contact.lastAnswerNanoseconds {
            text.family("chaperone_hub_last_answer_age_seconds", "gauge", "Time since the hub answered a call.")
            text.sample([], (link.clock.monotonicNanoseconds() - last) / 1_000_000_000)
        }
        text.family("chaperone_hub_revoked", "gauge", "Whether the hub has revoked this sidecar.")
        text.sample([], status.contact.revokedReason == nil ? 0 : 1)
        text.family("chaperone_hub_certificate_expiry_seconds", "gauge", "Time until the hub's certificate ends.")
        text.sample([], status.certificateEndsAtSeconds - link.nowSeconds)
        text.family("chaperone_policy_lease_seconds", "gauge", "Time until the policy may not be used any more.")
        text.sample([], status.leaseEndsAtSeconds - link.nowSeconds)
    }
}
