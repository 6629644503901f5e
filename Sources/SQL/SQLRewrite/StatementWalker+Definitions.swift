import Policy
import SQLSyntax

/// Definitions: what they name must not be protected, and what they compute must not read.
extension StatementWalker {
    // What a temporary table or view shows is read through it from now on: the rules for reading count already.
    func noteCopied(_ node: SyntaxNode) {
        guard node.statementKind == .temporary else { return }
        analysis.kinds.insert(.select)
        analysis.fillsTemporary = true
    }

    /// DDL must not name a protected relation: a definition would carry it out of the map's sight. What it computes is
    /// walked like the expressions of any other statement.
    func define(_ node: SyntaxNode) throws(RewriteRefusal) {
        if try defineRelation(node) { try refuseLocking(by: node) }
        try settleMade(node)
    }

    /// - Returns: false where it is of the session's own.
    @discardableResult
    private func defineRelation(_ node: SyntaxNode) throws(RewriteRefusal) -> Bool {
        try checkDefining()
        definition = node
        if try pinOwn(node) {
            try walkNaming(node)
            return false
        }
        if node.kind == .createTableAsStmt, node.string(.objectType) == "OBJECT_TABLE" {
            try copyTable(node)
            return true
        }
        let instead: String? =
            switch node.kind {
            case .createTableAsStmt, .viewStmt:
                "write its query where the view would stand: WITH name AS (SELECT …) SELECT …; or CREATE TABLE … AS, which "
                    + "keeps what the masks show"
            default: nil
            }
        try refuseTemporaryChild(node)
        try checkMadeColumns(node)
        try refuseProtected(in: node, "this definition", sparing: temporaryMade(by: node), instead: instead)
        try refuseNamesOfCode(in: node)
        switch node.kind {
        case .renameStmt, .dropStmt, .commentStmt:
            try checkNewName(node)
            try checkNewPlace(node)
            try checkObjects(node)
            try refuseCascade(in: node)
            return true
        case .alterTableStmt:
            try refuseCascade(in: node)
            try refuseLinked(in: node)
        case .createRangeStmt:
            try checkMadeType(node)
            try checkRange(node)
        case .createDomainStmt, .createEnumStmt, .compositeTypeStmt: try checkMadeType(node)
        case .reindexStmt, .clusterStmt: try checkRebuilding(node)
        case .createSeqStmt, .alterSeqStmt: try checkOwner(node)
        case .refreshMatViewStmt: try checkRefreshing(node)
        case .createTableAsStmt, .viewStmt:
            noteCopied(node)
            try refuseExecute(in: node)
        case .createSchemaStmt:
            for element in node.list(.schemaElts) { try defineInSchema(element) }
            return true
        default: break
        }
        makesLastingView = node.kind == .viewStmt && node.statementKind != .temporary
        defer { makesLastingView = false }
        try walkNaming(node)
        return true
    }

    /// Whoever reads a table reads its children: rows of a temporary one would be read by the name of another, in this session
    /// alone, and the catalog does not know it.
    private func refuseTemporaryChild(_ node: SyntaxNode) throws(RewriteRefusal) {
        let isChild: Bool
        switch node.kind {
        case .createStmt:
            // What has no place elsewhere is made in pg_temp, which may stand first in search_path.
            let isTemporary = node.made.map { $0.string(.relpersistence) == "t" || placed($0) == nil }
            isChild = isTemporary ?? false && !node.list(.inhRelations).isEmpty
        case .alterTableStmt:
            isChild =
                node[.relation].map(isOwn) ?? false
                && node.list(.cmds).contains { $0.string(.subtype) == "AT_AddInherit" }
        default: isChild = false
        }
        guard isChild, !isVerifying else { return }
        throw RewriteRefusal(
            "temporary-child", "a temporary table has no parents here: its rows would be read by their names",
            hint: "CREATE TEMP TABLE … (LIKE parent), and read it by its own name")
    }

    func refuseExecute(in node: SyntaxNode) throws(RewriteRefusal) {
        guard node[.query]?.kind == .executeStmt else { return }
        throw RewriteRefusal(
            "definition-over-protected", "a table cannot be made of a prepared statement",
            hint: "write the query out: CREATE TABLE … AS SELECT …")
    }

    /// A type of the session's own would stand before pg_catalog's in all code that says `text` and means that one.
    private func checkMadeType(_ node: SyntaxNode) throws(RewriteRefusal) {
        let parts = node.definedTypeName
        let isOwn =
            parts.count > 1
            ? parts[parts.count - 2] == StatementFacts.temporarySchema
            : names.searchPath.contains(StatementFacts.temporarySchema)
        guard isOwn else { return }
        throw RewriteRefusal(
            "temporary-type", "a type in pg_temp would stand before the server's own in code that others wrote",
            hint: "make it in a schema: CREATE TYPE schema.name")
    }

    /// What a range compares its bounds with, and by what it knows how far apart they are, is code of the server's own.
    private func checkRange(_ node: SyntaxNode) throws(RewriteRefusal) {
        for option in node.list(.params) {
            let name = option.string(.defname) ?? ""
            guard ["subtype", "collation", "multirange_type_name"].contains(name) else {
                throw RewriteRefusal(
                    "definition-of-range", "\(name) of a range type would name code that its values run",
                    hint: "leave it out, or have the type made by the database's owners")
            }
        }
    }

    private func defineInSchema(_ node: SyntaxNode) throws(RewriteRefusal) {
        switch node.kind {
        case .createStmt, .viewStmt, .indexStmt, .createSeqStmt, .grantStmt: try defineRelation(node)
        default: throw unsupported(node)
        }
    }

    /// A temporary table may have the name of a protected one: from then on that name is written with pg_temp.
    func temporaryMade(by node: SyntaxNode) -> Int32? {
        node.statementKind == .temporary ? node.made?.index : nil
    }

    /// Walks a definition, whose relations outside queries are named and not read.
    func walkNaming(_ node: SyntaxNode) throws(RewriteRefusal) {
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
    func refuseProtected(
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
            "OBJECT_TABCONSTRAINT", "OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_SCHEMA", "OBJECT_DATABASE",
        ]
        guard plain.contains(type), !(node.kind == .renameStmt && type == "OBJECT_SCHEMA") else {
            if isIdle(node) { return }
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

    /// What is called otherwise from now on must not be called as something is that the policy protects.
    private func checkNewName(_ node: SyntaxNode) throws(RewriteRefusal) {
        // ALTER INDEX renames any relation.
        let ofRelations = ["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE", "OBJECT_INDEX"]
        guard node.kind == .renameStmt, ofRelations.contains(node.string(.renameType) ?? ""),
            let name = node.string(.newname),
            let words = protection.protects(name, in: node[.relation]?.string(.schemaname))
        else { return }
        throw Self.refusal(ofChanging: words)
    }

    /// What may hold masks is known by its name: it keeps one that says so, and nothing else gets such a name.
    private func checkNewPlace(_ node: SyntaxNode) throws(RewriteRefusal) {
        let derived = rewriter.derived
        guard !isVerifying, !derived.isEmpty, node.kind == .renameStmt, let relation = node[.relation],
            let newName = node.string(.newname),
            FactsWalk.relationTypes.contains(node.string(.renameType) ?? "")
        else { return }
        for old in names(of: relation) where catalog.relations[old] != nil || names.made.contains(old) {
            let new = QualifiedName(old.schema, newName)
            guard derived.contains(old) != derived.contains(new) else { continue }
            throw RewriteRefusal(
                "masked-write",
                "\(old) may not be called \(new): one of the two names stands under \"derive\" of the target, the other does not",
                hint: "make a new table, and copy what may stand there")
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

    private func checkRefreshing(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, let name = node[.relation],
            case .relation(let found) = try resolve(name, isTarget: true),
            let refusal = protection.maintenance.refusal(of: "REFRESH", on: found.name)
        else { return }
        throw refusal
    }

    /// `OWNED BY table.column`
    private func checkOwner(_ node: SyntaxNode) throws(RewriteRefusal) {
        for option in node.list(.options) where option.string(.defname) == "owned_by" {
            try checkName((option[.arg]?.names(.items) ?? []).dropLast())
        }
    }
}
