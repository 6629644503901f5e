import HubAPI
import HubStore
import Hummingbird
import SignedNote

/// `/v1/admin/audit/logs`: GET the logs, or `/{name}?from=` a part of one; `/v1/admin/audit/records`: GET a search.
struct AuditRoutes {
    static let searchLimit = 10_000
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.get("/audit/logs") { _, context in
            _ = try context.requireAdministrator()
            return try HubResponse.json(ListView(items: try await services.store.logs().map(LogView.init)))
        }
        group.get("/audit/logs/{name}") { request, context in
            _ = try context.requireAdministrator()
            let log = try await services.audit.log(named: context.parameters.get("name") ?? "")
            guard let from = UInt64(request.uri.queryParameters["from"] ?? "0") else {
                throw ProblemDetails(.malformed, detail: "from is a number")
            }
            // Only what was cosigned: the rest may yet be taken back.
            let records = try await services.store.records(
                of: log.origin, from: from,
                limit: Int(
                    clamping: min(UInt64(LogPageView.recordsLimit), log.cosignedSize - min(from, log.cosignedSize))))
            return try HubResponse.json(
                LogPageView(
                    checkpoint: log.checkpoint, key: try await services.audit.key(of: log).description,
                    witnessKey: services.keys.witnessVerifierKey.description, records: records.map(\.line)))
        }
        group.get("/audit/records", use: search)
    }

    private func search(_ request: Request, _ context: HubContext) async throws -> Response {
        _ = try context.requireAdministrator()
        let parameters = request.uri.queryParameters
        func text(_ name: Substring) -> String? { parameters[name].map(String.init) }
        func time(_ name: Substring) throws -> Int64? {
            guard let text = text(name) else { return nil }
            guard let time = SearchTime.microseconds(text) else {
                throw ProblemDetails(.malformed, detail: "\(name) must be a time such as 2026-11-23T03:25:35Z")
            }
            return time
        }
        var query = RecordQuery(limit: min(max(1, Int(text("limit") ?? "") ?? 100), Self.searchLimit))
        query.principal = text("principal")
        query.target = text("target")
        query.table = text("table")
        query.rule = text("rule")
        query.verdict = text("verdict")
        query.type = text("type")
        query.session = text("session")
        query.fromMicroseconds = try time("from")
        query.toMicroseconds = try time("to")
        if let name = text("log") { query.origin = try await services.audit.log(named: name).origin }
        return try HubResponse.json(ListView(items: try await services.store.search(query).map(RecordView.init)))
    }
}
