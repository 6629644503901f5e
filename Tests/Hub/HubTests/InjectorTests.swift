import Foundation
import TestSupport
import Testing

@testable import Hub

/// The webhook as an API server meets it.
@Suite struct InjectorTests {
    /// - Parameter host: of the one database.
    static func policy(host: String) -> String {
        """
        apiVersion: chaperone/v1
        targets:
          ehr: { protocol: postgres, upstream: '\(host):5432', listen: auto, credential: ehr }
        rules: [{ name: reads, when: { statement: select }, action: allow }]
        roles: { analyst: { match: { groups: analysts }, targets: [ehr] } }

        """
    }

    @Test func `pods wait for the first policy, then get its lanes; every verdict is counted, logged and an event`()
        async throws
    {
        let injector = try InjectorHub()
        let early = try await injector.ask(try injector.review("09-kubectl-run"))
        #expect(early.status == "200")
        let response = early.json["response"] as? [String: Any]
        #expect(response?["allowed"] as? Bool == false)
        #expect((response?["status"] as? [String: Any])?["code"] as? Int == 503)

        let file = injector.folder.appending(path: "policy.yaml")
        try Data(Self.policy(host: "ehr-db.example.internal").utf8).write(to: file)
        try injector.hub.check(["policy", "push", file.path()])
        let taken = try await injector.ask(try injector.review("01-replicaset-agent"))
        let patch = (taken.json["response"] as? [String: Any])?["patch"] as? String
        let text = patch.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(text.contains("ehr-db.example.internal"))
        #expect(text.contains("127.77."))
        // The authority that sidecars check the hub with is not the webhook's.
        let own = try String(contentsOfFile: injector.hub.authority, encoding: .utf8)
        #expect(text.contains(own.split(separator: "\n")[1]))
        #expect(try await injector.authorities() != own)

        let refused = try await injector.ask(try injector.review("16-host-network"))
        #expect((refused.json["response"] as? [String: Any])?["allowed"] as? Bool == false)
        _ = try await injector.ask(try injector.review("17-host-pid-privileged", dryRun: true))
        let events = try injector.hub.check(["events"])
        #expect(events.contains("pod-injected"))
        #expect(events.contains("clinic/triage-agent-zvd7zgdqsq-"))
        #expect(events.contains("pod-refused"))
        #expect(!events.contains("hostPID"), "a dry run leaves nothing behind")
        #expect(injector.hub.log.contains("pod judged"))
        let metrics = try Command(
            "curl", ["--silent", "--cacert", injector.hub.authority, "\(injector.hub.url)/metrics"]
        ).run().output
        #expect(metrics.contains("chaperone_hub_injections_total{verdict=\"injected\",reason=\"\"} 1"))
        #expect(metrics.contains("chaperone_hub_injections_total{verdict=\"refused\",reason=\"host-network\"} 1"))
        #expect(injector.hub.stop() == 0)
    }

    @Test func `what is no review is a 400, and too much of it a 413`() async throws {
        let injector = try InjectorHub()
        #expect(try await injector.ask(Data("{}".utf8)).status == "400")
        #expect(try await injector.ask(Data("[[".utf8)).status == "400")
        #expect(try await injector.ask(Data(count: 9 << 20)).status == "413")
    }

    @Test func `an API server that does not let the hub register is an event, and the hub serves all the same`()
        async throws
    {
        let injector = try InjectorHub()
        _ = try await injector.authorities()
        injector.server.answer { _ in .init(403, json: "{}") }
        let again = try HubProcess(
            folder: injector.folder.appending(path: "second"),
            arguments: ["--config", injector.folder.appending(path: "hub.yaml").path()])
        var events = ""
        for _ in 0..<500 where !events.contains("injector-unregistered") {
            try await Task.sleep(for: .milliseconds(20))
            events = try again.check(["events"])
        }
        #expect(events.contains("rbac.yaml"))
    }
}

/// A certificate that somebody else keeps.
@Suite struct GivenCertificateTests {
    @Test(arguments: [(days: 2, isTold: false), (1, true)])
    func `that it ends within a day is an event, once`(days: Int, isTold: Bool) async throws {
        let certificates = try TestCertificates(days: days)
        let folder = certificates.folder.appending(path: "hub")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "hub.yaml")
        try Data(
            """
            injector:
              listen: 127.0.0.1:0
              hostnames: [localhost]
              tls: { certificate: \(certificates.certificate), key: \(certificates.key) }
              hub: https://chaperone-hub.chaperone-system.svc:8443
              image: registry.example.org/chaperone/chaperone:0.2.0
            """.utf8
        ).write(to: file)
        let hub = try HubProcess(folder: folder, arguments: ["--config", file.path()])
        for _ in 0..<1_500 where !hub.log.contains("the injector listens") {
            try await Task.sleep(for: .milliseconds(20))
        }
        let events = try hub.check(["events"])
        #expect(events.contains("certificate-expiring") == isTold, "\(events)")
        #expect(!isTold || events.contains("ends in 2"), "\(events)")
        #expect(hub.stop() == 0)
    }
}

/// Append, serve, drop.
@Suite struct WebhookAuthoritiesTests {
    private static let day: Int64 = 86_400

    private func made(_ now: Int64) -> WebhookAuthorities.Generation {
        .init(key: [], certificate: [], madeAtSeconds: now)
    }

    @Test func `an authority signs only when API servers have known it for an hour, and goes a day later`() {
        var authorities = WebhookAuthorities()
        var now: Int64 = 1_000_000
        authorities.advance(nowSeconds: now) { made(now) }
        let first = now
        // The first signs at once: there is no other.
        #expect(authorities.serving(nowSeconds: now)?.madeAtSeconds == first)
        authorities.published(nowSeconds: now)
        now += 60 * Self.day
        authorities.advance(nowSeconds: now) { made(now) }
        #expect(authorities.generations.count == 2)
        #expect(authorities.serving(nowSeconds: now)?.madeAtSeconds == first)
        // Not published, not served, however old.
        #expect(authorities.serving(nowSeconds: now + 20 * Self.day)?.madeAtSeconds == first)
        authorities.published(nowSeconds: now)
        let second = now
        #expect(authorities.serving(nowSeconds: now + 3_599)?.madeAtSeconds == first)
        #expect(authorities.serving(nowSeconds: now + 3_600)?.madeAtSeconds == second)
        now += Self.day - 1
        authorities.advance(nowSeconds: now) { made(now) }
        #expect(authorities.generations.count == 2)
        now += 1
        authorities.advance(nowSeconds: now) { made(now) }
        #expect(authorities.generations.map(\.madeAtSeconds) == [second])
    }

    @Test func `an authority that cannot be replaced is used to its end`() {
        var authorities = WebhookAuthorities()
        authorities.advance(nowSeconds: 0) { made(0) }
        authorities.published(nowSeconds: 0)
        authorities.advance(nowSeconds: 80 * Self.day) { made(80 * Self.day) }
        authorities.advance(nowSeconds: 89 * Self.day) { made(89 * Self.day) }
        #expect(authorities.generations.count == 2)
        #expect(authorities.serving(nowSeconds: 89 * Self.day)?.madeAtSeconds == 0)
        #expect(
            WebhookAuthorities.endsAtSeconds(authorities.generations[0]) - 89 * Self.day
                <= WebhookAuthorities.expiryWarningSeconds)
    }
}
