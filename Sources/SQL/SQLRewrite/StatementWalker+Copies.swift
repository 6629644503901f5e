import Policy
import SQLSyntax

/// Copies of what masks show: tables that are made of a query, and rows that are written by one. Temporary tables may hold
/// them, and those that the policy names.
///
/// What is stored is what the statement would have answered: the masks were computed beneath it, and the text of its query is
/// kept nowhere. (That of a view is, so none is made of a protected table.)
extension StatementWalker {
    // MARK: tables made of a query

    /// CREATE TABLE … AS, and SELECT … INTO.
    func copyTable(_ node: SyntaxNode) throws(RewriteRefusal) {
        if node.kind == .selectStmtNode { try checkDefining() }
        guard let made = node.made else { throw unsupported(node) }
        try checkMadeColumns(node)
        try refuseExecute(in: node)
        noteCopied(node)
        let isTemporary = node.statementKind == .temporary
        if !isTemporary, let name = placed(made), rewriter.derived.contains(name), protection.protects(name) == nil {
            analysis.kinds.remove(.ddl)
            analysis.kinds.formUnion([.derive, .select])
            try pin(made, as: name)
        } else if !isTemporary {
            try refuseProtected(
                in: node, node.kind == .selectStmtNode ? "SELECT INTO" : "this definition", sparing: nil,
                instead: "make it a temporary table, or one that the policy names under \"derive\" of the target")
        }
        let isCopy = isTemporary || analysis.kinds.contains(.derive)
        guard node.kind == .selectStmtNode else {
            try walkNaming(node)
            return try checkCopied(node, isCopy: isCopy)
        }
        copying = node.index
        try walk(node)
        try checkCopied(node, isCopy: isCopy)
        notePlain(node)
        try settleMade(node)
    }

    /// The name that a table will have which is made.
    func placed(_ made: SyntaxNode) -> QualifiedName? {
        guard let name = made.string(.relname) else { return nil }
        let isThere = { (schema: String) in
            self.catalog.schemas.isEmpty || self.catalog.schemas.contains(schema)
                || self.names.made.schemas.contains(schema)
        }
        return (made.string(.schemaname) ?? names.searchPath.first { $0 == "pg_temp" || isThere($0) }).flatMap {
            $0 == "pg_temp" ? nil : QualifiedName($0, name)
        }
    }

    /// What is made is written with its schema, so that it is made there whatever the server's search path is.
    private func pin(_ made: SyntaxNode, as name: QualifiedName) throws(RewriteRefusal) {
        guard made.string(.schemaname) == nil else { return }
        guard !isVerifying, let span = RelationSpan(made, parsed) else {
            throw RewriteRefusal(
                "unknown-reference", "the name of the new table stands in a place that is not understood",
                hint: "write schema.table")
        }
        edits.append(Edit(span.name, SQLText.relation(name)))
    }

    // MARK: tables of the open transaction

    /// Nobody can see yet what the transaction makes. A table that it makes of nothing else's may be used all the same: its
    /// code has been judged here, its rows are written here.
    func notePlain(_ node: SyntaxNode) {
        guard !isVerifying, node.isPlainTable, node.statementKind != .temporary, let made = node.made,
            let name = placed(made), made.string(.catalogname) == nil,
            !SystemRelations.schemas.contains(name.schema), protection.protects(name) == nil
        else { return }
        let isPinned = edits.contains { $0.range.lowerBound == made.location }
        if made.string(.schemaname) == nil, !isPinned {
            guard let span = RelationSpan(made, parsed) else { return }
            edits.append(Edit(span.name, SQLText.relation(name)))
        }
        analysis.makesPlain = name
    }

    func readMade(_ name: QualifiedName) throws(RewriteRefusal) {
        noteCopy(name)
        guard definition?.kind == .viewStmt else { return }
        throw RewriteRefusal(
            "open-definition", "a view of \(name) cannot be made in the transaction that has made the table",
            hint: "COMMIT first")
    }

    // MARK: what may hold copies

    /// A temporary table is read.
    func noteCopies() {
        guard let column = names.copied.min() else { return }
        analysis.phiRead.formUnion(names.copied)
        analysis.readsCopies = true
        copyRead = copyRead ?? "a temporary table that may hold masks of \(column)"
    }

    /// What RETURNING gives of a write's target is read of it.
    func noteReturned(_ target: Resolution) {
        guard !isVerifying else { return }
        switch target {
        case .temporary: noteCopies()
        case .made(let name): noteCopy(name)
        case .relation(let relation): noteCopy(relation.name)
        case .cte: break
        }
    }

    /// Any other is: a table, or a view, which shows what its tables hold.
    func noteCopy(_ name: QualifiedName) {
        for read in catalog.relations[name].flatMap({ $0.definition == nil ? nil : $0.reads }) ?? [] where read != name
        {
            noteCopy(read)
        }
        guard rewriter.copies.contains(name) || rewriter.derived.contains(name) else { return }
        analysis.phiRead.insert(DerivedPlaces.reading(name))
        analysis.readsCopies = true
        copyRead = copyRead ?? "\(name), which may hold masked values"
    }

    // MARK: where they may be written

    func mayTakeMasks(_ table: QualifiedName) -> Bool {
        guard rewriter.derived.contains(table), protection.protects(table) == nil else { return false }
        // What foreign keys write elsewhere is the same.
        return protection.running.actions.actions(changing: table).allSatisfy {
            rewriter.derived.contains($0.relation) || $0.columns.isEmpty
        }
    }

    /// - Parameter name: of a table that the catalog does not know.
    func mayTakeMasks(unknown name: SyntaxNode) -> Bool {
        touchesOwn = true
        if case .made(let table)? = try? resolve(name, isTarget: true) { return mayTakeMasks(table) }
        analysis.fillsTemporary = true
        return true
    }

    /// A mask that was stored is not written over a real value, nor where nobody knows that it is one.
    /// - Parameter takesMasks: it may stand there.
    func checkCopies(into table: Relation?, takesMasks: Bool) throws(RewriteRefusal) {
        guard let copyRead, let table else { return }
        if protection.masks[table.name] != nil, !analysis.phiWritten.isEmpty {
            throw RewriteRefusal(
                "masked-write", "protected columns of \(table.name) are not written from \(copyRead)",
                hint: "write real values, from a table that holds no copies; a new session has no temporary ones")
        }
        guard !takesMasks else { return }
        throw RewriteRefusal(
            "masked-write", "nothing is written to \(table.name) from \(copyRead)",
            hint: "write to a temporary table, or to one that the policy names under \"derive\" of the target")
    }

    /// What an update gives a row that may hold masks may be one of them, and goes where foreign keys pass it on to.
    func checkCascade(_ assigned: Set<String>, in table: Relation) throws(RewriteRefusal) {
        guard !isVerifying, rewriter.derived.contains(table.name) || rewriter.copies.contains(table.name) else {
            return
        }
        let out = protection.running.actions.actions(updating: assigned, in: table.name)
            .filter { !rewriter.derived.contains($0.relation) && !$0.columns.isEmpty }
        guard let action = out.min(by: { $0.description < $1.description }) else { return }
        throw RewriteRefusal(
            "masked-write",
            "constraint \"\(action.constraint)\" would write to \(action.relation) from \(table.name), which may hold masked values",
            hint: "update other columns")
    }

    /// The same of a table that is made of a query.
    func checkCopied(_ node: SyntaxNode, isCopy: Bool) throws(RewriteRefusal) {
        guard !isVerifying, !isCopy, let copyRead else { return }
        throw RewriteRefusal(
            "masked-write", "no table is made of \(copyRead)",
            hint: "make it a temporary table, or one that the policy names under \"derive\" of the target")
    }
}

extension ProtectionMap {
    fileprivate func protects(_ name: QualifiedName) -> String? { protects(name.name, in: name.schema) }
}

extension SyntaxNode {
    /// It makes a table that has nothing of another relation: no rows, no columns, no code, no keys.
    fileprivate var isPlainTable: Bool {
        switch kind {
        case .selectStmtNode: return true
        case .createTableAsStmt: return !bool(.ifNotExists)
        case .createStmt: break
        default: return false
        }
        // Partitions, children and tables of a type have more than these.
        let isKnown = children.allSatisfy {
            switch $0.slot.shape {
            case .string, .integer, .boolean: true
            case .object, .list: [.relation, .tableElts, .options].contains($0.key)
            }
        }
        return isKnown && !bool(.ifNotExists)
            && list(.tableElts).allSatisfy { [.columnDef, .constraint].contains($0.kind) }
            && !contains { $0.string(.contype) == "CONSTR_FOREIGN" }
    }
}
