import Policy
import SQLRewrite
import SQLSyntax

/// Reads from a statement what it does to the session's names.
enum EffectReader {
    /// - Parameters:
    ///   - isTemporary: the statement was found to be about the session's own temporary tables.
    ///   - made: what it prepares or declares.
    ///   - role: whose schema `"$user"` is.
    static func effects(
        of node: SyntaxNode, isTemporary: Bool, made: LaneName?, role: String
    ) -> [SessionEffect] {
        switch node.kind {
        case .variableSetStmt:
            set(node, role) + [StatementTimeout.effect(ofSet: node), setRole(node)].compactMap(\.self)
        case .selectStmtNode:
            (node[.intoClause].flatMap { temporary($0[.rel]) } ?? (node[.intoClause] == nil ? [] : [.catalogChanged]))
                + configured(node, role)
        case .transactionStmt: transaction(node)
        case .prepareStmt: made.map { [.prepare($0)] } ?? []
        case .deallocateStmt: [.deallocate(node.string(.name))]
        case .declareCursorStmt:
            // CURSOR_OPT_HOLD of nodes/parsenodes.h.
            made.map { [.declareCursor($0, holds: (node.int(.options) ?? 0) & 0x20 != 0)] } ?? []
        case .closePortalStmt: [.closeCursor(node.string(.portalname))]
        case .discardStmt:
            switch node.string(.targetName) {
            case "DISCARD_ALL": [.discardAll]
            default: []
            }
        case .explainStmt:
            node.runsQuery
                ? node[.query].map { effects(of: $0, isTemporary: false, made: nil, role: role) } ?? [] : []
        case .createStmt: temporary(node[.relation]) ?? [.catalogChanged]
        case .createForeignTableStmt: temporary(node[.base]?[.relation]) ?? [.catalogChanged]
        case .createTableAsStmt: temporary(node[.into]?[.rel]) ?? [.catalogChanged]
        case .viewStmt: temporary(node[.view]) ?? [.catalogChanged]
        case .createSeqStmt: temporary(node[.sequence]) ?? [.catalogChanged]
        case .indexStmt where isTemporary: node.string(.idxname).map { [.createTemporary($0)] } ?? []
        case .renameStmt where isTemporary: renamed(node)
        case _ where isTemporary: []
        default: node.statementKind == .ddl || node.statementKind == .grant ? [.catalogChanged] : []
        }
    }

    private static func temporary(_ relation: SyntaxNode?) -> [SessionEffect]? {
        guard let relation, let name = relation.string(.relname) else { return nil }
        let isTemporary = relation.string(.relpersistence) == "t" || relation.string(.schemaname) == "pg_temp"
        return isTemporary ? [.createTemporary(name)] : nil
    }

    /// A temporary relation's new name; those of columns and constraints are not relations'.
    private static func renamed(_ node: SyntaxNode) -> [SessionEffect] {
        let isRelation = FactsWalk.relationTypes.contains(node.string(.renameType) ?? "")
        return isRelation ? node.string(.newname).map { [.createTemporary($0)] } ?? [] : []
    }

    // MARK: search_path

    private static func set(_ node: SyntaxNode, _ role: String) -> [SessionEffect] {
        switch node.string(.kind) {
        case "VAR_RESET_ALL": return [.resetSearchPath]
        case "VAR_SET_VALUE" where node.string(.name)?.lowercased() == "search_path":
            let path = node.list(.args).map { $0.settingText ?? "" }
            return [.setSearchPath(SearchPathText.resolved(path, role: role), local: node.bool(.isLocal))]
        case "VAR_SET_DEFAULT", "VAR_RESET":
            return node.string(.name)?.lowercased() == "search_path" ? [.resetSearchPath] : []
        default: return []
        }
    }

    private static func setRole(_ node: SyntaxNode) -> SessionEffect? {
        guard node.string(.name)?.lowercased() == "role" else { return nil }
        switch node.string(.kind) {
        case "VAR_SET_VALUE":
            let role = node.list(.args).first?.settingText ?? ""
            return .setRole(role == "none" ? nil : role, local: node.bool(.isLocal))
        case "VAR_SET_DEFAULT", "VAR_RESET": return .setRole(nil, local: false)
        default: return nil
        }
    }

    private static func configured(_ node: SyntaxNode, _ role: String) -> [SessionEffect] {
        SearchPathCalls.changes(by: node).map {
            .setSearchPath(SearchPathText.resolved($0.path, role: role), local: $0.isLocal)
        }
    }

    // MARK: transactions

    private static func transaction(_ node: SyntaxNode) -> [SessionEffect] {
        let name = node.string(.savepointName) ?? ""
        switch node.string(.kind) {
        case "TRANS_STMT_BEGIN", "TRANS_STMT_START": return [.begin]
        case "TRANS_STMT_COMMIT": return node.bool(.chain) ? [.commit, .begin] : [.commit]
        case "TRANS_STMT_PREPARE": return [.commit, .preparesTransaction]
        // What another transaction has defined is there from now on.
        case "TRANS_STMT_COMMIT_PREPARED": return [.catalogChanged]
        case "TRANS_STMT_ROLLBACK": return node.bool(.chain) ? [.rollback, .begin] : [.rollback]
        case "TRANS_STMT_SAVEPOINT": return [.savepoint(name)]
        case "TRANS_STMT_ROLLBACK_TO": return [.rollbackToSavepoint(name)]
        case "TRANS_STMT_RELEASE": return [.release(name)]
        default: return []
        }
    }
}
