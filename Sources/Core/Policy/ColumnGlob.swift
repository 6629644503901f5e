/// A pattern over `schema.relation.column`: `clinic.patients.*`, `*.patients.ssn`; `**.ssn` is a column of any relation.
///
/// Each part is as in ``TableGlob``.
package struct ColumnGlob: Sendable, Equatable {
    private var schema: NamePattern
    private var name: NamePattern
    private var column: NamePattern

    package init(_ text: String) throws(SQLName.Malformed) {
        var parts = try SQLName.split(text, wildcards: true)
        if parts.count == 2, parts[0] == SQLName.Part(text: "**", isQuoted: false) {
            parts.insert(parts[0], at: 0)
        }
        guard parts.count == 3 else { throw .parts(expected: 3, found: parts.count) }
        schema = NamePattern(parts[0])
        name = NamePattern(parts[1])
        column = NamePattern(parts[2])
    }

    package func matches(_ relation: QualifiedName, _ column: String) -> Bool {
        self.column.matches(column) && mayMatch(in: relation)
    }

    /// Some column of that relation, if it has one of that name.
    package func mayMatch(in relation: QualifiedName) -> Bool {
        name.matches(relation.name) && schema.matches(relation.schema)
    }

    /// The one schema that it matches in, where that part has no wildcard.
    package var schemaName: String? { schema.literal }
}
