import Foundation
import HubAPI
import TestServices
import TestSupport
import Testing

/// Sidecars, clients and people who show the hub tokens of an OpenID provider.
@Suite struct IdentityTests {
    @Test func `a pod enrols with its service-account token, and has the groups of the configuration`() async throws {
        let setting = try TrustingHub()
        let sidecar = try await setting.enrol(try setting.podToken())
        #expect(sidecar.enrolled.principal == "\(setting.provider.issuer)#system:serviceaccount:team:bot")
        #expect(
            Set(sidecar.enrolled.groups) == [
                "system:serviceaccounts", "system:serviceaccounts:team", "analysts", "everybody",
            ])
        #expect(try setting.hub.check(["instances", "list"]).contains(sidecar.keys.instance))
        // The same pod, started anew.
        _ = try await setting.enrol(try setting.podToken(), sidecar.keys)
        #expect(try setting.hub.check(["instances", "list"]).split(separator: "\n").count == 2)
    }

    @Test func `a token that is forged, expired, for somebody else or without a signature enrols nobody`() async throws
    {
        let setting = try TrustingHub()
        let past = Int64(Date().timeIntervalSince1970) - 400
        let unsigned = try Token.unsigned(["alg": "none", "typ": "JWT"], setting.provider.claims())
        let bad: [(String, String)] = [
            (try setting.token("chaperone-sidecars", by: .make("ES256")), "signature is not that of"),
            (try setting.podToken(["exp": past]), "expired"),
            (try setting.token("chaperone-clients"), "another audience"),
            (unsigned + ".", "algorithm none is not allowed"),
            (try setting.podToken(["iss": "https://elsewhere.example"]), "no issuer"),
            (try setting.token("chaperone-sidecars", header: ["kid": "other"]), "no key of the token's key ID"),
            (try setting.podToken(["nbf": past + 4_000]), "not valid before"),
            ("garbage", "malformed"), ("", "malformed"), ("a.b.c", "malformed"),
            // As kubectl create token makes it, and as a secret of old held it.
            (
                try setting.podToken([
                    "kubernetes.io": ["namespace": "team", "serviceaccount": ["name": "bot", "uid": "1"]]
                ]), "bound to no pod"
            ),
            (try setting.podToken(["kubernetes.io": NSNull()]), "bound to no pod"),
            (
                try setting.podToken([
                    "kubernetes.io": NSNull(), "kubernetes.io/serviceaccount/namespace": "team",
                    "kubernetes.io/serviceaccount/service-account.name": "bot",
                ]), "bound to no pod"
            ),
        ]
        for (token, reason) in bad {
            let problem = await #expect(throws: ProblemDetails.self, "\(reason)") { try await setting.enrol(token) }
            #expect(problem?.code == .tokenRefused, "\(reason)")
            #expect(problem?.detail?.contains(reason) == true, "\(problem?.detail ?? "")")
        }
        #expect(try setting.hub.check(["instances", "list"]).split(separator: "\n").count == 1)
        #expect(!setting.hub.log.contains(try setting.podToken().split(separator: ".")[1]))
    }

    @Test func `a rotated key is found, and while the provider is away nobody is let in by guess`() async throws {
        let setting = try TrustingHub()
        _ = try await setting.enrol(try setting.podToken())
        let newer = try TestKey.make("ES256")
        try setting.provider.publish([newer.published("key-2")])
        // A key that is not there is asked for at most every five seconds.
        try await Task.sleep(for: .seconds(6))
        let now = Int64(Date().timeIntervalSince1970)
        _ = try await setting.enrol(
            try setting.provider.token(
                ["aud": "chaperone-sidecars", "iat": now, "exp": now + 60], header: ["kid": "key-2"], by: newer))
        let lonely = try TrustingHub()
        lonely.provider.set(TestProvider.keysPath, .init(503))
        let problem = await #expect(throws: ProblemDetails.self) { try await lonely.enrol(try lonely.podToken()) }
        #expect(problem?.code == .unavailable)
    }

    @Test func `a revoked sidecar stays out, whatever token it has`() async throws {
        let setting = try TrustingHub()
        let sidecar = try await setting.enrol(try setting.podToken())
        try setting.hub.check(["instances", "revoke", sidecar.keys.instance, "--reason", "stolen"])
        let problem = await #expect(throws: ProblemDetails.self) {
            try await setting.enrol(try setting.podToken(), sidecar.keys)
        }
        #expect(problem?.code == .revoked)
    }

    @Test func `a client's token is verified for targets that ask for one, and for no other`() async throws {
        let setting = try TrustingHub()
        let policy = try String(contentsOf: Repository.fixture("ehr.yaml"), encoding: .utf8)
        let file = setting.hub.folder.appending(path: "policy.yaml")
        func push(_ text: String) throws {
            try text.write(to: file, atomically: true, encoding: .utf8)
            try setting.hub.check(["policy", "push", file.path()])
        }
        try push(policy)
        let sidecar = try await setting.enrol(try setting.podToken())
        func ask(_ token: String, _ target: String = "ehr") async throws -> IdentityResponse {
            try await sidecar.post(HubPath.identities, IdentityRequest(target: target, token: token))
                .as(IdentityResponse.self)
        }
        let good = try setting.token("chaperone-clients", ["sub": "ada"])
        let pod = await #expect(throws: ProblemDetails.self) { try await ask(good) }
        #expect(pod?.code == .forbidden)
        try push(policy.replacing("    tls: disable\n", with: "    tls: disable\n    identity: token\n"))
        let identity = try await ask(good)
        #expect(identity.principal == "\(setting.provider.issuer)#ada")
        #expect(identity.groups == ["analysts", "nurses"])
        for (token, target, code) in [
            (good, "elsewhere", ProblemDetails.Code.forbidden),
            (try setting.token("chaperone-people"), "ehr", .tokenRefused),
            (try setting.token("chaperone-clients", by: .make("ES256")), "ehr", .tokenRefused),
            (try setting.token("chaperone-clients", ["exp": 1_000]), "ehr", .tokenRefused),
        ] {
            let problem = await #expect(throws: ProblemDetails.self) { try await ask(token, target) }
            #expect(problem?.code == code)
        }
    }

    @Test func `a client's sidecar is told the claims by which a role's rows are chosen, and no others`() async throws {
        let setting = try TrustingHub()
        let policy = try String(contentsOf: Repository.fixture("ehr.yaml"), encoding: .utf8)
        let file = setting.hub.folder.appending(path: "policy.yaml")
        let rows = #"targets: [ehr], rows: { clinic.patients: "ward = {claim:org.ward} AND id <> {claim:none}" } }"#
        try policy.replacing("    tls: disable\n", with: "    tls: disable\n    identity: token\n")
            .replacing("targets: [ehr] }", with: rows).write(to: file, atomically: true, encoding: .utf8)
        try setting.hub.check(["policy", "push", file.path()])
        let sidecar = try await setting.enrol(try setting.podToken())
        let token = try setting.token(
            "chaperone-clients", ["sub": "ada", "org": ["ward": "west", "pay": 5], "ward": "east"])
        let identity = try await sidecar.post(HubPath.identities, IdentityRequest(target: "ehr", token: token))
            .as(IdentityResponse.self)
        #expect(identity.claims == ["org.ward": "west"])
    }

    @Test func `people have what their groups give: administrators all, approvers their requests, others nothing`()
        async throws
    {
        let setting = try TrustingHub()
        let sidecar = try await setting.enrol(try setting.podToken())
        let id = String(repeating: "a", count: 32)
        let request = ApprovalRequest(
            id: id, boot: "b", session: "5f0c9be2a1d34e77", statement: 1,
            principal: "\(setting.provider.issuer)#rosa", role: "analyst", target: "ehr", rule: "bulk", message: nil,
            approvers: ["privacy-office"], expiresSeconds: 60, text: "SELECT 1", phiRead: [], phiWritten: [], rows: nil)
        _ = try await sidecar.post(HubPath.approvals, request).as(ApprovalState.self)

        let admin = try setting.person(["hub-admins"], "root")
        let officer = try setting.person(["privacy-office"], "olga")
        let other = try setting.person(["interns"], "ines")
        // Equal to "Keepers" as a String, and another group to the provider.
        let alike = try setting.person(["\u{212A}eepers"], "kim")
        #expect(try setting.command(["instances", "list"], token: admin).succeeded)
        #expect(try setting.command(["instances", "list"], token: setting.person(["Keepers"], "kay")).succeeded)
        for token in [officer, other, alike] {
            let outcome = try setting.command(["instances", "list"], token: token)
            #expect(outcome.status == 1 && outcome.errors.contains("for administrators"), "\(outcome.story)")
        }
        #expect(try setting.command(["approvals", "list"], token: officer).output.contains(id))
        #expect(try !setting.command(["approvals", "list"], token: other).output.contains(id))
        #expect(try setting.command(["approvals", "approve", id], token: other).status == 1)
        // Who asked may not decide, in the right group or not.
        let asking = try setting.person(["privacy-office"], "rosa")
        let own = try setting.command(["approvals", "approve", id], token: asking)
        #expect(own.status == 1 && own.errors.contains("who asks may not approve"), "\(own.story)")
        // Nor may whose sidecar it is, whatever name that asked in.
        let owner = try setting.token(
            "chaperone-people", ["sub": "system:serviceaccount:team:bot", "groups": ["privacy-office"]])
        let owned = try setting.command(["approvals", "approve", id], token: owner)
        #expect(owned.status == 1 && owned.errors.contains("who asks may not approve"), "\(owned.story)")
        #expect(try setting.command(["approvals", "approve", id, "--reason", "fine"], token: officer).succeeded)
        #expect(try setting.hub.check(["approvals", "show", id]).contains("\(setting.provider.issuer)#olga"))
        let expired = try setting.token("chaperone-people", ["groups": ["hub-admins"], "exp": 1_000])
        let late = try setting.command(["instances", "list"], token: expired)
        #expect(late.status == 1 && late.errors.contains("expired"), "\(late.story)")
    }
}
