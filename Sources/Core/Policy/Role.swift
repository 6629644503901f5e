/// Who may use which targets, and which columns are shown to them unmasked.
package struct Role: Codable, Sendable, Equatable {
    package var name: String
    /// A principal in any of these groups has the role.
    package var groups: [String]
    package var targets: [String]
    package var reveal: [RevealedColumn]

    package struct RevealedColumn: Codable, Sendable, Equatable {
        package var relation: QualifiedName
        package var column: String
        package init(relation: QualifiedName, column: String) {
            self.relation = relation
            self.column = column
        }
    }

    package init(name: String, groups: [String], targets: [String], reveal: [RevealedColumn] = []) {
        self.name = name
        self.groups = groups
        self.targets = targets
        self.reveal = reveal
    }
}
