import Foundation
import Synchronization
import TestSupport

/// A hub with an injector, and the API server that it registers with.
final class InjectorHub: Sendable {
    let folder: URL
    let hub: HubProcess
    let server: LoopbackHTTPServer
    private let state: APIServer

    /// What an API server keeps of one webhook configuration.
    final class APIServer: Sendable {
        let configuration = Mutex<[String: Any]?>(nil)

        init() {
            configuration.withLock {
                $0 = [
                    "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
                    "metadata": ["name": "chaperone-injector", "resourceVersion": "7"],
                    "webhooks": [["name": "injector.chaperone.dev", "clientConfig": ["service": ["name": "hub"]]]],
                ]
            }
        }

        var text: String {
            configuration.withLock { value in
                let data = try? JSONSerialization.data(withJSONObject: value ?? [:])
                return String(decoding: data ?? Data(), as: UTF8.self)
            }
        }

        /// PEM; nil: the hub has not written any.
        var authorities: String? {
            configuration.withLock { value in
                let webhooks = value?["webhooks"] as? [[String: Any]]
                let client = webhooks?.first?["clientConfig"] as? [String: Any]
                return (client?["caBundle"] as? String).flatMap { Data(base64Encoded: $0) }
                    .map { String(decoding: $0, as: UTF8.self) }
            }
        }

        func answer(_ request: LoopbackHTTPServer.Request) -> LoopbackHTTPServer.Answer {
            let path = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/chaperone-injector"
            guard request.path == path, request.headers["authorization"] == "Bearer of-the-pod" else {
                return .init(403, json: "{}")
            }
            if request.method == "PATCH" {
                guard request.headers["content-type"] == "application/json-patch+json",
                    let patch = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [[String: Any]]
                else { return .init(400, json: "{}") }
                for operation in patch where operation["path"] as? String == "/webhooks/0/clientConfig/caBundle" {
                    let bundle = operation["value"] as? String
                    configuration.withLock { value in
                        var webhooks = value?["webhooks"] as? [[String: Any]] ?? []
                        var client = webhooks[0]["clientConfig"] as? [String: Any] ?? [:]
                        client["caBundle"] = bundle
                        webhooks[0]["clientConfig"] = client
                        value?["webhooks"] = webhooks
                    }
                }
            }
            return .init(200, json: text)
        }
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "injector-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let state = APIServer()
        self.state = state
        server = try LoopbackHTTPServer { state.answer($0) }
        let token = folder.appending(path: "token").path()
        try Data("of-the-pod\n".utf8).write(to: URL(filePath: token))
        let file = folder.appending(path: "hub.yaml")
        try Data(
            """
            injector:
              listen: 127.0.0.1:0
              hostnames: [localhost]
              webhook: chaperone-injector
              api: { url: '\(server.url)', token_file: \(token) }
              hub: https://chaperone-hub.chaperone-system.svc:8443
              image: registry.example.org/chaperone/chaperone:0.2.0
              mesh_images: [registry.example.org/mesh/]
            """.utf8
        ).write(to: file)
        hub = try HubProcess(folder: folder, arguments: ["--config", file.path()])
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What the API server trusts, once the hub wrote it.
    func authorities() async throws -> String {
        for _ in 0..<1_500 {
            if let found = state.authorities { return found }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TestFailure("no caBundle: \(hub.log)")
    }

    private func port() async throws -> String {
        for _ in 0..<1_500 {
            for line in hub.log.split(separator: "\n") where line.contains("the injector listens") {
                if let port = line.split(separator: "port=").last?.prefix(while: \.isNumber) { return String(port) }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TestFailure("it does not listen: \(hub.log)")
    }

    /// Status and body, as an API server would get them.
    func ask(_ body: Data) async throws -> (status: String, json: [String: Any]) {
        let authorities = folder.appending(path: "ca.pem")
        try Data(try await self.authorities().utf8).write(to: authorities)
        let review = folder.appending(path: "review-\(UUID().uuidString).json")
        try body.write(to: review)
        let outcome = try Command(
            "curl",
            [
                "--silent", "--cacert", authorities.path(), "--write-out", "\n%{http_code}", "--data-binary",
                "@\(review.path())", "--header", "Content-Type: application/json",
                "https://localhost:\(try await port())/v1/kubernetes/inject?timeout=5s",
            ]
        ).run()
        let lines = outcome.output.split(separator: "\n")
        let json = try JSONSerialization.jsonObject(with: Data(lines.dropLast().joined(separator: "\n").utf8))
        return (lines.last.map(String.init) ?? "", json as? [String: Any] ?? [:])
    }

    func review(_ name: String, dryRun: Bool = false) throws -> Data {
        let data = try Data(contentsOf: Repository.fixture("admission/reviews/\(name).request.json"))
        var object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        var request = object["request"] as? [String: Any] ?? [:]
        request["dryRun"] = dryRun
        object["request"] = request
        return try JSONSerialization.data(withJSONObject: object)
    }
}
