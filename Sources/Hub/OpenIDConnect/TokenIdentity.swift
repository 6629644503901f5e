/// Who a verified token speaks for.
package struct TokenIdentity: Sendable, Equatable {
    package var issuer: String
    package var subject: String
    package var groups: [String]
    /// Seconds since 1970.
    package var expiresAtSeconds: Int64
    /// Of those that were asked for, what it has: strings and whole numbers.
    package var claims: [String: String]

    package init(
        issuer: String, subject: String, groups: [String], expiresAtSeconds: Int64, claims: [String: String] = [:]
    ) {
        self.issuer = issuer
        self.subject = subject
        self.groups = groups
        self.expiresAtSeconds = expiresAtSeconds
        self.claims = claims
    }

    /// `<issuer>#<subject>`: a subject is unique within its issuer only.
    package var principal: String { "\(issuer)#\(subject)" }
}
