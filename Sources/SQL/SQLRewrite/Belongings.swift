import Policy

/// What belongs to a relation and has a name of its own: its indexes, its extended statistics, the sequences of its columns.
/// Who drops or changes one changes the relation.
struct Belongings: Sendable {
    /// The relation that each belongs to.
    private var owners: [QualifiedName: QualifiedName] = [:]
    private var named: [String: QualifiedName] = [:]

    init() {}

    /// - Parameter isWanted: of which relations.
    init(_ catalog: Catalog, of isWanted: (QualifiedName) -> Bool = { _ in true }) {
        for relation in catalog.relations.values {
            if isWanted(relation.name) {
                for index in relation.indexes where !index.name.isEmpty {
                    add(QualifiedName(relation.name.schema, index.name), relation.name)
                }
            }
            if let owner = relation.owner, isWanted(owner) { add(relation.name, owner) }
        }
        for (name, owner) in catalog.statistics where isWanted(owner) { add(name, owner) }
    }

    private mutating func add(_ name: QualifiedName, _ owner: QualifiedName) {
        owners[name] = owner
        named[name.name] = min(named[name.name] ?? owner, owner)
    }

    /// The relation that the name belongs to, or could where it has no schema.
    func owner(of name: String, in schema: String?) -> QualifiedName? {
        schema.map { owners[QualifiedName($0, name)] } ?? named[name]
    }

    var schemas: Set<String> { Set(owners.keys.map(\.schema)) }
}
