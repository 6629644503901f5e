import AsyncHTTPClient
import Foundation
import HubAPI
import NIOCore
import NIOHTTP1
import NIOSSL
import TestSupport
import Testing

/// The pages as a browser without JavaScript uses them, and as another site would misuse them.
@Suite struct PageTests {
    private static let hub = Result { try HubProcess() }

    /// A browser: keeps its cookie, follows nothing by itself.
    private final class Browser {
        struct Page {
            var status: Int
            var text: String
            var headers: HTTPHeaders

            /// What a form of the page has to bring.
            var formToken: String {
                text.components(separatedBy: "name=\"form_token\" value=\"").dropFirst().first?
                    .components(separatedBy: "\"").first ?? ""
            }
        }

        var cookie: String?
        private let url: String
        private let client: HTTPClient

        init(_ hub: HubProcess) throws {
            url = hub.url
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(hub.authority)
            var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
            configuration.redirectConfiguration = .disallow
            client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }

        deinit { client.shutdown { _ in } }

        func get(_ path: String) async throws -> Page { try await send(.GET, path, nil, [:]) }

        func post(_ path: String, _ fields: [String: String], headers: HTTPHeaders = [:]) async throws -> Page {
            let allowed = CharacterSet.alphanumerics
            let body = fields.map { name, value in
                "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
            }.joined(separator: "&")
            return try await send(.POST, path, body, headers)
        }

        private func send(_ method: HTTPMethod, _ path: String, _ body: String?, _ headers: HTTPHeaders) async throws
            -> Page
        {
            var request = HTTPClientRequest(url: url + path)
            request.method = method
            request.headers = headers
            if let cookie { request.headers.add(name: "cookie", value: cookie) }
            if let body {
                request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
                request.body = .bytes(ByteBuffer(string: body))
            }
            let response = try await client.execute(request, timeout: .seconds(60))
            if let set = response.headers["set-cookie"].first { cookie = String(set.prefix { $0 != ";" }) }
            return Page(
                status: Int(response.status.code),
                text: String(buffer: try await response.body.collect(upTo: 8 << 20)), headers: response.headers)
        }
    }

    private func loggedIn(_ hub: HubProcess) async throws -> Browser {
        let browser = try Browser(hub)
        let answer = try await browser.post("/login", ["token": hub.adminToken])
        #expect(answer.status == 303)
        return browser
    }

    private func ask(
        _ hub: HubProcess, text: String = "SELECT 1", principal: String = "bot", boundValues: Int? = nil
    ) async throws -> (SidecarClient, String) {
        let sidecar = try await SidecarClient.enrol(hub)
        let id = UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
        let request = ApprovalRequest(
            id: id, boot: "b", session: "s", statement: 1, principal: principal, role: "analyst", target: "ehr",
            rule: "bulk", message: nil, approvers: ["privacy-office"], expiresSeconds: 60, text: text,
            boundValues: boundValues, phiRead: [], phiWritten: [], rows: nil)
        try await sidecar.post(HubPath.approvals, request).check()
        return (sidecar, id)
    }

    @Test func `a person logs in, looks, approves with a reason and logs out, without JavaScript`() async throws {
        let hub = try Self.hub.get()
        let (sidecar, id) = try await ask(hub)
        let browser = try await loggedIn(hub)
        let list = try await browser.get("/approvals")
        #expect(list.text.contains(id))
        let page = try await browser.get("/approvals/\(id)")
        #expect(page.text.contains("SELECT 1"))
        let done = try await browser.post(
            "/approvals/\(id)", ["form_token": page.formToken, "decision": "approve", "reason": "fine & good"])
        #expect(done.status == 303)
        #expect(done.headers["location"] == ["/approvals/\(id)"])
        let decisions = try await sidecar.get(HubPath.decisions + "?after=0&wait=5").as(ApprovalDecisions.self)
        #expect(decisions.decisions.first?.state == .approved)
        #expect(decisions.decisions.first?.reason == "fine & good")
        let twice = try await browser.post(
            "/approvals/\(id)", ["form_token": page.formToken, "decision": "deny", "reason": "late"])
        #expect(twice.status == 409)
        #expect(twice.text.contains("not pending any more: it is approved"))
        _ = try await browser.post("/logout", ["form_token": page.formToken])
        #expect(try await browser.get("/approvals").status == 303)
    }

    @Test func `a denial without a reason is asked for one, and decides nothing`() async throws {
        let hub = try Self.hub.get()
        let (_, id) = try await ask(hub)
        let browser = try await loggedIn(hub)
        let page = try await browser.get("/approvals/\(id)")
        let answer = try await browser.post("/approvals/\(id)", ["form_token": page.formToken, "decision": "deny"])
        #expect(answer.text.contains("Say why"))
        #expect(try hub.check(["approvals", "show", id]).contains("pending"))
    }

    @Test func `whoever decides sees the statement's end, what is hidden in it, and that values are bound`()
        async throws
    {
        let hub = try Self.hub.get()
        let long = "DELETE FROM t WHERE " + String(repeating: "id = 1 OR ", count: 4_000) + "id = 2997 /* \u{202E} */"
        let (_, id) = try await ask(hub, text: long, boundValues: 2)
        let browser = try await loggedIn(hub)
        for path in ["/approvals", "/approvals/\(id)"] {
            let text = try await browser.get(path).text
            #expect(text.contains("id = 2997 /* &lt;U+202E&gt; */"))
            #expect(text.contains("with 2 bound values that are not shown"))
            #expect(path != "/approvals" || text.contains("bytes left out …]"))
        }
        let list = try hub.check(["approvals", "list"])
        #expect(list.contains("id = 2997 /* <U+202E> */ [… with 2 bound values that are not shown …]"))
        #expect(list.contains(" bytes left out …]"))
        let shown = try hub.check(["approvals", "show", id])
        #expect(
            shown.contains("id = 2997 /* <U+202E> */") && shown.contains("[… with 2 bound values that are not shown …]")
        )
        #expect(!shown.contains("left out"))
    }

    @Test func `what an agent writes stays text`() async throws {
        let hub = try Self.hub.get()
        let hostile = "</pre><script>alert('x')</script><img src=x onerror=\"alert(1)\">"
        let (_, id) = try await ask(hub, text: hostile, principal: "<b>bot</b>\" onclick=\"x")
        let browser = try await loggedIn(hub)
        for path in ["/approvals", "/approvals/\(id)"] {
            let text = try await browser.get(path).text
            #expect(!text.contains("<script>alert"))
            #expect(!text.contains("<img src=x"))
            #expect(!text.contains("<b>bot"))
            #expect(!text.contains("\" onclick"))
            #expect(text.contains("&lt;script&gt;"))
        }
    }

    @Test func `what an agent writes stays text with marks that make one Character of it and the next`() async throws {
        let hub = try Self.hub.get()
        let (quote, tag) = ("\"\u{308} autofocus onfocus=x", "\u{600}<script src=x>")
        let (_, id) = try await ask(hub, text: tag + quote, principal: quote)
        let browser = try await loggedIn(hub)
        let search = "/audit?search=1&log=%22%CC%88%20autofocus&principal=%D8%80%3Cscript%20src=x%3E"
        for path in ["/approvals", "/approvals/\(id)", search] {
            let page = try await browser.get(path)
            let bytes = Data(page.text.utf8)
            #expect(bytes.range(of: Data("<script src=x".utf8)) == nil)
            #expect(bytes.range(of: Data("\"\u{308}".utf8)) == nil)
            #expect(bytes.range(of: Data("&quot;\u{308} autofocus".utf8)) != nil)
        }
    }

    @Test func `a form without its token, with another session's, or from another site decides nothing`() async throws {
        let hub = try Self.hub.get()
        let (_, id) = try await ask(hub)
        let browser = try await loggedIn(hub)
        let other = try await loggedIn(hub)
        let foreign = try await other.get("/approvals/\(id)").formToken
        for token in ["", "x", foreign] {
            let answer = try await browser.post(
                "/approvals/\(id)", ["form_token": token, "decision": "approve", "reason": "r"])
            #expect(answer.status == 403)
        }
        let crossed = try Browser(hub)
        let login = try await crossed.post(
            "/login", ["token": hub.adminToken], headers: ["sec-fetch-site": "cross-site"])
        #expect(login.status == 403)
        #expect(crossed.cookie == nil)
        #expect(try hub.check(["approvals", "show", id]).contains("pending"))
    }

    @Test(arguments: ["/approvals", "/sidecars", "/events", "/policies", "/approvals/x"])
    func `nothing is shown to who is not logged in`(path: String) async throws {
        let browser = try Browser(try Self.hub.get())
        for cookie in [nil, "__Host-chaperone=" + String(repeating: "0", count: 64), "__Host-chaperone='--"] {
            browser.cookie = cookie
            let page = try await browser.get(path)
            #expect(page.status == 303)
            #expect(page.headers["location"] == ["/login"])
            #expect(page.text.isEmpty)
        }
        #expect(try await browser.get("/live?topic=approvals").status == 401)
        let wrong = try await browser.post("/login", ["token": "chaperone-admin-0"])
        #expect(wrong.status == 401)
        #expect(wrong.text.contains("not known"))
    }

    @Test(arguments: ["/login", "/approvals", "/sidecars", "/events", "/policies"])
    func `every page forbids scripts but ours, frames and sniffing, and carries none inline`(path: String) async throws
    {
        let browser = try await loggedIn(try Self.hub.get())
        let page = try await browser.get(path)
        #expect(page.status == 200)
        #expect(page.text.contains("<h1>"))
        let policy = page.headers["content-security-policy"].first ?? ""
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(page.headers["x-content-type-options"] == ["nosniff"])
        #expect(page.text.components(separatedBy: "<script").count == 2)
        #expect(page.text.contains("<script src=\"/static/live.js\" defer></script>"))
        #expect(!page.text.contains("style="))
        #expect((browser.cookie ?? "").hasPrefix("__Host-chaperone="))
    }

    @Test func `a page that is open is told at once that something waits`() async throws {
        let hub = try Self.hub.get()
        let browser = try await loggedIn(hub)
        let outcome = Command(
            "curl",
            [
                "--silent", "--no-buffer", "--max-time", "6", "--cacert", hub.authority, "--cookie",
                browser.cookie ?? "", hub.url + "/live?topic=approvals",
            ])
        async let stream = OffPool.run { try outcome.run() }
        try await Task.sleep(for: .seconds(1))
        _ = try await ask(hub)
        let told = try await stream.output.split(separator: "\n").filter { $0.hasPrefix("data: ") }
        #expect(Set(told).count >= 2)
    }

    @Test func `an administrator sees the logs and finds records by a form, which is on record itself`() async throws {
        let hub = try Self.hub.get()
        let browser = try await loggedIn(hub)
        try hub.check(["enrol-token", "create", "--principal", "found-by-the-page"])
        let page = try await browser.get("/audit")
        #expect(page.status == 200)
        #expect(page.text.contains("<code>chaperone/test/hub</code>"))
        #expect(page.headers.first(name: "content-security-policy")?.contains("default-src 'none'") == true)
        let found = try await browser.get("/audit?search=1&type=admin&verdict=done&principal=")
        #expect(found.text.contains("POST /v1/admin/enrol-tokens"))
        #expect(found.text.contains("value=\"admin\""))
        let none = try await browser.get("/audit?search=1&principal=%3Cscript%3Enobody")
        #expect(none.text.contains("No record is like that"))
        #expect(!none.text.contains("<script>nobody"))
        let wrong = try await browser.get("/audit?search=1&from=yesterday")
        #expect(wrong.status == 400)
        #expect(wrong.text.contains("from must be a time such as"))
        #expect(try await browser.get("/audit?search=1&log=nothing").text.contains("there is no log nothing"))
        #expect(try hub.check(["audit", "search", "--type", "admin"]).contains("page: search the audit logs"))
        browser.cookie = nil
        #expect(try await browser.get("/audit?search=1").status == 303)
    }
}
