import PgParser
import Policy
import SQLRewrite
import SQLSyntax

/// A second opinion on writes that are about to go upstream. The target of a write is raw, so whoever stands where its rows
/// are in sight names columns of it that are shown, and nothing else: no hidden column, no row as a whole, and no function
/// in attribute notation. What RETURNING gives is read above the write, and looked at there.
struct RawTargets {
    /// What a statement writes to, and by which name its rows are in sight.
    private struct Target {
        let relation: QualifiedName
        /// Nil where the relation has an alias, and so only that.
        let schema: String?
        let name: String
        let hidden: Set<String>
        let columns: Set<String>
    }

    private let protection: ProtectionMap
    private let catalog: Catalog
    private let text: String

    init(protection: ProtectionMap, catalog: Catalog, text: String) {
        self.protection = protection
        self.catalog = catalog
        self.text = text
    }

    /// - Throws: where a clause names what the raw row hides.
    func requireNone(in node: SyntaxNode) throws(BrokenProperty) {
        if let target = target(of: node) {
            for child in node.children where !Self.isElsewhere(child.key) {
                try visit(child, target, inner: [])
            }
        }
        for child in node.children { try requireNone(in: child) }
    }

    /// Fields of a write in which its target's rows are not in sight, or are read above it.
    private static func isElsewhere(_ field: SyntaxKey) -> Bool {
        [.relation, .returningList, .withClause, .fromClause, .usingClause, .selectStmt, .cols].contains(field)
    }

    private func target(of node: SyntaxNode) -> Target? {
        switch node.kind {
        case .updateStmt, .deleteStmt, .mergeStmt: break
        case .insertStmt: guard node[.onConflictClause] != nil else { return nil }
        default: return nil
        }
        guard let range = node[.relation], let name = range.string(.relname) else { return nil }
        let schemas = range.string(.schemaname).map { [$0] } ?? catalog.defaultSearchPath
        let found = schemas.lazy.map { QualifiedName($0, name) }.first { catalog.relations[$0] != nil }
        guard let relation = found, let masks = protection.masks[relation] else { return nil }
        let alias = range[.alias]?.string(.aliasname)
        return Target(
            relation: relation, schema: alias == nil ? relation.schema : nil, name: alias ?? name,
            // What may be looked up stands in conditions as it is.
            hidden: Set(masks.filter { $0.value.lookup == .none }.keys),
            columns: Set(catalog.relations[relation]?.columns.map(\.name) ?? []))
    }

    /// - Parameter inner: the names that subqueries around this node have made; nil: one that has no name.
    private func visit(_ node: SyntaxNode, _ target: Target, inner: [String?]) throws(BrokenProperty) {
        if node.kind == .columnRef { return try check(node, target, inner: inner) }
        var names = inner
        if node.kind == .selectStmtNode {
            for item in node.list(.fromClause) { names += Self.made(item) }
        }
        for child in node.children { try visit(child, target, inner: names) }
    }

    /// The names by which an item of FROM is seen.
    private static func made(_ item: SyntaxNode) -> [String?] {
        if let alias = item[.alias]?.string(.aliasname) { return [alias] }
        switch item.kind {
        case .rangeVar: return [item.string(.relname)]
        case .joinExpr: return [item[.larg], item[.rarg]].compactMap(\.self).flatMap(made)
        default: return [nil]
        }
    }

    private func check(_ node: SyntaxNode, _ target: Target, inner: [String?]) throws(BrokenProperty) {
        let names = node.names(.fields)
        let isStar = node.list(.fields).count > names.count
        // A subquery of its own may mean something of its own by it.
        if inner.contains(where: { $0 == nil || $0 == names.first }) { return }
        switch (names.count, isStar) {
        case (1, false):
            guard inner.isEmpty else { return }
            if target.hidden.contains(names[0]) { throw broken("\(names[0]) of \(target.relation)") }
            if names[0] == target.name, !target.columns.contains(names[0]) {
                throw broken("a row of \(target.relation)")
            }
        case (1, true) where names[0] == target.name:
            throw broken("a row of \(target.relation)")
        case (2, false) where names[0] == target.name:
            try checkField(names[1], target)
        case (3, false) where names[0] == target.schema && names[1] == target.name:
            try checkField(names[2], target)
        default: break
        }
    }

    private func checkField(_ field: String, _ target: Target) throws(BrokenProperty) {
        if target.hidden.contains(field) { throw broken("\(field) of \(target.relation)") }
        if !target.columns.contains(field) { throw broken("\(field) of a row of \(target.relation)") }
    }

    private func broken(_ what: String) -> BrokenProperty {
        BrokenProperty("a write sees \(what) without its mask: \(text)")
    }
}
