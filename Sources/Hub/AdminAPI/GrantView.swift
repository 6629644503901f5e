/// What was approved for a time. Times are RFC 3339.
package struct GrantView: Codable, Sendable {
    package var id: String
    package var principal: String
    package var target: String
    package var rule: String
    package var grantedBy: String
    package var expiresAt: String

    package init(
        id: String, principal: String, target: String, rule: String, grantedBy: String, expiresAt: String
    ) {
        self.id = id
        self.principal = principal
        self.target = target
        self.rule = rule
        self.grantedBy = grantedBy
        self.expiresAt = expiresAt
    }
}
