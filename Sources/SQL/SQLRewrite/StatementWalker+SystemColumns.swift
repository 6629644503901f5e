import Policy
import SQLSyntax

/// A masked table is a derived table, and has no system columns.
extension StatementWalker {
    /// `ctid BETWEEN '(0,0)'::tid AND '(4294967295,0)'::tid`, by which DuckDB reads a table that is not large, is true of every
    /// row. Smaller ranges are not: how many rows lie in one follows from how long raw values are.
    /// - Parameter aliases: of masked relations; whose column it is where it has no qualifier follows from `isAlone`.
    func settleWholeTable(_ condition: SyntaxNode, _ aliases: Set<String>, isAlone: Bool) {
        for conjunct in Self.conjuncts(condition) {
            guard conjunct.kind == .aExpr, conjunct.string(.kind) == "AEXPR_BETWEEN", let column = conjunct[.lexpr],
                column.kind == .columnRef, let start = column.location
            else { continue }
            let fields = column.names(.fields)
            guard fields.last == "ctid", fields.count <= 2, fields.count == column.list(.fields).count,
                fields.count == 2 ? aliases.contains(fields[0]) : isAlone,
                let between = RelationSpan.skipNames(
                    from: parsed.tokenIndex(at: start), count: fields.count, parsed, dotAfterLast: false),
                isBound(between + 1, "'(0,0)'"), isBound(between + 5, "'(4294967295,0)'"),
                parsed.isToken(between, "between"), parsed.isToken(between + 4, "and")
            else { continue }
            edits.append(Edit(start..<parsed.tokens[between + 7].end, "TRUE"))
            settled.insert(column.index)
        }
    }

    /// `'(0,0)'::tid` from a token on.
    private func isBound(_ index: Int, _ literal: String) -> Bool {
        guard parsed.tokens.indices.contains(index + 2) else { return false }
        let token = parsed.tokens[index]
        return parsed.string(token.start..<token.end) == literal && parsed.isToken(index + 1, "::")
            && parsed.isToken(index + 2, "tid")
    }

    /// What the server writes when it locks a row.
    static let lockColumns: Set<String> = ["xmax", "cmax"]

    /// A foreign key over a protected column has the row locked that it refers to: whoever sees which rows are locked sees
    /// the values, while the transaction is open and, in `xmax`, after it.
    func checkLocks(_ statement: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, let name = protection.lockedBehind.intersection(touched.keys).min() else { return }
        if statement.contains(where: Self.namesLockColumn) {
            throw RewriteRefusal(
                "system-column", "xmax and cmax of \(name) would tell which rows protected columns refer to",
                hint: "leave them out", sqlState: "42703")
        }
        guard statement.contains(where: Self.waitsForLocks) else { return }
        throw RewriteRefusal(
            "row-locks", "FOR UPDATE of \(name) would tell which rows protected columns refer to at this moment",
            hint: "lock with FOR NO KEY UPDATE, which foreign keys do not stop")
    }

    static func showsLocks(_ node: SyntaxNode) -> Bool { namesLockColumn(node) || waitsForLocks(node) }

    /// As a column, or as a field of the whole row, which is the same to the server.
    private static func namesLockColumn(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .columnRef: node.names(.fields).contains(where: lockColumns.contains)
        case .aIndirection: node.names(.indirection).contains(where: lockColumns.contains)
        default: false
        }
    }

    private static func waitsForLocks(_ node: SyntaxNode) -> Bool {
        node.kind == .lockingClauseNode && node.string(.strength) == "LCS_FORUPDATE"
    }

    /// A foreign key locks the table, or the partition, that has the row which it refers to.
    func checkTableLocks(_ statement: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, statement.int(.mode) ?? Self.exclusiveLock >= Self.exclusiveLock else { return }
        for relation in statement.list(.relations) {
            // What stands behind a view is locked with it; one of the session's own is no target of anything.
            guard case .relation(let found) = try resolve(relation, isTarget: true),
                protection.lockedBehind.contains(found.name)
            else { continue }
            throw RewriteRefusal(
                "row-locks",
                "a lock of \(found.name) in this mode would tell what protected columns refer to at this moment",
                hint: "lock in SHARE ROW EXCLUSIVE mode or a weaker one, which foreign keys do not stop")
        }
    }

    /// What defines or maintains such a table, or an index of it, locks more than LOCK TABLE does, as far as it is not known to
    /// lock less.
    func refuseLocking(by node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !protection.lockedNames.isEmpty, !node.locksWeakly else { return }
        // Of a schema, or of everything.
        let schema = node.string(.kind) == "REINDEX_OBJECT_SCHEMA" ? node.string(.name) : nil
        let schemas =
            node.string(.removeType) == "OBJECT_SCHEMA"
            ? node.list(.objects).compactMap { $0.string(.sval) } : [schema].compactMap(\.self)
        let isOfAll =
            node.kind == .vacuumStmt && node.list(.rels).isEmpty
            || [.reindexStmt, .clusterStmt].contains(node.kind) && node[.relation] == nil && schema == nil
        let said = SaidNames.of(node)
        var named = protection.locked.filter { isOfAll || schemas.contains($0.schema) }
            .union(said.compactMap { protection.lockedNames[$0] })
        if node.mayDropKeys {
            // What the transaction has made is not known, but for tables that refer to nothing.
            named.formUnion(said.contains(where: mayBeNew) ? protection.locked : referred(by: said, in: schemas))
        }
        guard let name = named.min() else { return }
        throw RewriteRefusal(
            "row-locks",
            "whether this has to wait for a lock of \(name) would tell what protected columns refer to at this moment",
            hint: "definitions of tables that protected columns refer to are made by the database's owners")
    }

    /// The transaction may have made it, and not as a table that refers to nothing.
    private func mayBeNew(_ name: String) -> Bool {
        names.made.isDefining && !names.temporaries.contains(name) && !names.made.hasPlain(name)
            && !catalog.relations.keys.contains { $0.name == name }
    }

    /// A foreign key that goes is taken away from what it refers to, which is locked for that.
    private func referred(by said: Set<String>, in schemas: [String]) -> Set<QualifiedName> {
        var names: Set<QualifiedName> = []
        for relation in catalog.relations.values
        where said.contains(relation.name.name) || schemas.contains(relation.name.schema) {
            names.formUnion(relation.constraints.compactMap(\.reference?.relation))
        }
        return names.intersection(protection.locked)
    }

    /// The weakest mode that conflicts with ROW SHARE, which foreign keys take (`ExclusiveLock` of lockdefs.h).
    private static let exclusiveLock = 7

    /// Says which rule it is, where the server would only say that there is no such column.
    func checkSystemColumns(_ statement: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !masked.isEmpty else { return }
        for reference in references where !settled.contains(reference.node.index) {
            let fields = reference.node.names(.fields)
            guard let name = fields.last, Self.systemColumns.contains(name), fields.count <= 2,
                fields.count == reference.node.list(.fields).count
            else { continue }
            let isMasked =
                fields.count == 2
                ? maskedAliases.contains(fields[0]) : touched.keys.allSatisfy { masked.contains($0) }
            if name == "tableoid", touched.keys.contains(where: { SystemRelations.schemas.contains($0.schema) }) {
                continue
            }
            // A query's own column of this name.
            let isNamed = statement.contains { node in
                node.kind == .resTarget && node.string(.name) == name
                    || node.key == .alias && node.names(.colnames).contains(name)
            }
            guard isMasked, !isNamed else { continue }
            throw RewriteRefusal(
                "system-column",
                "column \(name) of a table that is shown masked would tell how its raw values are stored",
                hint: name == "ctid"
                    ? "choose rows by columns of the table; for DuckDB SET pg_use_ctid_scan = false" : "leave it out",
                sqlState: "42703")
        }
    }
}

extension SyntaxNode {
    /// A definition that is known to lock no table that is there, and none of its indexes, in a mode that keeps foreign keys
    /// waiting: at most SHARE ROW EXCLUSIVE (`AlterTableGetLockLevel` and its like).
    fileprivate var locksWeakly: Bool {
        switch kind {
        case .viewStmt, .createTableAsStmt, .selectStmtNode, .commentStmt, .grantStmt, .createSeqStmt,
            .createEnumStmt, .createDomainStmt, .compositeTypeStmt, .createRangeStmt, .createTrigStmt,
            .refreshMatViewStmt:
            true
        // A key of the table from now on, or no key.
        case .indexStmt: !bool(.unique)
        // Parents get a child.
        case .createStmt: list(.inhRelations).first == nil
        case .vacuumStmt:
            !list(.options).contains { ($0.string(.defname) ?? "") == "full" && $0[.arg]?.string(.sval) != "off" }
        default: false
        }
    }

    /// It may drop a foreign key of a table that it names.
    fileprivate var mayDropKeys: Bool {
        switch kind {
        case .dropStmt: true
        case .alterTableStmt:
            !list(.cmds).allSatisfy {
                [
                    "AT_AddColumn", "AT_ColumnDefault", "AT_SetNotNull", "AT_DropNotNull", "AT_AddConstraint",
                    "AT_ValidateConstraint", "AT_SetStatistics", "AT_SetRelOptions", "AT_ChangeOwner",
                    "AT_AlterColumnType",
                ].contains($0.string(.subtype) ?? "")
            }
        default: false
        }
    }
}
