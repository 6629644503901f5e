import Policy

/// Relations that are not watched otherwise, and of which a verdict rests on what their columns are called: what a statement
/// assigns is compared by name with what foreign keys, triggers and partition keys look at, and a view's columns with the
/// table's behind them. A column that is named anew writes no row of the relations that refer to it, and has no new number.
extension ProtectionMap {
    /// Those from which a write is led to one of these relations: what foreign keys refer to, to any depth, what refers to one
    /// itself, what shares rows with them, and the views over all of that.
    func leading(to names: Set<QualifiedName>, in catalog: Catalog) -> Set<QualifiedName> {
        var found = names
        for relation in catalog.relations.values {
            for case let reference? in relation.constraints.lazy.map(\.reference)
            where masks[reference.relation] != nil { found.insert(relation.name) }
        }
        if let writing { found.formUnion(writing.relations) }
        var pending = Array(found)
        while let name = pending.popLast() {
            let referred = catalog.relations[name]?.constraints.compactMap { $0.reference?.relation } ?? []
            for other in families.of(name).union(referred) where found.insert(other).inserted { pending.append(other) }
        }
        return catalog.views(over: found).union(found)
    }
}

extension Catalog {
    /// Every view that reads one of these, to any depth.
    fileprivate func views(over names: Set<QualifiedName>) -> Set<QualifiedName> {
        var readers: [QualifiedName: [QualifiedName]] = [:]
        for relation in relations.values where relation.kind == .view {
            for read in relation.reads { readers[read, default: []].append(relation.name) }
        }
        var found: Set<QualifiedName> = []
        var pending = Array(names)
        while let name = pending.popLast() {
            for view in readers[name] ?? [] where found.insert(view).inserted { pending.append(view) }
        }
        return found
    }

    /// `pg_class.oid` of those that somebody has made.
    func numbers(of names: some Sequence<QualifiedName>) -> Set<UInt32> {
        Set(names.lazy.compactMap { relations[$0]?.oid }.filter { $0 >= Self.firstUserOID })
    }

    /// The same of those from whose writes anything follows, by which of their columns they are of, and of the views over them.
    package func numbers(ofLeading consequences: Consequences) -> Set<UInt32> {
        numbers(of: views(over: consequences.followed).union(consequences.followed))
    }

    /// The same of all whose rows a statement can name.
    package var numbersOfShown: Set<UInt32> {
        Set(relations.values.lazy.filter { $0.kind.showsRows && $0.oid >= Self.firstUserOID }.map(\.oid))
    }
}
