/// One column that carries PHI, and how it is masked.
package struct ProtectedColumn: Codable, Sendable, Equatable {
    package var relation: QualifiedName
    package var column: String
    package var mask: Mask
    /// Whether `column = constant` may act on the raw value.
    package var lookup: Lookup
    /// Whether who sees the column masked may write it all the same. Nil, as in bundles of before: no.
    package var write: Bool?

    package enum Lookup: String, Codable, Sendable { case none, equality }

    package init(
        relation: QualifiedName, column: String, mask: Mask, lookup: Lookup = .none, write: Bool? = nil
    ) {
        self.relation = relation
        self.column = column
        self.mask = mask
        self.lookup = lookup
        self.write = write
    }

    /// `schema.relation.column`, as messages and records write it.
    package var description: String { "\(relation).\(column)" }
}
