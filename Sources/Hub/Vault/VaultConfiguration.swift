/// One Vault or OpenBao.
package struct VaultConfiguration: Sendable, Hashable {
    package static let timeoutMillisecondsDefault = 10_000

    /// `https://HOST[:PORT]`; http for this machine only.
    package var address: String
    package var authentication: VaultAuthentication
    package var namespace: String?
    /// Certificates (PEM) that are trusted in place of the system's.
    package var authorityFile: String?
    package var timeoutMilliseconds: Int

    package init(
        address: String, authentication: VaultAuthentication, namespace: String? = nil, authorityFile: String? = nil,
        timeoutMilliseconds: Int = timeoutMillisecondsDefault
    ) {
        self.address = address
        self.authentication = authentication
        self.namespace = namespace
        self.authorityFile = authorityFile
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}
