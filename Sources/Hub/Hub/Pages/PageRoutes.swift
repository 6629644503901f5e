import AdminAPI
import HTTPTypes
import HubAPI
import HubStore
import Hummingbird
import Mustache
import NIOCore
import OpenIDConnect
import ServiceLifecycle

/// The pages: server-rendered, for people. They do what the commands do.
struct PageRoutes {
    private static let listLimit = 100
    let services: HubServices
    let sessions: PageSessions

    init(services: HubServices) {
        self.services = services
        sessions = PageSessions(store: services.store, clock: services.clock)
    }

    func add(to router: Router<HubContext>) {
        router.get("/static/pages.css") { _, _ in PageResponse.file(PageFiles.style, type: "text/css") }
        router.get("/static/live.js") { _, _ in PageResponse.file(PageFiles.live, type: "text/javascript") }
        router.get("/static/icon.svg") { _, _ in PageResponse.file(PageFiles.icon, type: "image/svg+xml") }
        router.get("/") { _, _ in PageResponse.redirect(to: "/approvals") }
        router.get("/login") { _, _ in loginPage() }
        router.post("/login", use: logIn)
        router.get("/login/{issuer}", use: leave)
        router.get("/login/callback/{issuer}", use: comeBack)
        router.post("/logout", use: logOut)
        router.get("/approvals") { request, _ in try await signedIn(request, approvals) }
        router.get("/approvals/{id}") { request, context in
            try await signedIn(request) { active in
                try await approval(context.parameters.get("id") ?? "", active, problem: nil)
            }
        }
        router.post("/approvals/{id}", use: decide)
        router.get("/sidecars") { request, _ in try await administrator(request, sidecars) }
        router.get("/policies") { request, _ in try await administrator(request, policies) }
        router.get("/audit") { request, _ in
            try await administrator(request) { active in try await audit(request, active) }
        }
        router.get("/events") { request, _ in try await administrator(request, events) }
        router.get("/live", use: live)
    }

    // MARK: who

    private func signedIn(
        _ request: Request, _ body: (PageSessions.Active) async throws -> Response
    ) async throws -> Response {
        guard let active = try await sessions.active(request) else { return PageResponse.redirect(to: "/login") }
        return try await body(active)
    }

    private func administrator(
        _ request: Request, _ body: (PageSessions.Active) async throws -> Response
    ) async throws -> Response {
        try await signedIn(request) { active in
            guard active.person.isAdministrator else {
                return message("Not for you", "This page is for administrators.", .forbidden, active)
            }
            return try await body(active)
        }
    }

    private func logIn(_ request: Request, _ context: HubContext) async throws -> Response {
        guard isOfThisSite(request) else {
            return message("Not from here", "The form came from another site.", .forbidden)
        }
        let form = try await Form(request)
        do {
            return try await begin(services.people.person(token: form["token"]))
        } catch let problem as ProblemDetails {
            return loginPage(problem: problem.detail ?? problem.title)
        }
    }

    private func begin(_ person: Person) async throws -> Response {
        try await services.adminLog.recorded("page: log in", subject: "", by: person) {
            PageResponse.redirect(to: "/approvals", cookie: try await sessions.begin(person))
        }
    }

    private func loginPage(problem: String? = nil) -> Response {
        var values: [String: Any] = [:]
        values["problem"] = problem
        values["issuers"] = services.logins.enumerated().map { ["index": "\($0)", "name": $1.name] }
        return page("Log in", "login", values, status: problem == nil ? .ok : .unauthorized)
    }

    private func login(_ context: HubContext) -> (index: Int, party: RelyingParty)? {
        guard let index = context.parameters.get("issuer", as: Int.self), services.logins.indices.contains(index) else {
            return nil
        }
        return (index, services.logins[index])
    }

    /// To the provider, with what ties its answer to this browser in a cookie.
    private func leave(_ request: Request, _ context: HubContext) async throws -> Response {
        guard let (index, party) = login(context) else { return message("Not found", "No such provider.", .notFound) }
        let cookie = LoginCookie(index: index)
        do throws(LoginRefusal) {
            let url = try await party.authorizationURL(cookie.attempt, nowSeconds: services.clock.nowSeconds())
            return PageResponse.redirect(to: url, cookie: cookie.header)
        } catch { return loginPage(problem: error.description) }
    }

    private func comeBack(_ request: Request, _ context: HubContext) async throws -> Response {
        guard let (index, party) = login(context) else { return message("Not found", "No such provider.", .notFound) }
        var response: Response
        if let cookie = LoginCookie(request, index: index) {
            let parameters = request.uri.queryParameters
            func text(_ name: Substring) -> String? { parameters[name].map(String.init) }
            let answer = LoginAnswer(
                code: text("code"), state: text("state"), issuer: text("iss"), error: text("error"))
            do {
                let identity = try await party.finish(
                    answer, cookie.attempt, nowSeconds: services.clock.nowSeconds())
                response = try await begin(services.people.person(identity))
            } catch let refusal as LoginRefusal { response = loginPage(problem: refusal.description) }
        } else {
            response = loginPage(problem: LoginRefusal.wrongState.description)
        }
        // Used once, whatever came of it.
        response.headers.append(HTTPField(name: .setCookie, value: LoginCookie.removal(index)))
        return response
    }

    private func logOut(_ request: Request, _ context: HubContext) async throws -> Response {
        try await signedIn(request) { active in
            let form = try await Form(request)
            guard form["form_token"] == active.formToken else { return foreign(active) }
            return PageResponse.redirect(to: "/login", cookie: try await sessions.end(request))
        }
    }

    /// Browsers tell where a form came from; logging in has no token yet that a form could bring.
    private func isOfThisSite(_ request: Request) -> Bool {
        guard let site = HTTPField.Name("sec-fetch-site").flatMap({ request.headers[$0] }) else { return true }
        return site == "same-origin" || site == "none"
    }

    private func foreign(_ active: PageSessions.Active) -> Response {
        message("Not accepted", "The form is too old, or not ours: open the page again.", .forbidden, active)
    }

    // MARK: approvals

    private func approvals(_ active: PageSessions.Active) async throws -> Response {
        let all = try await services.store.approvals(state: nil, limit: Self.listLimit * 5)
            .filter { ApprovalService.mayDecide(active.person, $0) }
        let pending = all.filter { $0.state == .pending }.map(PageRows.request)
        let ended = all.filter { $0.state != .pending }.prefix(Self.listLimit).map(PageRows.ended)
        return page(
            "Approvals", "approvals",
            ["pending": pending, "ended": Array(ended), "hasEnded": !ended.isEmpty, "live": "approvals"], active)
    }

    private func approval(
        _ id: String, _ active: PageSessions.Active, problem: String?
    ) async throws -> Response {
        guard let approval = try await services.store.approval(id),
            ApprovalService.mayDecide(active.person, approval)
        else { return message("Not found", "There is no such request that you may see.", .notFound, active) }
        var values = PageRows.approval(approval)
        values["problem"] = problem
        values["live"] = "approvals"
        return page(
            "\(approval.request.principal) on \(approval.request.target)", "approval", values, active,
            status: problem == nil ? .ok : .conflict)
    }

    private func decide(_ request: Request, _ context: HubContext) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        return try await signedIn(request) { active in
            let form = try await Form(request)
            guard form["form_token"] == active.formToken else { return foreign(active) }
            let reason = form["reason"].isEmpty ? nil : form["reason"]
            if form["decision"] == "deny", reason == nil {
                return try await approval(id, active, problem: "Say why: the agent is told.")
            }
            do {
                try await services.adminLog.recorded(
                    "page: \(form["decision"]) an approval", subject: id, by: active.person
                ) {
                    switch form["decision"] {
                    case "approve":
                        _ = try await services.approvals.approve(
                            id, reason: reason, forSeconds: form["for"].isEmpty ? nil : Int64(form["for"]) ?? 0,
                            by: active.person)
                    case "deny": _ = try await services.approvals.deny(id, reason: reason, by: active.person)
                    default: throw ProblemDetails(.malformed, detail: "the form has no decision")
                    }
                }
            } catch let problem as ProblemDetails {
                return try await approval(id, active, problem: problem.detail ?? problem.title)
            }
            return PageResponse.redirect(to: "/approvals/\(id)")
        }
    }

    // MARK: for administrators

    private func sidecars(_ active: PageSessions.Active) async throws -> Response {
        let rows = try await services.store.instances().map { PageRows.sidecar(InstanceView($0)) }
        return page("Sidecars", "sidecars", ["sidecars": rows, "hasAny": !rows.isEmpty, "live": "events"], active)
    }

    private func events(_ active: PageSessions.Active) async throws -> Response {
        let rows = try await services.store.events(before: nil, limit: Self.listLimit)
            .map { PageRows.event(EventView($0)) }
        return page("Events", "events", ["events": rows, "hasAny": !rows.isEmpty, "live": "events"], active)
    }

    private func audit(_ request: Request, _ active: PageSessions.Active) async throws -> Response {
        let parameters = request.uri.queryParameters
        let names = ["log", "principal", "target", "table", "rule", "verdict", "type", "session", "from", "to"]
        // A field that was left empty is no condition.
        let conditions = names.reduce(into: [:]) { found, name in
            found[name] = parameters[name[...]].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
        }
        var values: [String: Any] = conditions.mapValues { $0 as Any }
        values["logs"] = try await services.store.logs().map { PageRows.log(LogView($0)) }
        guard parameters["search"] != nil else { return page("Audit", "audit", values, active) }
        do {
            var query = try await services.audit.query(conditions)
            query.limit = Self.listLimit
            let records = try await services.adminLog.recorded(
                "page: search the audit logs", subject: request.uri.query ?? "", by: active.person
            ) { [query] in try await services.store.search(query) }
            values["records"] = records.map(PageRows.record)
            values["hasSearched"] = true
            values["hasFound"] = !records.isEmpty
            return page("Audit", "audit", values, active)
        } catch let problem as ProblemDetails {
            values["problem"] = problem.detail ?? problem.title
            return page("Audit", "audit", values, active, status: .badRequest)
        }
    }

    private func policies(_ active: PageSessions.Active) async throws -> Response {
        var values: [String: Any] = ["live": "policy"]
        if let current = try await services.store.policy() { values["current"] = PageRows.policy(current) }
        let older = try await services.store.policies(limit: Self.listLimit).dropFirst().map(PageRows.policy)
        values["older"] = Array(older)
        values["hasOlder"] = !older.isEmpty
        return page("Policies", "policies", values, active)
    }

    // MARK: live

    /// Server-sent events: the counter of a topic, whenever it changes.
    private func live(_ request: Request, _ context: HubContext) async throws -> Response {
        guard try await sessions.active(request) != nil else { throw ProblemDetails(.unauthenticated) }
        guard let topic = request.uri.queryParameters["topic"].flatMap({ ChangeTopic(rawValue: String($0)) }) else {
            throw ProblemDetails(.malformed, detail: "no such topic")
        }
        let changes = services.changes
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var seen = await changes.wait(for: topic, other: .max, seconds: 0) ?? 0
                try await writer.write(ByteBuffer(string: "data: \(seen)\n\n"))
                // A browser asks again, of a hub that does not end.
                for _ in 0..<20 where !Task.isShuttingDownGracefully {
                    seen = await changes.wait(for: topic, other: seen, seconds: 15) ?? seen
                    try await writer.write(ByteBuffer(string: "data: \(seen)\n\n"))
                }
                try await writer.finish(nil)
            })
    }

    // MARK: rendering

    private func message(
        _ title: String, _ text: String, _ status: HTTPResponse.Status, _ active: PageSessions.Active? = nil
    ) -> Response {
        page(title, "message", ["text": text], active, status: status)
    }

    private func page(
        _ title: String, _ template: String, _ values: [String: Any], _ active: PageSessions.Active? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var values = values
        values["title"] = title
        values["formToken"] = active?.formToken
        values["person"] = active?.person.principal
        values["administrator"] = active?.person.isAdministrator
        values["on\(title)"] = true
        values["content"] = PageTemplates.library.render(values, withTemplate: template) ?? ""
        return PageResponse.html(PageTemplates.library.render(values, withTemplate: "layout") ?? "", status: status)
    }
}
