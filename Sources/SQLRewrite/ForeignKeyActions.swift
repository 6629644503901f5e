import Policy

/// What follows a write by foreign keys alone: rows elsewhere that are updated or deleted without a statement saying so,
/// and rows that those take with them, to any depth.
struct ForeignKeyActions: Sendable {
    private struct Referrer {
        var relation: QualifiedName
        var columns: Set<String>
        var reference: Constraint.Reference
    }

    /// By the relation that is referred to, and by those that share rows with it.
    private var referrers: [QualifiedName: [Referrer]] = [:]

    /// Columns that are written, and relations of which rows are deleted.
    struct Reached {
        var updated: [QualifiedName: Set<String>] = [:]
        var deleted: Set<QualifiedName> = []
    }

    init() {}

    init(_ catalog: Catalog, _ families: Families) {
        for relation in catalog.relations.values {
            for constraint in relation.constraints {
                guard let reference = constraint.reference, reference.acts else { continue }
                let referrer = Referrer(relation: relation.name, columns: constraint.columns, reference: reference)
                for place in families.of(reference.relation) { referrers[place, default: []].append(referrer) }
            }
        }
    }

    /// The update itself is not in it.
    func reached(updating columns: Set<String>, of relation: QualifiedName) -> Reached {
        guard referrers[relation] != nil else { return Reached() }
        var reached = Reached()
        var pending: [(QualifiedName, Set<String>?)] = [(relation, columns)]
        follow(&pending, &reached)
        return reached
    }

    /// The deletion itself is not in it.
    func reached(deletingFrom relation: QualifiedName) -> Reached {
        guard referrers[relation] != nil else { return Reached() }
        var reached = Reached()
        var pending: [(QualifiedName, Set<String>?)] = [(relation, nil)]
        follow(&pending, &reached)
        return reached
    }

    /// - Parameter pending: relations with the columns that are updated; nil for a deletion.
    private func follow(_ pending: inout [(QualifiedName, Set<String>?)], _ reached: inout Reached) {
        while let (relation, columns) = pending.popLast() {
            for referrer in referrers[relation] ?? [] {
                if let columns, columns.isDisjoint(with: referrer.reference.columns) { continue }
                let reference = referrer.reference
                switch columns == nil ? reference.onDelete : reference.onUpdate {
                case .none, .restrict: continue
                case .cascade where columns == nil:
                    if reached.deleted.insert(referrer.relation).inserted { pending.append((referrer.relation, nil)) }
                case .cascade, .setNull, .setDefault:
                    let isPartly = columns == nil && !reference.setOnDelete.isEmpty
                    let set = isPartly ? reference.setOnDelete : referrer.columns
                    let known = reached.updated[referrer.relation, default: []]
                    guard !set.isSubset(of: known) else { continue }
                    reached.updated[referrer.relation] = known.union(set)
                    pending.append((referrer.relation, set))
                }
            }
        }
    }
}

extension Constraint.Reference {
    fileprivate var acts: Bool {
        [onUpdate, onDelete].contains { $0 != .none && $0 != .restrict }
    }
}
