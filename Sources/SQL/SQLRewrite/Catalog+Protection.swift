package import Policy

extension Catalog {
    /// The tables that a policy may protect by what they are called. Views show what their tables show.
    package var protectable: [ColumnProtection.Table] {
        relations.values.filter { $0.kind.keepsName && !SystemRelations.schemas.contains($0.name.schema) }.map {
            ColumnProtection.Table(name: $0.name, columns: $0.columns.map(\.name), parents: $0.parents)
        }
    }
}
