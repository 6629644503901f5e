package import Policy

/// Writing names and constants so that they mean one thing under every search_path and setting.
package enum SQLText {
    package static func identifier(_ name: String) -> String { SQLName.quoted(name) }

    package static func relation(_ name: QualifiedName) -> String {
        identifier(name.schema) + "." + identifier(name.name)
    }

    /// A column's value, which no index answers for.
    package static func unindexed(_ column: String) -> String {
        "COALESCE(\(identifier(column)), \(identifier(column)))"
    }

    /// A string constant. Backslashes stay themselves: `standard_conforming_strings` is held on.
    package static func literal(_ text: String) -> String { SQLName.doubled(text, "'") }
}
