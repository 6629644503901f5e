import Policy

/// What maintenance computes from protected values, and nobody has computed for every row that is stored: it fails for some
/// values and not for others, and so would tell whoever may run it whether there are such.
///
/// - ANALYZE computes the expressions of extended statistics.
/// - ANALYZE and VACUUM FULL compute expressions and predicates of indexes. A stored row has passed those; what gives
///   something else under other settings it need not pass again.
/// - REFRESH computes what a materialized view computes, though the view shows nothing of it.
struct MaintenanceOracles: Sendable {
    /// By relation; of tables, every one that shares rows with it.
    private var words: [QualifiedName: String] = [:]

    init() {}

    /// - Parameters:
    ///   - masks: those of tables and materialized views.
    ///   - computing: materialized views that compute more from protected values than they show, with the reason.
    init(
        catalog: Catalog, families: Families, masks: [QualifiedName: [String: ColumnMask]],
        computing: [QualifiedName: String]
    ) {
        for (name, masks) in masks.sorted(by: { $0.key < $1.key }) {
            guard let relation = catalog.relations[name], relation.kind != .view else { continue }
            guard let what = Self.words(relation, masks) else { continue }
            for place in families.of(name) where words[place] == nil { words[place] = what }
        }
        for (name, reason) in computing where words[name] == nil { words[name] = reason }
    }

    private static func words(_ relation: Relation, _ masks: [String: ColumnMask]) -> String? {
        if let column = relation.expressionsOfStatistics.filter({ masks[$0] != nil }).min() {
            return "an expression of statistics of \(relation.name) over \(column)"
        }
        for index in relation.indexes where !index.isSettled {
            guard let column = index.others.filter({ masks[$0] != nil }).min() else { continue }
            return "an expression or the predicate of index \"\(index.name)\" over \(column)"
        }
        return nil
    }

    /// - Parameter relation: nil for every relation there is.
    func refusal(of statement: String, on relation: QualifiedName?) -> RewriteRefusal? {
        guard let what = relation.map({ words[$0] }) ?? words.min(by: { $0.key < $1.key })?.value else { return nil }
        return RewriteRefusal(
            "maintenance-oracle", "\(statement) would tell whether \(what), which is protected, fails for some value",
            hint: relation == nil ? "name the relations that it is for" : "the database's owners do that")
    }
}
