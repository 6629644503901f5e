import HubAPI
import HubClient
import Policy
import PolicyBundle
import SignedNote

extension PolicyQuery {
    /// For what is in force now.
    static var atOnce: PolicyQuery { PolicyQuery(revision: 0, waitSeconds: 0, understands: BundleFeature.names) }
}

/// The hub's policy, checked: signed by the key that was learnt at enrolment, not older than one that was in force
/// before, and within its lease.
struct HubPolicy: Sendable {
    /// For a policy that says nothing of it.
    static let leaseSeconds: Int64 = 86_400
    /// A policy from later than now, by more than this, says that the clock was set back.
    static let clockLeewaySeconds: Int64 = 300

    struct Refusal: Error, Sendable, Equatable { var reason: String }

    let sealed: SealedPolicy
    /// Its bundle always says when it ends.
    let inForce: PolicyInForce
    let expiresAtSeconds: Int64

    var number: UInt64 { inForce.bundle.number }

    /// - Parameter highestNumber: of the bundles that this instance has ever kept.
    init(
        _ sealed: SealedPolicy, policyKey: String, highestNumber: UInt64, nowSeconds: Int64
    ) throws(Refusal) {
        guard let verifier = try? VerifierKey(parsing: policyKey) else {
            throw Refusal(reason: "the key that signs policies, learnt at enrolment, is not one: enrol again")
        }
        var bundle: Bundle
        do { bundle = try BundleFile.open(note: Array(sealed.response.bundle.utf8), verifier: verifier) } catch {
            throw Refusal(reason: "\(error)")
        }
        guard bundle.number >= highestNumber else {
            throw Refusal(
                reason:
                    "its number is \(bundle.number), and \(highestNumber) was in force before: push the policy anew, "
                    + "so that it gets a higher number")
        }
        guard sealed.receivedAtSeconds <= nowSeconds + Self.clockLeewaySeconds else {
            throw Refusal(reason: "it was received later than now: the clock of this machine was set back")
        }
        let lease = bundle.sidecars?.leaseSeconds ?? Self.leaseSeconds
        let ends = bundle.expiresAtSeconds ?? sealed.receivedAtSeconds + lease
        guard nowSeconds < ends else {
            throw Refusal(reason: "its lease ended \(nowSeconds - ends) s ago")
        }
        bundle.expiresAtSeconds = ends
        self.sealed = sealed
        expiresAtSeconds = ends
        inForce = PolicyInForce(bundle: bundle, principal: sealed.response.principal, groups: sealed.response.groups)
    }

    /// Why the hub has another one in force; nil: it has not.
    var problem: String? {
        sealed.response.withheld.map { "\($0): policy \(number) stays in force; install a newer version of chaperone" }
    }

    /// Half of the lease is over: time to ask for a new one, changed or not.
    func isAging(nowSeconds: Int64) -> Bool {
        nowSeconds - sealed.receivedAtSeconds >= (expiresAtSeconds - sealed.receivedAtSeconds) / 2
    }
}
