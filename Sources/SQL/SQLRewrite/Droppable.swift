package import Policy

/// What DROP names that CASCADE can stand behind.
package struct Droppable: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// Its schema and its name are one.
        case schema = "n"
        /// Anything of pg_class.
        case relation = "c"
        /// Not that of a relation's rows.
        case type = "t"
    }

    package var kind: Kind
    package var name: QualifiedName

    package init(_ kind: Kind, _ name: QualifiedName) {
        self.kind = kind
        self.name = name
    }
}
