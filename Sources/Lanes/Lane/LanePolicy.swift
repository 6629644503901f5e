package import Policy

/// What policy says of one lane, and of whom it serves. It may change while the lane runs: `ServedLane.update`.
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
    package var servedRole: Role? {
        switch target.identity {
        case .pod: role
        case .token: bundle.roles.first { $0.targets.contains(target.name) }
        }
    }

    /// Why `servedRole` is nil.
    package var unserved: String {
        switch target.identity {
        case .pod: noRole(principal)
        case .token: "no role of the policy may use target \"\(target.name)\""
        }
    }

    package func noRole(_ principal: String) -> String {
        "principal \"\(principal)\" has no role on target \"\(target.name)\""
    }

    package func role(of groups: [String]) -> Role? { bundle.role(forGroups: groups, target: target.name) }

    package var description: String { "LanePolicy(\(target.name), bundle \(bundle.number), \(principal))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
