import AuditLog
import Crypto
import Foundation
import HubAPI
import Synchronization
import TestSupport
import Testing

/// Requests are announced, signed, and announced again until somebody takes them.
@Suite struct WebhookTests {
    /// A receiver that refuses the first deliveries and writes down all of them.
    private static let receiver = """
        import http.server, json, sys
        refusals = int(sys.argv[2])
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                global refusals
                body = self.rfile.read(int(self.headers['content-length'])).decode()
                with open(sys.argv[1], 'a') as log:
                    log.write(json.dumps({'headers': {k.lower(): v for k, v in self.headers.items()}, 'body': body}) + '\\n')
                refusals -= 1
                self.send_response(503 if refusals >= 0 else 204)
                self.end_headers()
            def log_message(self, *arguments): pass
        server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    private struct Delivery: Decodable {
        var headers: [String: String]
        var body: String
    }

    @Test func `a delivery that was refused comes again, with the same name and a signature that holds`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "webhook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = folder.appending(path: "log").path()
        let port = folder.appending(path: "port").path()
        let script = folder.appending(path: "receiver.py")
        try Data(Self.receiver.utf8).write(to: script)
        let receiver = try ChildProcess("python3", [script.path(), log, "2"], output: port)
        defer { receiver.signal(SIGKILL) }
        var address = ""
        for _ in 0..<500 where address.isEmpty {
            try await Task.sleep(for: .milliseconds(20))
            address = (try? String(contentsOfFile: port, encoding: .utf8))?.trimmingCharacters(in: .newlines) ?? ""
        }
        let key = SymmetricKey(size: .bits256)
        let secret = folder.appending(path: "secret")
        try Data("whsec_\(key.withUnsafeBytes { Data($0) }.base64EncodedString())\n".utf8).write(to: secret)
        let configuration = folder.appending(path: "hub.yaml")
        try Data(
            """
            url: https://hub.example
            webhooks:
              chat: { url: 'http://127.0.0.1:\(address)/hook', secret_file: \(secret.path()) }
            """.utf8
        ).write(to: configuration)
        let hub = try HubProcess(arguments: ["--config", configuration.path()])
        let sidecar = try await SidecarClient.enrol(hub)
        let id = String(repeating: "0a", count: 16)
        let request = ApprovalRequest(
            id: id, boot: "b", session: "s", statement: 1, principal: "<bot>\u{308}", role: "analyst", target: "ehr",
            rule: "bulk", message: nil, approvers: [], expiresSeconds: 600, text: "SELECT 'Miller'", phiRead: ["a.b.c"],
            phiWritten: [], rows: 1_000)
        try await sidecar.post(HubPath.approvals, request).check()
        var deliveries: [Delivery] = []
        for _ in 0..<300 where deliveries.count < 3 {
            try await Task.sleep(for: .milliseconds(100))
            let lines = ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n")
            deliveries = try lines.map { try JSONDecoder().decode(Delivery.self, from: Data($0.utf8)) }
        }
        #expect(deliveries.count == 3)
        #expect(Set(deliveries.map { $0.headers["webhook-id"] ?? "" }).count == 1)
        for delivery in deliveries {
            let name = try #require(delivery.headers["webhook-id"])
            let at = try #require(delivery.headers["webhook-timestamp"])
            let expected = HMAC<SHA256>.authenticationCode(
                for: Data("\(name).\(at).\(delivery.body)".utf8), using: key)
            #expect(delivery.headers["webhook-signature"] == "v1,\(Data(expected).base64EncodedString())")
        }
        let body = try #require(deliveries.first?.body)
        #expect(body.contains("https://hub.example/approvals/\(id)"))
        #expect(body.contains("&lt;bot&gt;\u{308} asks for approval"))
        #expect(!body.contains("Miller"))
        try await Task.sleep(for: .seconds(3))
        let after = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").count
        #expect(after == 3)
    }

    @Test func `events that people should act on are announced once, others are not`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "webhook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = folder.appending(path: "log").path()
        let port = folder.appending(path: "port").path()
        let script = folder.appending(path: "receiver.py")
        try Data(Self.receiver.utf8).write(to: script)
        let receiver = try ChildProcess("python3", [script.path(), log, "0"], output: port)
        defer { receiver.signal(SIGKILL) }
        var address = ""
        for _ in 0..<500 where address.isEmpty {
            try await Task.sleep(for: .milliseconds(20))
            address = (try? String(contentsOfFile: port, encoding: .utf8))?.trimmingCharacters(in: .newlines) ?? ""
        }
        let secret = folder.appending(path: "secret")
        try Data("whsec_\(Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64EncodedString())\n".utf8).write(
            to: secret)
        let configuration = folder.appending(path: "hub.yaml")
        try Data(
            """
            url: https://hub.example
            webhooks:
              chat: { url: 'http://127.0.0.1:\(address)/hook', secret_file: \(secret.path()) }
            """.utf8
        ).write(to: configuration)
        let hub = try HubProcess(arguments: ["--config", configuration.path()])
        let sidecar = try await SidecarClient.enrol(hub)
        var first = try SidecarLog(sidecar, hubName: "test")
        var other = first
        first.append()
        other.append(.gap(reason: "<another> past"))
        try await sidecar.post(HubPath.auditBatches, try first.batch()).check()
        await #expect(throws: ProblemDetails.self) {
            try await sidecar.post(HubPath.auditBatches, try other.batch()).check()
        }
        var bodies: [String] = []
        for _ in 0..<300 where bodies.isEmpty {
            try await Task.sleep(for: .milliseconds(100))
            let lines = ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n")
            bodies = try lines.map { try JSONDecoder().decode(Delivery.self, from: Data($0.utf8)).body }
        }
        let body = try #require(bodies.first)
        #expect(body.contains("\"event.audit-fork\"") && body.contains("\"critical\""), "\(body)")
        #expect(body.contains(sidecar.keys.instance) && body.contains("https://hub.example/events"), "\(body)")
        // The enrolment is an event as well, and nobody has to be woken for it; nothing comes twice.
        try await Task.sleep(for: .seconds(3))
        #expect(try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").count == 1)
    }

    @Test func `a configuration with errors tells all of them, and the hub does not start`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "hub.yaml")
        try Data(
            """
            naem: x
            listen: nowhere
            webhooks:
              chat: { url: 'http://chat.example/hook', secret_file: /does/not/exist }
            """.utf8
        ).write(to: file)
        let outcome = try Command(
            Repository.hub.path(), ["serve", "--state", folder.path(), "--config", file.path()]
        ).run()
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("hub.yaml:1:1: error: unknown key \"naem\" — did you mean \"name\"?"))
        #expect(outcome.errors.contains("hub.yaml:2:9"))
        #expect(outcome.errors.contains("must begin with https://"))
        #expect(outcome.errors.contains("/does/not/exist: No such file or directory"))
    }
}
