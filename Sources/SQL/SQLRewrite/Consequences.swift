import Policy

/// What a write sets in motion: the columns that are computed and set by triggers with it, the rows that foreign keys change,
/// those that move to another partition, and the tables that code writes of which the policy says which these are; to any
/// depth. It is described here once: rules by tables and rules by protected columns that are written both ask for it.
package struct Consequences: Sendable {
    /// Something that one change does to another relation.
    struct Effect: Sendable {
        var relation: QualifiedName
        var change: RowChange
        /// A foreign key does it.
        var isByKey: Bool
    }

    struct Found: Sendable {
        var effects: [Effect] = []
        /// What becomes of each relation in the end.
        var changes: [QualifiedName: RowChange] = [:]
        /// Those of them that the statement itself writes: the one that it names, and its children.
        var own: Set<QualifiedName> = []
    }

    /// A foreign key, seen from what it refers to.
    private struct Link: Sendable {
        var relation: QualifiedName
        var columns: Set<String>
        var reference: Constraint.Reference

        /// What a change of rows that are referred to does to those that refer to them.
        func effect(of change: RowChange) -> RowChange {
            // Without CASCADE the server demands that the statement names it, too.
            var effect = RowChange(truncates: change.truncates)
            if change.deletes {
                switch reference.onDelete {
                case .none, .restrict: break
                case .cascade: effect.deletes = true
                case .setNull, .setDefault:
                    effect.assigned.formUnion(reference.setOnDelete.isEmpty ? columns : reference.setOnDelete)
                }
            }
            if !change.assigned.isDisjoint(with: reference.columns) {
                switch reference.onUpdate {
                case .none, .restrict: break
                case .cascade, .setNull, .setDefault: effect.assigned.formUnion(columns)
                }
            }
            return effect
        }
    }

    /// Code that writes tables of which the policy says which these are.
    private struct Writer: Sendable {
        var events: AttachedCode.Events
        /// The columns that it waits for; empty: any.
        var columns: Set<String>
        var tables: Set<QualifiedName>

        func runs(by change: RowChange) -> Bool {
            events.contains(.insert) && change.inserts || events.contains(.delete) && change.deletes
                || events.contains(.truncate) && change.truncates
                || events.contains(.update) && !change.assigned.isEmpty
                    && (columns.isEmpty || !columns.isDisjoint(with: change.assigned))
        }
    }

    private let generated: GeneratedColumns
    private var columns: [QualifiedName: Set<String>] = [:]
    private var links: [QualifiedName: [Link]] = [:]
    private var writers: [QualifiedName: [Writer]] = [:]
    private var partitionKeys: [QualifiedName: Set<String>] = [:]
    private var children: [QualifiedName: [QualifiedName]] = [:]
    /// Those from whose writes anything follows.
    private(set) var followed: Set<QualifiedName> = []

    /// - Parameters:
    ///   - generated: of the same catalog.
    ///   - code: what the policy says of code.
    package init(catalog: Catalog, families: Families, generated: GeneratedColumns, code: TrustedCode?) {
        self.generated = generated
        for relation in catalog.relations.values {
            let name = relation.name
            for parent in relation.parents { children[parent, default: []].append(name) }
            if !relation.partitionKey.isEmpty { partitionKeys[name] = relation.partitionKey }
            for constraint in relation.constraints {
                guard let reference = constraint.reference else { continue }
                links[reference.relation, default: []].append(
                    Link(relation: name, columns: constraint.columns, reference: reference))
            }
            let own = code.map { Self.writers(relation, $0) } ?? []
            if !own.isEmpty { writers[name] = own }
        }
        for tables in writers.values.joined().map(\.tables) {
            for table in tables { columns[table] = Set(catalog.relations[table]?.columns.map(\.name) ?? []) }
        }
        for name in Set(links.keys).union(writers.keys).union(partitionKeys.keys) {
            followed.formUnion(families.of(name))
        }
        for relation in catalog.relations.values
        where !relation.rowTriggers.isEmpty || relation.columns.contains(where: \.isGenerated) {
            followed.formUnion(families.of(relation.name))
        }
    }

    private static func writers(_ relation: Relation, _ code: TrustedCode) -> [Writer] {
        relation.code.compactMap { attached in
            let tables = attached.use.routines.reduce(into: Set<QualifiedName>()) {
                $0.formUnion(code.tables(writtenBy: $1))
            }
            guard !tables.isEmpty else { return nil }
            switch attached.kind {
            case .trigger: return Writer(events: attached.events, columns: attached.columns, tables: tables)
            // Who keeps a row, or looks for the place of one, runs them.
            case .defaultValue, .generated, .virtual, .check, .foreignKey, .exclusion, .index, .order, .partitionKey:
                return Writer(events: [.insert, .update], columns: [], tables: tables)
            case .statistics, .definition: return nil
            }
        }
    }

    /// - Parameter isOnly: its children are left out (ONLY).
    func follow(_ change: RowChange, of table: QualifiedName, isOnly: Bool) -> Found {
        var found = Found(own: [table])
        if change.isEmpty { return found }
        guard followed.contains(table) else {
            found.changes[table] = change
            return found
        }
        var pending: [(QualifiedName, RowChange)] = []
        func add(_ name: QualifiedName, _ more: RowChange) {
            var new = found.changes[name] ?? RowChange()
            new.formUnion(computed(more, in: name))
            if new == found.changes[name] { return }
            found.changes[name] = new
            pending.append((name, new))
        }
        func addAll(_ name: QualifiedName, _ more: RowChange) {
            let change = moved(more, in: name)
            add(name, change)
            for part in descendants(of: name) { add(part, moved(change, in: part)) }
        }
        if isOnly {
            add(table, change)
        } else {
            found.own.formUnion(descendants(of: table))
            addAll(table, change)
        }
        while let (name, change) = pending.popLast() {
            for link in links[name] ?? [] {
                let effect = link.effect(of: change)
                if effect.isEmpty { continue }
                found.effects.append(Effect(relation: link.relation, change: effect, isByKey: true))
                addAll(link.relation, effect)
            }
            for writer in writers[name] ?? [] where writer.runs(by: change) {
                for written in writer.tables {
                    let effect = RowChange(inserts: true, deletes: true, assigned: columns[written] ?? [])
                    found.effects.append(Effect(relation: written, change: effect, isByKey: false))
                    addAll(written, effect)
                }
            }
        }
        return found
    }

    /// With the columns that are computed anew, or set by triggers.
    private func computed(_ change: RowChange, in name: QualifiedName) -> RowChange {
        var change = change
        if change.inserts { change.inserted = generated.changed(inserting: change.inserted, into: name) }
        if !change.assigned.isEmpty { change.assigned = generated.changed(updating: change.assigned, in: name) }
        return change
    }

    /// A row that moves to another partition is deleted where it was, and inserted there.
    private func moved(_ change: RowChange, in name: QualifiedName) -> RowChange {
        var change = computed(change, in: name)
        guard let key = partitionKeys[name], !key.isDisjoint(with: change.assigned) else { return change }
        (change.inserts, change.deletes) = (true, true)
        return change
    }

    private func descendants(of name: QualifiedName) -> Set<QualifiedName> {
        guard children[name] != nil else { return [] }
        var found: Set<QualifiedName> = []
        var pending = [name]
        while let next = pending.popLast() {
            for child in children[next] ?? [] where found.insert(child).inserted { pending.append(child) }
        }
        return found
    }
}
