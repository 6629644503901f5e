import AsyncHTTPClient
import Foundation
import HubAPI
import Hummingbird
import Logging
import NIOHTTP1
import TestSupport
import Testing

@testable import Hub

/// `/openapi.json` says what the hub does, no more and no less.
@Suite struct OpenAPITests {
    private struct Operation: Hashable, CustomStringConvertible {
        var method: String
        var path: String

        /// Names of parameters do not matter.
        init(_ method: String, _ path: String) {
            self.method = method.uppercased()
            self.path = path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
        }

        var description: String { "\(method) /\(path)" }
        /// Pages are for people.
        var isPage: Bool { !Self.machines.contains { path.hasPrefix($0) } }
        private static let machines = ["v1", "add-checkpoint", "healthz", "readyz", "metrics", "openapi.json"]
    }

    @Test func `the document lists every path of the API, and none that is not there`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "openapi-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let hub = try await Hub(HubConfiguration(state: folder.path()), logger: Logger(label: "test"))
        let served = Set(
            HubRouter.build(hub.services).routes.map { Operation($0.method.rawValue, $0.path.description) }
                .filter { !$0.isPage })
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text.utf8)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let listed = Set(paths.flatMap { path, methods in methods.keys.map { Operation($0, path) } })
        #expect(served.subtracting(listed).isEmpty, "served and not listed")
        #expect(listed.subtracting(served).isEmpty, "listed and not served")
        #expect(document["openapi"] as? String == "3.1.0")
    }

    /// How many operations each tag has.
    private static func tags() throws -> [String: Int] {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text.utf8)) as? [String: Any]
        let paths = document?["paths"] as? [String: [String: [String: Any]]] ?? [:]
        return paths.values.flatMap(\.values).flatMap { $0["tags"] as? [String] ?? [] }
            .reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// Made-up requests, right and wrong ones, to every operation: each answer's status, type and body have to be what
    /// the document says.
    @Test(arguments: try tags())
    func `answers are as the document says`(tag: String, operations: Int) async throws {
        let hub = try HubProcess(name: "openapi-\(tag)")
        let sidecar = try await SidecarClient.enrol(hub)
        let policy = try String(contentsOf: Repository.fixture("ehr.yaml"), encoding: .utf8)
            // What is made up there understands nothing.
            .replacing("    on_masked_comparison: notice\n", with: "")
        let files = [
            "policy.yaml": policy, "chain.pem": sidecar.enrolled.certificate.chain, "key.pem": sidecar.keyPEM,
            // Nothing changes, so a long poll would only wait.
            "schemathesis.toml": "[parameters]\nwait = 0\n",
        ]
        for (name, text) in files {
            try text.write(to: hub.folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        try hub.check(["policy", "push", hub.folder.appending(path: "policy.yaml").path()])
        try hub.check(["credential", "put", "ehr-agent", "--user", "agent"], input: "a password\n")
        let token = try tag == "admin" ? hub.adminToken : "none"
        let outcome = try await OffPool.run {
            var command = Command(
                Repository.root.appending(path: ".build/test-venv/bin/schemathesis").path(),
                [
                    "run", hub.url + "/openapi.json", "--url", hub.url, "--include-tag", tag, "--tls-verify",
                    hub.authority, "--request-cert", hub.folder.appending(path: "chain.pem").path(),
                    "--request-cert-key", hub.folder.appending(path: "key.pem").path(), "--header",
                    "Authorization: Bearer \(token)", "--checks",
                    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                    "--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--seed", "1", "--no-color",
                    "--generation-database", "none", "--request-timeout", "60",
                ], timeoutSeconds: 600)
            command.folder = hub.folder.path()
            return try command.run()
        }
        #expect(outcome.succeeded, "\(outcome.story)")
        let tested = outcome.output.firstMatch(of: /Tested: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
        #expect(tested == operations, "\(outcome.story)")
        #expect(hub.isRunning)
    }

    @Test func `metrics count requests by route, and name nobody`() async throws {
        let hub = try HubProcess(name: "metrics")
        let sidecar = try await SidecarClient.enrol(hub, principal: "secret-bot")
        #expect(try await sidecar.get(HubPath.auditPosition).status == 200)
        let client = try SidecarClient.plain(hub)
        let answer = try await SidecarClient.send(client, hub.url + "/metrics", .GET, nil)
        try await client.shutdown()
        let text = String(buffer: answer.body)
        #expect(text.contains("chaperone_hub_requests_total{route=\"/v1/enrol\",method=\"POST\",status=\"200\"} 1\n"))
        #expect(text.contains("chaperone_hub_instances{state=\"enrolled\"} 1\n"), "\(text)")
        #expect(!text.contains("secret-bot") && !text.contains(sidecar.keys.instance))
    }
}
