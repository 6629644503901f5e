import Policy
import SQLSyntax

/// Tables of which a role sees some rows are read, and not written: keys, checks and triggers speak of all rows there are.
extension StatementWalker {
    /// - Parameter alsoBehind: what the statement does it does to what refers to the table, too.
    func refuseWritingRows(of relation: Relation, alsoBehind: Bool = false) throws(RewriteRefusal) {
        guard !isVerifying, !protection.rows.isEmpty else { return }
        let name = relation.name
        if protection.rows.covers(name) || alsoBehind && protection.rows.reachedByTruncating.contains(name) {
            throw RewriteRefusal(
                "row-filter",
                "this would write to \(name), or to what refers to it, of which this role sees some rows only: keys and checks "
                    + "would tell of the others",
                hint: "write through the application, or by a role that sees all rows")
        }
        guard protection.rows.countingAlike.contains(name) else { return }
        throw RewriteRefusal(
            "row-filter", "\(name) counts by a sequence that also counts rows which this role does not see",
            hint: "write through the application, or by a role that sees all rows")
    }

    /// What a key tells of such a table it tells of its rows; no lookup opens that.
    func refuseTellingOfRows(_ oracle: WriteOracles.Oracle, _ rule: String) throws(RewriteRefusal) {
        guard let name = protection.rows.relations.filter({ oracle.column.hasPrefix("\($0).") }).min() else { return }
        throw RewriteRefusal(
            rule, "\(oracle.speaker) would tell of rows of \(name) that this role does not see",
            hint: "write other columns, or through the application, or by a role that sees all rows")
    }

    /// A lock is taken before the statement's conditions are asked: of every row that the role sees.
    func checkRowLocks(_ statement: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !protection.rows.isEmpty, let name = masked.filter(protection.rows.covers).min(),
            statement.contains(where: { $0.kind == .lockingClauseNode })
        else { return }
        throw RewriteRefusal(
            "row-filter",
            "FOR UPDATE and FOR SHARE beside \(name), of which this role sees some rows, would lock all of those",
            hint: "leave the lock out: the role writes nothing there")
    }
}
