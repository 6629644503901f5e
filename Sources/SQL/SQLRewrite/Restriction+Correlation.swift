import Policy
import SQLSyntax

/// Whether a query follows from the row of the target that it is asked for: one that does may give that row's own value back,
/// by whatever way, and to be compared with that tells nothing.
extension Restriction {
    /// What the queries between a reference and the target have of their own.
    private struct Between {
        var columns: Set<String>
        var aliases: Set<String> = []

        func with(_ items: [SyntaxNode], _ sources: TargetSources) -> Between {
            Between(
                columns: columns.union(sources.columns(of: items)), aliases: aliases.union(sources.aliases(of: items)))
        }
    }

    /// No reference in it, however deep, can mean the target, or what gives every row of it.
    func isIndependent(_ node: SyntaxNode) -> Bool { !depends(node, Between(columns: innerColumns), sources) }

    /// Whether what a query reads, in its WITH and its FROM, is made of the target's row. Conditions of joins choose from it.
    func readsRow(_ select: SyntaxNode) -> Bool {
        let between = Between(columns: innerColumns)
        return select[.withClause].map { depends($0, between, sources) } ?? false
            || select.list(.fromClause).contains { isMade($0, between) }
    }

    private func isMade(_ item: SyntaxNode, _ between: Between) -> Bool {
        guard item.kind == .joinExpr else { return depends(item, between, sources) }
        return [item[.larg], item[.rarg]].contains { $0.map { isMade($0, between) } ?? false }
    }

    private func depends(_ node: SyntaxNode, _ between: Between, _ sources: TargetSources) -> Bool {
        switch node.kind {
        case .columnRef: mayMeanTarget(node, between)
        case .selectStmtNode: depends(select: node, between, sources)
        default: node.children.contains { depends($0, between, sources) }
        }
    }

    private func depends(select: SyntaxNode, _ outer: Between, _ outerSources: TargetSources) -> Bool {
        var sources = outerSources
        for cte in select[.withClause].map({ Array($0.list(.ctes)) }) ?? [] {
            if let name = cte.string(.ctename) { sources.queries[name, default: []].append(cte) }
        }
        let inner = outer.with(Array(select.list(.fromClause)), sources)
        let outputs = Set(
            select.list(.targetList).compactMap { $0.string(.name) ?? $0[.val].flatMap { $0.names(.fields).last } })
        return select.children.contains { child in
            switch child.key {
            // What stands in FROM sees what is around the query; what is beside it only where it is LATERAL.
            case .fromClause: child.children.contains { depends(item: $0, outer, sources) }
            case .withClause, .larg, .rarg: depends(child, outer, sources)
            case .sortClause:
                child.children.contains { sort in
                    guard let node = sort[.node] else { return false }
                    // By a column of its own result, and of more than one SELECT by nothing else.
                    let name =
                        node.kind == .columnRef && node.list(.fields).count == 1 ? node.names(.fields).first : nil
                    if select[.larg] != nil || name.map(outputs.contains) ?? false { return false }
                    return depends(node, inner, sources)
                }
            default: depends(child, inner, sources)
            }
        }
    }

    private func depends(item: SyntaxNode, _ between: Between, _ sources: TargetSources) -> Bool {
        guard item.kind == .joinExpr else { return depends(item, between, sources) }
        let sides = [item[.larg], item[.rarg]].compactMap(\.self)
        return sides.contains { depends(item: $0, between, sources) }
            || item[.quals].map { depends($0, between.with(sides, sources), sources) } ?? false
    }

    private func mayMeanTarget(_ reference: SyntaxNode, _ between: Between) -> Bool {
        let names = reference.names(.fields)
        let isStar = reference.list(.fields).contains { $0.kind == .aStar }
        let qualifiers = isStar ? names : names.dropLast()
        if let qualifier = qualifiers.last {
            // With its schema a table is found by what it is, not by what it is called.
            if qualifiers.count == 1, between.aliases.contains(qualifier) { return false }
            return isTainted || qualifier == alias || qualifier == sources.name || qualifier == relation?.name.name
                || twins.contains(qualifier)
        }
        guard let name = names.last, !between.columns.contains(name) else { return false }
        // Without a table it may be a column of anything that is in sight, or a row of it.
        guard let relation, twins.isEmpty, !isTainted else { return true }
        return name == alias || Self.systemColumns.contains(name) || relation.columns.contains { $0.name == name }
    }
}
