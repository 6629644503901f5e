import Policy
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

    /// - Parameters:
    ///   - path: with its names resolved.
    ///   - protectsColumns: then the types that the server's code means must be the server's own.
    static func refusal(ofPath path: [String], protectsColumns: Bool) -> RewriteRefusal? {
        if path.contains(where: TemporarySchemas.isNumbered) { return TemporarySchemas.refusal }
        if let long = path.first(where: { $0.utf8.count > SQLName.identifierBytesLimit }) {
            return RewriteRefusal(
                "setting",
                "a schema of search_path is named with \(long.utf8.count) bytes, and the server would cut it to "
                    + "\(SQLName.identifierBytesLimit)", hint: "write the name as the schema has it")
        }
        guard protectsColumns, let place = path.firstIndex(of: "pg_catalog"), place > 0 else { return nil }
        return RewriteRefusal(
            "setting",
            "search_path may not have pg_catalog behind another schema, whose types would stand before its own",
            hint: "leave pg_catalog out, it comes first by itself; or write it first")
    }

    /// Of a session that begins with it.
    static let unclear = RewriteRefusal(
        "setting", "search_path is not written plainly: names, commas and spaces",
        hint: "leave it out, and SET search_path = …")

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
