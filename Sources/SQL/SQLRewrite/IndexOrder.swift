import Policy

/// Columns by which the server could reach rows in the order of an index over protected ones.
///
/// An index that holds a protected column beside others can be read from any of these: by a condition on a key that stands
/// before the protected one, or behind it, by an ORDER BY of the first, by its predicate alone. Rows that are equal in
/// what was asked would come in the raw order of the rest. So where a masked table is read, and in the conditions of
/// writes, such columns are written as `COALESCE(c, c)`, which no index answers.
///
/// An index of which the keys before the first protected one hold a unique key of the relation is harmless: no two rows
/// are equal in them, and the protected key never decides. A column that is open for lookups counts as protected: who
/// may ask for one value learns nothing of their order.
struct IndexOrder: Sendable {
    private var columns: [QualifiedName: Set<String>] = [:]
    /// What of each relation no index serves any more, by the indexes that forbid it.
    private var guards: [QualifiedName: [String: Set<String>]] = [:]
    /// The protected columns of each.
    private var secrets: [QualifiedName: Set<String>] = [:]
    /// Relations with an index in the order of a protected column: who reads them may be given the index in their place.
    private var ordered: Set<QualifiedName> = []

    init() {}

    /// - Parameter masks: those of tables.
    init(catalog: Catalog, families: Families, masks: [QualifiedName: [String: ColumnMask]]) {
        for (name, masks) in masks {
            guard let relation = catalog.relations[name] else { continue }
            add(relation, masks, at: families.of(name))
        }
    }

    /// A materialized view has indexes of its own.
    mutating func add(materialized relation: Relation, _ masks: [String: ColumnMask]) {
        add(relation, masks, at: [relation.name])
    }

    /// A view has the columns that are read of such a column.
    mutating func add(view: QualifiedName, _ columns: Set<String>) {
        if !columns.isEmpty { self.columns[view] = columns }
    }

    /// - Parameter places: the server takes what is read of a table to its children, and to their indexes.
    private mutating func add(
        _ relation: Relation, _ masks: [String: ColumnMask], at places: Set<QualifiedName>
    ) {
        // Which indexes there are on another server is not known here.
        if relation.kind == .foreignTable, !masks.isEmpty {
            for place in places {
                secrets[place, default: []].formUnion(masks.keys)
                columns[place, default: []].formUnion(relation.columns.map(\.name))
                ordered.insert(place)
            }
        }
        for index in relation.indexes {
            let ordering = Self.secrets(ordering: index, of: relation, masks)
            // Which rows a predicate over a protected column lets in says no less.
            if !ordering.isEmpty || index.others.contains(where: { masks[$0] != nil }) { ordered.formUnion(places) }
            if ordering.isEmpty { continue }
            for column in relation.asked(through: index) where ordering.contains(where: { $0 != column }) {
                for place in places {
                    secrets[place, default: []].formUnion(masks.keys)
                    columns[place, default: []].insert(column)
                    guards[place, default: [:]][column, default: []].insert(index.name)
                }
            }
        }
    }

    var relations: some Sequence<QualifiedName> { columns.keys }

    /// Those of one relation; empty for most.
    func columns(of relation: QualifiedName) -> Set<String> { columns[relation] ?? [] }

    /// The protected columns in whose order rows may come that are found by some of these columns.
    func secrets(beside columns: Set<String>, in relation: QualifiedName) -> Set<String> {
        guard self.columns[relation]?.isDisjoint(with: columns) == false else { return [] }
        return secrets[relation] ?? []
    }

    /// Whether its rows may be read in the order of protected values.
    func isOrdered(_ relation: QualifiedName) -> Bool { ordered.contains(relation) }

    /// The indexes that masking takes away, by their names.
    func takenAway(_ catalog: Catalog, _ masks: [QualifiedName: [String: ColumnMask]]) -> [IndexTakenAway] {
        var found: [IndexTakenAway] = []
        for (name, guards) in guards {
            // What is masked is not searched by anyone, but for lookups.
            let isSearched = { (column: String) in masks[name]?[column].map { $0.lookup == .equality } ?? true }
            for index in catalog.relations[name]?.indexes ?? [] {
                let keys =
                    index.keys.contains(nil)
                    ? Set(index.keys.compactMap(\.self)).union(index.others) : Set(index.keys.compactMap(\.self))
                let lost = keys.filter { guards[$0] != nil && isSearched($0) }
                if lost.isEmpty { continue }
                found.append(
                    IndexTakenAway(
                        index: index.name, relation: name, columns: lost.sorted(),
                        because: lost.reduce(into: Set<String>()) { $0.formUnion(guards[$1] ?? []) }.sorted()))
            }
        }
        return found.sorted { ($0.relation, $0.index) < ($1.relation, $1.index) }
    }

    // MARK: one index

    /// The protected columns that decide where in it a row is.
    private static func secrets(
        ordering index: Index, of relation: Relation, _ masks: [String: ColumnMask]
    ) -> Set<String> {
        let othersAreSecret = index.others.contains { masks[$0] != nil }
        let isSecret = { (key: String?) in key.map { masks[$0] != nil } ?? othersAreSecret }
        let isSorted = index.method == "btree"
        var secrets: Set<String> = []
        for (place, key) in index.keys.enumerated() where isSecret(key) {
            if isSorted, hasUniqueKey(index, before: place, of: relation) { break }
            secrets.formUnion(key.map { [$0] } ?? index.others.filter { masks[$0] != nil })
        }
        // How other kinds of indexes place a row follows from everything that they hold.
        if !isSorted { secrets.formUnion(index.columns.filter { masks[$0] != nil }) }
        return secrets
    }

    /// Whether no two rows are equal in the keys before `place`: they hold all columns of a unique index that compares
    /// them in the same way, and none of them may be NULL.
    private static func hasUniqueKey(_ index: Index, before place: Int, of relation: Relation) -> Bool {
        let before = index.comparisons[..<place]
        let required = Set(relation.columns.lazy.filter(\.notNull).map(\.name))
        return relation.indexes.contains { unique in
            unique.isUnique && unique.method == "btree" && !unique.keys.isEmpty
                && unique.keys.allSatisfy { $0.map(required.contains) ?? false }
                && unique.comparisons.allSatisfy(before.contains)
        }
    }
}

extension Relation {
    /// The columns by which an index can be asked: its own, and the expressions that the server puts in the place of virtual
    /// ones.
    fileprivate func asked(through index: Index) -> Set<String> {
        let own = index.columns
        return own.union(columns.lazy.filter { $0.isVirtual && !own.isDisjoint(with: $0.generatedFrom) }.map(\.name))
    }
}

extension Index {
    fileprivate struct Comparison: Equatable {
        var column: String?
        var order: String
    }

    /// Those of its keys, expressions and predicate.
    fileprivate var columns: Set<String> { others.union(keys.lazy.compactMap(\.self)) }

    /// Each key and by what it is compared.
    fileprivate var comparisons: [Comparison] {
        keys.enumerated().map { Comparison(column: $1, order: orders.indices.contains($0) ? orders[$0] : "") }
    }
}
