/// One use of a credential. The time is RFC 3339.
package struct CredentialUseView: Codable, Sendable {
    package var at: String
    package var credential: String
    package var target: String
    package var instance: String
    package var principal: String
    package var session: String
    package var state: String

    package init(
        at: String, credential: String, target: String, instance: String, principal: String, session: String,
        state: String
    ) {
        self.at = at
        self.credential = credential
        self.target = target
        self.instance = instance
        self.principal = principal
        self.session = session
        self.state = state
    }
}
