import Policy

/// Relations that share rows: by inheritance and partitioning, in both directions.
struct Families: Sendable {
    private var links: [QualifiedName: [QualifiedName]] = [:]

    init(_ catalog: Catalog) {
        for relation in catalog.relations.values {
            for parent in relation.parents {
                links[relation.name, default: []].append(parent)
                links[parent, default: []].append(relation.name)
            }
        }
    }

    /// Direct parents and children.
    func neighbours(of relation: QualifiedName) -> [QualifiedName] { links[relation] ?? [] }

    /// The relation itself and all that share rows with it, however far.
    func of(_ relation: QualifiedName) -> Set<QualifiedName> {
        var found: Set = [relation]
        var pending = [relation]
        while let name = pending.popLast() {
            for other in neighbours(of: name) where found.insert(other).inserted { pending.append(other) }
        }
        return found
    }
}
