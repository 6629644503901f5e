import Lane

/// Whom lanes turn to beyond themselves; without a hub there is nobody.
struct LanePartners: Sendable {
    var approvals: (any ApprovalDesk)?
    var identities: (any IdentityVerifier)?
    var cosigned: (any CosignedLog)?
    var certificates: (any LaneCertificateSource)?
    /// What principals take on all lanes.
    var usage: UsageLedger
}
