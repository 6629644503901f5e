import Policy
package import SQLSyntax

/// Statements that define, change, drop, grant or maintain. What stands here is known to touch what is said here and
/// nothing else; any other kind touches what is not known.
extension FactsWalk {
    func definition(_ node: SyntaxNode) {
        define(node)
        // A sequence that a table counts by is part of it.
        for name in reading.facts.tables {
            guard let relation = catalog.relations[name], relation.kind == .sequence else { continue }
            touch(all: relation.counts.union([relation.owner].compactMap(\.self)))
        }
    }

    private func define(_ node: SyntaxNode) {
        switch node.kind {
        // They name no relation, and hold none. (What code does that they call is another matter.)
        case .variableSetStmt: walk(node)
        case .transactionStmt, .variableShowStmt, .listenStmt, .unlistenStmt, .notifyStmt,
            .discardStmt, .closePortalStmt, .deallocateStmt, .constraintsSetStmt, .checkPointStmt, .defineStmt,
            .dropRoleStmt, .createCastStmt:
            break
        case .createEnumStmt, .createRangeStmt, .createDomainStmt, .compositeTypeStmt: makeType(node)
        case .alterEnumStmt: alterEnum(node)
        case .createRoleStmt, .alterRoleStmt:
            if node.kind == .alterRoleStmt { refuseOwnRole(node) }
            if node.list(.options).contains(where: \.givesRights) { reading.facts.kinds.insert(.grant) }
        case .alterRoleSetStmt, .alterFunctionStmt: walkChildren(node)
        // The relations that stand in them are all that they touch.
        case .indexStmt, .refreshMatViewStmt, .createPolicyStmt, .alterPolicyStmt, .createTrigStmt, .ruleStmt,
            .createStatsStmt:
            walkChildren(node)
        case .lockStmt: for relation in node.list(.relations) { lock(relation) }
        case .createStmt: makeTable(node, isAlone: node.isAlone)
        // Its rows are another server's, or this one's again.
        case .createForeignTableStmt: if let base = node[.base] { makeTable(base, isAlone: false) }
        case .createTableAsStmt: copy(node, made: node[.into]?[.rel])
        case .viewStmt: makeView(node)
        case .createSeqStmt, .alterSeqStmt: sequence(node)
        case .createSchemaStmt: makeSchema(node)
        case .alterTableStmt: alter(node)
        case .renameStmt: rename(node)
        case .alterObjectSchemaStmt: move(node)
        case .alterOwnerStmt: own(node)
        case .dropStmt: drop(node)
        case .createExtensionStmt where isIdle(node): break
        case .grantStmt: grant(node)
        case .commentStmt, .secLabelStmt: comment(node)
        // What a body in quotes will do cannot be told; one of SQL itself is read like any other.
        case .createFunctionStmt: node[.sqlBody] == nil ? run(node) : walkChildren(node)
        case .vacuumStmt: maintain(node, node.list(.rels).compactMap { $0[.relation] })
        case .clusterStmt: maintain(node, [node[.relation]].compactMap(\.self))
        case .reindexStmt: reindex(node)
        case .alterStatsStmt: touch(statistics: node.names(.defnames))
        default:
            if node.kind == .alterDefaultPrivilegesStmt { reading.facts.kinds.insert(.grant) }
            run(node)
        }
    }

    /// The lane's role may always change its own password: then somebody who is not the hub would know it, and the lane could
    /// not connect any more.
    private func refuseOwnRole(_ node: SyntaxNode) {
        // CURRENT_USER and its like have no name.
        let isOther = node.contains { $0.string(.rolename).map { $0 != catalog.role } ?? false }
        guard !isOther else { return }
        refuse(
            RewriteRefusal(
                "own-role", "the role that this lane connects as may not be altered through it",
                hint: "whoever keeps the database alters it; its password is at the hub"))
    }

    /// A view is locked with everything that it reads.
    private func lock(_ node: SyntaxNode) {
        switch touch(node, isTarget: true) {
        case .relation(let name):
            changeUnread(name)
            touchAll(behind: [name])
        case .own(let name): touchAll(behind: read(byOwn: name) ?? [])
        case .query, .unknown: break
        }
    }

    /// What a temporary view of the session reads, by the names of now; nil: it is none.
    func read(byOwn name: String) -> Set<QualifiedName>? {
        names.temporaryViews[name].map { Set($0.map { $0.name(in: catalog) ?? $0.name }) }
    }

    /// Relations, and what views among them read.
    func touchAll(behind names: Set<QualifiedName>) {
        touch(all: names)
        for name in names { touch(all: reader.index?.read(by: name) ?? []) }
    }

    // MARK: making

    private func makeTable(_ node: SyntaxNode, isAlone: Bool) {
        make(node[.relation], isAlone: isAlone)
        walkChildren(node, without: [.relation])
    }

    /// SELECT … INTO and CREATE TABLE … AS.
    func copy(_ node: SyntaxNode, made: SyntaxNode?) {
        noteCopied(node)
        make(made, isAlone: node.isAlone)
        if node.kind == .selectStmtNode {
            query(node) { walkChildren(node, without: [.withClause, .intoClause]) }
        } else if let query = node[.query] {
            query.kind == .executeStmt ? run(query) : walk(query)
        }
    }

    private func makeView(_ node: SyntaxNode) {
        refuse(TextSettings.refusal(ofDefining: node))
        noteCopied(node)
        // A view of a temporary relation is temporary itself, whatever it is called: none is read unknown.
        spellsAll = true
        walkChildren(node, without: [.view])
        spellsAll = false
        make(node[.view], readsOwn: reading.facts.tables.contains { $0.schema == StatementFacts.temporarySchema })
        if !reading.madeTemporary.isEmpty { reading.facts.kinds.insert(.select) }
    }

    // What a temporary table or view shows is read through it from now on: the rules for reading count already.
    private func noteCopied(_ node: SyntaxNode) {
        if node.statementKind == .temporary { reading.facts.kinds.insert(.select) }
    }

    private func sequence(_ node: SyntaxNode) {
        if node.kind == .createSeqStmt { make(node[.sequence]) } else if let name = node[.sequence] { touch(name) }
        for option in node.list(.options) where option.string(.defname) == "owned_by" {
            let column = option[.arg]?.names(.items) ?? []
            if column.count > 1 { touch(parts: column.dropLast()) }
        }
    }

    /// CREATE SCHEMA with what is made in it. The server makes tables before views, wherever they stand.
    private func makeSchema(_ node: SyntaxNode) {
        let role = node[.authrole]
        let owner = role?.string(.rolename) ?? (role == nil ? nil : catalog.role)
        guard let name = node.string(.schemaname) ?? owner else { return touchUnknown() }
        reading.made.insert(schema: name)
        let elements = Array(node.list(.schemaElts))
        guard !elements.isEmpty else { return }
        let outer = schema
        schema = name
        for element in elements { if let made = element.made { make(made, isAlone: element.isAlone) } }
        for element in elements {
            if let kind = element.statementKind { reading.facts.kinds.insert(kind) }
            if element.made == nil { definition(element) } else { walkChildren(element, without: Self.madeKeys) }
        }
        schema = outer
    }

    /// Where the relation stands that a statement makes.
    private static let madeKeys: [SyntaxKey] = [.relation, .view, .sequence]

    // MARK: changing

    private func alter(_ node: SyntaxNode) {
        let meaning = node[.relation].map { touch($0) }
        walkChildren(node, without: [.relation])
        guard node.list(.cmds).contains(where: { $0.string(.behavior) == "DROP_CASCADE" }) else { return }
        if node.string(.objectType) == "OBJECT_TYPE" { return touchUnknown() }
        if case .relation(let name)? = meaning { cascade([name]) } else { touchUnknown() }
    }

    private func rename(_ node: SyntaxNode) {
        let type = node.string(.renameType) ?? ""
        let newName = node.string(.newname) ?? ""
        switch type {
        case "OBJECT_SCHEMA":
            reading.made.insert(schema: newName)
            for old in reader.index?.relations(in: node.string(.subname) ?? "") ?? [] {
                touch(old)
                touch(QualifiedName(newName, old.name))
            }
        case _ where Self.relationTypes.contains(type) && type != "OBJECT_INDEX":
            guard let relation = node[.relation] else { return touchUnknown() }
            rename(touch(relation, isTarget: true)) { QualifiedName($0.schema, newName) }
        case "OBJECT_INDEX":
            guard let relation = node[.relation] else { return touchUnknown() }
            let meaning = touch(relation, isTarget: true)
            // It renames any relation; an index means its table.
            switch meaning {
            case .relation(let old) where old.name != relation.string(.relname): break
            case .own, .relation: rename(meaning) { QualifiedName($0.schema, newName) }
            case .query, .unknown: break
            }
        case "OBJECT_COLUMN", "OBJECT_TABCONSTRAINT", "OBJECT_POLICY", "OBJECT_RULE", "OBJECT_TRIGGER":
            guard let relation = node[.relation] else { return touchUnknown() }
            touch(relation, isTarget: true)
        default: other(node, type)
        }
    }

    /// A change of what is no relation, by the kind of what it is.
    private func other(_ node: SyntaxNode, _ type: String) {
        if type == "OBJECT_STATISTIC_EXT" {
            touch(statistics: node[.object]?.names(.items) ?? [])
        } else if Self.typeTypes.contains(type) {
            change(type: node, after: 2) { old in
                if let name = node.string(.newname) { return QualifiedName(old.schema, name) }
                return node.string(.newschema).map { QualifiedName($0, old.name) }
            }
        } else if !Self.otherTypes.contains(type) {
            run(node)
        }
    }

    /// ALTER … SET SCHEMA.
    private func move(_ node: SyntaxNode) {
        let type = node.string(.alteredType) ?? ""
        if Self.relationTypes.contains(type), let relation = node[.relation], let schema = node.string(.newschema) {
            rename(touch(relation, isTarget: true)) { QualifiedName(schema, $0.name) }
        } else {
            other(node, type)
        }
    }

    /// ALTER … OWNER TO of what is no relation.
    private func own(_ node: SyntaxNode) {
        let type = node.string(.alteredType) ?? ""
        if type == "OBJECT_SCHEMA" {
            touch(all: reader.index?.relations(in: node[.object]?.string(.sval) ?? "") ?? [])
        } else {
            other(node, type)
        }
    }

    private func comment(_ node: SyntaxNode) {
        let type = node.string(.objectType) ?? ""
        let parts = node[.object]?.names(.items) ?? []
        if Self.relationTypes.contains(type) {
            touch(parts: parts[...])
        } else if Self.memberTypes.contains(type) || type == "OBJECT_COLUMN" || type == "OBJECT_TABCONSTRAINT" {
            touch(parts: parts.dropLast())
        } else if type == "OBJECT_STATISTIC_EXT" {
            touch(statistics: parts)
        } else if Self.typeTypes.contains(type) {
            change(type: node, after: 3)
        } else if !Self.otherTypes.contains(type) {
            // Schemas and roles hold no rows either, and have no place among tables.
            if !Self.placeless.contains(type) { touchUnknown() }
        }
    }

    private func grant(_ node: SyntaxNode) {
        let type = node.string(.objectType) ?? ""
        let objects = Array(node.list(.objects))
        let names = objects.compactMap { $0.kind == .string ? $0.string(.sval) : nil }
        switch (node.string(.targtype), type) {
        case ("ACL_TARGET_OBJECT", "OBJECT_TABLE"), ("ACL_TARGET_OBJECT", "OBJECT_SEQUENCE"):
            for relation in objects { touch(relation, isTarget: true) }
        case ("ACL_TARGET_OBJECT", "OBJECT_TYPE"), ("ACL_TARGET_OBJECT", "OBJECT_DOMAIN"):
            for object in objects { touch(type: object.names(object.kind == .typeNameNode ? .names : .items), at: nil) }
        case ("ACL_TARGET_ALL_IN_SCHEMA", "OBJECT_TABLE"), ("ACL_TARGET_ALL_IN_SCHEMA", "OBJECT_SEQUENCE"),
            ("ACL_TARGET_OBJECT", "OBJECT_SCHEMA"):
            for schema in names { touch(all: reader.index?.relations(in: schema) ?? []) }
        default: if !Self.otherTypes.contains(type) { run(node) }
        }
    }

    // MARK: maintaining

    private func maintain(_ node: SyntaxNode, _ relations: [SyntaxNode]) {
        for relation in relations { touch(relation, isTarget: true) }
        // Without a name: every table of the database.
        if relations.isEmpty { touchUnknown() }
    }

    private func reindex(_ node: SyntaxNode) {
        if let relation = node[.relation] {
            touch(relation, isTarget: true)
        } else if node.string(.kind) == "REINDEX_OBJECT_SCHEMA" {
            touch(all: reader.index?.relations(in: node.string(.name) ?? "") ?? [])
        } else {
            touchUnknown()
        }
    }

    // MARK: names without a place in the tree

    /// A relation by the parts of its name, which cannot be written out: where it could be another it is not known.
    func touch(parts: ArraySlice<String>) {
        guard let name = parts.last, parts.count <= 3 else { return touchUnknown() }
        let schema = parts.count > 1 ? parts[parts.endIndex - 2] : nil
        touch(meaning(schema: schema, name) { _ in false })
    }

    /// The table of an object of extended statistics. Its name is not written out in full: of several none is known.
    func touch(statistics parts: [String]) {
        guard let name = parts.last, reader.index != nil else { return touchUnknown() }
        let schema = parts.dropLast().last
        let found = catalog.statistics.filter { $0.key.name == name && (schema == nil || $0.key.schema == schema) }
        if found.count == 1 { touch(all: found.values) } else { touchUnknown() }
    }

    func touch(_ meaning: Meaning) {
        switch meaning {
        case .own(let name): touch(QualifiedName(StatementFacts.temporarySchema, name))
        case .relation(let name): touch(name)
        case .query, .unknown: touchUnknown()
        }
    }

    package static let relationTypes: Set<String> = [
        "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE", "OBJECT_INDEX",
    ]

    /// Named after their relation.
    static let memberTypes: Set<String> = ["OBJECT_POLICY", "OBJECT_RULE", "OBJECT_TRIGGER"]

    /// Whether DROP names relations, or what is named after them.
    package static func isOfRelations(drop node: SyntaxNode) -> Bool {
        let type = node.string(.removeType) ?? ""
        return relationTypes.contains(type) || memberTypes.contains(type)
    }

    /// They are in no schema.
    private static let placeless: Set<String> = ["OBJECT_SCHEMA", "OBJECT_EXTENSION"]

    /// Objects that hold no rows.
    static let otherTypes: Set<String> = [
        "OBJECT_AGGREGATE", "OBJECT_CAST", "OBJECT_COLLATION", "OBJECT_CONVERSION",
        "OBJECT_DATABASE", "OBJECT_EVENT_TRIGGER", "OBJECT_FDW",
        "OBJECT_FOREIGN_SERVER", "OBJECT_FUNCTION", "OBJECT_LANGUAGE", "OBJECT_LARGEOBJECT", "OBJECT_OPCLASS",
        "OBJECT_OPERATOR", "OBJECT_OPFAMILY", "OBJECT_PROCEDURE", "OBJECT_PUBLICATION", "OBJECT_ROLE",
        "OBJECT_ROUTINE", "OBJECT_TABLESPACE", "OBJECT_TSCONFIGURATION",
        "OBJECT_TSDICTIONARY", "OBJECT_TSPARSER", "OBJECT_TSTEMPLATE",
    ]
}

extension SyntaxNode {
    /// It makes a table, if anything, that shares rows with no other.
    fileprivate var isAlone: Bool {
        switch kind {
        case .createStmt: list(.inhRelations).first == nil
        case .createTableAsStmt, .selectStmtNode: true
        default: false
        }
    }

    /// An option of CREATE ROLE or ALTER ROLE, ALTER GROUP among them.
    fileprivate var givesRights: Bool {
        switch string(.defname) {
        case "addroleto", "rolemembers", "adminmembers", "superuser", "createrole", "createdb", "bypassrls",
            "isreplication":
            true
        default: false
        }
    }
}
