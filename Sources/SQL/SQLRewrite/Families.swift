package import Policy

/// Relations that share rows: by inheritance and partitioning, in both directions.
package struct Families: Sendable {
    private var links: [QualifiedName: [QualifiedName]] = [:]
    private var children: [QualifiedName: [QualifiedName]] = [:]
    private var parents: [QualifiedName: [QualifiedName]] = [:]

    package init(_ catalog: Catalog) {
        for relation in catalog.relations.values {
            if !relation.parents.isEmpty { parents[relation.name] = relation.parents }
            for parent in relation.parents {
                links[relation.name, default: []].append(parent)
                links[parent, default: []].append(relation.name)
                children[parent, default: []].append(relation.name)
            }
        }
    }

    /// Direct ones.
    package func children(of relation: QualifiedName) -> [QualifiedName] { children[relation] ?? [] }

    /// The relation itself and all that share rows with it, however far.
    func of(_ relation: QualifiedName) -> Set<QualifiedName> { Self.reached(from: relation, by: links) }

    /// Those whose rows are read and changed with the relation's own, without it.
    func below(_ relation: QualifiedName) -> Set<QualifiedName> {
        Self.reached(from: relation, by: children).subtracting([relation])
    }

    /// The relation itself and those that are read and changed with its rows.
    func above(_ relation: QualifiedName) -> Set<QualifiedName> { Self.reached(from: relation, by: parents) }

    private static func reached(
        from relation: QualifiedName, by links: [QualifiedName: [QualifiedName]]
    ) -> Set<QualifiedName> {
        var found: Set = [relation]
        var pending = [relation]
        while let name = pending.popLast() {
            for other in links[name] ?? [] where found.insert(other).inserted { pending.append(other) }
        }
        return found
    }
}
