import NIOSSL
package import Policy
package import PostgresSession

/// What one lane is made of. Checked before any port is bound.
package struct LaneConfiguration: Sendable {
    package var target: Target
    package var bundle: Bundle
    /// Nil: the principal has no role on this target, and every connection is refused.
    package var role: Role?
    package var principal: String
    package var credential: Credential
    /// Sent in the upstream's startup message; a secret. Nil where no mask needs it.
    package var pseudonymKey: String?
    /// PEM file of the authorities that the upstream's certificate is checked against; nil: the system's.
    package var upstreamAuthorities: String?
    /// PEM files of the certificate that the lane shows to clients, and its key; nil: clients are told that there is
    /// no TLS.
    package var certificate: String?
    package var certificateKey: String?
    package var limits: LaneLimits

    package init(
        target: Target, bundle: Bundle, role: Role?, principal: String, credential: Credential,
        pseudonymKey: String? = nil, upstreamAuthorities: String? = nil, certificate: String? = nil,
        certificateKey: String? = nil, limits: LaneLimits = LaneLimits()
    ) {
        self.target = target
        self.bundle = bundle
        self.role = role
        self.principal = principal
        self.credential = credential
        self.pseudonymKey = pseudonymKey
        self.upstreamAuthorities = upstreamAuthorities
        self.certificate = certificate
        self.certificateKey = certificateKey
        self.limits = limits
    }
}
