/// What a target of `service: ssh` has of its own.
package struct SSHTerms: Codable, Sendable, Equatable {
    /// The account on the host.
    package var user: String
    /// `ssh-ed25519 AAAA…`. A host proves itself with one of these, or by a certificate of an authority's.
    package var hostKeys: [String]
    package var hostAuthorities: [String]
    /// A stream that is masked must be text, and terminals are called `dumb`.
    package var protectsOutput: Bool
    /// Patterns of paths whose files are fetched only with somebody's approval.
    package var protectedPaths: [String]
    /// Names of variables that pass beside LANG and those that begin with LC_.
    package var environment: [String]
    /// The host takes no signature that names its key, and may have others. Nil: it has none of those.
    package var unboundSignatures: Bool?

    package init(
        user: String, hostKeys: [String], hostAuthorities: [String] = [], protectsOutput: Bool = false,
        protectedPaths: [String] = [], environment: [String] = [], unboundSignatures: Bool? = nil
    ) {
        self.user = user
        self.hostKeys = hostKeys
        self.hostAuthorities = hostAuthorities
        self.protectsOutput = protectsOutput
        self.protectedPaths = protectedPaths
        self.environment = environment
        self.unboundSignatures = unboundSignatures
    }
}
