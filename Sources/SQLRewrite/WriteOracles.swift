import Policy

/// Constraints whose passing or failing would tell a writer about protected values: those over protected columns, and
/// foreign keys from or to them, each at every relation where a write runs into it.
///
/// Columns with `lookup: equality` are left out: whoever may look a value up learns nothing more.
package struct WriteOracles: Sendable {
    struct Oracle: Sendable {
        enum Moment { case inserting, assigning, deleting }

        var constraint: String
        /// Written columns that make it speak; empty for a deletion.
        var columns: Set<String>
        var moment: Moment
        /// It speaks of what an insertion leaves out as well.
        var speaksOfDefaults = false
        /// Protected columns of the same row that it looks at, when it looks at nothing else: a write that sets all of
        /// them learns nothing.
        var unlessWritten: Set<String>?
        /// The protected column that it tells about.
        var column: String

        func speaks(of written: Set<String>) -> Bool {
            speaksOfDefaults
                || !columns.isDisjoint(with: written) && unlessWritten.map { !$0.isSubset(of: written) } ?? true
        }
    }

    private var oracles: [QualifiedName: [Oracle]] = [:]

    init() {}

    init(catalog: Catalog, families: Families, masks: [QualifiedName: [String: ColumnMask]]) {
        guard !masks.isEmpty else { return }
        for relation in catalog.relations.values {
            let secret = Self.secret(relation.constraintColumns, of: relation.name, masks)
            for constraint in relation.constraints {
                add(constraint, of: relation, secret.intersection(constraint.columns), masks, families)
            }
            for column in relation.columns {
                let sources = secret.intersection(column.generatedFrom)
                add(
                    Set(column.generatedFrom), .assigning, "the expression of \(column.name)", sources, relation.name,
                    at: families.of(relation.name), isOfRow: true)
            }
        }
    }

    func oracle(inserting columns: Set<String>, into relation: QualifiedName) -> Oracle? {
        first(.inserting, relation) { $0.speaks(of: columns) }
    }

    func oracle(assigning columns: Set<String>, in relation: QualifiedName) -> Oracle? {
        first(.assigning, relation) { $0.speaks(of: columns) }
    }

    func oracle(deletingFrom relation: QualifiedName) -> Oracle? { first(.deleting, relation) { _ in true } }

    private func first(_ moment: Oracle.Moment, _ relation: QualifiedName, _ test: (Oracle) -> Bool) -> Oracle? {
        oracles[relation]?.first { $0.moment == moment && test($0) }
    }

    // MARK: making

    private mutating func add(
        _ constraint: Constraint, of relation: Relation, _ own: Set<String>,
        _ masks: [QualifiedName: [String: ColumnMask]], _ families: Families
    ) {
        let name = "constraint \"\(constraint.name)\""
        let here = families.of(relation.name)
        let isCheck = constraint.kind == .check
        add(constraint.columns, .assigning, name, own, relation.name, at: here, isOfRow: isCheck)
        // A new row is all the writer's own.
        if !isCheck {
            let hasDefault = relation.columns.contains { $0.hasSharedDefault && own.contains($0.name) }
            add(
                own, .inserting, name, own, relation.name, at: here,
                speaksOfDefaults: constraint.kind != .foreignKey && (constraint.nullsCollide || hasDefault))
        }
        guard let reference = constraint.reference else { return }
        let secret = Self.secret(reference.columns, of: reference.relation, masks)
        add(constraint.columns, .inserting, name, secret, reference.relation, at: here)
        add(constraint.columns, .assigning, name, secret, reference.relation, at: here)
        let there = families.of(reference.relation)
        add(reference.columns, .assigning, name, own, relation.name, at: there)
        add([], .deleting, name, own, relation.name, at: there)
    }

    private mutating func add(
        _ columns: Set<String>, _ moment: Oracle.Moment, _ constraint: String, _ secret: Set<String>,
        _ relation: QualifiedName, at places: Set<QualifiedName>, isOfRow: Bool = false,
        speaksOfDefaults: Bool = false
    ) {
        guard let column = secret.sorted().first else { return }
        let oracle = Oracle(
            constraint: constraint, columns: columns, moment: moment, speaksOfDefaults: speaksOfDefaults,
            unlessWritten: isOfRow ? secret : nil, column: "\(relation).\(column)")
        for place in places { oracles[place, default: []].append(oracle) }
    }

    private static func secret(
        _ columns: Set<String>, of relation: QualifiedName, _ masks: [QualifiedName: [String: ColumnMask]]
    ) -> Set<String> {
        guard let masks = masks[relation] else { return [] }
        return columns.filter { masks[$0].map { $0.lookup == .none } ?? false }
    }
}

extension Relation {
    /// Every column that a constraint or a generated column looks at.
    fileprivate var constraintColumns: Set<String> {
        columns.reduce(into: constraints.reduce(into: []) { $0.formUnion($1.columns) }) {
            $0.formUnion($1.generatedFrom)
        }
    }
}
