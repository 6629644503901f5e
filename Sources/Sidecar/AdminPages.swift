import Glibc
import NIOHTTP1
import Policy
import PostgresLane
import Spool

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
        case "/metrics": return Page(status: .ok, type: "text/plain; version=0.0.4; charset=utf-8", body: metrics)
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
        return SidecarConfiguration.isLoopback(name)
    }

    // MARK: readiness and status

    private var readiness: Page {
        let isReady = sidecar.lanes.allSatisfy { $0.lane.readiness == .ready }
        let lanes = sidecar.lanes.map { lane in
            "\(JSONText.string(lane.name)):{\(Self.readiness(lane.lane.readiness))}"
        }.joined(separator: ",")
        return Page(
            status: isReady ? .ok : .serviceUnavailable, type: Self.json,
            body: "{\"ready\":\(isReady),\"lanes\":{\(lanes)}}\n")
    }

    private static func readiness(_ readiness: LaneReadiness) -> String {
        switch readiness {
        case .ready: "\"ready\":true"
        case .notReady(let reason): "\"ready\":false,\"reason\":\(JSONText.string(reason))"
        }
    }

    private var status: String {
        let options = sidecar.configuration.options
        let audit = sidecar.trail.statistics
        let lanes = sidecar.lanes.map { lane in
            let policy = lane.lane.policy
            let listen = Sidecar.text(lane.lane.localAddress)
            let upstream = "\(policy.target.upstream.host):\(policy.target.upstream.port)"
            return "{\"target\":\(JSONText.string(lane.name)),\"listen\":\(JSONText.string(listen)),"
                + "\"upstream\":\(JSONText.string(upstream)),\"database\":\(JSONText.string(policy.target.database)),"
                + "\"role\":\(policy.role.map { JSONText.string($0.name) } ?? "null"),"
                + "\"protected_columns\":\(policy.target.phi.count),"
                + "\"catalog_age_seconds\":\(lane.lane.catalogAgeSeconds.map(String.init) ?? "null"),"
                + "\"connections\":\(lane.lane.sessionCount),\(Self.readiness(lane.lane.readiness))}"
        }.joined(separator: ",")
        return "{\"version\":\(JSONText.string(Version.text)),"
            + "\"instance\":\(JSONText.string("\(sidecar.trail.verifierKey)")),"
            + "\"bundle\":\(sidecar.configuration.bundle.number),\"principal\":\(JSONText.string(options.principal)),"
            + "\"groups\":[\(options.groups.map(JSONText.string).joined(separator: ","))],\"lanes\":[\(lanes)],"
            + "\"audit\":{\"records\":\(audit.records),\"bytes\":\(audit.bytes),\"checkpoint\":\(audit.checkpointSize),"
            + "\"checkpoint_age_seconds\":\(audit.checkpointAgeNanoseconds / 1_000_000_000),"
            + "\"unsynced\":\(audit.unsyncedRecords),"
            + "\"refusal\":\(audit.refusal.map(JSONText.string) ?? "null")}}\n"
    }

    // MARK: metrics (Prometheus text format 0.0.4)

    private var metrics: String {
        var text = PrometheusText()
        let lanes = sidecar.lanes.map { ($0.name, $0.metrics.snapshot, $0.lane) }
        text.family("chaperone_lane_ready", "gauge", "Whether the lane serves.")
        for (name, _, lane) in lanes { text.sample([("target", name)], lane.readiness == .ready ? 1 : 0) }
        text.family("chaperone_connections", "gauge", "Open client connections.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.connectionsOpen) }
        text.family("chaperone_connections_total", "counter", "Client connections served.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.connectionsTotal) }
        text.family("chaperone_connections_refused_total", "counter", "Client connections refused.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.connectionsRefused) }
        text.family("chaperone_statements_total", "counter", "Statements by verdict.")
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
        text.family("chaperone_statements_held", "gauge", "Statements and answers that wait for approval.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.statementsHeld) }
        text.family("chaperone_approvals_requested_total", "counter", "Approvals that were asked for.")
        for (name, counts, _) in lanes { text.sample([("target", name)], counts.approvalsRequested) }
        text.family(
            "chaperone_decision_seconds", "histogram", "Time to parse, rewrite and judge one text.")
        for (name, counts, _) in lanes { text.histogram(name, counts) }
        let audit = sidecar.trail.statistics
        text.family("chaperone_audit_records_total", "counter", "Records in the audit log.")
        text.sample([], audit.records)
        text.family("chaperone_audit_unsynced_records", "gauge", "Records not yet forced to the disk.")
        text.sample([], audit.unsyncedRecords)
        text.family("chaperone_audit_checkpoint_lag_records", "gauge", "Records not yet covered by a checkpoint.")
        text.sample([], audit.records - min(audit.records, audit.checkpointSize))
        text.family("process_resident_memory_bytes", "gauge", "Resident memory.")
        text.sample([], Self.residentBytes)
        text.family("process_start_time_seconds", "gauge", "When the process started, seconds since 1970.")
        text.sample([], sidecar.startedAtSeconds)
        text.family("chaperone_build_info", "gauge", "The version.")
        text.sample([("version", Version.text)], 1)
        return text.text
    }

    private static var residentBytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
