import Policy

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
        for (relation, columns) in rows.missing { missing[relation, default: []].formUnion(columns) }
        for (relation, reason) in rows.misfits {
            note("rows of \(relation): \(reason)")
            close(relation, because: "the condition on its rows does not fit: \(reason)", catalog, families)
        }
        for (relation, reason) in rows.parents {
            note("rows of \(relation): \(reason)")
            setClosed(relation, reason, isGuess: false)
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

    /// A column of a table that was masked, by its own name or for where its values came from (its expression, its parents, its
    /// type), holds them when that is no more: it is NULL until the policy says something of it.
    /// - Returns: whether there is one.
    mutating func maskForgotten(
        _ columns: [ProtectedColumn], _ catalog: Catalog, _ remembered: RememberedTables
    ) -> Bool {
        guard !remembered.columns.isEmpty else { return false }
        var isFound = false
        for relation in catalog.relations.values where relation.kind.keepsName {
            for (column, mask) in Self.masks(of: relation, holding: remembered, sparing: columns)
            where masks[relation.name]?[column] == nil {
                setMask(mask, relation.name, column)
                note(
                    "\(relation.name).\(column) holds what \(mask.origins.joined(separator: ", ")) held; name it in the policy"
                )
                isFound = true
            }
        }
        return isFound
    }

    /// What columns are masked for that a relation has held since they were.
    static func masks(
        of relation: Relation, holding remembered: RememberedTables, sparing columns: [ProtectedColumn]
    ) -> [(column: String, mask: ColumnMask)] {
        let held = remembered.held(by: relation)
        if held.isEmpty { return [] }
        return relation.columns.compactMap { column in
            guard let origins = held[column.number],
                !columns.contains(where: { $0.relation == relation.name && $0.column == column.name })
            else { return nil }
            return (column.name, ColumnMask(mask: .null, origins: origins.sorted()))
        }
    }

    /// What is protected by the policy's own word, for the next map.
    /// - Parameter unlisted: columns of which it has none.
    package func remembered(in catalog: Catalog, unlisted: Set<String>) -> RememberedTables {
        var found = RememberedTables()
        for (name, columns) in masks
        where columns.values.contains(where: { !$0.origins.allSatisfy(unlisted.contains) }) {
            guard let relation = catalog.relations[name], relation.oid != 0, !guessed.contains(name) else { continue }
            let isStored = relation.kind == .materializedView
            guard relation.kind.keepsName || isStored && !readsClosed(name, in: catalog) else { continue }
            if !isStored { found.tables[relation.oid] = name }
            if closed[name] == nil { remember(relation, columns, unlisted, in: &found) }
        }
        for name in rows.relations {
            guard let relation = catalog.relations[name], relation.oid != 0, !guessed.contains(name) else { continue }
            found.tables[relation.oid] = name
        }
        // Of one that is not readable, because its rows follow from protected values, all is.
        let all = Set(masks.values.lazy.flatMap(\.values).flatMap(\.origins)).sorted()
        for name in unreadable.keys {
            guard let relation = catalog.relations[name], relation.oid != 0, relation.kind == .materializedView,
                !readsClosed(name, in: catalog)
            else { continue }
            let columns = relation.columns.map { ($0.name, ColumnMask(mask: .null, origins: all)) }
            remember(relation, Dictionary(columns) { first, _ in first }, unlisted, in: &found)
        }
        return found
    }

    /// What is not known to fit says nothing of the rows that were kept of it before.
    private func readsClosed(_ name: QualifiedName, in catalog: Catalog) -> Bool {
        if closed.isEmpty { return false }
        var seen: Set<QualifiedName> = [name]
        var pending = [name]
        while let next = pending.popLast() {
            if closed[next] != nil { return true }
            for read in catalog.relations[next]?.reads ?? [] where seen.insert(read).inserted { pending.append(read) }
        }
        return false
    }

    private func remember(
        _ relation: Relation, _ columns: [String: ColumnMask], _ unlisted: Set<String>, in found: inout RememberedTables
    ) {
        for column in relation.columns where column.number > 0 {
            let origins = Set(columns[column.name]?.origins ?? []).subtracting(unlisted)
            if !origins.isEmpty { found.columns[relation.oid, default: [:]][column.number] = origins }
        }
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
