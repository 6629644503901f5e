import Foundation
import Glibc
import TestServices
import TestSupport
import Testing

/// The real sidecar with the real hub.
@Suite("A sidecar with a hub", .serialized)
struct HubMode {
    /// Long for what takes a moment: the machine may be busy.
    private static let promptSeconds = 5.0

    private func isPrivate(_ file: URL, _ mode: Int) throws -> Bool {
        try FileManager.default.attributesOfItem(atPath: file.path())[.posixPermissions] as? Int == mode
    }

    @Test("enrols, serves the policy's targets, ships its log, and starts again without its token")
    func life() throws {
        let workshop = try HubWorkshop(["ehr", "billing"])
        let sidecar = try workshop.start()
        #expect(try HubWorkshop.targets(sidecar) == ["billing", "ehr"])
        let status = try HubWorkshop.status(sidecar)
        #expect(status["principal"] as? String == "bot")
        #expect(status["groups"] as? [String] == ["analysts"])
        #expect((status["instance"] as? String)?.hasPrefix("chaperone/test/") == true)
        try sidecar.wait("a cosigned checkpoint") { try HubWorkshop.hub(sidecar)["cosigned"] as? Int ?? 0 >= 1 }
        let metrics = try PrometheusSamples(RawHTTP.ask(try sidecar.adminPort, "/metrics").body)
        #expect(metrics["chaperone_hub_reachable"] == 1)
        #expect(metrics["chaperone_policy_number"] == 1)
        #expect(metrics["chaperone_hub_certificate_expiry_seconds"] ?? 0 > 3_000)
        #expect(metrics["chaperone_policy_lease_seconds"] ?? 0 > 0)
        let state = workshop.file("state/hub")
        #expect(try isPrivate(state, 0o700))
        for name in ["tls.key", "enrolment.json", "policy.sealed", "number.sealed"] {
            #expect(try isPrivate(state.appending(path: name), 0o600), "\(name)")
        }
        let token = try String(contentsOf: workshop.file("token"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        #expect(!sidecar.logText.contains(token))
        #expect(!sidecar.logText.contains("has not reached the hub"), "\(sidecar.logText)")
        try FileManager.default.removeItem(at: workshop.file("token"))
        let again = try workshop.start()
        #expect(!again.logText.contains("enrolled"), "\(again.logText)")
        #expect(try workshop.hub.check(["instances", "list"]).split(separator: "\n").count == 2)
    }

    @Test("enrols with the token that its pod's file holds at that time, and has the provider's word for who it is")
    func podToken() throws {
        let provider = try TestProvider()
        let workshop = try HubWorkshop(
            configuration: """
                issuers:
                  - issuer: \(provider.issuer)
                    for: sidecars
                    audiences: [chaperone-hub]
                    service_accounts: { 'team/bot': [analysts] }

                """
        ) { HubWorkshop.policy(["ehr"]) }
        let file = workshop.file("pod-token")
        func arguments(_ state: String) -> [String] {
            [
                "run", "--hub", workshop.hub.url, "--hub-ca", workshop.hub.authority, "--oidc-token-file", file.path(),
                "--state", workshop.file(state).path(), "--log-format", "json", "--grace", "0",
            ]
        }
        func put(seconds: Int64) throws -> String {
            let now = Int64(Date().timeIntervalSince1970)
            let token = try provider.token([
                "sub": "system:serviceaccount:team:bot", "aud": ["chaperone-hub"], "groups": NSNull(),
                "iat": now - 600, "nbf": now - 600, "exp": now + seconds,
                "kubernetes.io": [
                    "namespace": "team", "pod": ["name": "bot-0", "uid": "2"],
                    "serviceaccount": ["name": "bot", "uid": "1"],
                ],
            ])
            try Data(token.utf8).write(to: file, options: .atomic)
            return token
        }
        let old = try put(seconds: -300)
        let refused = try workshop.run(arguments("state"))
        #expect(refused.status == 77, "\(refused.story)")
        #expect(refused.errors.contains("the token expired at"), "\(refused.errors)")
        let token = try put(seconds: 300)
        for state in ["state", "state-of-another-pod"] {
            let sidecar = try RunningSidecar(in: workshop.folder, arguments(state))
            let status = try HubWorkshop.status(sidecar)
            #expect(status["principal"] as? String == "\(provider.issuer)#system:serviceaccount:team:bot")
            #expect((status["groups"] as? [String])?.contains("analysts") == true)
            #expect(try HubWorkshop.targets(sidecar) == ["ehr"])
            sidecar.signal(SIGTERM)
            #expect(try sidecar.waitUntilEnd() == 0)
            for secret in [old, token] { #expect(!sidecar.logText.contains(secret)) }
        }
        // Two instances of one principal.
        #expect(try workshop.hub.check(["instances", "list"]).split(separator: "\n").count == 3)
    }

    @Test("takes up a new policy in a moment: lanes begin and end")
    func policy() throws {
        let workshop = try HubWorkshop(["ehr"])
        let sidecar = try workshop.start()
        for targets in [["billing", "ehr"], ["billing"]] {
            try workshop.push(targets)
            let pushed = Date()
            try sidecar.wait("the lanes \(targets)") { try HubWorkshop.targets(sidecar) == targets }
            #expect(Date().timeIntervalSince(pushed) < Self.promptSeconds)
        }
        #expect(try HubWorkshop.status(sidecar)["bundle"] as? Int == 3)
    }

    @Test("goes on after a password was changed outside the hub, as soon as the server refuses the old one")
    func changedPassword() async throws {
        let vault = try await TestVault()
        func put(_ password: String) async throws {
            try await vault.root(
                "POST", "secret/data/team/ehr",
                "{\"data\": {\"username\": \"\(PrivateServer.user)\", \"password\": \"\(password)\"}}")
        }
        try await put(PrivateServer.password)
        let token = try vault.write("root", to: "token")
        let server = try PrivateServer()
        let workshop = try HubWorkshop(
            configuration: """
                vaults: { main: { address: '\(vault.url)', token_file: '\(token)' } }
                credentials: { agent: { vault_kv: { vault: main, path: team/ehr } } }

                """
        ) {
            HubWorkshop.policy(["ehr"]).replacing("127.0.0.1:1'", with: "127.0.0.1:\(server.port)'")
                .replacing("credential: agent", with: "database: postgres, credential: agent")
        }
        let sidecar = try workshop.start()
        #expect(try PostgresConnection(sidecar.lane()).ask("SELECT 1").error == nil)
        let direct = try PostgresConnection(PostgresAddress(server.url))
        #expect(try direct.ask("ALTER USER \(PrivateServer.user) PASSWORD 'changed'").error == nil)
        try await put("changed")
        // Less than the time for which the hub keeps a password.
        let deadline = Date() + 30
        var refusals = 0
        while (try? PostgresConnection(sidecar.lane()).ask("SELECT 1").error == nil) != true {
            refusals += 1
            try #require(Date() < deadline)
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(refusals > 0)
        let events = try workshop.hub.check(["events"])
        #expect(events.contains("did not accept it") && !events.contains("changed'"), "\(events)")
        #expect(events.split(separator: "\n").count { $0.contains("credential-refused") } == 1)
    }

    @Test("takes its lease and its grace from the policy")
    func terms() throws {
        let workshop = try HubWorkshop()
        let sidecar = try workshop.start()
        #expect(try HubWorkshop.hub(sidecar)["lease_seconds"] as? Int ?? 0 > 80_000)
        let policy = try String(contentsOf: workshop.file("policy.yaml"), encoding: .utf8)
        try workshop.push(policy + "sidecars: { lease: 10m, grace: 1s }\n")
        try sidecar.wait("the shorter lease") { try HubWorkshop.hub(sidecar)["lease_seconds"] as? Int ?? 0 <= 600 }
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        #expect(sidecar.logText.contains(#""grace":"1s""#), "\(sidecar.logText)")
    }

    @Test("ends everything in a moment when it is revoked, says so, and does not start again")
    func revoked() throws {
        let workshop = try HubWorkshop()
        let sidecar = try workshop.start()
        let instance = try #require(
            (try HubWorkshop.status(sidecar)["instance"] as? String)?.split(separator: "+").first?.split(separator: "/")
                .last
        ).description
        let lane = try #require(sidecar.addresses["LANE_ehr"]?.split(separator: ":").last.flatMap { UInt16($0) })
        #expect(throws: Never.self) { _ = try RawHTTP(port: lane) }
        try workshop.hub.check(["instances", "revoke", instance, "--reason", "stolen laptop"])
        let revoked = Date()
        try sidecar.wait("the end of its lanes") { (try? RawHTTP(port: lane)) == nil }
        #expect(Date().timeIntervalSince(revoked) < Self.promptSeconds)
        let ready = try RawHTTP.ask(try sidecar.adminPort, "/readyz")
        #expect(ready.status == 503)
        #expect(ready.body.contains("stolen laptop"))
        #expect(sidecar.logText.contains("every session is ended"))
        sidecar.signal(SIGTERM)
        _ = try sidecar.waitUntilEnd()
        let again = try workshop.run(workshop.arguments())
        #expect(again.status == 77)
        #expect(again.errors.contains("stolen laptop"))
        workshop.hub.kill()
        #expect(try workshop.run(workshop.arguments(["--hub-wait", "0"])).status == 69)
    }

    @Test("goes on and starts while the hub is away, and ships everything in order when it is back")
    func away() throws {
        let workshop = try HubWorkshop()
        let port = workshop.hub.port
        var sidecar = try workshop.start()
        try sidecar.wait("a cosigned checkpoint") { try HubWorkshop.hub(sidecar)["cosigned"] as? Int ?? 0 >= 1 }
        workshop.hub.kill()
        try sidecar.wait("the loss of the hub") { try HubWorkshop.hub(sidecar)["reachable"] as? Bool == false }
        #expect(try HubWorkshop.targets(sidecar) == ["ehr"])
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        #expect(sidecar.logText.contains("the next start ships it"))
        sidecar = try workshop.start()
        #expect(sidecar.logText.contains("starting from the sealed policy"))
        #expect(try HubWorkshop.targets(sidecar) == ["ehr"])
        let back = try HubProcess(folder: workshop.hub.folder, port: port)
        try sidecar.wait("the rest of the log at the hub") {
            let told = try HubWorkshop.status(sidecar)
            let records = (told["audit"] as? [String: Any])?["records"] as? Int ?? 0
            return (told["hub"] as? [String: Any])?["cosigned"] as? Int ?? 0 >= max(records, 3)
        }
        #expect(try HubWorkshop.hub(sidecar)["reachable"] as? Bool == true)
        #expect(back.isRunning)
    }

    @Test("says what is wrong, each with an exit code of its own")
    func wrong() throws {
        let workshop = try HubWorkshop()
        let both = try workshop.run(workshop.arguments(["--bundle", "x", "--group", "g", "--oidc-token-file", "y"]))
        #expect(both.status == 64)
        #expect(both.errors.contains("--bundle, --group cannot stand beside --hub"), "\(both.errors)")
        #expect(both.errors.contains("--enrol-token-file and --oidc-token-file: give one"), "\(both.errors)")

        let wrong = try workshop.run(
            workshop.arguments(["--admin", "nowhere"], hub: "http://hub", authority: "/nowhere.pem"))
        #expect(wrong.status == 78)
        for part in ["--admin nowhere", "--hub http:", "--hub-ca: "] { #expect(wrong.errors.contains(part), "\(part)") }

        let certificates = try TestCertificates()
        let stranger = try workshop.run(workshop.arguments(authority: certificates.authority))
        #expect(stranger.status == 78)
        #expect(stranger.errors.contains("check --hub, --hub-ca"), "\(stranger.errors)")

        try Data("chaperone-enrol-wrong\n".utf8).write(to: workshop.file("token"))
        let refused = try workshop.run(workshop.arguments())
        #expect(refused.status == 77)
        #expect(refused.errors.contains("chaperone-hub enrol-token create"), "\(refused.errors)")
        #expect(!refused.errors.contains("chaperone-enrol-wrong"))

        workshop.hub.kill()
        let away = try workshop.run(workshop.arguments(["--hub-wait", "1"]))
        #expect(away.status == 69)
        #expect(away.errors.contains("no sealed policy to start from"), "\(away.errors)")
    }

    @Test("ends at once when it is told to while it waits for the hub")
    func waiting() throws {
        let workshop = try HubWorkshop()
        workshop.hub.kill()
        let log = workshop.file("log").path()
        let child = try ChildProcess(
            Repository.chaperone.path(), workshop.arguments(["--hub-wait", "300"]), output: log, errors: log)
        for _ in 0..<600 where (try? String(contentsOfFile: log, encoding: .utf8))?.contains("waiting for") != true {
            usleep(50_000)
        }
        child.signal(SIGTERM)
        #expect(child.wait(timeoutSeconds: 30) == 0)
    }
}
