import Policy

/// Columns by which the server could reach rows in the order of an index over protected ones: those that stand in such
/// an index before a protected key, in its expressions or in its predicate.
///
/// Where a masked table is read they are written so that no index answers for them, since rows that are equal in them
/// would come in the raw order of what follows.
struct IndexOrder: Sendable {
    private var columns: [QualifiedName: Set<String>] = [:]

    init() {}

    /// - Parameter reads: what each view reads itself.
    init(
        catalog: Catalog, families: Families, masks: [QualifiedName: [String: ColumnMask]],
        reads: [QualifiedName: Set<QualifiedName>]
    ) {
        for relation in catalog.relations.values {
            guard let masks = masks[relation.name] else { continue }
            let telling = relation.indexes.reduce(into: Set<String>()) { $0.formUnion(Self.leading($1, masks)) }
            if telling.isEmpty { continue }
            // The server takes what is read of a table to its children, and to their indexes.
            for name in families.of(relation.name) { columns[name, default: []].formUnion(telling) }
        }
        addViews(catalog, reads)
    }

    /// Every column of a view that reads such a table, at whatever depth: which of them lead to an index is not followed.
    private mutating func addViews(_ catalog: Catalog, _ reads: [QualifiedName: Set<QualifiedName>]) {
        var isSettled = false
        while !isSettled {
            isSettled = true
            for (view, relations) in reads where columns[view] == nil && catalog.relations[view]?.kind == .view {
                guard relations.contains(where: { columns[$0] != nil }) else { continue }
                columns[view] = Set(catalog.relations[view]?.columns.map(\.name) ?? [])
                isSettled = false
            }
        }
    }

    var relations: some Sequence<QualifiedName> { columns.keys }

    /// Those of one relation; empty for most.
    func columns(of relation: QualifiedName) -> Set<String> { columns[relation] ?? [] }

    private static func leading(_ index: Index, _ masks: [String: ColumnMask]) -> Set<String> {
        let isSecret = { (column: String) in masks[column].map { $0.lookup == .none } ?? false }
        let othersAreSecret = index.others.contains(where: isSecret)
        let last = index.keys.lastIndex { $0.map(isSecret) ?? othersAreSecret }
        guard let last else { return [] }
        return Set(index.keys[..<last].compactMap(\.self)).union(index.others).filter { !isSecret($0) }
    }
}
