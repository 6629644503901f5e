import HubAPI
import HubClient
import Logging
import Policy
import Spool
import Synchronization

extension HubLink {
    /// So that a change is in force soon after the hub is there again.
    private static let pauseMillisecondsLimit: UInt64 = 2_000

    /// Asks for what is in force, again and again; each new policy is checked, kept, and given to `apply`, which says what
    /// of it cannot be served. Until it is cancelled.
    /// - Returns: why the sidecar was revoked.
    func followPolicy(apply: @Sendable (HubPolicy) async -> [String]) async -> String? {
        var backoff = Backoff(millisecondsLimit: Self.pauseMillisecondsLimit)
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            let (revision, isAging) = state.withLock { ($0.revision, $0.policy.isAging(nowSeconds: nowSeconds)) }
            // Revision 0 is answered at once, with a new lease.
            let query =
                isAging
                ? PolicyQuery.atOnce
                : PolicyQuery(
                    revision: revision, waitSeconds: PolicyQuery.waitSecondsLimit, understands: BundleFeature.names)
            do throws(HubFailure) {
                if let response = try await client.policy(query) { await take(response, apply: apply) }
                let isSettled = state.withLock { $0.policyProblem == nil && !$0.policy.isAging(nowSeconds: nowSeconds) }
                if isSettled {
                    backoff.reset()
                    continue
                }
            } catch {
                if case .revoked = error { return error.description }
            }
            try? await Task.sleep(for: backoff.next(using: &generator))
        }
        return nil
    }

    private func take(_ response: PolicyResponse, apply: @Sendable (HubPolicy) async -> [String]) async {
        let (policyKey, highest) = state.withLock { ($0.enrolment.policyKey, $0.policy.number) }
        let problem: String?
        do {
            let policy = try HubPolicy(
                SealedPolicy(response: response, receivedAtSeconds: nowSeconds), policyKey: policyKey,
                highestNumber: highest, nowSeconds: nowSeconds)
            state.withLock { $0.policy = policy }
            let unserved = await apply(policy)
            for reason in unserved { logger.error("not served", metadata: ["reason": "\(reason)"]) }
            try enroller.folder.keep(policy.sealed, highestNumber: policy.number)
            problem = policy.problem
        } catch let refusal as HubPolicy.Refusal {
            problem = "the hub's policy is not used: \(refusal.reason)"
        } catch let failure as AuditFailure {
            problem = "the policy in force cannot be kept for the next start: \(failure.reason)"
        } catch { problem = "the hub's policy cannot be used" }
        let isNews = state.withLock { state in
            defer {
                state.revision = response.revision
                state.policyProblem = problem
            }
            return problem != nil && state.policyProblem != problem
        }
        if let problem, isNews { logger.error("policy", metadata: ["reason": "\(problem)"]) }
    }

    /// Hears what any call has learnt. Until it is cancelled.
    /// - Returns: why the sidecar was revoked.
    func watch() async -> String? {
        for await signal in client.signals {
            switch signal {
            case .revoked(let reason): return HubFailure.revoked(reason: reason).description
            case .unauthenticated(let reason):
                logger.warning("the hub does not know this sidecar", metadata: ["reason": "\(reason)"])
                enrolAgain()
            }
        }
        return nil
    }
}
