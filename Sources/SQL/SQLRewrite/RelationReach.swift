import Policy

/// How far a statement on a relation reaches: to its partitions and children and what it is one of, to what refers to it
/// and what it refers to, to what a view reads, and from there on.
package struct RelationReach: Sendable {
    private var edges: [QualifiedName: Set<QualifiedName>] = [:]
    private var byName: [String: [QualifiedName]] = [:]

    package init(_ catalog: Catalog) {
        for relation in catalog.relations.values {
            let name = relation.name
            byName[name.name, default: []].append(name)
            for parent in relation.parents { join(name, parent) }
            for case let reference? in relation.constraints.lazy.map(\.reference) { join(name, reference.relation) }
            if !relation.reads.isEmpty { edges[name, default: []].formUnion(relation.reads) }
        }
    }

    private mutating func join(_ one: QualifiedName, _ other: QualifiedName) {
        edges[one, default: []].insert(other)
        edges[other, default: []].insert(one)
    }

    /// Whether any relation has this name.
    package func knows(_ name: String) -> Bool { byName[name] != nil }

    /// The names of all that a statement reaches which says `names`, in whatever schema they are meant.
    package func names(from names: Set<String>) -> Set<String> {
        var pending = names.flatMap { byName[$0] ?? [] }
        var found = Set(pending)
        while let next = pending.popLast() {
            for other in edges[next] ?? [] where found.insert(other).inserted { pending.append(other) }
        }
        return names.union(found.lazy.map(\.name))
    }
}
