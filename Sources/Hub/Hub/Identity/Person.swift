/// Who uses the administration: a person with an OIDC token, or the holder of an admin token.
struct Person: Sendable, Equatable {
    /// `admin-token:<name>` or `<issuer>#<subject>`.
    var principal: String
    var groups: [String]
    /// May do everything; others may look at what they approve, and decide it.
    var isAdministrator: Bool
}
