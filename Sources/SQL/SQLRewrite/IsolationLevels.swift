import SQLSyntax

/// Under SERIALIZABLE the server keeps in mind which page of an index a search has come to, and ends one of two
/// transactions by that. Where values can be looked up, two sessions would so learn which stored values are neighbours:
/// on such a lane no transaction is SERIALIZABLE.
package enum IsolationLevels {
    static let settings: Set<String> = ["transaction_isolation", "default_transaction_isolation"]
    static let all = lower + ["serializable"]
    private static let lower = ["read uncommitted", "read committed", "repeatable read"]

    /// A run-time parameter of the startup message, of SET or of set_config, where `Settings` allows it.
    /// - Returns: nil where it leads to no SERIALIZABLE transaction.
    package static func refusal(name: String, value: String) -> RewriteRefusal? {
        guard settings.contains(name.lowercased()), !lower.contains(value.lowercased()) else { return nil }
        return refused
    }

    /// What BEGIN, SET TRANSACTION and SET SESSION CHARACTERISTICS ask for.
    static func refusal(options: some Sequence<SyntaxNode>) -> RewriteRefusal? {
        for option in options where option.string(.defname) == "transaction_isolation" {
            guard let level = option[.arg]?.settingText, lower.contains(level) else { return refused }
        }
        return nil
    }

    private static let refused = RewriteRefusal(
        "isolation-level",
        "SERIALIZABLE is not possible where the policy has lookup: equality, since its conflicts would show how stored "
            + "values lie",
        hint: "use REPEATABLE READ")
}
