import AdminAPI
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
                    witnessKey: services.keys.witnessVerifierKey.description,
                    witnessed: try services.audit.witnessed(log), records: records.map(\.line)))
        }
        group.get("/audit/records", use: search)
    }

    private func search(_ request: Request, _ context: HubContext) async throws -> Response {
        _ = try context.requireAdministrator()
        let conditions = request.uri.queryParameters.reduce(into: [:]) { $0[String($1.key)] = String($1.value) }
        var query = try await services.audit.query(conditions)
        if let limit = conditions["limit"].flatMap({ Int($0) }) { query.limit = min(max(1, limit), Self.searchLimit) }
        return try HubResponse.json(ListView(items: try await services.store.search(query).map(RecordView.init)))
    }
}
