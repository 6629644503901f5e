/// A credential of the hub's own vault, without its secret. The time is RFC 3339.
package struct CredentialView: Codable, Sendable {
    package var name: String
    package var user: String
    package var version: UInt64
    package var updatedAt: String

    package init(name: String, user: String, version: UInt64, updatedAt: String) {
        self.name = name
        self.user = user
        self.version = version
        self.updatedAt = updatedAt
    }
}
