import AsyncHTTPClient
import Foundation
import HubAPI
import NIOCore
import NIOHTTP1
import TestServices
import TestSupport
import Testing

@testable import Hub

/// Every path of the API with tokens and certificates that are real in shape, and not the asker's.
@Suite struct StolenTokenTests {
    private struct Operation: Sendable {
        var method: HTTPMethod
        var path: String
    }

    /// All that need somebody to be known: what the document lists, with names for parameters.
    private static func operations(_ prefix: String) throws -> [Operation] {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text.utf8)) as? [String: Any]
        let paths = document?["paths"] as? [String: [String: Any]] ?? [:]
        let verbs: Set = ["get", "put", "post", "delete"]
        return paths.filter { $0.key.hasPrefix(prefix) }.flatMap { path, methods in
            methods.keys.filter(verbs.contains).map { verb in
                Operation(
                    method: HTTPMethod(rawValue: verb.uppercased()),
                    path: path.replacing(/\{[a-z]+\}/, with: String(repeating: "0", count: 32)))
            }
        }
    }

    private static func ask(
        _ client: HTTPClient, _ trusting: TrustingHub, _ operation: Operation, _ token: String?
    ) async throws -> Int {
        try await SidecarClient.send(
            client, trusting.hub.url + operation.path, operation.method,
            operation.method == .GET ? nil : Data("{}".utf8),
            headers: token.map { [("authorization", "Bearer \($0)")] } ?? []
        ).status
    }

    /// Right in shape; none of them is for people, now, by the provider's key.
    private static func bad(_ trusting: TrustingHub) throws -> [String] {
        let admin: [String: Any] = ["sub": "root", "groups": ["hub-admins"]]
        let good = try trusting.person(["hub-admins"], "root")
        let parts = good.split(separator: ".").map(String.init)
        let other = try trusting.person(["nobody"], "ines").split(separator: ".").map(String.init)
        let shared = try Token.unsigned(
            ["alg": "HS256", "kid": "key-1", "typ": "JWT"], trusting.provider.claims(admin))
        let known = try trusting.hub.adminToken
        return [
            try trusting.token("chaperone-people", admin, by: .make("ES256")),
            try trusting.token("chaperone-people", admin, header: ["kid": "key-9"], by: .make("ES256")),
            try trusting.token("chaperone-people", admin.merging(["exp": 1_000]) { $1 }),
            try trusting.token("chaperone-people", admin.merging(["iss": "https://id.example"]) { $1 }),
            try trusting.token("chaperone-clients", admin), try trusting.token("chaperone-sidecars", admin),
            try trusting.podToken(),
            // Another's claims below this signature; none at all; a secret that is the public key.
            "\(parts[0]).\(parts[1]).\(other[2])", "\(parts[0]).\(parts[1]).", "\(shared).\(parts[2])",
            String(good.dropLast(4)), known.dropLast() + (known.hasSuffix("0") ? "1" : "0"), known.uppercased(),
        ]
    }

    @Test func `tokens that are forged, old, for others or of other purposes open no path at all`() async throws {
        let trusting = try TrustingHub()
        let stranger = try SidecarClient.plain(trusting.hub)
        let bad = try Self.bad(trusting)
        let good = try trusting.person(["hub-admins"], "root")
        let admin = try Self.operations("/v1/admin")
        let sidecar = try Self.operations("/v1/sidecar")
        #expect(admin.count > 20 && sidecar.count > 10)
        // Whoever may do everything with a token is still no sidecar.
        let asked =
            admin.flatMap { path in bad.map { (path, $0) } }
            + sidecar.flatMap { path in
                (bad.prefix(4) + [good]).map { (path, $0) }
            }
        let admitted = try await withThrowingTaskGroup(of: String?.self) { group in
            var admitted: [String] = []
            for (index, (operation, token)) in asked.enumerated() {
                if index >= 16, let found = try await group.next() ?? nil { admitted.append(found) }
                group.addTask {
                    let status = try await Self.ask(stranger, trusting, operation, token)
                    return status == 401 ? nil : "\(operation.method) \(operation.path): \(status)"
                }
            }
            for try await found in group { if let found { admitted.append(found) } }
            return admitted
        }
        #expect(admitted.isEmpty, "\(admitted.prefix(5))")
        for token in bad.dropLast(6) where token != bad[5] && token != bad[6] {
            let problem = await #expect(throws: ProblemDetails.self) { try await trusting.enrol(token) }
            #expect(problem?.code == .tokenRefused)
        }
        #expect(trusting.hub.isRunning)
        #expect(try trusting.hub.check(["instances", "list"]).split(separator: "\n").count == 1)
        // The good one, so that the refusals above mean something.
        let list = try await Self.ask(
            stranger, trusting, Operation(method: .GET, path: "/v1/admin/instances"), good)
        #expect(list == 200)
        try await stranger.shutdown()
        for token in bad { #expect(!trusting.hub.log.contains(token)) }
    }

    @Test func `a person without a group that counts may do nothing but look at an empty list`() async throws {
        let trusting = try TrustingHub()
        let client = try SidecarClient.plain(trusting.hub)
        let token = try trusting.person(["interns"], "ines")
        for operation in try Self.operations("/v1/admin") {
            let status = try await Self.ask(client, trusting, operation, token)
            let expected =
                operation.path.hasPrefix("/v1/admin/approvals")
                ? (operation.path == "/v1/admin/approvals" ? 200 : 404) : 403
            #expect(status == expected, "\(operation.method) \(operation.path)")
        }
        try await client.shutdown()
    }

    @Test func `a sidecar's certificate opens nothing of the administration, and nothing of another sidecar`()
        async throws
    {
        let trusting = try TrustingHub()
        let owner = try await trusting.enrol(try trusting.podToken())
        let thief = try await trusting.enrol(try trusting.podToken())
        let id = String(repeating: "a", count: 32)
        let request = ApprovalRequest(
            id: id, boot: "b", session: "5f0c9be2a1d34e77", statement: 1, principal: "bot", role: "analyst",
            target: "ehr", rule: "bulk", message: nil, approvers: ["privacy-office"], expiresSeconds: 60,
            text: "SELECT 1", phiRead: [], phiWritten: [], rows: nil)
        _ = try await owner.post(HubPath.approvals, request).as(ApprovalState.self)
        // At once: of a sidecar that sends no heartbeat, requests are ended after a while.
        #expect(try await thief.delete("\(HubPath.approvals)/\(id)").status == 404)
        #expect(try trusting.hub.check(["approvals", "show", id]).contains("pending"))
        let client = try SidecarClient.client(
            trusting.hub, chain: thief.enrolled.certificate.chain, key: thief.keys.tls)
        for operation in try Self.operations("/v1/admin") {
            let status = try await Self.ask(client, trusting, operation, nil)
            #expect(status == 401, "\(operation.method) \(operation.path)")
        }
        try await client.shutdown()
        // The certificate of one with the key of another is none.
        let mixed = try? SidecarClient.client(
            trusting.hub, chain: owner.enrolled.certificate.chain, key: thief.keys.tls)
        let answer = try? await mixed?.execute(
            HTTPClientRequest(url: trusting.hub.url + HubPath.policy), timeout: .seconds(30))
        #expect(answer?.status.code ?? 401 == 401)
        try await mixed?.shutdown()
    }

    @Test func `a hub without an issuer refuses tokens of providers, and says so`() async throws {
        let hub = try HubProcess()
        let trusting = try TrustingHub()
        let keys = SidecarClient.Keys()
        let request = try SidecarClient.request(keys, oidcToken: try trusting.podToken())
        let problem = await #expect(throws: ProblemDetails.self) { try await SidecarClient.enrol(hub, request, keys) }
        #expect(problem?.code == .tokenRefused)
        #expect(problem?.detail == "no issuer \(trusting.provider.issuer) is configured for sidecars")
    }
}
