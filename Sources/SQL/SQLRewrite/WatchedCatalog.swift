package import Policy

/// What of a server's catalog a judge rests on: what has to change before a name can show a protected value that it does
/// not show to this judge's knowledge.
///
/// A name comes to show one by being a view over a protected relation (which then refers to it), by sharing rows with it,
/// by becoming it, or by running code: an existing routine that is not trusted (to which the definition then refers), or a
/// new one.
package struct WatchedCatalog: Sendable, Equatable {
    /// `pg_class.oid` of the relations that show protected values, are closed, guarded or looked at.
    package var relations: Set<UInt32>
    /// The relations that the policy names, whether they are there or not.
    package var names: Set<QualifiedName>
    /// `pg_proc.oid` of the routines that are not trusted, and of those that the policy trusts.
    package var routines: Set<UInt32>
    /// `pg_type.oid` of the types that are no rows of relations.
    package var types: Set<UInt32>
    /// `pg_class.oid` of tables that rules name, and of those that share rows with them: what becomes a child or a parent of one
    /// is seen. (New views, foreign keys, rules and triggers are, whatever they are of.)
    package var families: Set<UInt32>

    /// `pg_class.oid` of all relations that have rows or show some: they must go on being called what they are called, since what is
    /// known of each is known of its name.
    package var called: Set<UInt32>
    /// `pg_class.oid` of relations whose columns must go on being what they are, and being called so.
    package var columns: Set<UInt32>

    package init(
        relations: Set<UInt32> = [], names: Set<QualifiedName> = [], routines: Set<UInt32> = [],
        types: Set<UInt32> = [], families: Set<UInt32> = [], called: Set<UInt32> = [], columns: Set<UInt32> = []
    ) {
        self.columns = columns
        self.called = called
        self.families = families
        self.relations = relations
        self.names = names
        self.routines = routines
        self.types = types
    }

    package static let none = WatchedCatalog()

    package var isEmpty: Bool { self == .none }

    package func union(_ other: WatchedCatalog) -> WatchedCatalog {
        WatchedCatalog(
            relations: relations.union(other.relations), names: names.union(other.names),
            routines: routines.union(other.routines), types: types.union(other.types),
            families: families.union(other.families), called: called.union(other.called),
            columns: columns.union(other.columns))
    }

    package func isSubset(of other: WatchedCatalog) -> Bool {
        relations.isSubset(of: other.relations) && names.isSubset(of: other.names)
            && routines.isSubset(of: other.routines) && types.isSubset(of: other.types)
            && families.isSubset(of: other.families) && called.isSubset(of: other.called)
            && columns.isSubset(of: other.columns)
    }
}

extension Families {
    /// The numbers of relations, and of all whose rows theirs are or that have rows of theirs.
    package func numbers(with names: some Sequence<QualifiedName>, in catalog: Catalog) -> Set<UInt32> {
        var found: Set<UInt32> = []
        for name in names {
            for relative in above(name).union(below(name)) {
                guard let relation = catalog.relations[relative], relation.kind.mayShareRows,
                    relation.oid >= Catalog.firstUserOID
                else { continue }
                found.insert(relation.oid)
            }
        }
        return found
    }
}

extension Relation.Kind {
    fileprivate var mayShareRows: Bool {
        switch self {
        case .table, .partitionedTable, .foreignTable: true
        case .view, .materializedView, .sequence, .compositeType, .index, .partitionedIndex: false
        }
    }

    var showsRows: Bool { mayShareRows || self == .view || self == .materializedView }
}

extension ProtectionMap {
    package func watched(
        in catalog: Catalog, columns: [ProtectedColumn], filters: [RowFilter] = [],
        mayProtect: (QualifiedName) -> Bool
    ) -> WatchedCatalog {
        var watched = WatchedCatalog(
            names: Set(columns.lazy.filter { $0.mask != .keep }.map(\.relation)).union(filters.map(\.relation)))
        func add(_ name: QualifiedName) {
            guard let relation = catalog.relations[name], relation.oid >= Catalog.firstUserOID else { return }
            watched.relations.insert(relation.oid)
        }
        // What waits to run by another name, or in another's family.
        running.relations.forEach(add)
        for (number, type) in catalog.typeOIDs where number >= Catalog.firstUserOID {
            if !RelationIndex.isRowType(type, catalog) { watched.types.insert(number) }
        }
        masks.keys.forEach(add)
        unreadable.keys.forEach(add)
        for relation in catalog.relations.values {
            if relation.oid >= Catalog.firstUserOID {
                if relation.kind.showsRows { watched.called.insert(relation.oid) }
                // What becomes a part of an open table brings its keys, whose words the server says.
                if !isEmpty, relation.kind.mayShareRows { watched.families.insert(relation.oid) }
            }
            // What row security looks at, and code that may wake without being new.
            if let security = relation.rowSecurity, unreadable[relation.name] != nil {
                security.columns.keys.forEach(add)
            }
            // What gains a column, or a name, that the policy protects wherever it is.
            let canBe = relation.kind.keepsName || relation.kind == .sequence
            if relation.hasDormantCode || canBe && mayProtect(relation.name) { add(relation.name) }
        }
        for routine in catalog.functions.values.joined()
        where routine.oid >= Catalog.firstUserOID && !routine.isTrusted { watched.routines.insert(routine.oid) }
        if !isEmpty {
            let names = catalog.relations.values.lazy.filter { watched.relations.contains($0.oid) }.map(\.name)
            watched.columns = catalog.numbers(of: leading(to: Set(names), in: catalog))
        }
        return watched
    }
}
