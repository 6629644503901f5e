package import Policy

/// The run-time parameters in which a session says who is behind it, for the conditions that choose its rows. They are the lane's
/// own: no client sets or reads one, and RESET leads back to what the lane has set.
package struct RowSettings: Sendable, Equatable {
    /// By what is asked.
    let names: [RowClaim: String]

    package init(_ filters: [RowFilter]) {
        let claims = filters.reduce(into: Set<RowClaim>()) { $0.formUnion($1.condition.claims) }
        names = Dictionary(
            uniqueKeysWithValues: claims.sorted().enumerated().map { number, claim in
                (claim, "\(Settings.ownPrefix)row_\(number + 1)")
            })
    }

    package var isEmpty: Bool { names.isEmpty }

    /// What a session is to begin with, or why it must not.
    /// - Parameter types: of the columns that each is compared with.
    package func values(
        principal: String, claims: [String: String], types: [RowClaim: Set<RowValueType>]
    ) -> Result<[(name: String, value: String)], Unfit> {
        var values: [(name: String, value: String)] = []
        for (claim, name) in names.sorted(by: { $0.key < $1.key }) {
            let value =
                switch claim {
                case .principal: principal
                case .claim(let name): claims[name] ?? ""
                }
            guard !value.isEmpty else { return .failure(Unfit(claim: claim, type: nil)) }
            if let type = types[claim]?.first(where: { !$0.takes(value) }) {
                return .failure(Unfit(claim: claim, type: type.name))
            }
            values.append((name, value))
        }
        return .success(values)
    }

    /// Who is behind a session does not say what its rows are chosen by.
    package struct Unfit: Error, Sendable, Equatable {
        package var claim: RowClaim
        /// That it is none of; nil: it is not there.
        package var type: String?
    }
}
