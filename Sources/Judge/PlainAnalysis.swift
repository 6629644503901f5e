import Policy
import SQLRewrite
import SQLSyntax

/// The facts of a statement on a lane that protects nothing: kinds and tables for policy, and no refusal.
enum PlainAnalysis {
    static func of(_ statement: SyntaxNode, names: SessionNames, catalog: Catalog) -> StatementAnalysis {
        var analysis = StatementAnalysis(kinds: Set([statement.statementKind].compactMap(\.self)))
        let isPlan = statement.kind == .explainStmt
        visit(statement, names, catalog, &analysis, isPlan: isPlan)
        switch statement.kind {
        case .truncateStmt: analysis.unfiltered = analysis.kinds.contains(.delete)
        case .executeStmt:
            analysis.kinds = [.select]
            analysis.executes = statement.string(.name) ?? ""
        case .fetchStmt:
            analysis.kinds = [.select]
            analysis.fetches = statement.string(.portalname) ?? ""
        // Read through it from now on: the rules for reading count already.
        case .selectStmtNode, .createTableAsStmt, .viewStmt:
            if analysis.kinds.contains(.temporary) { analysis.kinds.insert(.select) }
        default: break
        }
        return analysis
    }

    private static func visit(
        _ node: SyntaxNode, _ names: SessionNames, _ catalog: Catalog, _ analysis: inout StatementAnalysis, isPlan: Bool
    ) {
        switch node.kind {
        case .insertStmt, .updateStmt, .deleteStmt, .mergeStmt, .selectStmtNode:
            // SELECT below another statement adds nothing of its own; a write always does.
            if !isPlan, let kind = node.statementKind, kind != .select || analysis.kinds.isEmpty {
                analysis.kinds.insert(kind)
            }
            if node.kind == .updateStmt || node.kind == .deleteStmt, node[.whereClause] == nil {
                analysis.unfiltered = true
            }
        case .rangeVar:
            if let name = node.string(.relname) {
                let schemas = node.string(.schemaname).map { [$0] } ?? ["pg_catalog"] + names.searchPath
                let found = schemas.lazy.map { QualifiedName($0, name) }.first { catalog.relations[$0] != nil }
                if let found { analysis.tables.insert(found) }
            }
        default: break
        }
        for child in node.children { visit(child, names, catalog, &analysis, isPlan: isPlan) }
    }
}
