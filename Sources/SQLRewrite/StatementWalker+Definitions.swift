import Policy
import SQLSyntax

/// Definitions: what they name must not be protected, and what they compute must not read.
extension StatementWalker {
    func selectInto(_ node: SyntaxNode) throws(RewriteRefusal) {
        try checkDefining()
        noteCopied(node)
        try refuseProtected(in: node, "SELECT INTO", sparing: temporaryMade(by: node), instead: Self.insteadOfCopy)
        for child in node.children where child.key != .intoClause { try walk(child) }
    }

    // What a temporary table or view shows is read through it from now on: the rules for reading count already.
    private func noteCopied(_ node: SyntaxNode) {
        if node.statementKind == .temporary { analysis.kinds.insert(.select) }
    }

    /// DDL must not name a protected relation: a definition would carry it out of the map's sight.
    func define(_ node: SyntaxNode) throws(RewriteRefusal) {
        try checkDefining()
        definition = node.kind
        if try pinOwn(node) { return try walkDefinition(node) }
        let instead: String? =
            switch node.kind {
            case .createTableAsStmt: Self.insteadOfCopy
            case .viewStmt: "write its query where the view would stand: WITH name AS (SELECT …) SELECT …"
            default: nil
            }
        try refuseProtected(in: node, "this definition", sparing: temporaryMade(by: node), instead: instead)
        if node.kind == .renameStmt || node.kind == .dropStmt || node.kind == .commentStmt {
            return try checkObjects(node)
        }
        if node.kind == .createTableAsStmt || node.kind == .viewStmt {
            noteCopied(node)
            if node[.query]?.kind == .executeStmt {
                throw RewriteRefusal(
                    "definition-over-protected", "a table cannot be made of a prepared statement",
                    hint: "write the query out: CREATE TABLE … AS SELECT …")
            }
            if let query = node[.query] { try walk(query) }
            return
        }
        try walkDefinition(node)
    }

    /// A temporary table may have the name of a protected one: from then on that name is written with pg_temp.
    private func temporaryMade(by node: SyntaxNode) -> Int32? {
        node.statementKind == .temporary ? node.made?.index : nil
    }

    private static let insteadOfCopy =
        "CREATE TEMP TABLE t (…) and then INSERT INTO t SELECT columns that are not masked, or use WITH"

    // Checks the functions, operators and types of defaults, checks and index expressions; relations are only named.
    private func walkDefinition(_ node: SyntaxNode) throws(RewriteRefusal) {
        switch node.kind {
        case .rangeVar: try checkDefining(node)
        case .funcCall, .aExpr, .typeNameNode, .columnRef, .subLink, .selectStmtNode: try walk(node)
        default: for child in node.children { try walkDefinition(child) }
        }
    }

    /// - Parameters:
    ///   - spared: a node that names nothing which is there.
    ///   - instead: what to write, where there is something.
    private func refuseProtected(
        in node: SyntaxNode, _ what: String, sparing spared: Int32?, instead: String?
    ) throws(RewriteRefusal) {
        if node.index == spared { return }
        if node.kind == .rangeVar, let name = node.string(.relname) {
            let schema = node.string(.schemaname)
            let isProtected =
                protection.masks.keys.contains { $0.name == name && (schema ?? $0.schema) == $0.schema }
                || protection.unreadable.keys.contains { $0.name == name && (schema ?? $0.schema) == $0.schema }
            if isProtected {
                throw RewriteRefusal(
                    "definition-over-protected",
                    "\(what) names \(schema.map { $0 + "." } ?? "")\(name), which carries protected columns",
                    hint: instead ?? "definitions over protected tables are made by the database's owners")
            }
        }
        for child in node.children { try refuseProtected(in: child, what, sparing: spared, instead: instead) }
    }

    private func checkObjects(_ node: SyntaxNode) throws(RewriteRefusal) {
        let type = node.string(.removeType) ?? node.string(.renameType) ?? node.string(.objectType) ?? ""
        let plain = [
            "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_COLUMN",
            "OBJECT_TABCONSTRAINT", "OBJECT_TYPE", "OBJECT_SCHEMA", "OBJECT_DATABASE",
        ]
        guard plain.contains(type), !(node.kind == .renameStmt && type == "OBJECT_SCHEMA") else {
            throw unsupported(node)
        }
        for object in node.list(.objects) {
            let parts =
                object.kind == .list ? object.names(.items) : object.kind == .string ? [object.string(.sval) ?? ""] : []
            let name = parts.last ?? ""
            let schema = parts.count >= 2 ? parts[parts.count - 2] : nil
            let hit = protection.masks.keys.first { relation in
                type == "OBJECT_SCHEMA"
                    ? relation.schema == name : relation.name == name && (schema ?? relation.schema) == relation.schema
            }
            if let hit {
                throw RewriteRefusal(
                    "definition-over-protected",
                    "\(hit) carries protected columns and may not be dropped or renamed here",
                    hint: "definitions over protected tables are changed by the database's owners")
            }
        }
    }
}
