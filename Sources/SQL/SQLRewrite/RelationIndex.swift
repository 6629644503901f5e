import Policy
import SQLSyntax

/// A catalog's relations by what else is asked of them: who else has the name, whose rows go with theirs, who depends on
/// them. Made once for a catalog, so that no statement has to look through it.
struct RelationIndex: Sendable {
    /// In how many schemas there is a relation or an index of that name.
    private var counts: [String: Int] = [:]
    /// By schema.
    private var members: [String: [QualifiedName]] = [:]
    private var children: [QualifiedName: [QualifiedName]] = [:]
    private var parents: [QualifiedName: [QualifiedName]] = [:]
    /// What refers to one by a foreign key.
    private var referrers: [QualifiedName: [QualifiedName]] = [:]
    /// The relation of an index.
    private var owners: [QualifiedName: QualifiedName] = [:]
    /// Views by what they read; relations by whose row types their columns have, or their policies look at.
    private var readers: [QualifiedName: [QualifiedName]] = [:]
    private var reads: [QualifiedName: Set<QualifiedName>] = [:]
    private var holders: [QualifiedName: [QualifiedName]] = [:]
    private var guarded: [QualifiedName: [QualifiedName]] = [:]
    /// By sequence: the relations whose defaults count by it.
    private var counted: [QualifiedName: Set<QualifiedName>] = [:]
    /// Schemas that hold more than relations: what is dropped with one of them is not known here.
    private var mixed: Set<String> = []

    /// - Parameter parse: PostgreSQL's parser, for the definitions of views.
    init(_ catalog: Catalog, parse: Rewriter.Parse) {
        for relation in catalog.relations.values { add(relation, catalog, parse) }
        for routines in catalog.functions.values { mixed.formUnion(routines.map(\.name.schema)) }
        for type in catalog.typeOIDs.values where !Self.isRowType(type, catalog) { mixed.insert(type.schema) }
    }

    private mutating func add(_ relation: Relation, _ catalog: Catalog, _ parse: Rewriter.Parse) {
        let name = relation.name
        counts[name.name, default: 0] += 1
        members[name.schema, default: []].append(name)
        if !relation.counts.isEmpty { counted[name] = relation.counts }
        if !relation.parents.isEmpty { parents[name] = Array(relation.parents) }
        for parent in relation.parents { children[parent, default: []].append(name) }
        for index in relation.indexes where !index.name.isEmpty {
            let own = QualifiedName(name.schema, index.name)
            if owners.updateValue(name, forKey: own) == nil { counts[index.name, default: 0] += 1 }
        }
        for constraint in relation.constraints {
            guard let reference = constraint.reference else { continue }
            referrers[reference.relation, default: []].append(name)
        }
        if let security = relation.rowSecurity {
            for looked in security.columns.keys where looked != name { guarded[looked, default: []].append(name) }
        }
        for column in relation.columns where column.typeSchema != "pg_catalog" {
            let type = QualifiedName(column.typeSchema, column.typeName)
            for row in [type, Self.element(of: type)] where catalog.relations[row] != nil {
                holders[row, default: []].append(name)
            }
        }
        if let definition = relation.definition, let parsed = parse(Array(definition.utf8)) {
            let found = Self.relations(in: parsed.tree).subtracting([name])
            reads[name] = found
            for read in found { readers[read, default: []].append(name) }
        }
    }

    /// Every qualified relation that a tree names. WITH queries have no schema.
    static func relations(in tree: SyntaxTree) -> Set<QualifiedName> {
        var found: Set<QualifiedName> = []
        for index in tree.slots.indices where tree.slots[index].kind == .rangeVar {
            let node = SyntaxNode(tree: tree, index: Int32(index))
            if let schema = node.string(.schemaname), let name = node.string(.relname) {
                found.insert(QualifiedName(schema, name))
            }
        }
        return found
    }

    static func isRowType(_ type: QualifiedName, _ catalog: Catalog) -> Bool {
        catalog.relations[type] != nil || catalog.relations[element(of: type)] != nil
    }

    /// `_t` is the array of t.
    static func element(of type: QualifiedName) -> QualifiedName {
        type.name.hasPrefix("_") ? QualifiedName(type.schema, String(type.name.dropFirst())) : type
    }

    // MARK: questions

    /// Whether an unqualified name could mean more than one thing, whatever the search path is.
    func isAmbiguous(_ name: String) -> Bool { counts[name, default: 0] > 1 }
    func knows(_ name: String) -> Bool { counts[name] != nil }
    func owner(ofIndex name: QualifiedName) -> QualifiedName? { owners[name] }
    func relations(in schema: String) -> [QualifiedName] { members[schema] ?? [] }
    func holdsOnlyRelations(_ schema: String) -> Bool { !mixed.contains(schema) }

    /// What a view reads, to any depth.
    func read(by view: QualifiedName) -> Set<QualifiedName> { closure([view]) { Array(reads[$0] ?? []) } }

    /// Children and partitions, to any depth.
    func descendants(of name: QualifiedName) -> Set<QualifiedName> {
        children[name] == nil ? [] : closure([name]) { children[$0] ?? [] }
    }

    /// What it is a child or partition of, to any depth.
    func ancestors(of name: QualifiedName) -> Set<QualifiedName> {
        parents[name] == nil ? [] : closure([name]) { parents[$0] ?? [] }
    }

    /// What TRUNCATE … CASCADE empties with them, itself left out.
    func truncated(with names: Set<QualifiedName>) -> Set<QualifiedName> {
        closure(names) { name in (children[name] ?? []) + (referrers[name] ?? []) }
    }

    /// What DROP … CASCADE takes away or changes with them: views, children, foreign keys, columns, policies, defaults.
    func dependents(of names: Set<QualifiedName>) -> Set<QualifiedName> {
        var found = closure(names) { name in
            (readers[name] ?? []) + (children[name] ?? []) + (holders[name] ?? [])
        }
        for name in names.union(found) {
            found.formUnion((referrers[name] ?? []))
            found.formUnion(guarded[name] ?? [])
            found.formUnion(counted[name] ?? [])
        }
        return found.subtracting(names)
    }

    private func closure(
        _ names: Set<QualifiedName>, _ next: (QualifiedName) -> [QualifiedName]
    ) -> Set<QualifiedName> {
        var found = names
        var pending = Array(names)
        while let name = pending.popLast() {
            for other in next(name) where found.insert(other).inserted { pending.append(other) }
        }
        return found.subtracting(names)
    }
}
