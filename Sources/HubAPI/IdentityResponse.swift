/// Who a token speaks for.
package struct IdentityResponse: Codable, Sendable, Equatable {
    /// `<issuer>#<subject>`.
    package var principal: String
    package var groups: [String]
    /// Seconds since 1970.
    package var expiresAtSeconds: Int64

    package init(principal: String, groups: [String], expiresAtSeconds: Int64) {
        self.principal = principal
        self.groups = groups
        self.expiresAtSeconds = expiresAtSeconds
    }
}
