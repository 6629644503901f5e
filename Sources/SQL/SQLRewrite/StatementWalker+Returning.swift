import Policy
import SQLSyntax

/// RETURNING of a protected table: what it gives is masked like everything else.
extension StatementWalker {
    /// The statement becomes a data-modifying CTE that returns the whole row, and the list moves above a masked table over it.
    func moveReturning(
        _ node: SyntaxNode, _ target: RawTarget, beside: NameScope, keyword: StaticString,
        moved: StatementAnalysis.MovedReturning
    ) throws(RewriteRefusal) {
        guard depth == 0, analysis.movedReturning == nil, ctes.level <= 1, canMoveReturning else {
            throw RewriteRefusal(
                "returning-nested",
                "RETURNING of \(target.relation.name), which carries protected columns, is only possible at the top level",
                hint: "run the write as a statement of its own")
        }
        guard !target.hidesExpressions else {
            throw RewriteRefusal(
                "returning-view",
                "RETURNING of \(target.relation.name) would compute its protected expressions on raw values",
                hint: "leave RETURNING out, or write to its base table")
        }
        try checkReturned(node, target, beside)
        if let row = otherRow(in: node, target) {
            throw RewriteRefusal(
                "returning-other-row",
                "\(row) in RETURNING of \(target.relation.name), which carries protected columns, is not known to this lane",
                hint: "RETURNING gives the row as it is afterwards (of DELETE, as it was): name columns without \(row)")
        }
        guard let list = node.list(.returningList).first?.location, let name = node[.relation]?.location else {
            throw RewriteRefusal("returning-nested", "this RETURNING is not understood", hint: "leave RETURNING out")
        }
        let returning = parsed.tokenIndex(at: list) - 1
        var start = parsed.tokenIndex(at: name) - 1
        while start >= 0, !parsed.isToken(start, keyword) { start -= 1 }
        guard parsed.isToken(returning, "returning"), start >= 0, parsed.tokens[start].start >= range.lowerBound else {
            throw RewriteRefusal("returning-nested", "this RETURNING is not understood", hint: "leave RETURNING out")
        }
        let alias = SQLText.identifier(target.alias)
        let row = row(of: target, alias)
        let written = SQLText.identifier(unusedName("chaperone_written"))
        let head = node[.withClause] == nil ? "WITH \(written) AS (" : ", \(written) AS ("
        let last = parsed.tokens[parsed.tokenIndex(at: range.upperBound) - 1].end
        let masks = protection.selectLists[target.relation.name] ?? "NULL"
        edits.append(Edit(parsed.tokens[start].start..<parsed.tokens[start].start, head))
        edits.append(
            Edit(parsed.tokens[returning].start..<parsed.tokens[returning].end, "RETURNING \(row)) SELECT"))
        // Rows that an index led to would come in its order.
        let isOrdered = !protection.indexOrder.columns(of: target.relation.name).isEmpty
        let order = isOrdered ? " ORDER BY \(alias)::pg_catalog.text" : ""
        edits.append(Edit(last..<last, " FROM (SELECT \(masks) FROM \(written)) AS \(alias)\(order)\(Self.rowByRow)"))
        noteRead(target.relation)
        analysis.movedReturning = moved
    }

    /// The server refuses a list that gives more or fewer rows than were written, as it does in RETURNING: aggregates, windows,
    /// functions of rows. There is no table behind it in which a row could be locked.
    private static let rowByRow = " FOR KEY SHARE"

    /// The row, without columns that the server would compute and the masked table does not look at.
    private func row(of target: RawTarget, _ alias: String) -> String {
        let all = target.relation.columns
        let stored = all.filter { !$0.isVirtual || !(target.masks[$0.name]?.isConstant ?? false) }
        guard stored.count < all.count else { return "\(alias).*" }
        return stored.map { "\(alias).\(SQLText.identifier($0.name))" }.joined(separator: ", ")
    }

    /// `old` or `new`, where RETURNING means rows by it that the moved list does not see; nil where it does not.
    private func otherRow(in node: SyntaxNode, _ target: RawTarget) -> String? {
        guard let list = node[.returningList], catalog.server.major >= 18 else { return nil }
        return ["old", "new"].first { row in
            row != target.alias && !target.relation.columns.contains(where: { $0.name == row })
                && list.contains(where: { $0.kind == .columnRef && $0.names(.fields).first == row })
        }
    }

    /// A name that nothing in the text has, so that it hides nothing there.
    private func unusedName(_ base: String) -> String {
        let used = Set(parsed.tree.strings)
        var name = base
        var number = 0
        while used.contains(name) {
            number += 1
            name = "\(base)_\(number)"
        }
        return name
    }
}
