/// The public half of a key that the hub keeps.
package struct SSHKeyView: Codable, Sendable {
    /// A line for authorized_keys, without a comment.
    package var publicKey: String
    /// As `ssh-keygen -l` says it.
    package var fingerprint: String

    package init(publicKey: String, fingerprint: String) {
        self.publicKey = publicKey
        self.fingerprint = fingerprint
    }
}
