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

    @Test func `without a policy a sidecar is told so`() async throws {
        let sidecar = try await SidecarClient.enrol(hub)
        await #expect(
            throws: ProblemDetails(.unavailable, detail: "the hub has no policy yet: chaperone-hub policy push FILE")
        ) {
            _ = try await sidecar.policy()
        }
    }
}
