import HubAPI
import HubClient
import Logging
import NIOCore
import Spool

/// How a sidecar comes to its enrolment and its first policy: from the hub, or, when that is away, from what was sealed
/// before.
struct HubStart: Sendable {
    let enroller: Enroller
    let clock: TrailClock
    let logger: Logger

    private static let pauseMillisecondsLimit: UInt64 = 5_000

    /// The caller holds the folder's `StateLock`.
    init(
        place: HubPlace, stateDirectory: String, eventLoop: any EventLoop, clock: TrailClock, logger: Logger
    ) throws(HubStartFailure) {
        self.clock = clock
        self.logger = logger
        let client: HubClient
        do {
            client = try HubClient(
                address: place.address, trust: HubTrust(authorities: [place.authorities]), eventLoop: eventLoop,
                nanoseconds: clock.monotonicNanoseconds)
        } catch { throw HubStartFailure(kind: .configuration, reason: error.description) }
        do {
            let instance = try InstanceIdentity(stateDirectory: stateDirectory, hubName: nil)
            let folder = try HubFolder(stateDirectory: stateDirectory, instance: instance)
            enroller = Enroller(
                client: client, place: place, folder: folder, instance: instance, tlsKey: try folder.tlsKey(),
                stateDirectory: stateDirectory)
        } catch { throw HubStartFailure(kind: .state, reason: error.reason) }
    }

    /// Waits for the hub as long as `HubPlace.waitSeconds` says, when there is nothing to start from without it.
    func run() async throws(HubStartFailure) -> HubLink {
        let waitSeconds = enroller.place.waitSeconds
        let deadline = clock.monotonicNanoseconds() + UInt64(waitSeconds) * 1_000_000_000
        var backoff = Backoff(millisecondsLimit: Self.pauseMillisecondsLimit)
        var generator = SystemRandomNumberGenerator()
        var hasWarned = false
        var obstacles = HubObstacles()
        while true {
            let obstacle: HubStartupError
            do { return try await begin() } catch { obstacle = error }
            if let link = try fallback(obstacle) { return link }
            let reason = obstacles.noted(obstacle.failure, reason: obstacle.reason)
            guard clock.monotonicNanoseconds() < deadline, !Task.isCancelled else {
                throw HubStartFailure(
                    kind: .unavailable,
                    reason: "\(reason); there is no sealed policy to start from; waited \(waitSeconds) s "
                        + "(--hub-wait)")
            }
            if !hasWarned { logger.warning("waiting for the hub", metadata: ["reason": "\(reason)"]) }
            hasWarned = true
            try? await Task.sleep(for: backoff.next(using: &generator))
        }
    }

    private var nowSeconds: Int64 { clock.wallMicroseconds() / 1_000_000 }

    /// Enrols where that is needed, and asks for the policy.
    private func begin() async throws(HubStartupError) -> HubLink {
        if let known = try kept(), known.certificate.notAfterSeconds > nowSeconds {
            try enroller.resume(known)
            do throws(HubStartupError) { return try await link(known) } catch {
                guard case .hub(.problem(let problem)) = error, problem.code == .unauthenticated else { throw error }
                logger.warning("enrolling again", metadata: ["reason": "\(error.reason)"])
            }
        }
        let enrolment: EnrolResponse
        do throws(HubStartupError) { enrolment = try await enroller.enrol() } catch {
            // Whether the hub is away is not known yet: that decides whether the sealed policy may be used.
            if case .noToken = error { try await probe() }
            throw error
        }
        logger.notice(
            "enrolled",
            metadata: ["hub": "\(enrolment.hubName)", "principal": "\(enrolment.principal)"])
        return try await link(enrolment)
    }

    private func kept() throws(HubStartupError) -> EnrolResponse? {
        do { return try enroller.folder.enrolment() } catch { throw .state(reason: error.reason) }
    }

    /// - Throws: only when the hub does not answer.
    private func probe() async throws(HubStartupError) {
        do { _ = try await enroller.client.policy(.atOnce) } catch {
            switch error {
            case .unreachable, .timedOut, .garbage, .notTrusted: throw .hub(error)
            case .problem, .revoked: break
            }
        }
    }

    private func link(_ enrolment: EnrolResponse) async throws(HubStartupError) -> HubLink {
        let response: PolicyResponse?
        do { response = try await enroller.client.policy(.atOnce) } catch {
            throw .hub(error)
        }
        guard let response else { throw .hub(.garbage(reason: "it gives no policy where there is none yet")) }
        do {
            let highest = try enroller.folder.highestNumber() ?? 0
            let policy = try HubPolicy(
                SealedPolicy(response: response, receivedAtSeconds: nowSeconds), policyKey: enrolment.policyKey,
                highestNumber: highest, nowSeconds: nowSeconds)
            try enroller.folder.keep(policy.sealed, highestNumber: policy.number)
            return HubLink(self, enrolment: enrolment, policy: policy)
        } catch let refusal as HubPolicy.Refusal {
            throw .policy(refusal)
        } catch let failure as AuditFailure {
            throw .state(reason: failure.reason)
        } catch { throw .hub(.garbage(reason: "its policy cannot be used")) }
    }

    /// From the sealed policy, where the obstacle is one that it may be used for.
    /// - Returns: nil when there is none, and waiting may help.
    private func fallback(_ obstacle: HubStartupError) throws(HubStartFailure) -> HubLink? {
        switch obstacle {
        case .hub(.revoked):
            try? enroller.folder.forgetPolicy()
            throw HubStartFailure(kind: .refused, reason: obstacle.reason)
        case .hub(.problem(let problem)) where !HubFailure.problem(problem).isPassing:
            throw HubStartFailure(kind: .refused, reason: obstacle.reason)
        case .noToken: throw HubStartFailure(kind: .refused, reason: obstacle.reason)
        case .state(let reason): throw HubStartFailure(kind: .state, reason: reason)
        case .hub, .policy: break
        }
        do {
            if let link = try sealed() {
                logger.warning(
                    "starting from the sealed policy",
                    metadata: [
                        "reason": "\(obstacle.reason)", "policy": "\(link.policy.number)",
                        "lease_seconds": "\(link.policy.expiresAtSeconds - nowSeconds)",
                    ])
                return link
            }
        } catch {
            logger.error("the sealed policy is not used", metadata: ["reason": "\(error.reason)"])
        }
        switch obstacle {
        case .hub(let failure) where failure.isPassing: return nil
        default: throw HubStartFailure(kind: .configuration, reason: obstacle.reason)
        }
    }

    private func sealed() throws(HubPolicy.Refusal) -> HubLink? {
        do {
            guard let enrolment = try enroller.folder.enrolment(), let kept = try enroller.folder.policy() else {
                return nil
            }
            let policy = try HubPolicy(
                kept.policy, policyKey: enrolment.policyKey, highestNumber: kept.highestNumber, nowSeconds: nowSeconds)
            return HubLink(self, enrolment: enrolment, policy: policy)
        } catch let refusal as HubPolicy.Refusal {
            throw refusal
        } catch let failure as AuditFailure {
            throw HubPolicy.Refusal(reason: failure.reason)
        } catch { throw HubPolicy.Refusal(reason: "it cannot be read") }
    }
}
