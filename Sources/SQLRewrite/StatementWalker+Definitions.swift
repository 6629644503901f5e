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

    /// DDL must not name a protected relation: a definition would carry it out of the map's sight. What it computes is
    /// walked like the expressions of any other statement.
    func define(_ node: SyntaxNode) throws(RewriteRefusal) {
        try checkDefining()
        definition = node.kind
        if try pinOwn(node) { return try walkNaming(node) }
        let instead: String? =
            switch node.kind {
            case .createTableAsStmt: Self.insteadOfCopy
            case .viewStmt: "write its query where the view would stand: WITH name AS (SELECT …) SELECT …"
            default: nil
            }
        try refuseProtected(in: node, "this definition", sparing: temporaryMade(by: node), instead: instead)
        switch node.kind {
        case .renameStmt, .dropStmt, .commentStmt: return try checkObjects(node)
        case .reindexStmt, .clusterStmt: try checkRebuilding(node)
        case .createSeqStmt, .alterSeqStmt: try checkOwner(node)
        case .createTableAsStmt, .viewStmt:
            noteCopied(node)
            if node[.query]?.kind == .executeStmt {
                throw RewriteRefusal(
                    "definition-over-protected", "a table cannot be made of a prepared statement",
                    hint: "write the query out: CREATE TABLE … AS SELECT …")
            }
        case .createSchemaStmt:
            for element in node.list(.schemaElts) { try defineInSchema(element) }
            return
        default: break
        }
        try walkNaming(node)
    }

    private func defineInSchema(_ node: SyntaxNode) throws(RewriteRefusal) {
        switch node.kind {
        case .createStmt, .viewStmt, .indexStmt, .createSeqStmt, .grantStmt: try define(node)
        default: throw unsupported(node)
        }
    }

    /// A temporary table may have the name of a protected one: from then on that name is written with pg_temp.
    private func temporaryMade(by node: SyntaxNode) -> Int32? {
        node.statementKind == .temporary ? node.made?.index : nil
    }

    private static let insteadOfCopy =
        "CREATE TEMP TABLE t (…) and then INSERT INTO t SELECT columns that are not masked, or use WITH"

    /// Walks a definition, whose relations outside queries are named and not read.
    private func walkNaming(_ node: SyntaxNode) throws(RewriteRefusal) {
        let outer = isNaming
        isNaming = true
        defer { isNaming = outer }
        try walkChildren(node)
    }

    /// `EXCLUDE (c WITH operator)`.
    func checkExclusions(_ node: SyntaxNode) throws(RewriteRefusal) {
        for pair in node.children {
            for part in pair.list(.items) where part.kind == .list { try checkOperator(part.names(.items)) }
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
            if let words = protection.protects(name, in: node.string(.schemaname)) {
                throw RewriteRefusal(
                    "definition-over-protected", "\(what) names \(words)",
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
        for object in Array(node.list(.objects)) + [node[.object]].compactMap(\.self) {
            var parts = object.kind == .typeNameNode ? object.names(.names) : object.names(.items)
            if object.kind == .string { parts = [object.string(.sval) ?? ""] }
            // Named after their relation.
            if type == "OBJECT_COLUMN" || type == "OBJECT_TABCONSTRAINT" { parts = parts.dropLast() }
            if type == "OBJECT_SCHEMA" { try checkSchema(parts.last) } else { try checkName(parts[...]) }
        }
    }

    /// A relation, or what belongs to one, by the parts of its name.
    private func checkName(_ parts: ArraySlice<String>) throws(RewriteRefusal) {
        guard let name = parts.last else { return }
        if let words = protection.protects(name, in: parts.dropLast().last) { throw Self.refusal(ofChanging: words) }
    }

    private func checkSchema(_ name: String?) throws(RewriteRefusal) {
        guard let name, protection.schemas.contains(name) else { return }
        throw Self.refusal(ofChanging: "\(name), which holds protected tables, or what belongs to them")
    }

    private static func refusal(ofChanging words: String) -> RewriteRefusal {
        RewriteRefusal(
            "definition-over-protected", "this definition changes \(words)",
            hint: "definitions over protected tables are changed by the database's owners")
    }

    /// REINDEX and CLUSTER that name no relation.
    private func checkRebuilding(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard node[.relation] == nil else { return }
        if node.string(.kind) == "REINDEX_OBJECT_SCHEMA" { return try checkSchema(node.string(.name)) }
        if let name = protection.names.min() {
            throw Self.refusal(ofChanging: "\(name) among others, which carries protected columns")
        }
    }

    /// `OWNED BY table.column`
    private func checkOwner(_ node: SyntaxNode) throws(RewriteRefusal) {
        for option in node.list(.options) where option.string(.defname) == "owned_by" {
            try checkName((option[.arg]?.names(.items) ?? []).dropLast())
        }
    }
}
