import HubClient

/// How the sidecar stands with its hub, for the admin endpoint.
struct HubStatus: Sendable {
    var contact: HubContact
    /// Seconds since 1970.
    var certificateEndsAtSeconds: Int64
    /// Of the policy in force; seconds since 1970.
    var leaseEndsAtSeconds: Int64
    var policyRevision: UInt64
    /// Why the hub's last policy is not in force; nil: it is.
    var policyProblem: String?
    /// Why there is no new certificate when one is due.
    var certificateProblem: String?
    /// Why the log is not shipped; nil: it is.
    var auditProblem: String?
    /// Why nobody is served any more; nil: that is not so.
    var stopReason: String?
}
