/// The compiled policy that a sidecar enforces.
///
/// A bundle is made by `chaperone-hub policy compile`, serialised as JSON inside a signed note, and verified before it
/// is decoded. It has no defaults to guess: what the policy's author left out was filled in by the compiler.
package struct Bundle: Codable, Sendable, Equatable {
    package private(set) var format: Format
    /// Names of ``BundleFeature``s that it uses, sorted. Nil, as in bundles of before: those of its format.
    package private(set) var requires: [String]?
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
        number: UInt64, issuedAtSeconds: Int64, expiresAtSeconds: Int64? = nil, targets: [Target], rules: [Rule],
        defaultAction: DefaultAction, roles: [Role], sidecars: SidecarTerms? = nil
    ) {
        format = .plain
        self.number = number
        self.issuedAtSeconds = issuedAtSeconds
        self.expiresAtSeconds = expiresAtSeconds
        self.targets = targets
        self.rules = rules
        self.defaultAction = defaultAction
        self.roles = roles
        self.sidecars = sidecars
        declareFeatures()
    }

    package enum DefaultAction: String, Codable, Sendable { case allow, deny }

    /// The bundle's `apiVersion`.
    package enum Format: String, Codable, Sendable, CaseIterable {
        /// It uses no feature, so that sidecars of before `requires` read it, too.
        case plain = "chaperone/v1"
        /// Of before `requires`: it uses `ssh`.
        case ssh = "chaperone/v2"
        /// It says in `requires` what it uses.
        case withFeatures = "chaperone/v3"
    }

    /// What a sidecar must understand to enforce it.
    package var features: [String] {
        switch format {
        case .plain: []
        case .ssh: [BundleFeature.ssh.rawValue]
        case .withFeatures: requires ?? []
        }
    }

    /// Whether it says of everything it uses that it does.
    package var declaresItsFeatures: Bool { Set(BundleFeature.names(usedBy: self)).isSubset(of: features) }

    /// Says what it uses now.
    package mutating func declareFeatures() {
        let used = BundleFeature.names(usedBy: self)
        format = used.isEmpty ? .plain : .withFeatures
        requires = used.isEmpty ? nil : used
    }

    private enum CodingKeys: String, CodingKey {
        case format = "apiVersion"
        case requires, number, issuedAtSeconds, expiresAtSeconds, targets, rules, defaultAction, roles, sidecars
    }
}
