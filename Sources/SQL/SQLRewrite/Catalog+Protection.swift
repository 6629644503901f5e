package import Policy

extension Catalog {
    /// The tables that a policy may protect by what they are called. Views show what their tables show.
    package var protectable: [ColumnProtection.Table] {
        relations.values.filter { $0.kind.keepsName && !SystemRelations.schemas.contains($0.name.schema) }.map {
            relation in
            let inherited = Set(relation.parents.lazy.compactMap { relations[$0] }.flatMap(\.columns).map(\.name))
            return ColumnProtection.Table(
                name: relation.name, ownColumns: relation.columns.map(\.name).filter { !inherited.contains($0) },
                hasParents: !relation.parents.isEmpty)
        }
    }
}
