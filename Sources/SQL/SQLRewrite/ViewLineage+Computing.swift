import Policy
import SQLSyntax

/// Whether a query is certain to be merged into what is around it, as `is_simple_subquery` of optimizer/prep/prepjointree.c
/// wants it. What is not may be computed whole: for a lock on its rows, for UPDATE … FROM, where a column is volatile.
extension ViewLineage {
    /// Columns that are computed from protected values where the server may compute all of them.
    mutating func requireNothingComputed(_ output: Output, _ reason: String) throws {
        guard let column = output.columns.first(where: \.taint.isComputed) else { return }
        if isStored { return note(computed: "\(column.name) of \(words(column.taint))") }
        throw Influence("\(column.name) of \(words(column.taint)), in a query with \(reason)", .computation)
    }

    /// Nil where the query is merged for certain.
    func reasonToStay(_ select: SyntaxNode) -> String? {
        let clauses: [(SyntaxKey, String)] = [
            (.withClause, "WITH"), (.larg, "a set operation"), (.groupClause, "GROUP BY"), (.havingClause, "HAVING"),
            (.distinctClause, "DISTINCT"), (.windowClause, "a window"), (.sortClause, "ORDER BY"),
            (.limitCount, "LIMIT"), (.limitOffset, "OFFSET"), (.lockingClause, "FOR UPDATE"), (.valuesLists, "VALUES"),
        ]
        for (key, words) in clauses where select[key] != nil { return words }
        for target in select.list(.targetList) {
            if let call = unsteadyCall(target, isInQuery: false) { return call }
        }
        return nil
    }

    /// The server computes every column of a WITH query that it does not merge, whether it is read or not.
    func isComputedWhole(_ cte: SyntaxNode, _ query: SyntaxNode, _ select: SyntaxNode) -> Bool {
        cte.string(.ctematerialized) == "CTEMaterializeAlways" || unsteadyCall(query, isInQuery: true) != nil
            || Self.mentions(of: cte.string(.ctename) ?? "", in: select) > 1
    }

    /// A call that may be an aggregate, a window's, return rows, or give another value each time.
    /// - Parameter isInQuery: of a subquery, which the first three do not lead out of.
    private func unsteadyCall(_ node: SyntaxNode, isInQuery: Bool) -> String? {
        switch node.kind {
        case .funcCall:
            let names = node.names(.funcname)
            let isSteady = names.last.map { isSteadyCall(names, $0, isInQuery: isInQuery) } ?? false
            if !isSteady || node[.over] != nil && !isInQuery { return "a call of \(names.last ?? "a function")" }
        case _ where node.kind.isSQLJSON: return "JSON as SQL has it"
        case .typeCast:
            // Its conversion may be anything; what pg_catalog has is steady.
            let type = node[.typeName]?.names(.names) ?? []
            if type.count > 1, type[type.count - 2] != "pg_catalog" {
                return "a conversion to \(type.last ?? "a type")"
            }
        case .aExpr:
            let names = node.names(.name)
            if names.count > 1, names.first != "pg_catalog" { return "operator \(names.last ?? "")" }
        default: break
        }
        for child in node.children {
            if let call = unsteadyCall(child, isInQuery: isInQuery || child.key == .subselect) { return call }
        }
        return nil
    }

    func isSteadyCall(_ names: [String], _ name: String, isInQuery: Bool) -> Bool {
        if names.count == 1 || names.first == "pg_catalog" {
            return catalog.steadyBuiltins.contains(name) || isInQuery && catalog.immutableBuiltins.contains(name)
        }
        let qualified = QualifiedName(names[names.count - 2], name)
        let routines = (catalog.functions[name] ?? []).filter { $0.name == qualified }
        return !routines.isEmpty
            && routines.allSatisfy { $0.volatility != "v" && (isInQuery || $0.kind == "f" && !$0.returnsSet) }
    }

    private static func mentions(of name: String, in node: SyntaxNode) -> Int {
        let isOne = node.kind == .rangeVar && node.string(.relname) == name && node.string(.schemaname) == nil
        return node.children.reduce(isOne ? 1 : 0) { $0 + mentions(of: name, in: $1) }
    }

    // MARK: rows

    /// Whether a set-returning function may stand in an expression of the select list: how many rows it returns depends
    /// on its arguments.
    func returnsRows(_ node: SyntaxNode) -> Bool {
        if node.kind == .funcCall, let name = node.names(.funcname).last {
            // Trusted code returns rows too.
            if code.isOutsideCatalog(call: node) && code.mayReturnRows(call: node)
                || Self.setReturning.contains(where: { name.hasPrefix($0) })
            {
                return true
            }
        }
        return node.kind != .subLink && node.children.contains(where: returnsRows)
    }

    private static let setReturning = [
        "generate_", "unnest", "regexp_matches", "regexp_split_to_table", "string_to_table", "json", "ts_",
        "aclexplode",
        "pg_", "_pg_expandarray", "xpath_table", "each", "skeys", "svals", "txid_snapshot_xip",
    ]
}
