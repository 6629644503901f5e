package import Policy

/// What a temporary view reads, as it was when the view was made. The server knows it by its number: what is called so now may
/// be another, and it may have another name.
package struct ViewedRelation: Hashable, Sendable {
    package var name: QualifiedName
    /// `pg_class.oid`; 0 where it was not known: then it is known by its name.
    package var oid: UInt32

    package init(_ name: QualifiedName, in catalog: Catalog) {
        self.name = name
        oid = catalog.relations[name]?.oid ?? 0
    }

    /// What it is called in a catalog; nil: it is not there.
    package func name(in catalog: Catalog) -> QualifiedName? {
        guard oid != 0 else { return name }
        if catalog.relations[name]?.oid == oid { return name }
        return catalog.relations.values.first { $0.oid == oid }?.name
    }
}
