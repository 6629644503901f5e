package import Policy

/// What a write changes besides the columns that it names: what triggers set before a row is stored; generated columns, which
/// are computed anew when one of those is written that they are computed from; and where a trigger of rows runs before an
/// update, all of them, so that those change whose expressions do not give the same for ever. Virtual ones do so whatever is
/// written.
package struct GeneratedColumns: Sendable {
    private struct Generated: Sendable {
        var name: String
        var sources: Set<String>
        /// By an update that writes none of its sources.
        var changesAlways: Bool
    }

    private struct Setter: Sendable {
        var events: AttachedCode.Events
        /// The columns that an update must assign; empty: any.
        var waitsFor: Set<String>
        var written: Set<String>
    }

    /// By every relation that rows are written to through: its own and its family's.
    private var generated: [QualifiedName: [Generated]] = [:]
    private var setters: [QualifiedName: [Setter]] = [:]

    init() {}

    package init(catalog: Catalog, families: Families) {
        for relation in catalog.relations.values {
            let hasGenerated = relation.columns.contains(where: \.isGenerated)
            guard hasGenerated || !relation.rowTriggers.isEmpty else { continue }
            let family = families.of(relation.name)
            let own = relation.rowTriggers.map { trigger in
                Setter(
                    events: trigger.events, waitsFor: trigger.columns,
                    written: trigger.written ?? Set(relation.columns.map(\.name)))
            }
            for place in family where !own.isEmpty { setters[place, default: []] += own }
            guard hasGenerated else { continue }
            let isComputedAlways = family.contains { catalog.relations[$0]?.hasTriggersBeforeUpdate ?? false }
            let computed = relation.columns.filter(\.isGenerated).map {
                Generated(
                    name: $0.name, sources: Set($0.generatedFrom),
                    changesAlways: (isComputedAlways || $0.isVirtual) && !$0.isSettled)
            }
            for place in family { generated[place, default: []] += computed }
        }
    }

    /// What triggers may set where these columns are assigned.
    private func set(updating columns: Set<String>, in relation: QualifiedName) -> Set<String> {
        (setters[relation] ?? []).reduce(into: []) { found, setter in
            let fires = setter.waitsFor.isEmpty || !setter.waitsFor.isDisjoint(with: columns)
            if fires, setter.events.contains(.update) { found.formUnion(setter.written) }
        }
    }

    /// What an update of these columns changes, themselves among it.
    package func changed(updating columns: Set<String>, in relation: QualifiedName) -> Set<String> {
        let written = setters[relation] == nil ? columns : columns.union(set(updating: columns, in: relation))
        guard let generated = generated[relation] else { return written }
        return written.union(
            generated.lazy.filter { $0.changesAlways || !$0.sources.isDisjoint(with: written) }.map(\.name))
    }

    /// What an insertion of these columns writes: whatever is computed, the writer knows.
    package func changed(inserting columns: Set<String>, into relation: QualifiedName) -> Set<String> {
        var written = columns
        for setter in setters[relation] ?? [] where setter.events.contains(.insert) {
            written.formUnion(setter.written)
        }
        return generated[relation].map { written.union($0.lazy.map(\.name)) } ?? written
    }

    /// The columns that are stored as they are assigned, and generated ones of which all that is secret follows from them.
    func owned(by columns: Set<String>, in relation: QualifiedName, secrets: Set<String>) -> Set<String> {
        let own = setters[relation] == nil ? columns : columns.subtracting(set(updating: columns, in: relation))
        guard let generated = generated[relation] else { return own }
        return own.union(
            generated.lazy.filter { column in
                let telling = column.sources.intersection(secrets)
                return (telling.isEmpty ? column.sources : telling).isSubset(of: own) && !column.sources.isEmpty
            }.map(\.name))
    }
}
