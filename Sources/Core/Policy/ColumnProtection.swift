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
        package var columns: [String]
        /// Direct ones: what is said of a column of theirs is said of the same column here.
        package var parents: [QualifiedName]

        package init(name: QualifiedName, columns: [String], parents: [QualifiedName] = []) {
            self.name = name
            self.columns = columns
            self.parents = parents
        }
    }
}

extension [ProtectedPattern] {
    /// Whether some column of that table may be protected by one, should it have one.
    package func mayProtect(in relation: QualifiedName) -> Bool {
        contains { (try? ColumnGlob($0.columns))?.mayMatch(in: relation) ?? true }
    }

    /// What is no pattern, which no compiler makes, matches everything.
    package func first(of relation: QualifiedName, _ column: String) -> ProtectedPattern? {
        first { (try? ColumnGlob($0.columns))?.matches(relation, column) ?? true }
    }
}

extension PostgresTerms {
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
        phiPatterns?.mayProtect(in: relation) ?? false || unlisted?.closes(relation.schema) ?? false
    }

    /// Whether that column, should it exist, may be protected without being named.
    package func mayProtect(_ column: String, of relation: QualifiedName) -> Bool {
        phiPatterns?.first(of: relation, column) != nil || unlisted?.closes(relation.schema) ?? false
    }

    /// What `role` sees of `all` tables. A column's own entry counts before patterns, the first pattern before others; what a role
    /// reveals is not protected for it. Of a column that a parent has, and of which something is said there, that counts. Tables
    /// that `derive` names hold masks, and are not asked about.
    package func protection(
        for role: Role, over all: @autoclosure () -> [ColumnProtection.Table]
    ) -> ColumnProtection {
        var result = ColumnProtection(columns: protectedColumns(for: role))
        guard protectsByName else { return result }
        let tables = all()
        let said = SaidColumns(self, role, tables)
        for table in tables where !said.derived.contains(table.name) {
            let isClosed = unlisted?.closes(table.name.schema) ?? false
            var hasListed = false
            var unknown: [ProtectedColumn] = []
            for column in table.columns {
                if said.isSaid(column, of: table) {
                    hasListed = true
                } else if let found = said.pattern(column, of: table.name) {
                    hasListed = true
                    result.columns.append(
                        ProtectedColumn(
                            relation: table.name, column: column, mask: found.mask, lookup: found.lookup,
                            write: found.write))
                } else if isClosed {
                    unknown.append(ProtectedColumn(relation: table.name, column: column, mask: .null))
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

/// Of which columns something is said, and where.
private struct SaidColumns {
    private var named: [QualifiedName: Set<String>] = [:]
    private let patterns: [(glob: ColumnGlob?, pattern: ProtectedPattern)]
    private let reviewed: [ColumnGlob]
    private let unlisted: UnlistedColumns?
    let derived: DerivedPlaces
    private var tables: [QualifiedName: ColumnProtection.Table] = [:]

    init(_ terms: PostgresTerms, _ role: Role, _ tables: [ColumnProtection.Table]) {
        for column in terms.phi { named[column.relation, default: []].insert(column.column) }
        for column in role.reveal { named[column.relation, default: []].insert(column.column) }
        patterns = (terms.phiPatterns ?? []).map { (try? ColumnGlob($0.columns), $0) }
        unlisted = terms.unlisted
        derived = DerivedPlaces(terms.derive ?? [])
        reviewed = (terms.unlisted?.reviewed ?? []).compactMap { try? ColumnGlob($0) }
        for table in tables { self.tables[table.name] = table }
    }

    /// What is no pattern, which no compiler makes, matches everything.
    func pattern(_ column: String, of relation: QualifiedName) -> ProtectedPattern? {
        patterns.first { $0.glob?.matches(relation, column) ?? true }?.pattern
    }

    /// By its own name, by a review, or of the parent that it is from.
    func isSaid(_ column: String, of table: ColumnProtection.Table) -> Bool {
        if named[table.name]?.contains(column) ?? false { return true }
        for parent in table.parents.lazy.compactMap({ tables[$0] }) where parent.columns.contains(column) {
            if isSaid(column, of: parent) { return true }
            // Patterns are not asked about what holds masks.
            if !derived.contains(parent.name), pattern(column, of: parent.name) != nil { return true }
        }
        // What is reviewed of a closed schema is still asked of patterns.
        guard pattern(column, of: table.name) == nil, unlisted?.closes(table.name.schema) ?? false else { return false }
        return reviewed.contains { $0.matches(table.name, column) }
    }
}
