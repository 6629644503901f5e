import Policy
import SQLSyntax

/// RETURNING of a write that has other tables beside its target, by FROM or USING. Above the write those are gone: its list names
/// columns of the target and nothing else, by names that could mean nothing beside it.
extension StatementWalker {
    /// - Parameter beside: what FROM or USING offers.
    func checkReturned(
        _ node: SyntaxNode, _ target: RawTarget, _ beside: NameScope
    ) throws(RewriteRefusal) {
        guard node[.fromClause] != nil || node[.usingClause] != nil, let list = node[.returningList] else { return }
        // Two tables may have one name where their schemas differ.
        let isAlone = beside.columns(of: target.alias) == nil
        try list.walk { inner throws(RewriteRefusal) -> Bool in
            switch inner.kind {
            case .columnRef:
                guard isAlone, isOwn(inner, target, beside) else { throw returnedBeside(target) }
            case .selectStmtNode: throw returnedBeside(target)
            default: break
            }
            return false
        }
    }

    /// Whether it is a column of the target, its row, or all of its columns, and can be nothing else.
    private func isOwn(_ reference: SyntaxNode, _ target: RawTarget, _ beside: NameScope) -> Bool {
        let fields = reference.list(.fields).map { $0.string(.sval) }
        let qualifiers = fields.dropLast().compactMap(\.self)
        guard let last = fields.last, qualifiers.count == fields.count - 1, qualifiers.count <= 2 else { return false }
        let isColumn = last.map { name in target.relation.columns.contains { $0.name == name } } ?? true
        if let qualifier = qualifiers.last {
            let isSchema = qualifiers.count < 2 || qualifiers[0] == target.relation.name.schema
            return qualifier == target.alias && isSchema && isColumn
        }
        // The star by itself is all columns of FROM, too.
        guard let name = last else { return false }
        return (isColumn || name == target.alias) && !beside.mayMean(name)
    }

    private func returnedBeside(_ target: RawTarget) -> RewriteRefusal {
        RewriteRefusal(
            "returning-join",
            "RETURNING of \(target.relation.name), which carries protected columns, gives its own columns only where the write has "
                + "FROM or USING",
            hint:
                "write \(target.alias).column, or \(target.alias).*, without queries; read the other tables by a SELECT"
        )
    }
}
