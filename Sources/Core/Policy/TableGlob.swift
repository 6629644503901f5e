/// A pattern over `schema.relation`: `clinic.*`, `*.patients`, `clinic.audit_*`, `clinic."Order"`.
///
/// `*` stands for any run of characters, also none, inside one part; it is an ordinary character inside quotes.
package struct TableGlob: Sendable, Equatable {
    private var schema: NamePattern
    private var name: NamePattern

    package init(_ text: String) throws(SQLName.Malformed) {
        let parts = try SQLName.split(text, wildcards: true)
        guard parts.count == 2 else { throw .parts(expected: 2, found: parts.count) }
        schema = NamePattern(parts[0])
        name = NamePattern(parts[1])
    }

    package func matches(_ relation: QualifiedName) -> Bool {
        schema.matches(relation.schema) && name.matches(relation.name)
    }

    /// The one relation that it matches, where it has no wildcard.
    var relation: QualifiedName? {
        guard let schema = schema.literal, let name = name.literal else { return nil }
        return QualifiedName(schema, name)
    }

    /// The one schema that it matches in, where that part has no wildcard.
    var schemaName: String? { schema.literal }

    /// Whether everything that `other` matches is matched by this glob too. May say no where the answer is yes.
    package func covers(_ other: TableGlob) -> Bool {
        schema.covers(other.schema) && name.covers(other.name)
    }
}
