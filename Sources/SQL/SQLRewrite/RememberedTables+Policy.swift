package import Policy

extension RememberedTables {
    /// What of it another policy of the same target still protects for `role`, by whatever words it does: a column that it named
    /// before and covers by a pattern now is protected as it was.
    package func kept(by terms: PostgresTerms, for role: Role, in catalog: Catalog) -> RememberedTables {
        let tables = catalog.protectable
        let masked = terms.protection(for: role, over: tables).columns.filter { $0.mask != .keep }
        let named = Set(terms.protectedColumns(for: role).lazy.filter { $0.mask != .keep }.map(\.relation))
        let protected = Set(masked.lazy.map(\.description))
        let known = tables.reduce(into: Set<String>()) { known, table in
            known.formUnion(table.columns.map { Self.description(of: $0, table.name) })
        }
        let revealed = Set(role.reveal.map { Self.description(of: $0.column, $0.relation) })
        return filter(
            { table in
                named.contains(table) || terms.mayProtect(in: table)
                    || role.rows?.contains { $0.relation == table } ?? false
            },
            where: { origin in
                protected.contains(origin)
                    || !known.contains(origin) && !revealed.contains(origin) && Self.mayProtect(origin, terms)
            })
    }

    /// Whether a column that is not there would be protected if it were. What the policy says of one whose name cannot be told
    /// from its description is not known.
    private static func mayProtect(_ origin: String, _ terms: PostgresTerms) -> Bool {
        let parts = origin.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return true }
        return terms.mayProtect(parts[2], of: QualifiedName(parts[0], parts[1]))
    }

    private static func description(of column: String, _ relation: QualifiedName) -> String {
        ProtectedColumn(relation: relation, column: column, mask: .keep).description
    }
}
