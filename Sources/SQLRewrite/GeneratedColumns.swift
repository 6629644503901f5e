package import Policy

/// What a write changes besides the columns that it names: generated columns are computed anew when one of those is written
/// that they are computed from; and where a trigger of rows runs before an update, all of them, so that those change whose
/// expressions do not give the same for ever.
package struct GeneratedColumns: Sendable {
    private struct Generated: Sendable {
        var name: String
        var sources: Set<String>
        /// By an update that writes none of its sources.
        var changesAlways: Bool
    }

    /// By every relation that rows are written to through: its own and its family's.
    private var generated: [QualifiedName: [Generated]] = [:]

    init() {}

    init(catalog: Catalog, families: Families) {
        for relation in catalog.relations.values where relation.columns.contains(where: \.isGenerated) {
            let family = families.of(relation.name)
            let isComputedAlways = family.contains { catalog.relations[$0]?.hasTriggersBeforeUpdate ?? false }
            let own = relation.columns.filter(\.isGenerated).map {
                Generated(
                    name: $0.name, sources: Set($0.generatedFrom), changesAlways: isComputedAlways && !$0.isSettled)
            }
            for place in family { generated[place, default: []] += own }
        }
    }

    /// What an update of these columns changes, themselves among it.
    package func changed(updating columns: Set<String>, in relation: QualifiedName) -> Set<String> {
        guard let generated = generated[relation] else { return columns }
        return columns.union(
            generated.lazy.filter { $0.changesAlways || !$0.sources.isDisjoint(with: columns) }.map(\.name))
    }

    /// What an insertion of these columns writes: whatever is computed, the writer knows.
    package func changed(inserting columns: Set<String>, into relation: QualifiedName) -> Set<String> {
        generated[relation].map { columns.union($0.lazy.map(\.name)) } ?? columns
    }

    /// The columns, and generated ones of which all that is secret follows from them.
    func owned(by columns: Set<String>, in relation: QualifiedName, secrets: Set<String>) -> Set<String> {
        guard let generated = generated[relation] else { return columns }
        return columns.union(
            generated.lazy.filter { column in
                let telling = column.sources.intersection(secrets)
                return (telling.isEmpty ? column.sources : telling).isSubset(of: columns) && !column.sources.isEmpty
            }.map(\.name))
    }
}
