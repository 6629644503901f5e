import Foundation
import HubAPI
import HubClient
import Lane
import Logging
import NIOHTTP1
import NIOPosix
import Policy
import SignedNote
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Sidecar

/// The sidecar's bond with a hub that does as it is told.
@Suite("A sidecar and its hub")
struct HubLinkTests: Sendable {
    /// A hub that enrols and gives a policy, with everything a test may change.
    private final class Script: Sendable {
        struct State {
            var number: UInt64 = 7
            var revision: UInt64 = 1
            var certificateSeconds: Int64 = 3_600
            var isRevoked = false
            var refusesToken = false
            var hubName = "hub"
            var size: UInt64 = 0
            var withheld: WithheldPolicy?
            var feature: String?
            var refusesLanes = false
        }

        let certificates: TestCertificates
        let key: SigningKey
        let state = Mutex(State())
        let clock = Mutex<Int64>(1_800_000_000)

        init() throws {
            certificates = try TestCertificates()
            key = try HubPolicyTests.key()
        }

        func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

        func certificate(_ publicKey: [UInt8]) throws -> RenewResponse {
            let now = clock.withLock(\.self)
            let seconds = state.withLock(\.certificateSeconds)
            return RenewResponse(
                chain: try certificates.issue(to: publicKey),
                authorities: try String(contentsOfFile: certificates.authority, encoding: .utf8),
                notBeforeSeconds: now, notAfterSeconds: now + seconds)
        }

        func answer(_ request: FakeRequest, publicKey: [UInt8]) throws -> FakeAnswer {
            let now = state.withLock(\.self)
            if now.isRevoked { return try .problem(ProblemDetails(.revoked, detail: "stolen")) }
            let path = request.uri.split(separator: "?").first.map(String.init) ?? ""
            if path == HubPath.enrol {
                if now.refusesToken { return try .problem(ProblemDetails(.tokenRefused, detail: "used up")) }
                return try .of(
                    EnrolResponse(
                        hubName: now.hubName, principal: "bot", groups: ["analysts"],
                        certificate: try certificate(publicKey), policyKey: "\(key.verifierKey)", witnessKey: "w"))
            }
            guard request.certificate != nil else { return try .problem(ProblemDetails(.unauthenticated)) }
            switch path {
            case HubPath.renew: return try .of(certificate(publicKey))
            case HubPath.laneCertificates:
                if now.refusesLanes { return try .problem(ProblemDetails(.forbidden, detail: "no listen_tls")) }
                let asked = try request.decoded(LaneCertificateRequest.self)
                return try .of(certificate(asked.publicKey))
            case HubPath.policy:
                if request.uri.contains("revision=\(now.revision)&") { return .silence }
                var response = try HubPolicyTests.response(number: now.number, revision: now.revision, key: key)
                response.withheld = now.withheld
                if let feature = now.feature { try response.require(feature, key: key) }
                return try .of(response)
            case HubPath.auditPosition:
                return try .of(AuditReceipt(size: now.size, cosignedSize: 0, checkpoint: nil))
            default: return .nothing
            }
        }
    }

    private let script: Script
    private let instance: Instance

    init() throws {
        script = try Script()
        instance = try Instance()
        try Data("token\n".utf8).write(to: instance.folder.appending(path: "token"))
    }

    private func hub(port: Int = 0) async throws -> FakeHub {
        let key = try instance.hubFolder.tlsKey().publicKey
        return try await FakeHub(script.certificates, port: port) { [script] in
            try script.answer($0, publicKey: key)
        }
    }

    private func start(port: Int, waitSeconds: Int = 0, hasToken: Bool = true) async throws -> HubLink {
        let file = HubSource.TokenFile.oneTime(instance.folder.appending(path: "token").path())
        let place = HubPlace(
            address: try #require(HubAddress("https://localhost:\(port)")),
            authorities: try String(contentsOfFile: script.certificates.authority, encoding: .utf8),
            tokenFile: hasToken ? file : nil, waitSeconds: waitSeconds)
        let clock = TrailClock(
            wallMicroseconds: { [script] in script.clock.withLock(\.self) * 1_000_000 },
            monotonicNanoseconds: { DispatchTime.now().uptimeNanoseconds })
        return try await HubStart(
            place: place, stateDirectory: instance.folder.path(),
            eventLoop: MultiThreadedEventLoopGroup.singleton.next(), clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run()
    }

    private func failure(port: Int, waitSeconds: Int = 0, hasToken: Bool = true) async throws -> HubStartFailure? {
        do {
            _ = try await start(port: port, waitSeconds: waitSeconds, hasToken: hasToken)
            return nil
        } catch let failure as HubStartFailure { return failure }
    }

    private func until(_ what: String, _ isSo: () -> Bool) async throws {
        for _ in 0..<600 {
            if isSo() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TestFailure("waited for \(what)")
    }

    private static func count(_ hub: FakeHub, _ path: String) -> Int {
        hub.requests.count { $0.uri.hasPrefix(path) }
    }

    @Test("enrols once, and not again at a restart while its certificate holds")
    func restart() async throws {
        let hub = try await hub()
        #expect(try await start(port: hub.port).policy.number == 7)
        #expect(try await start(port: hub.port, hasToken: false).hubName == "hub")
        #expect(Self.count(hub, HubPath.enrol) == 1)
    }

    @Test("renews its certificate at half of its life, and enrols again when it has ended")
    func renewal() async throws {
        let hub = try await hub()
        let link = try await start(port: hub.port)
        let loop = Task { await link.keepCertificate() }
        defer { loop.cancel() }
        try await Task.sleep(for: .milliseconds(300))
        #expect(Self.count(hub, HubPath.renew) == 0)
        script.clock.withLock { $0 += 1_800 }
        link.certificatePause.wake()
        try await until("a renewal") { Self.count(hub, HubPath.renew) == 1 }
        try await until("its end") { link.status.certificateEndsAtSeconds == 1_800_000_000 + 1_800 + 3_600 }
        #expect(try instance.hubFolder.enrolment()?.certificate.notAfterSeconds == 1_800_005_400)
        script.clock.withLock { $0 += 7_200 }
        link.certificatePause.wake()
        try await until("another enrolment") { Self.count(hub, HubPath.enrol) == 2 }
        try await until("its end") { link.status.certificateEndsAtSeconds == 1_800_000_000 + 9_000 + 3_600 }
        #expect(Self.count(hub, HubPath.renew) == 1)
    }

    @Test("has the hub certify what lanes show, renews it at half of its life, and shows nothing that is not wanted")
    func laneCertificates() async throws {
        let hub = try await hub()
        let link = try await start(port: hub.port)
        let all = link.laneCertificates
        let (ehr, other) = (all.certificate(of: "ehr"), all.certificate(of: "other"))
        #expect(all.certificate(of: "ehr") === ehr)
        let loop = Task { await all.run() }
        defer { loop.cancel() }
        script.set { $0.refusesLanes = true }
        all.want(["ehr"])
        try await until("a refusal") { Self.count(hub, HubPath.laneCertificates) == 1 }
        #expect(!ehr.isThere)
        script.set { $0.refusesLanes = false }
        script.clock.withLock { $0 += 60 }
        all.want(["ehr"])
        try await until("a certificate") { ehr.isThere }
        #expect(!other.isThere && ehr.context(for: ["postgresql"]) != nil)
        let path = HubFolder.laneAuthorityPath(stateDirectory: instance.folder.path())
        let authority = try String(contentsOfFile: script.certificates.authority, encoding: .utf8)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == authority)
        let context = ehr.context(for: [])
        #expect(ehr.context(for: []) === context)
        script.clock.withLock { $0 += 1_799 }
        all.want(["ehr"])
        try await Task.sleep(for: .milliseconds(300))
        #expect(Self.count(hub, HubPath.laneCertificates) == 2)
        script.clock.withLock { $0 += 1 }
        all.want(["ehr"])
        try await until("a renewal") { ehr.context(for: []) !== context }
        all.want(["other"])
        #expect(!ehr.isThere && ehr.context(for: []) == nil)
        try await until("the other's") { other.isThere }
    }

    @Test("starts from the sealed policy when the hub is away, until the lease ends")
    func away() async throws {
        var hub: FakeHub? = try await hub()
        let port = try #require(hub?.port)
        _ = try await start(port: port)
        hub = nil
        let free = Int(try LoopbackSocket().port)
        #expect(try await start(port: free).policy.number == 7)
        // The certificate is over by then, and there is no token: still the hub is only away.
        script.clock.withLock { $0 += HubPolicy.leaseSeconds - 1 }
        #expect(try await start(port: free, hasToken: false).policy.number == 7)
        script.clock.withLock { $0 += 1 }
        let late = try await failure(port: free)
        #expect(late?.kind == .unavailable)
        #expect(late?.reason.contains("no sealed policy to start from") == true)
    }

    @Test("waits for a hub that is away when there is no sealed policy, and then says so")
    func awayAtFirst() async throws {
        let port = Int(try LoopbackSocket().port)
        let none = try await failure(port: port, waitSeconds: 0)
        #expect(none?.kind == .unavailable)
        #expect(none?.reason.contains("--hub-wait") == true)
        let waiting = Task { try await start(port: port, waitSeconds: 60) }
        try await Task.sleep(for: .milliseconds(500))
        let hub = try await hub(port: port)
        #expect(try await waiting.value.policy.number == 7)
        #expect(Self.count(hub, HubPath.enrol) == 1)
    }

    @Test("refuses a policy with a lower number than one it has seen, also after a restart")
    func rollback() async throws {
        let hub = try await hub()
        _ = try await start(port: hub.port)
        script.set { $0.number = 6 }
        // The hub went back: what was sealed is still good.
        #expect(try await start(port: hub.port).policy.number == 7)
        try FileManager.default.removeItem(at: instance.file("policy.sealed"))
        let refused = try await failure(port: hub.port)
        #expect(refused?.kind == .configuration)
        #expect(refused?.reason.contains("7 was in force before") == true)
    }

    @Test("takes up a new policy while it runs, and forgets nothing of it at the next start")
    func change() async throws {
        let hub = try await hub()
        let link = try await start(port: hub.port)
        let applied = Mutex<[UInt64]>([])
        script.set {
            $0.number = 8
            $0.revision = 2
        }
        let loop = Task {
            await link.followPolicy { policy in
                applied.withLock { $0.append(policy.number) }
                return []
            }
        }
        try await until("the policy") { applied.withLock { $0 == [8] } }
        #expect(link.policy.number == 8)
        loop.cancel()
        _ = await loop.value
        #expect(try instance.hubFolder.highestNumber() == 8)
    }

    @Test("says with each question what it understands, and what is withheld from it")
    func withheld() async throws {
        let hub = try await hub()
        script.set { $0.withheld = WithheldPolicy(number: 9, features: ["tides"]) }
        let link = try await start(port: hub.port)
        let understands = "understands=" + BundleFeature.names.joined(separator: ",")
        #expect(hub.requests.contains { $0.uri.hasPrefix(HubPath.policy) && $0.uri.contains(understands) })
        #expect(link.policy.number == 7)
        #expect(link.status.policyProblem?.contains("policy 9 requires tides") == true)
        script.set {
            $0.withheld = nil
            $0.revision = 2
        }
        let loop = Task { await link.followPolicy { _ in [] } }
        defer { loop.cancel() }
        try await until("the policy") { link.status.policyProblem == nil }
    }

    @Test("keeps the policy in force when a new one requires what it does not know, and says so, also after a restart")
    func unknownFeature() async throws {
        let hub = try await hub()
        let link = try await start(port: hub.port)
        script.set {
            $0.number = 8
            $0.revision = 2
            $0.feature = "tides"
        }
        let loop = Task { await link.followPolicy { _ in [] } }
        try await until("a refusal") { link.status.policyProblem?.contains("requires tides") == true }
        loop.cancel()
        _ = await loop.value
        #expect(link.policy.number == 7)
        #expect(try await start(port: hub.port).policy.number == 7)
    }

    @Test("does not start when it was revoked, also not without the hub afterwards")
    func revoked() async throws {
        let hub = try await hub()
        let link = try await start(port: hub.port)
        script.set {
            $0.isRevoked = true
            $0.revision = 2
        }
        let reason = await link.followPolicy { _ in [] }
        #expect(reason?.contains("stolen") == true)
        #expect(try await failure(port: hub.port)?.kind == .refused)
        let free = Int(try LoopbackSocket().port)
        #expect(try await failure(port: free)?.kind == .unavailable)
    }

    @Test("says what to do when its token is refused, is missing, or its certificate has ended without another one")
    func refused() async throws {
        let hub = try await hub()
        let none = try await failure(port: hub.port, hasToken: false)
        #expect(none?.kind == .refused)
        #expect(none?.reason.contains("--enrol-token-file") == true)
        script.set { $0.refusesToken = true }
        let used = try await failure(port: hub.port)
        #expect(used?.kind == .refused)
        #expect(used?.reason.contains("chaperone-hub enrol-token create") == true)
        #expect(used?.reason.contains("token\n") == false)
        script.set { $0.refusesToken = false }
        _ = try await start(port: hub.port)
        script.clock.withLock { $0 += 3_600 }
        let ended = try await failure(port: hub.port, hasToken: false)
        #expect(ended?.kind == .refused)
    }

    @Test("does not go over to a hub of another name with the log of the first")
    func otherHub() async throws {
        let hub = try await hub()
        let link = try await start(port: hub.port)
        let trail = try AuditTrail.open(
            stateDirectory: instance.folder.path(), hubName: link.hubName, version: "1", bundleNumber: 7)
        try trail.close(reason: "test")
        script.set { $0.hubName = "other" }
        script.clock.withLock { $0 += 3_600 }
        let failure = try await failure(port: hub.port)
        #expect(failure?.kind == .state)
        #expect(failure?.reason.contains("give --state a new folder") == true)
    }

    @Test("stops when the hub has more of its log than it has itself")
    func rolledBack() async throws {
        let hub = try await hub()
        let link = try await start(port: hub.port)
        let trail = try AuditTrail.open(
            stateDirectory: instance.folder.path(), hubName: link.hubName, version: "1", bundleNumber: 7)
        script.set { $0.size = 1_000 }
        let reason = await link.ship(trail)
        #expect(reason?.contains("rolled back or copied") == true)
        try trail.close(reason: "test")
    }
}
