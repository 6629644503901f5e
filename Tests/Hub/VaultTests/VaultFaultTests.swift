import Foundation
import TestSupport
import Testing
import Vault

/// Answers that a healthy OpenBao does not give.
@Suite("A Vault that misbehaves") struct VaultFaultTests {
    private static let now: Int64 = 1_800_000_000
    private static let secret = "hunter2"
    private static let token = "s.0123456789"

    /// Runs a test with a source at a server that answers so.
    private func asking(
        database: Bool = false, timeoutMilliseconds: Int = 30_000, _ handler: @escaping LoopbackHTTPServer.Handler,
        _ body: (CredentialSources, LoopbackHTTPServer) async throws -> Void
    ) async throws {
        let server = try LoopbackHTTPServer(handler)
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)")
        try Data(Self.token.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let vault = VaultConfiguration(
            address: server.url, authentication: .tokenFile(file.path()), namespace: "team-a",
            timeoutMilliseconds: timeoutMilliseconds)
        try await withSources(
            CredentialSourceConfiguration(
                name: "ehr",
                kind: database ? .vaultDatabase(vault, .init(role: "agent")) : .vaultKV(vault, .init(path: "ehr")))
        ) { try await body($0, server) }
    }

    /// What no error may hold.
    private func expectDiscreet(_ failure: CredentialFailure?, _ part: String) {
        let text = failure?.description ?? "accepted"
        #expect(text.contains(part), "\(text)")
        #expect(!text.contains(Self.secret) && !text.contains(Self.token))
    }

    @Test("Requests carry the token, the namespace and the mark against forged requests")
    func headers() async throws {
        try await asking { _ in
            .init(404)
        } _: { sources, server in
            expectDiscreet(await sources.failure("ehr", nowSeconds: Self.now), "/v1/secret/data/ehr: HTTP 404")
            let request = try #require(server.requests.first)
            #expect(request.method == "GET" && request.path == "/v1/secret/data/ehr")
            #expect(request.headers["x-vault-token"] == Self.token)
            #expect(request.headers["x-vault-request"] == "true")
            #expect(request.headers["x-vault-namespace"] == "team-a")
        }
    }

    @Test(
        "A status is named with what it means", arguments: [301, 307, 400, 403, 404, 412, 429, 472, 473, 500, 502, 503])
    func statuses(_ status: Int) async throws {
        try await asking { _ in
            .init(
                status, headers: ["location": "http://127.0.0.1:1/"],
                body: Array(#"{"errors": ["\#(Self.secret)"]}"#.utf8))
        } _: { sources, _ in
            expectDiscreet(await sources.failure("ehr", nowSeconds: Self.now), "HTTP \(status)")
        }
    }

    @Test(
        "An answer that is not of the documented form is refused, and nothing of it is told",
        arguments: [
            "", "hunter2", "[]", "{}", #"{"data": "hunter2"}"#, #"{"data": {"data": {"password": "hunter2"}}}"#,
            #"{"data": {"data": ["hunter2"], "metadata": {"version": 1}}}"#,
            #"{"data": {"data": {"username": "hunter2"}, "metadata": {"version": 1}}}"#,
            #"{"data": {"data": {"username": "", "password": "hunter2"}, "metadata": {"version": 1}}}"#,
            #"{"data": {"data": {"username": "a\u0000b", "password": "hunter2"}, "metadata": {"version": 1}}}"#,
            #"{"data": {"data": {"username": "a", "password": {"x": "hunter2"}}, "metadata": {"version": 1}}}"#,
        ])
    func garbage(_ text: String) async throws {
        for database in [false, true] {
            try await asking(database: database) { _ in
                .init(json: text)
            } _: { sources, _ in
                guard case .malformed? = await sources.failure("ehr", nowSeconds: Self.now) else {
                    Issue.record("not refused as malformed")
                    return
                }
                expectDiscreet(
                    await sources.failure("ehr", nowSeconds: Self.now), database ? "creds/agent" : "data/ehr")
            }
        }
    }

    @Test("A dynamic user without a lease is refused: it could not be revoked")
    func withoutLease() async throws {
        try await asking(database: true) { _ in
            .init(json: #"{"lease_id": "", "lease_duration": 0, "data": {"username": "a", "password": "hunter2"}}"#)
        } _: { sources, _ in
            expectDiscreet(await sources.failure("ehr", nowSeconds: Self.now), "its answer has no lease")
        }
    }

    @Test("A user that was followed by another because its lease nears its end is revoked at the end, too")
    func followed() async throws {
        try await asking(database: true) { request in
            switch request.path {
            case "/v1/sys/leases/renew": .init(json: #"{"lease_id": "x", "lease_duration": 20, "renewable": true}"#)
            case "/v1/sys/leases/revoke": .init(204)
            default:
                .init(
                    json: """
                        {"lease_id": "database/creds/agent/\(UUID().uuidString)", "lease_duration": 60, "renewable": true,
                         "data": {"username": "a", "password": "p"}}
                        """)
            }
        } _: { sources, server in
            let first = try await sources.credential("ehr", nowSeconds: Self.now)
            #expect(try await sources.credential("ehr", nowSeconds: Self.now + 39) == first)
            #expect(server.requests.count == 1)
            let second = try await sources.credential("ehr", nowSeconds: Self.now + 40)
            #expect(second.leaseID != first.leaseID)
            #expect(
                server.requests.dropFirst().first?.body
                    == Array(#"{"increment":60,"lease_id":"\#(first.leaseID ?? "")"}"#.utf8))
            #expect(await sources.end(nowSeconds: Self.now + 50) == [:])
            let revoked = server.requests.filter { $0.path == "/v1/sys/leases/revoke" }
            #expect(
                Set(revoked.map { String(decoding: $0.body, as: UTF8.self) })
                    == Set([first, second].map { #"{"lease_id":"\#($0.leaseID ?? "")"}"# }))
            #expect(revoked.allSatisfy { $0.method == "POST" })
        }
    }

    @Test("A huge answer is cut off, and a slow one given up")
    func limits() async throws {
        try await asking { _ in
            .init(body: [UInt8](repeating: 0x20, count: 4 << 20))
        } _: { sources, _ in
            expectDiscreet(await sources.failure("ehr", nowSeconds: Self.now), "larger than 262144 bytes")
        }
        try await asking(timeoutMilliseconds: 1_000) { _ in
            .init(delaySeconds: 6)
        } _: { sources, _ in
            expectDiscreet(await sources.failure("ehr", nowSeconds: Self.now), "no complete answer within 1000 ms")
        }
    }

    @Test("A hundred requests at once ask it once, and a failure is not asked about again at once")
    func crowd() async throws {
        let answer = #"{"data": {"data": {"username": "a", "password": "p"}, "metadata": {"version": 1}}}"#
        try await asking { _ in
            .init(json: answer)
        } _: { sources, server in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask { _ = try? await sources.credential("ehr", nowSeconds: Self.now) }
                }
            }
            #expect(server.requests.count == 1)
        }
        try await asking { _ in
            .init(500)
        } _: { sources, server in
            for second in 0..<CredentialTimes.retrySeconds {
                _ = await sources.failure("ehr", nowSeconds: Self.now + second)
            }
            #expect(server.requests.count == 1)
            server.answer { _ in .init(json: answer) }
            _ = try await sources.credential("ehr", nowSeconds: Self.now + CredentialTimes.retrySeconds)
        }
    }

    @Test("Sources that cannot work are refused before anything is asked, with what to do")
    func configurations() async throws {
        func failure(_ configurations: CredentialSourceConfiguration...) async -> String {
            do throws(CredentialFailure) {
                let sources = try await CredentialSources(configurations) { name async throws(CredentialFailure) in
                    throw .unknownSource(name)
                }
                _ = await sources.end(nowSeconds: 0)
                return "accepted"
            } catch { return error.description }
        }
        func vault(_ address: String) -> CredentialSourceConfiguration {
            CredentialSourceConfiguration(
                name: "ehr",
                kind: .vaultKV(
                    VaultConfiguration(address: address, authentication: .tokenFile("/nowhere")), .init(path: "ehr")))
        }
        #expect(await failure(vault("http://vault.example:8200")).contains("must begin with https://"))
        #expect(await failure(vault("https://vault.example/v1")).contains("must end after the host and port"))
        #expect(
            await failure(vault("https://vault.example"), vault("https://vault.example"))
                == "credential ehr is there twice")
        let aws = AWSSecretsManagerSource.Parameters(region: "us-east-1", secretID: "x", endpoint: "ftp://x")
        #expect(
            await failure(vault("https://vault.example"), .init(name: "aws", kind: .awsSecretsManager(aws)))
                .contains("must begin with https://"))
        // A token file that is not there is told when it is needed.
        try await withSources(vault("https://127.0.0.1:1")) { sources in
            #expect(
                await sources.failure("ehr", nowSeconds: Self.now)
                    == .misconfigured("/nowhere: No such file or directory"))
        }
    }

    @Test("The hub's own vault is read for every request, and a name that nobody knows is said to be unknown")
    func hubVault() async throws {
        try await withSources(.init(name: "own", kind: .hub), .init(name: "missing", kind: .hub)) { sources in
            let own = try await sources.credential("own", nowSeconds: Self.now)
            #expect(own.user == "hub-own")
            #expect(await sources.failure("missing", nowSeconds: Self.now) == .unknownSource("missing"))
            #expect(await sources.failure("other", nowSeconds: Self.now) == .unknownSource("other"))
        }
    }
}
