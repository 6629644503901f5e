import SQLSyntax

/// Under SERIALIZABLE the server keeps in mind which page of an index a search has come to, and which row a foreign key's
/// check, and ends one of two transactions by that. Two sessions, or one and an application that is SERIALIZABLE too, would so
/// learn which stored values are neighbours: on a lane that protects anything no transaction is SERIALIZABLE.
package enum IsolationLevels {
    static let settings: Set<String> = ["transaction_isolation", "default_transaction_isolation"]
    static let all = lower + ["serializable"]
    private static let lower = ["read uncommitted", "read committed", "repeatable read"]

    /// - Parameter level: as the server writes it.
    package static func isSerializable(_ level: String) -> Bool { !lower.contains(level) }

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
        "SERIALIZABLE is not possible where columns are protected, since its conflicts would show how stored values lie",
        hint: "use REPEATABLE READ")
}
