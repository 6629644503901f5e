/// Writes calls and operators of pg_catalog in full, so that no search_path can replace one.
enum SQLExpression {
    static func call(_ function: String, _ arguments: String...) -> String {
        "pg_catalog.\(function)(\(arguments.joined(separator: ", ")))"
    }

    static func concatenated(_ a: String, _ b: String) -> String { "(\(a) OPERATOR(pg_catalog.||) \(b))" }

    static func compare(_ a: String, _ operation: String, _ b: String) -> String {
        "(\(a) OPERATOR(pg_catalog.\(operation)) \(b))"
    }

    static func text(_ value: String) -> String { "\(value)::pg_catalog.text" }

    /// Compared by code points, whatever the column's collation holds equal.
    static func plainText(_ value: String) -> String { "\(text(value)) COLLATE pg_catalog.\"C\"" }

    static func cast(_ expression: String, _ column: Column) -> String { "(\(expression))::\(column.castType)" }
}
