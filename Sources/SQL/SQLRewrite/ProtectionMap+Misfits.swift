package import Policy

/// Where the policy's map does not fit to the catalog. What it does not fit is closed: a column that is gone may stand
/// under another name, and one that cannot be masked must not be shown.
extension ProtectionMap {
    mutating func closeMisfits(
        _ columns: [ProtectedColumn], _ catalog: Catalog, _ families: Families, _ remembered: [UInt32: QualifiedName]
    ) {
        var missing: [QualifiedName: Set<String>] = [:]
        for column in columns where column.mask != .keep {
            // What has the name and no rows is not what the policy means.
            guard let relation = catalog.relations[column.relation], relation.kind.holdsRows else {
                missing[column.relation, default: []].insert(column.column)
                continue
            }
            guard let found = relation.columns.first(where: { $0.name == column.column }) else {
                let reason = "\(column.relation) has no column \"\(column.column)\""
                note("\(column.description): \(reason)")
                close(
                    column.relation, because: "the policy protects \(column.description), and \(reason)", catalog,
                    families)
                continue
            }
            if case .misfit(let reason) = MaskExpression.make(column.mask, found, in: relation) {
                note("\(column.description): \(reason)")
                close(column.relation, because: "\(column.description) cannot be masked: \(reason)", catalog, families)
            }
        }
        guard !missing.isEmpty else { return }
        // What has been protected under the name is known by its number, where it is still there.
        let numbers = Set(catalog.relations.values.lazy.map(\.oid))
        let known = Set(remembered.lazy.filter { numbers.contains($0.key) }.map(\.value))
        for (relation, columns) in missing.sorted(by: { $0.key < $1.key }) {
            setAbsent(relation)
            for column in columns.sorted() { note("\(relation).\(column): relation \(relation) does not exist") }
            if !known.contains(relation) { closeAlike(relation, columns, catalog, families) }
        }
    }

    /// Of these nobody has said that they are protected: they are not remembered when somebody has said what they are.
    mutating func closeUnlisted(_ unlisted: [QualifiedName: String], _ catalog: Catalog, _ families: Families) {
        for (relation, reason) in unlisted.sorted(by: { $0.key < $1.key }) {
            close(relation, because: reason, catalog, families, isGuess: true)
        }
    }

    /// Which tables were protected before is not known: whatever looks like the missing one may be it.
    private mutating func closeAlike(
        _ missing: QualifiedName, _ columns: Set<String>, _ catalog: Catalog, _ families: Families
    ) {
        let alike = catalog.relations.values.filter { relation in
            relation.kind.holdsRows && masks[relation.name] == nil
                && !SystemRelations.schemas.contains(relation.name.schema)
                && columns.isSubset(of: relation.columns.lazy.map(\.name))
        }
        for name in alike.map(\.name).sorted() {
            close(
                name, because: "it may be \(missing) under another name, which the policy protects", catalog, families,
                isGuess: true)
        }
    }

    /// What was protected stays closed when it is found under another name, or no longer shares rows with what the policy
    /// protects.
    mutating func closeForgotten(
        _ catalog: Catalog, _ families: Families, _ remembered: [UInt32: QualifiedName]
    ) {
        guard !remembered.isEmpty else { return }
        let known = catalog.relations.values.filter { remembered[$0.oid] != nil && $0.kind.keepsName }
        let names = known.map { (old: remembered[$0.oid] ?? $0.name, new: $0.name) }.sorted { $0.new < $1.new }
        for (old, new) in names where old != new && masks[new] == nil {
            note("\(old) is called \(new) now")
            closeForgotten(new, "it was \(old)", catalog, families)
        }
        for (old, new) in names where old == new && masks[new] == nil {
            note("\(old) does not share rows with a protected table any more")
            closeForgotten(new, "it shared rows with a protected table", catalog, families)
        }
    }

    private mutating func closeForgotten(
        _ relation: QualifiedName, _ reason: String, _ catalog: Catalog, _ families: Families
    ) {
        close(
            relation, because: "\(reason) when the policy protected it; name it in the policy", catalog, families,
            isGuess: true)
    }

    /// The tables that are protected by the policy's own word, for the next map.
    /// - Parameter unlisted: columns of which it has none.
    package func protectedTables(in catalog: Catalog, unlisted: Set<String>) -> [UInt32: QualifiedName] {
        var tables: [UInt32: QualifiedName] = [:]
        for (name, columns) in masks
        where columns.values.contains(where: { !$0.origins.allSatisfy(unlisted.contains) }) {
            guard let relation = catalog.relations[name], relation.oid != 0, relation.kind.keepsName,
                !guessed.contains(name)
            else { continue }
            tables[relation.oid] = name
        }
        return tables
    }

    /// Every column of it counts as protected, so that nothing else tells of it either.
    private mutating func close(
        _ relation: QualifiedName, because reason: String, _ catalog: Catalog, _ families: Families,
        isGuess: Bool = false
    ) {
        for name in families.of(relation) {
            setClosed(name, reason, isGuess: isGuess)
            for column in catalog.relations[name]?.columns ?? [] {
                setMask(ColumnMask(mask: .null, origins: ["\(relation).\(column.name)"]), name, column.name)
            }
        }
    }
}

extension Relation.Kind {
    /// What is protected of it follows from its name, or from whom it shares rows with, and not from a definition.
    var keepsName: Bool { self == .table || self == .partitionedTable || self == .foreignTable }

    /// A statement can read rows of it.
    var holdsRows: Bool {
        switch self {
        case .table, .partitionedTable, .view, .materializedView, .foreignTable: true
        case .sequence, .compositeType, .index, .partitionedIndex: false
        }
    }
}
