/// Something that people should know of.
package struct HubEvent: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case enrolled, revoked
        case heartbeatMissing = "heartbeat-missing"
        case heartbeatBack = "heartbeat-back"
        case policyPushed = "policy-pushed"
        case policyWithheld = "policy-withheld"
        case auditGap = "audit-gap"
        case auditFork = "audit-fork"
        case auditRollback = "audit-rollback"
        case auditRefused = "audit-refused"
        case auditUnshipped = "audit-unshipped"
        case witnessRefused = "witness-refused"
        case witnessMissing = "witness-missing"
        case credentialRefused = "credential-refused"
        case clockWrong = "clock-wrong"
        case webhookFailed = "webhook-failed"
        case podInjected = "pod-injected"
        case podRefused = "pod-refused"
        case injectorUnregistered = "injector-unregistered"
        case certificateExpiring = "certificate-expiring"
        case limitSpent = "limit-spent"
    }

    package enum Severity: String, Codable, Sendable, CaseIterable { case info, warning, critical }

    /// Rises; given by the store.
    package var id: UInt64
    package var atSeconds: Int64
    package var kind: Kind
    package var severity: Severity
    /// An instance, a credential, a policy's number, a pod, a principal.
    package var subject: String
    /// For people; holds no secret and no data.
    package var detail: String

    package init(
        id: UInt64 = 0, atSeconds: Int64, kind: Kind, severity: Severity, subject: String, detail: String
    ) {
        self.id = id
        self.atSeconds = atSeconds
        self.kind = kind
        self.severity = severity
        self.subject = subject
        self.detail = detail
    }
}
