import Policy
import SQLSyntax

/// A column that is shown masked, as a statement's names lead to it: by a table, a view, a subquery or a WITH.
struct MaskedColumn {
    var mask: Mask
    var column: Column
    /// `schema.relation.column`
    var name: String
    /// `column = constant` acts on the real value, in the query that names the relation.
    var isOpen: Bool
}

/// What stands in the columns that a SELECT can name.
enum ColumnContent {
    case plain
    case masked(MaskedColumn)
    /// Computed, or not followed.
    case unknown
}

/// What the names in one SELECT lead to. It serves those who ask, not the claim: what is not followed is unknown.
struct MaskedScope {
    struct Item {
        var alias: String?
        /// In order; nil where they are not known.
        var columns: [(name: String, content: ColumnContent)]?
    }

    private(set) var items: [Item] = []

    init() {}

    mutating func add(_ item: Item) { items.append(item) }

    /// - Returns: nil where the SELECT has nothing of that name, and one around it may.
    func content(of fields: [String]) -> ColumnContent? {
        guard let name = fields.last else { return .unknown }
        if fields.count > 1 {
            guard let item = items.last(where: { $0.alias == fields[fields.count - 2] }) else { return nil }
            guard let columns = item.columns else { return .unknown }
            return columns.first { $0.name == name }?.content ?? .unknown
        }
        let found = items.compactMap { $0.columns?.first { $0.name == name }?.content }
        let isOpen = items.contains { $0.columns == nil }
        if found.count == 1, !isOpen { return found[0] }
        return found.isEmpty && !isOpen ? nil : .unknown
    }

    /// All columns of one item, or of all; nil where they are not known.
    func columns(of alias: String?) -> [(name: String, content: ColumnContent)]? {
        let meant = alias.map { alias in items.filter { $0.alias == alias } } ?? items
        guard !meant.isEmpty else { return nil }
        var all: [(name: String, content: ColumnContent)] = []
        for item in meant {
            guard let columns = item.columns else { return nil }
            all += columns
        }
        return all
    }
}

/// Follows the names of a statement to masked columns.
struct MaskedColumns {
    /// How deep subqueries and WITH are followed.
    private static let depthLimit = 8

    let protection: ProtectionMap
    /// Copies of masks are compared with masks.
    let derived: DerivedPlaces
    /// The relation that a name in FROM means; nil where it means something else.
    let relation: (SyntaxNode) -> Relation?
    private var scopes: [Int32: MaskedScope] = [:]
    private var depth = 0

    init(_ protection: ProtectionMap, _ derived: DerivedPlaces, relation: @escaping (SyntaxNode) -> Relation?) {
        self.protection = protection
        self.derived = derived
        self.relation = relation
    }

    /// - Parameter selects: those around the reference, outermost first.
    mutating func content(of reference: SyntaxNode, in selects: [SyntaxNode]) -> ColumnContent {
        let fields = reference.names(.fields)
        guard fields.count == reference.list(.fields).count else { return .unknown }
        for index in selects.indices.reversed() {
            if let found = scope(of: selects[index], within: Array(selects[...index])).content(of: fields) {
                return found
            }
        }
        return .unknown
    }

    private mutating func scope(of select: SyntaxNode, within selects: [SyntaxNode]) -> MaskedScope {
        if let known = scopes[select.index] { return known }
        var scope = MaskedScope()
        for item in select.list(.fromClause) { add(item, to: &scope, selects) }
        scopes[select.index] = scope
        return scope
    }

    private mutating func add(_ item: SyntaxNode, to scope: inout MaskedScope, _ selects: [SyntaxNode]) {
        let alias = item[.alias]?.string(.aliasname)
        let renamed = item[.alias]?.names(.colnames) ?? []
        func named(_ columns: [(name: String, content: ColumnContent)]?) -> MaskedScope.Item {
            MaskedScope.Item(
                alias: alias ?? item.string(.relname),
                columns: columns.map { columns in
                    columns.enumerated().map { ($0 < renamed.count ? renamed[$0] : $1.name, $1.content) }
                })
        }
        switch item.kind {
        case .rangeVar:
            if item.string(.schemaname) == nil, let name = item.string(.relname),
                let (query, place) = withQuery(name, selects)
            {
                scope.add(named(place.flatMap { outputs(of: query, within: $0) }))
            } else {
                scope.add(named(relation(item).map(columns)))
            }
        case .rangeSubselect: scope.add(named(item[.subquery].flatMap { outputs(of: $0, within: selects) }))
        case .joinExpr where alias == nil:
            for side in [item[.larg], item[.rarg]] { if let side { add(side, to: &scope, selects) } }
        case .rangeTableSample: if let inner = item[.relation] { add(inner, to: &scope, selects) }
        default: scope.add(MaskedScope.Item(alias: alias))
        }
    }

    private func columns(of relation: Relation) -> [(name: String, content: ColumnContent)] {
        // What tools ask of the server's own relations they ask however these are shown.
        if derived.contains(relation.name) || SystemRelations.schemas.contains(relation.name.schema) {
            return relation.columns.map { ($0.name, .unknown) }
        }
        let masks = protection.masks[relation.name] ?? [:]
        return relation.columns.map { column in
            guard let mask = masks[column.name] else { return (column.name, .plain) }
            return (
                column.name,
                .masked(
                    MaskedColumn(
                        mask: mask.mask, column: column, name: "\(relation.name).\(column.name)",
                        isOpen: mask.lookup == .equality))
            )
        }
    }

    /// The query of a WITH in sight, and the SELECTs around it; those are nil where it is not followed.
    private func withQuery(_ name: String, _ selects: [SyntaxNode]) -> (SyntaxNode, [SyntaxNode]?)? {
        for index in selects.indices.reversed() {
            guard let with = selects[index][.withClause] else { continue }
            for cte in with.list(.ctes) where cte.string(.ctename) == name {
                guard let query = cte[.ctequery] else { continue }
                let isFollowed =
                    query.kind == .selectStmtNode && !with.bool(.cterecursive) && cte.list(.aliascolnames).isEmpty
                return (query, isFollowed ? Array(selects[...index]) : nil)
            }
        }
        return nil
    }

    /// The columns that a query gives.
    private mutating func outputs(
        of query: SyntaxNode, within selects: [SyntaxNode]
    ) -> [(name: String, content: ColumnContent)]? {
        guard query.kind == .selectStmtNode, query[.larg] == nil, query.list(.valuesLists).isEmpty,
            depth < Self.depthLimit
        else { return nil }
        depth += 1
        defer { depth -= 1 }
        let inside = selects + [query]
        var columns: [(name: String, content: ColumnContent)] = []
        for target in query.list(.targetList) {
            guard let value = target[.val] else { return nil }
            let fields = value.names(.fields)
            if value.kind == .columnRef, value.list(.fields).contains(where: { $0.kind == .aStar }) {
                guard fields.count <= 1,
                    let all = scope(of: query, within: inside).columns(of: fields.last)
                else { return nil }
                columns += all
            } else {
                let name = target.string(.name) ?? (value.kind == .columnRef ? fields.last : nil)
                let content = value.kind == .columnRef ? content(of: value, in: inside) : .unknown
                // A column that has no name here has one of the server's making.
                columns.append((name ?? "?column?", content))
            }
        }
        return columns
    }
}
