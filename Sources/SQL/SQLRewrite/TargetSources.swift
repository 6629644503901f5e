import Policy
import SQLSyntax

/// Which parts of a write's text may give every row of its own target back: who compares the target with those leaves
/// nothing out.
struct TargetSources {
    /// The target, where the catalog knows it, and its name as it is written.
    let target: Relation?
    /// The table that is written: that of a view.
    let table: Relation?
    let name: String
    let names: NameEnvironment
    let catalog: Catalog
    /// What every WITH in sight names, by name.
    var queries: [String: [SyntaxNode]]
    /// A WITH may be named often, in others that are named often.
    private let known = Known()

    private final class Known {
        var wholes: [Int32: Bool] = [:]
    }

    init(
        target: Relation?, table: Relation?, name: String, names: NameEnvironment, catalog: Catalog,
        queries: [String: [SyntaxNode]]
    ) {
        self.target = target
        self.table = table
        self.name = name
        self.names = names
        self.catalog = catalog
        self.queries = queries
    }

    /// What the items of a FROM are called that give it whole.
    /// - Parameter outer: what is called so around this FROM; to be compared with these restricts nothing either.
    func wholes(_ items: some Sequence<SyntaxNode>, beside outer: Set<String> = []) -> Set<String> {
        let found: Set<String> = items.reduce(into: []) { found, item in found.formUnion(wholes(item, beside: outer)) }
        // What may be computed from their rows gives as much.
        return found.isEmpty ? [] : items.reduce(into: found) { $0.formUnion(Self.lateral($1)) }
    }

    /// What the items are called that see those before them: functions, and subqueries that say so.
    private static func lateral(_ item: SyntaxNode) -> Set<String> {
        switch item.kind {
        case .rangeVar, .rangeTableSample: []
        case .rangeSubselect: item.bool(.lateral) ? called(item) : []
        case .joinExpr:
            [item[.larg], item[.rarg]].compactMap(\.self).reduce(into: []) { $0.formUnion(lateral($1)) }
        default: called(item)
        }
    }

    /// Its alias, or whatever name in it may be its own.
    private static func called(_ item: SyntaxNode) -> Set<String> {
        if let alias = item[.alias]?.string(.aliasname) { return [alias] }
        var names: Set = [""]
        item.walk { node in
            names.formUnion(node.names(.funcname).suffix(1))
            return false
        }
        return names
    }

    private func wholes(_ item: SyntaxNode, beside outer: Set<String>) -> Set<String> {
        let alias = item[.alias]?.string(.aliasname)
        switch item.kind {
        case .rangeVar: return isWhole(item) ? [alias ?? item.string(.relname) ?? ""] : []
        case .rangeSubselect:
            return item[.subquery].map { isWhole(select: $0, beside: outer) } ?? false ? [alias ?? ""] : []
        case .joinExpr:
            let inner = wholes([item[.larg], item[.rarg]].compactMap(\.self), beside: outer)
            return inner.isEmpty ? [] : alias.map { [$0] } ?? inner
        case .rangeTableSample: return item[.relation].map { wholes($0, beside: outer) } ?? []
        // A function of rows of the target may give them all back.
        default: return isRead(in: item) ? Self.called(item) : []
        }
    }

    /// Whether a query gives every row of the target, or a value of every row.
    func isWhole(select: SyntaxNode, beside outer: Set<String>) -> Bool {
        var scope = self
        for cte in select[.withClause].map({ Array($0.list(.ctes)) }) ?? [] {
            if let name = cte.string(.ctename) { scope.queries[name, default: []].append(cte) }
        }
        return scope.gives(select, outer)
    }

    private func gives(_ select: SyntaxNode, _ outer: Set<String>) -> Bool {
        if select[.limitCount]?[.ival] != nil { return false }
        if let left = select[.larg], let right = select[.rarg] {
            let isLeft = isWhole(select: left, beside: outer)
            switch select.string(.op) {
            case "SETOP_UNION": return isLeft || isWhole(select: right, beside: outer)
            case "SETOP_INTERSECT": return isLeft && isWhole(select: right, beside: outer)
            default: return isLeft
            }
        }
        // A query in what it gives.
        if select.list(.targetList).contains(where: isRead) { return true }
        let items = Array(select.list(.fromClause))
        let all = wholes(items, beside: outer)
        return !all.isEmpty && !all.contains { alias in isRestricted(alias, in: select, items, all.union(outer)) }
    }

    private func isRestricted(
        _ alias: String, in select: SyntaxNode, _ items: [SyntaxNode], _ twins: Set<String>
    ) -> Bool {
        var restriction = Restriction(
            alias: alias, relation: target, hasOthers: items.count > 1,
            sources: self)
        restriction.twins = twins.subtracting([alias])
        if let condition = select[.whereClause], restriction.restricts(condition) { return true }
        return items.contains { restriction.joins($0) }
    }

    // MARK: tables

    private func isWhole(_ table: SyntaxNode) -> Bool {
        let name = table.string(.relname) ?? ""
        let schema = table.string(.schemaname)
        if schema == nil, let found = queries[name] {
            // One that reads itself is looked at no further.
            var scope = self
            scope.queries[name] = nil
            return found.lazy.compactMap { $0[.ctequery] }.contains { query in
                if let isWhole = known.wholes[query.index] { return isWhole }
                // Until more is known: one that leads back to itself.
                known.wholes[query.index] = true
                let isWhole = query.kind != .selectStmtNode || scope.isWhole(select: query, beside: [])
                known.wholes[query.index] = isWhole
                return isWhole
            }
        }
        return isCalledSo(name, schema) || isLike(name, schema)
    }

    /// What a temporary view gives is not followed.
    private func isOwnView(_ name: String, _ schema: String?) -> Bool {
        (schema == nil || schema == StatementFacts.temporarySchema) && names.temporaryViews[name] != nil
    }

    private func isCalledSo(_ name: String, _ schema: String?) -> Bool {
        (name == self.name || name == target?.name.name) && (schema.map { $0 == target?.name.schema } ?? true)
    }

    private func isLike(_ name: String, _ schema: String?) -> Bool {
        if isOwnView(name, schema) { return true }
        guard let relation = relation(name, schema) else { return false }
        // What a view gives is not followed.
        return relation.definition != nil || relation.kind == .view || sharesRows(relation)
    }

    /// It is the table, one of its ancestors, or a child.
    private func sharesRows(_ relation: Relation) -> Bool {
        guard let table else { return false }
        return ancestors(of: table).contains(relation.name) || ancestors(of: relation).contains(table.name)
    }

    private func ancestors(of relation: Relation) -> Set<QualifiedName> {
        var found: Set = [relation.name]
        var pending = [relation]
        while let next = pending.popLast() {
            for parent in next.parents where found.insert(parent).inserted {
                if let parent = catalog.relations[parent] { pending.append(parent) }
            }
        }
        return found
    }

    /// Whether a table in it is the target, or may read it.
    func isRead(in node: SyntaxNode) -> Bool { node.contains { $0.kind == .rangeVar && isTarget($0) } }

    /// Whether it is the target, or may read it, whichever rows of it.
    func isTarget(_ table: SyntaxNode) -> Bool {
        let name = table.string(.relname) ?? ""
        let schema = table.string(.schemaname)
        if schema == nil, let found = queries[name] {
            var scope = self
            scope.queries[name] = nil
            return found.contains { $0.contains { $0.kind == .rangeVar && scope.isTarget($0) } }
        }
        return isCalledSo(name, schema) || isLike(name, schema)
    }

    func relation(_ name: String, _ schema: String?) -> Relation? {
        (schema.map { [$0] } ?? names.searchPath).lazy.compactMap { catalog.relations[QualifiedName($0, name)] }.first
    }
}
