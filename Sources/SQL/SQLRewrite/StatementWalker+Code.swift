import Policy
import SQLSyntax

/// Code that a statement runs without naming it: see `RunningCode`.
extension StatementWalker {
    func checkReading(_ relation: Relation) throws(RewriteRefusal) {
        try check { $0.untrusted(reading: relation.name) }
        try refuseWriting { $0.words(securing: relation.name) }
        // Whatever is done through a view of the session's own is not seen here any more.
        if definition?.kind == .viewStmt { try check { $0.untrusted(viewing: relation.name) } }
    }

    /// - Parameters:
    ///   - written: the columns that get a value, where all of them are known; else none.
    ///   - node: the statement, in which DEFAULT may stand for a value.
    func checkInserting(
        _ written: Set<String>, into relation: Relation, _ node: SyntaxNode
    ) throws(RewriteRefusal) {
        try check {
            $0.untrusted(
                inserting: written, into: relation.name, usesDefaults: written.isEmpty || Self.namesDefault(node))
        }
    }

    func checkUpdating(_ columns: Set<String>, in relation: Relation, _ node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying else { return }
        try check { $0.untrusted(updating: columns, in: relation.name, usesDefaults: Self.namesDefault(node)) }
        noteTold(protection.running.actions.actions(updating: columns, in: relation.name))
    }

    func checkDeleting(from relation: Relation) throws(RewriteRefusal) {
        guard !isVerifying else { return }
        try check { $0.untrusted(deletingFrom: relation.name) }
        noteTold(protection.running.actions.actions(deletingFrom: relation.name))
    }

    func checkTruncating(_ relation: Relation) throws(RewriteRefusal) {
        try check { $0.untrusted(truncating: relation.name) }
    }

    /// DDL, whatever it is about.
    func checkDefining() throws(RewriteRefusal) { try check(\.untrustedByDefinitions) }

    /// A relation that a definition names outside its queries.
    func checkDefining(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, let name = node.string(.relname), definition?.kind != .grantStmt,
            node.string(.schemaname) != nil || !names.temporaries.contains(name)
        else { return }
        let schemas = node.string(.schemaname).map { [$0] } ?? names.searchPath
        for schema in schemas { try check { $0.untrusted(defining: QualifiedName(schema, name)) } }
    }

    /// ANALYZE and VACUUM of everything.
    func checkDefiningAll() throws(RewriteRefusal) { try check(\.untrustedByDefiningAll) }

    /// What a foreign key's action says of a row can show all of it.
    private func noteTold(_ actions: [ReferenceActions.Action]) {
        if actions.contains(where: { protection.masks[$0.relation] != nil }) { analysis.scrubsServerText = true }
    }

    /// The protected columns that a write changes without naming them.
    func noteFollowing(_ change: RowChange, of table: Relation, isOnly: Bool) {
        guard !isVerifying, !protection.masks.isEmpty, let consequences = rewriter.consequences else { return }
        let found = consequences.follow(change, of: table.name, isOnly: isOnly)
        for (name, change) in found.changes {
            guard let masks = protection.masks[name] else { continue }
            let origins = change.written.reduce(into: Set<String>()) { $0.formUnion(masks[$1]?.origins ?? []) }
            if origins.isEmpty { continue }
            if found.own.contains(name) {
                analysis.phiWritten.formUnion(origins)
            } else {
                analysis.phiFollowing[name, default: []].formUnion(origins)
            }
        }
    }

    /// Refuses what runs code that is not trusted, and notes what only the policy trusts.
    private func check(_ question: (RunningCode) -> String?) throws(RewriteRefusal) {
        guard !isVerifying else { return }
        try refuse(question(protection.running))
        try refuseWriting { $0.words(question) }
        if protection.entrusted?.runs(question) ?? false { analysis.runsEntrusted = true }
    }

    private func refuse(_ words: String?) throws(RewriteRefusal) {
        guard !isVerifying, let words else { return }
        throw RewriteRefusal(
            "code", "\(words), which \(rewriter.danger)",
            hint: "if it reads no table and runs no SQL text, ask for it to be named under \"functions\" of the target "
                + "in the policy, and to have a search_path of its own")
    }

    private static func namesDefault(_ node: SyntaxNode) -> Bool {
        node.kind == .setToDefault || node.children.contains(where: namesDefault)
    }

    /// The columns that an INSERT without a list gives values to, in the order of the relation; none where they cannot be
    /// counted.
    static func inserted(_ node: SyntaxNode, into columns: [Column]) -> Set<String> {
        guard let select = node[.selectStmt] else { return [] }
        let items =
            select.list(.valuesLists).first.map { $0.list(.items) } ?? select.list(.targetList)
        guard select[.larg] == nil, !items.contains(where: hasStar) else { return [] }
        return Set(columns.prefix(items.count).map(\.name))
    }

    private static func hasStar(_ item: SyntaxNode) -> Bool {
        item.kind == .aStar || (item[.val] ?? item).list(.fields).contains { $0.kind == .aStar }
            || (item[.val] ?? item).list(.indirection).contains { $0.kind == .aStar }
    }
}
