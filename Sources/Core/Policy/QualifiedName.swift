/// A schema-qualified name in PostgreSQL's folded form: case is exact, nothing is quoted.
package struct QualifiedName: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    package var schema: String
    package var name: String

    package init(_ schema: String, _ name: String) {
        self.schema = schema
        self.name = name
    }

    package static func < (a: Self, b: Self) -> Bool { (a.schema, a.name) < (b.schema, b.name) }

    package var description: String { "\(schema).\(name)" }
}
