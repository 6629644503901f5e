/// Who is behind a session.
package struct SessionIdentity: Sendable {
    package var principal: String
    /// Of a token; nil: the sidecar's own, as policy has them at the time.
    package var groups: [String]?
    /// Of a token, seconds since 1970.
    package var expiresAtSeconds: Int64?
    /// Of a token: those that the policy pins settings to or chooses rows by, as far as it has them.
    package var claims: [String: String]

    package init(
        principal: String, groups: [String]? = nil, expiresAtSeconds: Int64? = nil, claims: [String: String] = [:]
    ) {
        self.principal = principal
        self.groups = groups
        self.expiresAtSeconds = expiresAtSeconds
        self.claims = claims
    }
}
