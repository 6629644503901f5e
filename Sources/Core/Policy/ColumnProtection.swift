/// What a target's policy says of the columns that there are.
package struct ColumnProtection: Sendable, Equatable {
    /// Masked: by name, by a pattern, or because nobody has said what they are.
    package internal(set) var columns: [ProtectedColumn]
    /// Tables of which nobody has said anything, with the reason for the operator.
    package internal(set) var closed: [QualifiedName: String] = [:]
    /// Of `columns`, those of which nobody has said what they are, by their descriptions.
    package internal(set) var unlisted: Set<String> = []

    /// A table as a catalog has it.
    package struct Table: Sendable {
        package var name: QualifiedName
        /// Columns that it has of itself, and not from a parent: what is said of those is said of its children's.
        package var ownColumns: [String]
        package var hasParents: Bool

        package init(name: QualifiedName, ownColumns: [String], hasParents: Bool) {
            self.name = name
            self.ownColumns = ownColumns
            self.hasParents = hasParents
        }
    }
}

extension Target {
    /// Something is masked, or will be as soon as a table has it.
    package var protects: Bool { !phi.isEmpty || protectsByName }

    /// Tables and columns may be protected that the policy does not name.
    package var protectsByName: Bool { phiPatterns?.isEmpty == false || unlisted != nil }

    /// Every pattern over columns and schemas can be read.
    package var hasSoundPatterns: Bool {
        (phiPatterns ?? []).allSatisfy { (try? ColumnGlob($0.columns)) != nil }
            && (unlisted?.reviewed ?? []).allSatisfy { (try? ColumnGlob($0)) != nil }
            && (unlisted?.schemas ?? []).allSatisfy(UnlistedColumns.isPattern)
    }

    /// Whether some column of that table may be protected without being named, should it have one.
    package func mayProtect(in relation: QualifiedName) -> Bool {
        phiPatterns?.contains { (try? ColumnGlob($0.columns))?.mayMatch(in: relation) ?? true } ?? false
            || unlisted?.closes(relation.schema) ?? false
    }

    /// Whether that column, should it exist, may be protected without being named.
    package func mayProtect(_ column: String, of relation: QualifiedName) -> Bool {
        phiPatterns?.contains { (try? ColumnGlob($0.columns))?.matches(relation, column) ?? true } ?? false
            || unlisted?.closes(relation.schema) ?? false
    }

    /// What `role` sees of `tables`. A column's own entry counts before patterns, the first pattern before others; what a role
    /// reveals is not protected for it.
    package func protection(for role: Role, over tables: [ColumnProtection.Table]) -> ColumnProtection {
        var result = ColumnProtection(columns: protectedColumns(for: role))
        guard protectsByName else { return result }
        var named: [QualifiedName: Set<String>] = [:]
        for column in phi { named[column.relation, default: []].insert(column.column) }
        for column in role.reveal { named[column.relation, default: []].insert(column.column) }
        // What is no pattern, which no compiler makes, matches everything.
        let patterns = (phiPatterns ?? []).map { (glob: try? ColumnGlob($0.columns), pattern: $0) }
        let reviewed = (unlisted?.reviewed ?? []).compactMap { try? ColumnGlob($0) }
        for table in tables {
            let isClosed = unlisted?.closes(table.name.schema) ?? false
            var hasListed = table.hasParents
            var unknown: [ProtectedColumn] = []
            for column in table.ownColumns {
                if named[table.name]?.contains(column) ?? false {
                    hasListed = true
                } else if let found = patterns.first(where: { $0.glob?.matches(table.name, column) ?? true })?.pattern {
                    hasListed = true
                    result.columns.append(
                        ProtectedColumn(
                            relation: table.name, column: column, mask: found.mask, lookup: found.lookup,
                            write: found.write))
                } else if isClosed {
                    if reviewed.contains(where: { $0.matches(table.name, column) }) {
                        hasListed = true
                    } else {
                        unknown.append(ProtectedColumn(relation: table.name, column: column, mask: .null))
                    }
                }
            }
            guard !unknown.isEmpty else { continue }
            guard hasListed else {
                result.closed[table.name] =
                    "no column of it is in \"phi\" or \"reviewed\", and what is not listed in its schema is denied"
                continue
            }
            result.columns += unknown
            result.unlisted.formUnion(unknown.map(\.description))
        }
        return result
    }
}
