/// What a bundle may use beyond what every sidecar understands.
///
/// A bundle names those that it uses in `requires`. A sidecar refuses one that names a feature it does not know, and the hub
/// sends a sidecar none that it has not said to understand.
///
/// A bundle's new key, or a new value of an old one, comes with a case here, and with how to see that it is used: a sidecar
/// of before would else take a rule's unknown condition for none. The case's name is for good.
package enum BundleFeature: String, Sendable, CaseIterable {
    /// Targets of `service: ssh`, and rules about them.
    case ssh
    /// Tables that masked values may be written to, and rules about making them.
    case derive
    /// Comparisons with masks whose result says nothing, when they are to be answered all the same.
    case maskedComparison = "masked-comparison"
    /// Run-time parameters that clients may change beside the usual.
    case settings
    /// Run-time parameters that no client may change.
    case pins
    /// What approvers and the log see of bound values.
    case parameters
    /// Rules whose statement is refused at once, and runs when it comes again after its approval.
    case askAgain = "ask-again"
    /// Which tables the functions write that a target names: without it they are refused more.
    case functionWrites = "function-writes"
    /// Columns that are protected by what they are called.
    case phiPatterns = "phi-patterns"
    /// Schemas of which only what is listed is shown.
    case unlisted
    /// Signatures for hosts that take none which names their key: without it none is made.
    case unboundSignatures = "unbound-signatures"
    /// Commands that may run in a terminal: without it none does.
    case commandTerminals = "command-terminals"
    /// Patterns and slots of paths that have names with a point at their beginning: without it the rule is none that can be read.
    case pointedPaths = "pointed-paths"
    /// Certificates of the hub's that lanes show to clients.
    case listenTLS = "listen-tls"
    /// Roles that see some rows of a table: without it they see all.
    case rows
    /// How much the principals of a role may take.
    case roleLimits = "role-limits"

    package func isUsed(by bundle: Bundle) -> Bool {
        switch self {
        case .ssh:
            bundle.targets.contains { $0.ssh != nil }
                || bundle.rules.contains { $0.when.ssh != nil }
        case .derive:
            bundle.targets.contains { $0.postgres?.derive != nil }
                || bundle.rules.contains { $0.when.statements.contains(.derive) }
        case .maskedComparison: bundle.targets.contains { $0.postgres?.onMaskedComparison != nil }
        case .settings: bundle.targets.contains { $0.postgres?.settings != nil }
        case .pins: bundle.targets.contains { $0.postgres?.pins != nil }
        case .parameters: bundle.targets.contains { $0.postgres?.parameters != nil }
        case .functionWrites: bundle.targets.contains { $0.postgres?.functionWrites != nil }
        case .unboundSignatures: bundle.targets.contains { $0.ssh?.unboundSignatures != nil }
        case .listenTLS: bundle.targets.contains { $0.listenTLS != nil }
        case .pointedPaths:
            bundle.targets.contains { Self.arePointed($0.ssh?.protectedPaths ?? []) }
                || bundle.rules.contains { rule in
                    Self.arePointed(rule.when.ssh?.paths ?? [])
                        || rule.when.ssh?.templates.contains { $0.contains("/.**}") } ?? false
                }
        case .commandTerminals: bundle.rules.contains { $0.when.ssh?.hasTerminal != nil }
        case .phiPatterns: bundle.targets.contains { $0.postgres?.phiPatterns != nil }
        case .rows: bundle.roles.contains { $0.rows != nil }
        case .unlisted: bundle.targets.contains { $0.postgres?.unlisted != nil }
        case .roleLimits: bundle.roles.contains { $0.limits != nil }
        case .askAgain: bundle.rules.contains { $0.asksAgain != nil }
        }
    }

    private static func arePointed(_ patterns: [String]) -> Bool {
        patterns.contains { $0.split(separator: "/").contains(".**") }
    }

    /// What this version understands, as sidecars tell hubs.
    package static var names: [String] { allCases.map(\.rawValue).sorted() }

    /// What `bundle` uses, sorted.
    static func names(usedBy bundle: Bundle) -> [String] {
        allCases.filter { $0.isUsed(by: bundle) }.map(\.rawValue).sorted()
    }
}
