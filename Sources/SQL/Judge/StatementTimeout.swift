import SQLRewrite
import SQLSyntax

/// The server's `statement_timeout`, as texts set it.
package enum StatementTimeout {
    static let name = "statement_timeout"

    /// Milliseconds of a value as PostgreSQL takes it: a number, or one with a unit (`us`, `ms`, `s`, `min`, `h`, `d`).
    /// Nil: none, or no value.
    package static func milliseconds(_ text: String) -> Int64? {
        let text = text.filter { $0 != " " && $0 != "'" }
        let digits = text.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(String(digits)), let unit = units[String(text.dropFirst(digits.count))] else {
            return nil
        }
        let milliseconds = (number * unit).rounded()
        return milliseconds >= 1 && milliseconds <= Double(Int32.max) ? Int64(milliseconds) : nil
    }

    private static let units: [String: Double] = [
        "": 1, "us": 0.001, "ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]

    /// What a SET or RESET does to it; nil: nothing.
    static func effect(ofSet node: SyntaxNode) -> SessionEffect? {
        if node.string(.kind) == "VAR_RESET_ALL" { return .resetStatementTimeout }
        guard node.string(.name)?.lowercased() == name else { return nil }
        switch node.string(.kind) {
        case "VAR_SET_VALUE":
            let value = node.list(.args).first?.settingText ?? ""
            return .setStatementTimeout(milliseconds(value), local: node.bool(.isLocal))
        case "VAR_SET_DEFAULT", "VAR_RESET": return .resetStatementTimeout
        default: return nil
        }
    }
}
