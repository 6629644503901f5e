/// Schemas of which nothing is shown but what somebody has said something of.
package struct UnlistedColumns: Codable, Sendable, Equatable {
    /// Names of schemas, with `*` as in ``TableGlob``.
    package var schemas: [String]
    /// ``ColumnGlob``s: what may be read as it is.
    package var reviewed: [String]

    package init(schemas: [String], reviewed: [String]) {
        self.schemas = schemas
        self.reviewed = reviewed
    }

    package func closes(_ schema: String) -> Bool {
        schemas.contains { Self.pattern($0)?.matches(schema) ?? true }
    }

    /// Whether `text` is a pattern that `schemas` may have.
    package static func isPattern(_ text: String) -> Bool { pattern(text) != nil }

    static func pattern(_ text: String) -> NamePattern? {
        guard let parts = try? SQLName.split(text, wildcards: true), parts.count == 1 else { return nil }
        return NamePattern(parts[0])
    }
}
