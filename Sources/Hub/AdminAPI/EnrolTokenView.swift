/// An enrolment token. Times are RFC 3339.
package struct EnrolTokenView: Codable, Sendable {
    package var id: String
    /// The token itself; told only when it is made.
    package var token: String?
    package var principal: String
    package var groups: [String]
    package var createdBy: String
    package var expiresAt: String
    package var usedAt: String?
    package var usedBy: String?

    package init(
        id: String, token: String?, principal: String, groups: [String], createdBy: String, expiresAt: String,
        usedAt: String?, usedBy: String?
    ) {
        self.id = id
        self.token = token
        self.principal = principal
        self.groups = groups
        self.createdBy = createdBy
        self.expiresAt = expiresAt
        self.usedAt = usedAt
        self.usedBy = usedBy
    }
}
