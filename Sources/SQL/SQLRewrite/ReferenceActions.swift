package import Policy

/// What foreign keys do by themselves when a row that others refer to is changed or gone: ON UPDATE and ON DELETE, to any
/// depth.
package struct ReferenceActions: Sendable {
    /// A write that a foreign key makes.
    package struct Action: Sendable, Hashable, CustomStringConvertible {
        package var constraint: String
        package var relation: QualifiedName
        /// The columns that it sets; empty for a deletion.
        package var columns: Set<String>
        package var isDeletion: Bool
        /// The columns by which it finds the rows.
        package var keys: Set<String>
        /// It sets them to their defaults.
        package var setsDefaults: Bool

        package var description: String {
            let does = isDeletion ? "deletes" : setsDefaults ? "resets" : "sets"
            return "\(constraint) \(does) \(relation)(\(columns.sorted().joined(separator: ",")))"
        }
    }

    private struct Link: Sendable {
        /// The columns that are referred to.
        var referenced: Set<String>
        var onUpdate: Action?
        var onDelete: Action?
    }

    /// By every relation whose rows may be referred to: the one that a foreign key names, and its family.
    private var links: [QualifiedName: [Link]] = [:]
    /// By what a statement may name to have rows moved: the partitioned table, and what it is a partition of itself.
    private var partitionKeys: [QualifiedName: Set<String>] = [:]
    package let generated: GeneratedColumns

    package init(catalog: Catalog, families: Families) {
        generated = GeneratedColumns(catalog: catalog, families: families)
        for relation in catalog.relations.values {
            if !relation.partitionKey.isEmpty {
                for place in families.above(relation.name) {
                    partitionKeys[place, default: []].formUnion(relation.partitionKey)
                }
            }
            for constraint in relation.constraints {
                guard let reference = constraint.reference else { continue }
                let set = reference.setOnDelete.isEmpty ? constraint.columns : reference.setOnDelete
                let link = Link(
                    referenced: reference.columns,
                    onUpdate: Self.action(
                        reference.onUpdate, constraint, of: relation, sets: constraint.columns, isDeletion: false),
                    onDelete: Self.action(reference.onDelete, constraint, of: relation, sets: set, isDeletion: true))
                guard link.onUpdate != nil || link.onDelete != nil else { continue }
                for place in families.of(reference.relation) { links[place, default: []].append(link) }
            }
        }
    }

    private static func action(
        _ action: Constraint.Action, _ constraint: Constraint, of relation: Relation, sets columns: Set<String>,
        isDeletion: Bool
    ) -> Action? {
        let deletes = action == .cascade && isDeletion
        switch action {
        case .none, .restrict: return nil
        case .cascade, .setNull, .setDefault:
            return Action(
                constraint: constraint.name, relation: relation.name, columns: deletes ? [] : columns,
                isDeletion: deletes, keys: constraint.columns, setsDefaults: action == .setDefault)
        }
    }

    /// Everything that follows when rows are deleted, in no order.
    package func actions(deletingFrom relation: QualifiedName) -> [Action] {
        follow((links[relation] ?? []).compactMap(\.onDelete))
    }

    /// Everything that follows when columns are updated, in no order.
    package func actions(updating columns: Set<String>, in relation: QualifiedName) -> [Action] {
        follow(direct(columns, relation))
    }

    /// Everything that may follow when rows are changed or deleted in whatever way, in no order.
    package func actions(changing relation: QualifiedName) -> [Action] {
        follow((links[relation] ?? []).flatMap { [$0.onUpdate, $0.onDelete].compactMap(\.self) })
    }

    /// Whether a row whose columns are set may have to move to another partition.
    func movesRows(updating columns: Set<String>, in relation: QualifiedName) -> Bool {
        partitionKeys[relation].map { !$0.isDisjoint(with: columns) } ?? false
    }

    /// The relations that are written by what foreign keys do at once, whatever is done to the relation.
    func next(to relation: QualifiedName) -> [QualifiedName] {
        (links[relation] ?? []).flatMap { [$0.onUpdate, $0.onDelete].compactMap { $0?.relation } }
    }

    private func direct(_ columns: Set<String>, _ relation: QualifiedName) -> [Action] {
        guard let links = links[relation] else { return [] }
        let columns = generated.changed(updating: columns, in: relation)
        let updates = links.filter { !$0.referenced.isDisjoint(with: columns) }.compactMap(\.onUpdate)
        // A row that moves is deleted where it was.
        return movesRows(updating: columns, in: relation) ? updates + links.compactMap(\.onDelete) : updates
    }

    private func follow(_ first: [Action]) -> [Action] {
        guard !first.isEmpty else { return [] }
        var found: Set<Action> = []
        var pending = first
        while let action = pending.popLast() {
            guard found.insert(action).inserted else { continue }
            pending +=
                action.isDeletion
                ? (links[action.relation] ?? []).compactMap(\.onDelete) : direct(action.columns, action.relation)
        }
        return Array(found)
    }
}
