import AsyncHTTPClient
import Foundation
import HubAPI
import NIOHTTP1
import TestSupport
import Testing

/// A hub that anybody can reach stays up, and lets nobody in.
@Suite struct GarbageTests {
    private static let paths = [
        HubPath.enrol, HubPath.renew, HubPath.policy, HubPath.heartbeat, HubPath.approvals, HubPath.decisions,
        "/v1/admin/policies", "/v1/admin/instances", "/v1/admin/approvals", "/v1/admin/enrol-tokens",
        "/v1/admin/events", "/v1/admin/grants", "/", "/healthz", "/../../etc/passwd", "/v1/admin/%2e%2e/x",
    ]

    @Test func `a flood of garbage and of tokens that look stolen neither stops it nor lets anybody in`() async throws {
        let hub = try HubProcess()
        let client = try SidecarClient.plain(hub)
        var generator = SeededGenerator(seed: 20_261_123)
        let tokens = [
            "chaperone-admin-" + String(repeating: "0", count: 64),
            "chaperone-enrol-" + String(repeating: "f", count: 64),
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.", "' OR 1=1 --", String(repeating: "A", count: 7_000), "",
        ]
        var requests: [(path: String, method: HTTPMethod, body: Data, token: String)] = []
        for _ in 0..<2_000 {
            let path = Self.paths.randomElement(using: &generator) ?? "/"
            let method: HTTPMethod = [.GET, .POST, .PUT, .DELETE, .PATCH].randomElement(using: &generator) ?? .GET
            let length = Int.random(in: 0..<300, using: &generator)
            var body = Data((0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            if Bool.random(using: &generator) { body = Data("{\"instance\":\"0123456789abcdef\",\"id\":[[[".utf8) }
            requests.append((path, method, body, tokens.randomElement(using: &generator) ?? ""))
        }
        let statuses = try await withThrowingTaskGroup(of: (String, Int).self) { group in
            var statuses: [(String, Int)] = []
            for (index, request) in requests.enumerated() {
                if index >= 32, let done = try await group.next() { statuses.append(done) }
                group.addTask {
                    let answer = try await SidecarClient.send(
                        client, hub.url + request.path, request.method, request.method == .GET ? nil : request.body,
                        headers: [("authorization", "Bearer \(request.token)")])
                    return (request.path, answer.status)
                }
            }
            for try await done in group { statuses.append(done) }
            return statuses
        }
        try await client.shutdown()
        #expect(statuses.count == requests.count)
        // The pages lead whoever is not logged in to where that is done.
        let admitted = statuses.filter {
            $0.0 != "/healthz" && !($0.0 == "/" && $0.1 == 303) && !(400..<500).contains($0.1)
        }
        #expect(admitted.isEmpty, "\(admitted.prefix(5))")
        #expect(hub.isRunning)
        #expect(try hub.check(["instances", "list"]).split(separator: "\n").count == 1)
        #expect(!hub.log.contains("chaperone-admin-"))
    }

    @Test func `a body without an end is cut off, and the hub goes on`() async throws {
        let hub = try HubProcess()
        let client = try SidecarClient.plain(hub)
        let huge = Data(repeating: UInt8(ascii: "["), count: 20 << 20)
        let answer = try? await SidecarClient.send(client, hub.url + HubPath.enrol, .POST, huge)
        #expect(answer.map { $0.status == 413 } ?? true)
        try await client.shutdown()
        #expect(try hub.check(["events"]).contains("SEVERITY"))
    }
}
