package import Policy

/// What policy says of one lane, and of whom it serves. It may change while the lane runs: `PostgresLane.update`.
package struct LanePolicy: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package var target: Target
    package var bundle: Bundle
    /// The sidecar's own principal, and its groups. They count where the target says `identity: pod`.
    package var principal: String
    package var groups: [String]
    /// Sent in the upstream's startup message; a secret. Nil where no mask needs it.
    package var pseudonymKey: String?

    package init(target: Target, bundle: Bundle, principal: String, groups: [String], pseudonymKey: String? = nil) {
        self.target = target
        self.bundle = bundle
        self.principal = principal
        self.groups = groups
        self.pseudonymKey = pseudonymKey
    }

    /// The sidecar's own role; nil: its principal gets nothing.
    package var role: Role? { role(of: groups) }

    /// Whether the lane has any use: where clients bring tokens, one role that may use the target is enough.
    var servedRole: Role? {
        switch target.identity {
        case .pod: role
        case .token: bundle.roles.first { $0.targets.contains(target.name) }
        }
    }

    /// Why `servedRole` is nil.
    var unserved: String {
        switch target.identity {
        case .pod: noRole(principal)
        case .token: "no role of the policy may use target \"\(target.name)\""
        }
    }

    func noRole(_ principal: String) -> String {
        "principal \"\(principal)\" has no role on target \"\(target.name)\""
    }

    /// What connections upstream, and the identity of those before them, are made by: when any of it changes, sessions
    /// cannot go on.
    func connectsAs(_ other: LanePolicy) -> Bool {
        target.name == other.target.name && target.upstream == other.target.upstream && target.tls == other.target.tls
            && target.database == other.target.database && target.credential == other.target.credential
            && target.cleartextPassword == other.target.cleartextPassword && target.identity == other.target.identity
            && target.phi.isEmpty == other.target.phi.isEmpty && pseudonymKey == other.pseudonymKey
            && principal == other.principal
    }

    package func role(of groups: [String]) -> Role? { bundle.role(forGroups: groups, target: target.name) }

    package var description: String { "LanePolicy(\(target.name), bundle \(bundle.number), \(principal))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
