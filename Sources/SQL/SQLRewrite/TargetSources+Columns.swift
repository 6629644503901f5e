import Policy
import SQLSyntax

/// What a FROM certainly has: a name that it has means nothing around it.
extension TargetSources {
    /// The columns that can be named without a table.
    func columns(of items: some Sequence<SyntaxNode>) -> Set<String> {
        items.reduce(into: []) { found, item in found.formUnion(columns(of: item)) }
    }

    /// What columns can be qualified with.
    func aliases(of items: some Sequence<SyntaxNode>) -> Set<String> {
        items.reduce(into: []) { found, item in
            if let alias = item[.alias]?.string(.aliasname) {
                found.insert(alias)
            } else if item.kind == .joinExpr {
                found.formUnion(aliases(of: [item[.larg], item[.rarg]].compactMap(\.self)))
            } else if item.kind == .rangeVar, let name = item.string(.relname) {
                found.insert(name)
            }
        }
    }

    private func columns(of item: SyntaxNode) -> Set<String> {
        let renamed = item[.alias]?.names(.colnames) ?? []
        // How many others it has, and which, is not counted.
        guard renamed.isEmpty else { return Set(renamed) }
        switch item.kind {
        case .joinExpr: return columns(of: [item[.larg], item[.rarg]].compactMap(\.self))
        case .rangeSubselect: return item[.subquery].map(columns(givenBy:)) ?? []
        case .rangeVar:
            guard let name = item.string(.relname) else { return [] }
            if item.string(.schemaname) == nil, let found = queries[name] {
                let given = found.map { cte in
                    let renamed = cte.names(.aliascolnames)
                    return renamed.isEmpty ? cte[.ctequery].map(columns(givenBy:)) ?? [] : Set(renamed)
                }
                // Which of them is meant is not followed.
                return given.dropFirst().reduce(given.first ?? []) { $0.intersection($1) }
            }
            let own = tableColumns(item)
            return own.isEmpty ? [] : own.union(Restriction.systemColumns)
        default: return []
        }
    }

    private func tableColumns(_ item: SyntaxNode) -> Set<String> {
        guard let name = item.string(.relname) else { return [] }
        let schema = item.string(.schemaname)
        if schema == nil, names.temporaries.contains(name) { return [] }
        return Set(relation(name, schema)?.columns.map(\.name) ?? [])
    }

    /// By the names that it gives them, and of a star by those of tables.
    private func columns(givenBy query: SyntaxNode) -> Set<String> {
        guard query.kind == .selectStmtNode else { return [] }
        if let left = query[.larg] { return columns(givenBy: left) }
        return query.list(.targetList).reduce(into: []) { found, target in
            guard let value = target[.val] else { return }
            if let name = target.string(.name) {
                found.insert(name)
            } else if value.kind == .columnRef, !value.list(.fields).contains(where: { $0.kind == .aStar }) {
                if let name = value.names(.fields).last { found.insert(name) }
            } else if value.kind == .columnRef, value.names(.fields).isEmpty {
                for item in query.list(.fromClause)
                where item.kind == .rangeVar && item[.alias]?[.colnames] == nil
                    && (item.string(.schemaname) != nil || queries[item.string(.relname) ?? ""] == nil)
                { found.formUnion(tableColumns(item)) }
            }
        }
    }
}
