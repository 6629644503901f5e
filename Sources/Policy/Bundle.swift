/// The compiled policy that a sidecar enforces.
///
/// A bundle is made by `chaperone-hub policy compile`, serialised as JSON inside a signed note, and verified before it
/// is decoded. It has no defaults to guess: what the policy's author left out was filled in by the compiler.
package struct Bundle: Codable, Sendable, Equatable {
    /// `chaperone/v1`, or `chaperone/v2` where it says something of SSH.
    package var apiVersion: String
    /// Rises with every compilation that is meant to replace an earlier one.
    package var number: UInt64
    /// Seconds since 1970 at which the bundle was made.
    package var issuedAtSeconds: Int64
    /// The lease, seconds since 1970: after it no new statement is permitted. Nil: it has no end.
    package var expiresAtSeconds: Int64?
    package var targets: [Target]
    /// In the order of the file: the first match wins.
    package var rules: [Rule]
    package var defaultAction: DefaultAction
    /// In the order of the file: the first match wins.
    package var roles: [Role]
    package var sidecars: SidecarTerms?

    package init(
        apiVersion: String = "chaperone/v1", number: UInt64, issuedAtSeconds: Int64, expiresAtSeconds: Int64? = nil,
        targets: [Target], rules: [Rule], defaultAction: DefaultAction, roles: [Role], sidecars: SidecarTerms? = nil
    ) {
        self.apiVersion = apiVersion
        self.number = number
        self.issuedAtSeconds = issuedAtSeconds
        self.expiresAtSeconds = expiresAtSeconds
        self.targets = targets
        self.rules = rules
        self.defaultAction = defaultAction
        self.roles = roles
        self.sidecars = sidecars
    }

    package enum DefaultAction: String, Codable, Sendable { case allow, deny }
}
