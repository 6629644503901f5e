import Foundation
import HubAPI
import Policy
import PolicyBundle
import SignedNote
import TestSupport
import Testing

/// What sidecars are told to enforce.
@Suite struct PolicyDistributionTests {
    private let hub: HubProcess
    private let policy = Repository.fixture("ehr.yaml").path()

    init() throws { hub = try HubProcess() }

    @Test func `a change reaches every waiting sidecar within two seconds, signed and numbered`() async throws {
        try hub.check(["policy", "push", policy])
        var sidecars: [SidecarClient] = []
        for _ in 0..<5 { sidecars.append(try await SidecarClient.enrol(hub)) }
        var revisions: [UInt64] = []
        for sidecar in sidecars { revisions.append(try #require(try await sidecar.policy()).revision) }
        let pushed = ContinuousClock.now
        let answers = try await withThrowingTaskGroup(of: (PolicyResponse?, ContinuousClock.Instant).self) { group in
            for (sidecar, revision) in zip(sidecars, revisions) {
                group.addTask { (try await sidecar.policy(revision: revision, wait: 30), ContinuousClock.now) }
            }
            try await Task.sleep(for: .milliseconds(500))
            try hub.check(["policy", "push", policy])
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (answer, at) in answers {
            let answer = try #require(answer)
            let key = try VerifierKey(parsing: sidecars[0].enrolled.policyKey)
            let bundle = try BundleFile.open(note: Array(answer.bundle.utf8), verifier: key)
            #expect(bundle.number == 2)
            #expect(at - pushed < .seconds(5))
        }
    }

    @Test func `a sidecar that knows the newest waits, and is told that there is nothing`() async throws {
        try hub.check(["policy", "push", policy])
        let sidecar = try await SidecarClient.enrol(hub)
        let first = try #require(try await sidecar.policy())
        let started = ContinuousClock.now
        let nothing = try await sidecar.policy(revision: first.revision, wait: 2)
        #expect(nothing == nil)
        #expect(ContinuousClock.now - started >= .seconds(1.9))
    }

    @Test func `a hub that ends does not wait for those who wait`() async throws {
        try hub.check(["policy", "push", policy])
        let sidecar = try await SidecarClient.enrol(hub)
        let first = try #require(try await sidecar.policy())
        let started = ContinuousClock.now
        async let nothing = sidecar.policy(revision: first.revision, wait: PolicyQuery.waitSecondsLimit)
        try await Task.sleep(for: .milliseconds(500))
        let status = try await OffPool.run { [hub] in hub.stop() }
        #expect(status == 0)
        #expect(try await nothing == nil)
        #expect(ContinuousClock.now - started < .seconds(PolicyQuery.waitSecondsLimit / 2))
    }

    @Test func `a policy with errors is refused whole, and the one before stays in force`() async throws {
        try hub.check(["policy", "push", policy])
        let bad = hub.folder.appending(path: "bad.yaml")
        try Data("apiVersion: chaperone/v1\ntargets: {}\n".utf8).write(to: bad)
        let outcome = try hub.command(["policy", "push", bad.path()])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("bad.yaml:1"))
        #expect(outcome.errors.contains("lacks \"rules\""))
        #expect(try hub.check(["policy", "list"]).split(separator: "\n").count == 2)
        #expect(try hub.check(["policy", "show", "1"]).contains("apiVersion"))
    }

    @Test func `pseudonym keys are one for a target, the same for all sidecars and after a restart`() async throws {
        try hub.check(["policy", "push", policy])
        let one = try await SidecarClient.enrol(hub)
        let two = try await SidecarClient.enrol(hub)
        let keys = try #require(try await one.policy()).pseudonymKeys
        #expect(keys["ehr"]?.count == 64)
        #expect(try await two.policy()?.pseudonymKeys == keys)
        #expect(hub.stop() == 0)
        let again = try HubProcess(folder: hub.folder, port: hub.port)
        #expect(try await one.policy()?.pseudonymKeys == keys)
        again.kill()
    }

    private static func bundle(_ answer: PolicyResponse?, _ sidecar: SidecarClient) throws -> Policy.Bundle {
        try BundleFile.open(
            note: Array(try #require(answer).bundle.utf8), verifier: VerifierKey(parsing: sidecar.enrolled.policyKey))
    }

    @Test func `a sidecar is not sent what it has not said to understand, and keeps the policy before`() async throws {
        let ssh = hub.folder.appending(path: "ssh.yaml")
        let text = """
            apiVersion: chaperone/v1
            targets:
              ward-7:
                service: ssh
                upstream: ward7.internal:22
                user: agent
                host_keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILDweN2uFeC9D59jtdVeHB8T4UCLE5+yU7WwHON1DbVS']
                credential: ward-key
            rules: []
            default: deny
            roles:
              analyst: { match: { groups: analysts }, targets: [ward-7] }
            """
        try Data(text.utf8).write(to: ssh)
        let sidecar = try await SidecarClient.enrol(hub)
        try hub.check(["policy", "push", ssh.path()])
        await #expect(throws: ProblemDetails.self) { _ = try await sidecar.policy(understands: []) }
        let older = BundleFeature.names.filter { $0 != "ssh" } + ["moon"]
        try hub.check(["policy", "push", policy])
        try hub.check(["policy", "push", ssh.path()])
        let withheld = WithheldPolicy(number: 3, features: ["ssh"])
        for _ in 0..<2 {
            let kept = try await sidecar.policy(understands: older)
            #expect(kept?.withheld == withheld)
            #expect(try Self.bundle(kept, sidecar).number == 2)
        }
        #expect(try hub.check(["instances", "list"]).contains("not 3 (ssh)"))
        let events = try hub.check(["events"])
        #expect(events.split(separator: "\n").count { $0.contains("policy-withheld") } == 2)
        #expect(events.contains("keeps policy 2: policy 3 requires ssh, which this sidecar does not understand"))

        let upgraded = try await sidecar.policy(understands: older + ["ssh"])
        #expect(upgraded?.withheld == nil)
        #expect(try Self.bundle(upgraded, sidecar).number == 3)
        #expect(try !hub.check(["instances", "list"]).contains("not 3"))
        await #expect(throws: ProblemDetails.self) {
            _ = try await sidecar.policy(understands: [String(repeating: "a", count: 9_000)])
        }
    }

    @Test func `without a policy a sidecar is told so`() async throws {
        let sidecar = try await SidecarClient.enrol(hub)
        await #expect(
            throws: ProblemDetails(.unavailable, detail: "the hub has no policy yet: chaperone-hub policy push FILE")
        ) {
            _ = try await sidecar.policy()
        }
    }
}
