/// Who may use which targets, which columns are shown to them unmasked, and which rows.
package struct Role: Codable, Sendable, Equatable {
    package var name: String
    /// A principal in any of these groups has the role.
    package var groups: [String]
    package var targets: [String]
    package var reveal: [RevealedColumn]
    /// Tables of which it sees some rows. Nil, as in bundles of before: it sees all.
    package var rows: [RowFilter]?
    /// How much its principals may take; nil: as much as the rules let them.
    package var limits: RoleLimits?

    package struct RevealedColumn: Codable, Sendable, Equatable {
        package var relation: QualifiedName
        package var column: String
        package init(relation: QualifiedName, column: String) {
            self.relation = relation
            self.column = column
        }
    }

    package init(
        name: String, groups: [String], targets: [String], reveal: [RevealedColumn] = [], rows: [RowFilter]? = nil,
        limits: RoleLimits? = nil
    ) {
        self.name = name
        self.groups = groups
        self.targets = targets
        self.reveal = reveal
        self.rows = rows
        self.limits = limits
    }
}
