import Policy
import SQLSyntax

/// `lookup: equality`: `column = constant`, IN a list of them or `= ANY` an array of them, as a top-level AND condition
/// moves inside the derived table, where it acts on the raw value. Whatever does not have exactly this shape stays
/// outside and sees the mask.
extension StatementWalker {
    private struct Candidate {
        var node: SyntaxNode
        var alias: String
        var relation: Relation
    }

    func findLookups(_ select: SyntaxNode) throws(RewriteRefusal) {
        guard let condition = select[.whereClause] else { return }
        var candidates: [Candidate] = []
        var others: [SyntaxNode] = []
        for item in select.list(.fromClause) { collect(item, &candidates, &others) }
        guard !candidates.isEmpty else { return }
        let isAlone = candidates.count == 1 && others.isEmpty
        settleWholeTable(condition, Set(candidates.map(\.alias)), isAlone: isAlone)
        let byAlias = Dictionary(grouping: candidates, by: \.alias)
        for conjunct in Self.conjuncts(condition) {
            guard let comparison = Comparison(conjunct, parsed), !comparison.isOfPseudonyms(parsed) else { continue }
            let fields = comparison.column.names(.fields)
            guard let column = fields.last, fields.count <= 3 else { continue }
            let qualifier = fields.dropLast()
            guard isAlone || !qualifier.isEmpty else { continue }
            let called = qualifier.last.map { byAlias[$0] ?? [] } ?? candidates
            let matching = called.filter { candidate in
                if qualifier.count == 2, qualifier.first != candidate.relation.name.schema { return false }
                return isOpen(column, of: candidate.relation) || isShown(column, of: candidate.relation)
            }
            guard matching.count == 1, let target = matching.first,
                let type = target.relation.columns.first(where: { $0.name == column }),
                target.node[.alias].map({ $0.list(.colnames).isEmpty }) ?? true
            else { continue }
            let isOrdering = protection.indexOrder.columns(of: target.relation.name).contains(column)
            let own = isOrdering ? SQLText.unindexed(column) : SQLText.identifier(column)
            let isRaw = self.isOpen(column, of: target.relation)
            guard let cast = cast(of: comparison, type, target.relation, isRaw: isRaw) else { continue }
            let tests = comparison.values.map { place in
                let value = parsed.string(place) + cast
                return "\(own) OPERATOR(pg_catalog.=) \(comparison.isArray ? "ANY (\(value))" : value)"
            }
            lookups[target.node.index, default: []].append(
                tests.count == 1 ? tests[0] : "(\(tests.joined(separator: " OR ")))")
            guard isRaw else { continue }
            analysis.lookups.add(comparison)
            edits.append(Edit(comparison.whole, "TRUE"))
            settled.insert(comparison.column.index)
        }
    }

    private func isOpen(_ column: String, of relation: Relation) -> Bool {
        protection.masks[relation.name]?[column]?.lookup == .equality
    }

    /// A column that is shown as it is, of a view whose rows are sorted: the server takes no condition into such a derived
    /// table by itself. This one stands in it as well, since it cannot fail, and the rest need not be computed.
    private func isShown(_ column: String, of relation: Relation) -> Bool {
        guard protection.orderings[relation.name] != nil, protection.masks[relation.name]?[column] == nil else {
            return false
        }
        let types = protection.rows.covers(relation.name) ? SureValue.types : Comparison.types
        return relation.columns.contains {
            $0.name == column && $0.typeSchema == "pg_catalog" && types.contains($0.typeName)
        }
    }

    /// Nil where it must not stand beside the condition on the table's rows.
    private func cast(of comparison: Comparison, _ column: Column, _ relation: Relation, isRaw: Bool) -> String? {
        guard protection.rows.covers(relation.name) else { return isRaw ? comparison.cast(to: column) : "" }
        return SureValue(column, parsed, parameterTypes: parameterTypes).cast(comparison, isRaw: isRaw)
    }

    /// Protected relations of FROM that are not on the nullable side of an outer join.
    private func collect(_ item: SyntaxNode, _ candidates: inout [Candidate], _ others: inout [SyntaxNode]) {
        switch item.kind {
        case .rangeVar:
            guard let name = item.string(.relname), protection.names.contains(name),
                case .relation(let relation)? = try? resolve(item), protection.masks[relation.name] != nil
            else { return others.append(item) }
            let alias = item[.alias]?.string(.aliasname) ?? relation.name.name
            candidates.append(Candidate(node: item, alias: alias, relation: relation))
        case .joinExpr:
            guard let left = item[.larg], let right = item[.rarg], item[.alias] == nil else {
                return others.append(item)
            }
            var hidden: [Candidate] = []
            switch item.string(.jointype) {
            case "JOIN_INNER":
                collect(left, &candidates, &others)
                collect(right, &candidates, &others)
            case "JOIN_LEFT":
                collect(left, &candidates, &others)
                collect(right, &hidden, &others)
                others.append(right)
            case "JOIN_RIGHT":
                collect(right, &candidates, &others)
                collect(left, &hidden, &others)
                others.append(left)
            default: others.append(item)
            }
        default: others.append(item)
        }
    }

    static func conjuncts(_ node: SyntaxNode) -> [SyntaxNode] {
        guard node.kind == .boolExpr, node.string(.boolop) == "AND_EXPR" else { return [node] }
        return node.list(.args).flatMap(conjuncts)
    }
}
