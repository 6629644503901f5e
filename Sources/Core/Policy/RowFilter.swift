/// Which rows of a table a role sees.
package struct RowFilter: Codable, Sendable, Equatable {
    /// The name of the target whose database has the table.
    package var target: String
    package var relation: QualifiedName
    package var condition: RowCondition

    package init(target: String, relation: QualifiedName, condition: RowCondition) {
        self.target = target
        self.relation = relation
        self.condition = condition
    }
}

/// What a condition asks of who is behind the session.
package enum RowClaim: Sendable, Hashable, Comparable, CustomStringConvertible {
    case principal
    /// Of the client's token, dots lead into objects.
    case claim(String)

    /// As policies write it.
    package var description: String {
        switch self {
        case .principal: "{principal}"
        case .claim(let name): "{claim:\(name)}"
        }
    }
}

extension Role {
    /// Its filters on a target, in the order of the file.
    package func rowFilters(on target: String) -> [RowFilter] { (rows ?? []).filter { $0.target == target } }
}

extension Bundle {
    /// The claims by which some role chooses rows on a target, sorted.
    package func rowClaims(on target: String) -> [String] {
        let claims = roles.flatMap { $0.rowFilters(on: target) }.flatMap(\.condition.claims)
        return Set(claims).sorted().compactMap { if case .claim(let name) = $0 { name } else { nil } }
    }
}
