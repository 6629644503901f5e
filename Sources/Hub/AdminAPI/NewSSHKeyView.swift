/// A key of SSH that was made elsewhere, for the hub's own vault. Secret.
package struct NewSSHKeyView: Codable, Sendable {
    /// As `ssh-keygen` writes it, without a passphrase.
    package var privateKey: String

    package init(privateKey: String) { self.privateKey = privateKey }
}
