/// Who a token speaks for.
package struct IdentityResponse: Codable, Sendable, Equatable {
    /// `<issuer>#<subject>`.
    package var principal: String
    package var groups: [String]
    /// Seconds since 1970.
    package var expiresAtSeconds: Int64
    /// Those that the policy pins settings to or chooses rows by, as far as the token has them. Nil, as from hubs of before: none.
    package var claims: [String: String]?

    package init(principal: String, groups: [String], expiresAtSeconds: Int64, claims: [String: String]? = nil) {
        self.principal = principal
        self.groups = groups
        self.expiresAtSeconds = expiresAtSeconds
        self.claims = claims
    }
}
