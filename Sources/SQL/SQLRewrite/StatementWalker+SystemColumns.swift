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
