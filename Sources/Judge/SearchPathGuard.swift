import SQLRewrite
import SQLSyntax

/// Changes of what unqualified names mean that are not followed.
enum SearchPathGuard {
    /// Nil: whatever the statement does to search_path is followed.
    /// - Parameter schemas: those that the role may use.
    static func refusal(of statement: SyntaxNode, schemas: Set<String>) -> RewriteRefusal? {
        if statement.kind == .variableSetStmt { return refusal(ofSet: statement, schemas) }
        return SearchPathCalls.refusal(of: statement)
    }

    private static func refusal(ofSet node: SyntaxNode, _ schemas: Set<String>) -> RewriteRefusal? {
        let name = node.string(.name)?.lowercased()
        switch node.string(.kind) {
        // It makes of a SET LOCAL one that stays.
        case "VAR_SET_CURRENT" where name == "search_path": return SearchPathCalls.refusal
        case "VAR_SET_VALUE" where name == "role" || name == "session_authorization":
            // "$user" in the path is another schema from then on.
            guard let role = node.list(.args).first?.settingText, schemas.contains(role) else { return nil }
            return RewriteRefusal(
                "setting", "\"\(role)\" has a schema of its own, which search_path would then mean",
                hint: "connect as the role that the tables are for, or SET search_path")
        default: return nil
        }
    }
}
