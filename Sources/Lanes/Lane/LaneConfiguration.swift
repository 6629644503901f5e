/// What one lane is made of. Checked before any port is bound.
package struct LaneConfiguration: Sendable {
    /// What it begins with.
    package var policy: LanePolicy
    package var credentials: any CredentialSource
    /// Nil: nobody can approve, and what needs approval is refused.
    package var approvals: (any ApprovalDesk)?
    /// Nil: a target that wants a token (`identity: token`) refuses every client.
    package var identities: (any IdentityVerifier)?
    /// Nil: a target with `audit: strict` refuses every client.
    package var cosigned: (any CosignedLog)?
    /// PEM: the authorities that the upstream's certificate is checked against; nil: the system's.
    package var upstreamAuthorities: String?
    /// What the lane shows to clients; nil: they are told that there is no TLS.
    package var certificate: LaneCertificate?
    package var limits: LaneLimits
    /// Of all lanes of a sidecar.
    package var usage: UsageLedger
    /// A listening socket that somebody else has opened, in place of the target's address.
    package var inheritedListener: Int32?

    package init(
        policy: LanePolicy, credentials: any CredentialSource, approvals: (any ApprovalDesk)? = nil,
        identities: (any IdentityVerifier)? = nil, cosigned: (any CosignedLog)? = nil,
        upstreamAuthorities: String? = nil, certificate: LaneCertificate? = nil, limits: LaneLimits = LaneLimits(),
        usage: UsageLedger = UsageLedger(), inheritedListener: Int32? = nil
    ) {
        self.policy = policy
        self.credentials = credentials
        self.approvals = approvals
        self.identities = identities
        self.cosigned = cosigned
        self.upstreamAuthorities = upstreamAuthorities
        self.certificate = certificate
        self.limits = limits
        self.usage = usage
        self.inheritedListener = inheritedListener
    }
}
