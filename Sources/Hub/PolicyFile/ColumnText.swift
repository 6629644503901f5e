import Policy

/// Writes names the way the policy file does.
enum ColumnText {
    static func quoted(_ parts: [String]) -> String { parts.map(quoted).joined(separator: ".") }

    static func quoted(_ column: ProtectedColumn) -> String {
        quoted([column.relation.schema, column.relation.name, column.column])
    }

    private static func quoted(_ part: String) -> String {
        if (try? SQLName.parts(part, count: 1)) == [part] { return part }
        return SQLName.quoted(part)
    }
}
