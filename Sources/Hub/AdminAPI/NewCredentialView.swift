/// A credential for the hub's own vault. Secret.
package struct NewCredentialView: Codable, Sendable {
    package var user: String
    package var password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}
