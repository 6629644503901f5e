import Foundation
import HubAPI
import HubClient
import NIOCore
import TestSupport
import Testing

/// The hub slow, broken, or somebody else.
@Suite("Calls of a hub that fails")
struct FailureTests {
    typealias Call = @Sendable (HubClient) async throws -> Void

    private static let use = CredentialUse(id: "u", user: "agent")
    /// Every call, with an answer that it takes.
    static let calls: [(name: String, good: FakeAnswer, call: Call)] = [
        (
            "enrol",
            .json(
                #"{"hub_name":"h","principal":"p","groups":[],"certificate":{"chain":"","authorities":"","#
                    + #""not_before_seconds":0,"not_after_seconds":1},"policy_key":"k","witness_key":"w"}"#),
            {
                _ = try await $0.enrol(
                    EnrolRequest(
                        instance: "i", enrolToken: "t", oidcToken: nil, tlsPublicKey: [1], auditPublicKey: [2],
                        version: "1"))
            }
        ),
        (
            "renew", .json(#"{"chain":"","authorities":"","not_before_seconds":0,"not_after_seconds":1}"#),
            { _ = try await $0.renew(RenewRequest(version: "1")) }
        ),
        (
            "heartbeat", .nothing,
            {
                try await $0.heartbeat(
                    Heartbeat(
                        boot: "b", version: "1", bundleNumber: 1, sessions: 0, heldStatements: 0, logSize: 0,
                        cosignedSize: 0, spoolBytes: 0, nowSeconds: 0))
            }
        ),
        (
            "policy", .json(#"{"revision":1,"bundle":"b","principal":"p","groups":[],"pseudonym_keys":{"ehr_a":"k"}}"#),
            { _ = try await $0.policy(PolicyQuery(revision: 0, waitSeconds: 0, understands: [])) }
        ),
        (
            "identity", .json(#"{"principal":"p","groups":[],"expires_at_seconds":1}"#),
            { _ = try await $0.identity(IdentityRequest(target: "t", token: "x")) }
        ),
        (
            "credential use", .json(#"{"id":"u","user":"agent"}"#),
            { _ = try await $0.beginCredentialUse(CredentialUseRequest(target: "t", session: "s", principal: "p")) }
        ),
        ("end of a credential use", .nothing, { try await $0.endCredentialUse(use, isRefused: false) }),
        (
            "SCRAM proof", .json(#"{"client_proof":"AQ==","server_signature":"Ag=="}"#),
            {
                _ = try await $0.scramProof(
                    ScramChallenge(clientFirstBare: "a", serverFirst: "b", clientFinalWithoutProof: "c"), for: use)
            }
        ),
        (
            "md5 answer", .json(#"{"password":"md5"}"#),
            { _ = try await $0.md5Answer(MD5Challenge(salt: [1, 2, 3, 4]), for: use) }
        ),
        ("password", .json(#"{"password":"p"}"#), { _ = try await $0.cleartextPassword(for: use) }),
        (
            "approval", .json(#"{"id":"a","state":"pending"}"#),
            {
                _ = try await $0.requestApproval(
                    ApprovalRequest(
                        id: "a", boot: "b", session: "s", statement: 1, principal: "p", role: "r", target: "t",
                        rule: "r", message: nil, approvers: [], expiresSeconds: 1, text: "t", phiRead: [],
                        phiWritten: [], rows: nil))
            }
        ),
        ("withdrawal", .nothing, { try await $0.withdrawApproval("a") }),
        (
            "decisions", .json(#"{"decisions":[],"next":0}"#),
            { _ = try await $0.decisions(after: 0, waitSeconds: 0) }
        ),
        (
            "audit position", .json(#"{"size":0,"cosigned_size":0}"#),
            { _ = try await $0.auditPosition() }
        ),
        (
            "audit batch", .json(#"{"size":0,"cosigned_size":0}"#),
            { _ = try await $0.ship(AuditBatch(oldSize: 0, checkpoint: "c", records: ["r"])) }
        ),
    ]

    /// Runs every call against a hub that answers as `answer` says, and gives how each of them ended.
    private func outcomes(
        _ answer: @escaping @Sendable (FakeAnswer) throws -> FakeAnswer
    ) async throws -> [(name: String, failure: HubFailure?, tries: Int)] {
        let certificates = try await OffPool.run { try TestCertificates() }
        var outcomes: [(String, HubFailure?, Int)] = []
        for (name, good, call) in Self.calls {
            let hub = try await FakeHub(certificates) { _ in try answer(good) }
            let client = try Instance.client(port: hub.port, authority: certificates.authority)
            do {
                try await call(client)
                outcomes.append((name, nil, hub.requests.count))
            } catch let failure as HubFailure { outcomes.append((name, failure, hub.requests.count)) }
            client.shutDown()
        }
        return outcomes
    }

    @Test("have an answer each, when the hub is well")
    func well() async throws {
        for outcome in try await outcomes({ $0 }) {
            #expect(outcome.failure == nil, "\(outcome.name): \(String(describing: outcome.failure))")
            #expect(outcome.tries == 1)
        }
    }

    @Test(
        "fail as unreachable when the connection is cut half-way, and a proof is asked for once only",
        arguments: [0, 12, 60, 100])
    func cut(percent: Int) async throws {
        let outcomes = try await outcomes { good in
            let wire = Array((good.wire ?? "").utf8)
            // 100: all but the last byte.
            let length = percent == 100 ? wire.count - 1 : wire.count * percent / 100
            return .bytes(String(decoding: wire.prefix(length), as: UTF8.self))
        }
        for outcome in outcomes {
            guard case .unreachable? = outcome.failure else {
                Issue.record("\(outcome.name): \(String(describing: outcome.failure))")
                continue
            }
            let isProof = ["SCRAM proof", "md5 answer", "password"].contains(outcome.name)
            if isProof { #expect(outcome.tries == 1, "\(outcome.name)") }
        }
    }

    @Test(
        "fail with what is wrong when the answer is garbage",
        arguments: [
            "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nno!", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
            "HTTP/1.1 500 X\r\ncontent-length: 5\r\n\r\n<html", "HTTP/1.1 404 X\r\ncontent-length: 0\r\n\r\n",
            "SSH-2.0-OpenSSH_9\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n" + String(repeating: "x", count: 99),
        ])
    func garbage(wire: String) async throws {
        for outcome in try await outcomes({ _ in .bytes(wire) })
        where !wire.contains("200 OK") || outcome.name == "policy" {
            switch outcome.failure {
            case .garbage?, .unreachable?: break
            default: Issue.record("\(outcome.name): \(String(describing: outcome.failure))")
            }
        }
    }

    @Test("stop at an answer that is longer than what may come")
    func tooLong() async throws {
        let certificates = try await OffPool.run { try TestCertificates() }
        let long = String(repeating: "x", count: HubJSON.bodyBytesLimit + 1)
        let hub = try await FakeHub(certificates) { _ in .json(long) }
        let client = try Instance.client(port: hub.port, authority: certificates.authority)
        let failure = await #expect(throws: HubFailure.self) { try await client.auditPosition() }
        #expect(failure == .garbage(reason: "it is longer than \(HubJSON.bodyBytesLimit) bytes"))
        client.shutDown()
    }

    @Test("are tried again when somebody waits and the hub only stumbled")
    func stumbled() async throws {
        let certificates = try await OffPool.run { try TestCertificates() }
        let counter = Counter()
        let hub = try await FakeHub(certificates) { _ in
            counter.next() < 3 ? try .problem(ProblemDetails(.unavailable)) : .json(#"{"id":"u","user":"agent"}"#)
        }
        let client = try Instance.client(port: hub.port, authority: certificates.authority)
        let use = try await client.beginCredentialUse(
            CredentialUseRequest(target: "t", session: "s", principal: "p"))
        #expect(use.user == "agent")
        #expect(hub.requests.count == 3)
        #expect(client.contact.isReachable)
        client.shutDown()
    }

    @Test("tell the problem that the hub tells")
    func problem() async throws {
        for code in ProblemDetails.Code.allCases where code != .revoked && code.status < 500 && code != .rateLimited {
            let certificates = try await OffPool.run { try TestCertificates() }
            let hub = try await FakeHub(certificates) { _ in
                try .problem(ProblemDetails(code, detail: "because of \(code.rawValue)"))
            }
            let client = try Instance.client(port: hub.port, authority: certificates.authority)
            let failure = await #expect(throws: HubFailure.self) { try await client.auditPosition() }
            #expect(failure == .problem(ProblemDetails(code, detail: "because of \(code.rawValue)")))
            #expect(client.contact.isReachable)
            client.shutDown()
        }
    }

    @Test("are all over when one of them learns that the sidecar was revoked")
    func revoked() async throws {
        let certificates = try await OffPool.run { try TestCertificates() }
        let hub = try await FakeHub(certificates) { _ in try .problem(ProblemDetails(.revoked, detail: "stolen")) }
        let client = try Instance.client(port: hub.port, authority: certificates.authority)
        let signal = Task { await client.signals.first { _ in true } }
        for (name, _, call) in Self.calls {
            let failure = await #expect(throws: HubFailure.self, "\(name)") { try await call(client) }
            #expect(failure == .revoked(reason: "stolen"))
        }
        #expect(hub.requests.count == 1, "what is over is not asked again")
        #expect(await signal.value == .revoked(reason: "stolen"))
        #expect(client.contact.revokedReason == "stolen")
        client.shutDown()
    }

    @Test("end in time when the hub never answers, and when they are given up", .timeLimit(.minutes(2)))
    func silent() async throws {
        let certificates = try await OffPool.run { try TestCertificates() }
        let hub = try await FakeHub(certificates) { _ in .silence }
        let client = try Instance.client(port: hub.port, authority: certificates.authority)
        let given = Task { try await client.policy(PolicyQuery(revision: 1, waitSeconds: 30, understands: [])) }
        while hub.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        given.cancel()
        await #expect(throws: HubFailure.self) { try await given.value }
        let failure = await #expect(throws: HubFailure.self) { try await client.auditPosition() }
        #expect(failure == .timedOut(address: "https://localhost:\(hub.port)", seconds: 10))
        #expect(!client.contact.isReachable)
        client.shutDown()
    }

    @Test("trust nobody but the authority that was given, for the name that was given")
    func strangers() async throws {
        let (own, other) = try await OffPool.run { (try TestCertificates(), try TestCertificates()) }
        let hub = try await FakeHub(own) { _ in .nothing }
        let wrongAuthority = try Instance.client(port: hub.port, authority: other.authority)
        let wrongName = try Instance.client(port: hub.port, authority: own.authority, host: "127.0.0.1")
        for client in [wrongAuthority, wrongName] {
            let failure = await #expect(throws: HubFailure.self) { try await client.auditPosition() }
            guard case .notTrusted? = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
            client.shutDown()
        }
        #expect(hub.requests.isEmpty)
    }

    @Test("reach a hub that was away as soon as it is there, over few connections")
    func back() async throws {
        let certificates = try await OffPool.run { try TestCertificates() }
        let port = Int(try LoopbackSocket().port)
        let client = try Instance.client(port: port, authority: certificates.authority)
        let failure = await #expect(throws: HubFailure.self) { try await client.auditPosition() }
        guard case .unreachable? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        let hub = try await FakeHub(certificates, port: port) { _ in .json(#"{"size":0,"cosigned_size":0}"#) }
        for _ in 0..<20 { _ = try await client.auditPosition() }
        #expect(hub.connections == 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<300 { group.addTask { _ = try await client.auditPosition() } }
            try await group.waitForAll()
        }
        #expect(hub.connections <= 16)
        client.shutDown()
    }
}
