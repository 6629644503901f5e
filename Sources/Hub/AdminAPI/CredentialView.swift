/// A credential, without its secret. The time is RFC 3339.
package struct CredentialView: Codable, Sendable {
    package var name: String
    /// Where it comes from: `hub`, `vault-kv`, `vault-database`, `vault-ssh`, `aws`.
    package var source: String
    /// nil: of the hub's own vault alone it is known beforehand.
    package var user: String?
    package var version: UInt64?
    package var updatedAt: String?

    package init(name: String, source: String, user: String?, version: UInt64?, updatedAt: String?) {
        self.name = name
        self.source = source
        self.user = user
        self.version = version
        self.updatedAt = updatedAt
    }
}
