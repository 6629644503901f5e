extension PostgresTerms {
    /// The columns that are masked for `role`: all of them but those that it reveals.
    package func protectedColumns(for role: Role) -> [ProtectedColumn] {
        guard !role.reveal.isEmpty else { return phi }
        return phi.filter { column in
            !role.reveal.contains { $0.relation == column.relation && $0.column == column.column }
        }
    }
}
