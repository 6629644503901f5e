/// A sidecar is about to connect to a target.
package struct CredentialUseRequest: Codable, Sendable {
    package var target: String
    /// The session that the connection is for; empty for the lane's own (catalog).
    package var session: String
    /// Who the session is for; the hub takes its word only for the record.
    package var principal: String

    package init(target: String, session: String, principal: String) {
        self.target = target
        self.session = session
        self.principal = principal
    }
}
