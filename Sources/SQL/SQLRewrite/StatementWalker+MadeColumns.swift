import Policy
import SQLSyntax

/// Columns that come to be called as a pattern of the policy says. Under `pseudonym` and `shift` whoever writes values of their
/// choice and reads their masks has a dictionary: so nobody makes such a column through the lane.
extension StatementWalker {
    func checkMadeColumns(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !rewriter.dictionaries.isEmpty, node.statementKind != .temporary else { return }
        switch node.kind {
        case .createStmt, .createTableAsStmt, .selectStmtNode:
            guard let made = node.made else { return }
            try check(made: names(of: made, isNew: true), node.kind == .createStmt ? defined(node) : queried(node))
        // The tables within would stand in a schema that nobody has read.
        case .createSchemaStmt:
            guard !node.list(.schemaElts).isEmpty else { return }
            throw RewriteRefusal(
                "pattern-dictionary", "what is made with its schema may be masked by a pattern of the policy",
                hint: "CREATE SCHEMA first, and then what stands in it")
        // Tables of the type would get it, whatever they are called.
        case .alterTableStmt where node.string(.objectType) == "OBJECT_TYPE":
            guard node.list(.cmds).contains(where: { $0.string(.behavior) == "DROP_CASCADE" }) else { return }
            throw RewriteRefusal(
                "pattern-dictionary", "tables of this type may be masked by a pattern of the policy",
                hint: "leave CASCADE out; or have it done by the database's owners")
        case .alterTableStmt:
            guard let relation = node[.relation] else { return }
            let added = node.list(.cmds).filter { $0.string(.subtype) == "AT_AddColumn" }
                .map { $0[.def]?.string(.colname) }
            try check(made: withChildren(names(of: relation)), added)
        case .renameStmt:
            guard let relation = node[.relation], let newName = node.string(.newname) else { return }
            switch node.string(.renameType) {
            case "OBJECT_COLUMN": try check(made: withChildren(names(of: relation)), [newName])
            // ALTER INDEX renames any relation.
            case "OBJECT_TABLE", "OBJECT_INDEX":
                for name in names(of: relation) where !catalog.hasIndex(name) {
                    try check(made: [QualifiedName(name.schema, newName)], columns(of: name))
                }
            default: return
            }
        default: return
        }
    }

    /// What its parent gets, a child gets. Whose parent it is a definition of the transaction may have changed.
    private func withChildren(_ parents: [QualifiedName]) -> [QualifiedName] {
        if names.made.isDefining { return parents + catalog.relations.keys.sorted() + names.made.all.sorted() }
        return parents + parents.flatMap { protection.families.below($0) }.sorted()
    }

    /// Of a relation to which the open transaction may have added some, not all are known.
    private func columns(of name: QualifiedName) -> [String?] {
        let known = catalog.relations[name].map { $0.columns.map { $0.name as String? } } ?? [nil]
        return names.made.isDefining ? known + [nil] : known
    }

    /// - Parameter columns: nil: one whose name is not known.
    private func check(made relations: [QualifiedName], _ columns: [String?]) throws(RewriteRefusal) {
        for relation in relations where !rewriter.derived.contains(relation) {
            for column in columns {
                let isTold =
                    column.map { rewriter.dictionaries.first(of: relation, $0) != nil }
                    ?? rewriter.dictionaries.mayProtect(in: relation)
                guard isTold else { continue }
                throw RewriteRefusal(
                    "pattern-dictionary",
                    "\(column.map { "column \($0)" } ?? "a column whose name is not written") of \(relation) would be masked by "
                        + "a pattern of the policy: who writes values and reads their masks has a dictionary",
                    hint: "call it otherwise, and name every column; or have it made by the database's owners")
            }
        }
    }

    /// All that a name may mean. What is made is none of the session's own, whatever is called so there.
    func names(of relation: SyntaxNode, isNew: Bool = false) -> [QualifiedName] {
        guard let name = relation.string(.relname) else { return [] }
        if let schema = relation.string(.schemaname) {
            return schema == "pg_temp" ? [] : [QualifiedName(schema, name)]
        }
        let isOwn = !isNew && names.temporaries.contains(name)
        if isOwn, catalog.relations.keys.allSatisfy({ $0.name != name }) { return [] }
        return names.searchPath.filter { $0 != "pg_temp" }.map { QualifiedName($0, name) }
    }

    private func defined(_ node: SyntaxNode) -> [String?] {
        var columns: [String?] = []
        for element in node.list(.tableElts) {
            switch element.kind {
            case .columnDef: columns.append(element.string(.colname))
            case .constraint: continue
            // LIKE
            default: columns += element[.relation].map(known) ?? [nil]
            }
        }
        for parent in node.list(.inhRelations) { columns += known(parent) }
        let isOfType = node.children.contains { $0.kind == .typeNameNode }
        return isOfType ? columns + [nil] : columns
    }

    private func known(_ relation: SyntaxNode) -> [String?] {
        let found = names(of: relation).filter { catalog.relations[$0] != nil }
        return found.isEmpty || isOwn(relation) ? [nil] : found.flatMap(columns)
    }

    /// By the query's own names, as far as these are written.
    private func queried(_ node: SyntaxNode) -> [String?] {
        let into = node[.into] ?? node[.intoClause]
        let given = into?.names(.colNames) ?? []
        guard let query = node.kind == .selectStmtNode ? node : node[.query], query.kind == .selectStmtNode,
            query.string(.op) == "SETOP_NONE", query.list(.valuesLists).isEmpty
        else { return given.map { $0 } + [nil] }
        let targets = query.list(.targetList).map { target in
            if let name = target.string(.name) { return name as String? }
            guard let value = target[.val], value.kind == .columnRef,
                value.list(.fields).allSatisfy({ $0.kind == .string })
            else { return nil }
            return value.names(.fields).last
        }
        return given.map { $0 } + targets.dropFirst(given.count)
    }
}
