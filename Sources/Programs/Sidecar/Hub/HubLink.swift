import Crypto
import HubAPI
import HubClient
import Lane
import Logging
import SignedNote
import Spool
import Synchronization

/// The sidecar's connection to its hub, from the first policy to the end. What it does while the sidecar runs is in
/// `HubLink+Certificate`, `HubLink+Policy`,
/// `HubLink+Heartbeat` and `HubLink+Shipping`.
final class HubLink: Sendable {
    struct State: Sendable {
        var enrolment: EnrolResponse
        var policy: HubPolicy
        /// Of the newest answer of the hub, also of one that was not accepted.
        var revision: UInt64
        var policyProblem: String?
        var certificateProblem: String?
        var auditProblem: String?
        /// The sidecar was revoked, or its log is not what the hub knows of it: nobody is served any more.
        var stopReason: String?
        /// The hub does not know the certificate any more.
        var mustEnrol = false
    }

    let enroller: Enroller
    let backgroundTasks = BackgroundTasks()
    let approvals: HubApprovals
    let laneCertificates: HubLaneCertificates
    let clock: TrailClock
    let logger: Logger
    /// 32 hexadecimal digits, new at each start.
    let boot: String
    let state: Mutex<State>
    /// Wakes the loop that sees to the certificate.
    let certificatePause = WakeableSleep()
    /// Wakes the heartbeat.
    let beatPause = WakeableSleep()

    init(_ start: HubStart, enrolment: EnrolResponse, policy: HubPolicy) {
        enroller = start.enroller
        clock = start.clock
        logger = start.logger
        boot = Hexadecimal.encode(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) })
        approvals = HubApprovals(
            boot: boot, client: start.enroller.client, backgroundTasks: backgroundTasks, logger: start.logger,
            nanoseconds: start.clock.monotonicNanoseconds)
        laneCertificates = HubLaneCertificates(
            client: start.enroller.client, folder: start.enroller.folder, logger: start.logger,
            nowSeconds: { [clock = start.clock] in clock.wallMicroseconds() / 1_000_000 })
        state = Mutex(
            State(
                enrolment: enrolment, policy: policy, revision: policy.sealed.response.revision,
                policyProblem: policy.problem))
        if let problem = policy.problem { logger.error("policy", metadata: ["reason": "\(problem)"]) }
    }

    var client: HubClient { enroller.client }
    var hubName: String { state.withLock(\.enrolment.hubName) }
    var policy: HubPolicy { state.withLock(\.policy) }
    var nowSeconds: Int64 { clock.wallMicroseconds() / 1_000_000 }

    func partners(cosigned: any CosignedLog, usage: UsageLedger) -> LanePartners {
        LanePartners(
            approvals: approvals, identities: HubIdentities(client: client), cosigned: cosigned,
            certificates: laneCertificates, usage: usage)
    }

    /// For the lanes of a policy.
    func secrets(_ policy: HubPolicy) -> HubSecrets {
        HubSecrets(
            client: client, backgroundTasks: backgroundTasks, pseudonymKeys: policy.sealed.response.pseudonymKeys)
    }

    var status: HubStatus {
        let contact = client.contact
        return state.withLock { state in
            HubStatus(
                contact: contact, certificateEndsAtSeconds: state.enrolment.certificate.notAfterSeconds,
                leaseEndsAtSeconds: state.policy.expiresAtSeconds, policyRevision: state.revision,
                policyProblem: state.policyProblem, certificateProblem: state.certificateProblem,
                auditProblem: state.auditProblem, stopReason: state.stopReason)
        }
    }
}
