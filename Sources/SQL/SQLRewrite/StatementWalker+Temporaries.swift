import Policy
import SQLSyntax

/// Definitions of the session's own temporary tables. A name alone could mean a table of the schema: one that this session
/// made a temporary table of is written with pg_temp, so that it can mean nothing else, and only then counts as
/// `temporary`.
extension StatementWalker {
    /// Pins the names of a statement that changes or drops nothing but the session's own, and makes its kind so.
    ///
    /// - Returns: whether it is one.
    func pinOwn(_ node: SyntaxNode) throws(RewriteRefusal) -> Bool {
        if node.kind == .dropStmt {
            guard let pins = droppedOwn(node) else { return false }
            edits += pins
        } else {
            guard node.changesNothingElse, node.changedRelations.allSatisfy(isOwn) else { return false }
            for relation in node.changedRelations { try pin(relation) }
        }
        analysis.kinds = [.temporary]
        return true
    }

    // MARK: what is made

    /// A relation must be known to be temporary, or known not to be: where its name alone does not decide that, it is
    /// written out. A view that reads a temporary relation is temporary itself.
    func settleMade(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, let made = node.made, let name = made.string(.relname), made.string(.schemaname) == nil,
            made.string(.relpersistence) != "t"
        else { return }
        // Written already, as the copy that it is.
        if let span = RelationSpan(made, parsed), edits.contains(where: { $0.range == span.name }) { return }
        let isOwnView = node.kind == .viewStmt && readsOwn
        guard isOwnView || names.searchPath.contains(StatementFacts.temporarySchema) else { return }
        guard let schema = isOwnView ? StatementFacts.temporarySchema : names.creationSchema(in: catalog),
            let span = RelationSpan(made, parsed)
        else {
            throw RewriteRefusal(
                "unknown-relation", "where \"\(name)\" would be made is not known", hint: "write schema.\(name)")
        }
        edits.append(Edit(span.name, SQLText.relation(QualifiedName(schema, name))))
        if schema == StatementFacts.temporarySchema { analysis.madeTemporary.append(name) }
    }

    func isOwn(_ relation: SyntaxNode) -> Bool {
        guard relation.string(.catalogname) == nil, let name = relation.string(.relname) else { return false }
        guard let schema = relation.string(.schemaname) else { return names.temporaries.contains(name) }
        return schema == "pg_temp"
    }

    /// The edits that write every name of a DROP with pg_temp; nil where one of them may be another's. What the catalog
    /// does not know at all is taken for the session's own if the statement says IF EXISTS; indexes it does not know.
    private func droppedOwn(_ node: SyntaxNode) -> [Edit]? {
        guard
            ["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_SEQUENCE", "OBJECT_INDEX"].contains(node.string(.removeType) ?? "")
        else { return nil }
        let mayBeMissing = node.bool(.missingOk)
        let guesses = mayBeMissing && node.string(.removeType) != "OBJECT_INDEX"
        var index = parsed.tokenIndex(at: range.lowerBound) + 2
        guard parsed.isToken(index - 2, "drop") else { return nil }
        if parsed.isToken(index, "concurrently") { index += 1 }
        if mayBeMissing {
            index += 2
            guard parsed.isToken(index - 2, "if"), parsed.isToken(index - 1, "exists") else { return nil }
        }
        var edits: [Edit] = []
        for object in node.list(.objects) {
            let parts = object.names(.items)
            guard let name = parts.last, parts.count == 1 || parts.count == 2 && parts[0] == "pg_temp",
                parts.count == 2 || names.temporaries.contains(name)
                    || guesses && !isKnown(name) && !names.made.contains(anyNamed: name),
                let next = RelationSpan.skipNames(from: index, count: parts.count, parsed, dotAfterLast: false)
            else { return nil }
            let place = parsed.tokens[index].start..<parsed.tokens[next - 1].end
            edits.append(Edit(place, "pg_temp." + SQLText.identifier(name)))
            // The comma between two.
            index = next + 1
        }
        return edits.isEmpty ? nil : edits
    }

    private func isKnown(_ name: String) -> Bool {
        (["pg_catalog"] + names.searchPath).contains { catalog.relations[QualifiedName($0, name)] != nil }
            || protection.names.contains(name)
    }
}

extension SyntaxNode {
    /// It changes relations and names no other: neither a parent nor what a foreign key refers to.
    var changesNothingElse: Bool {
        let changed = changedRelations.count
        return changed > 0 && Self.relations(in: self) == changed
    }

    private static func relations(in node: SyntaxNode) -> Int {
        node.children.reduce(node.kind == .rangeVar ? 1 : 0) { $0 + relations(in: $1) }
    }

    /// The relations that ALTER, RENAME, CREATE INDEX, TRUNCATE, ANALYZE and the like work on; empty for anything else.
    var changedRelations: [SyntaxNode] {
        switch kind {
        case .alterTableStmt, .renameStmt, .indexStmt, .clusterStmt, .reindexStmt:
            [self[.relation]].compactMap(\.self)
        case .alterSeqStmt: [self[.sequence]].compactMap(\.self)
        case .truncateStmt: Array(list(.relations))
        case .vacuumStmt: list(.rels).compactMap { $0[.relation] }
        default: []
        }
    }
}
