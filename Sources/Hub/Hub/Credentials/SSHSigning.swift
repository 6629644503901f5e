import SSHKeys
import Vault

/// What a credential of SSH signs with.
enum SSHSigning: Sendable {
    /// The key that the hub made.
    case key(SSHPrivateKey)
    /// A new key for each connection, which an authority of the hub's certifies.
    case authority(SSHAuthority)
    /// A new key for each connection, which Vault certifies.
    case vault(VaultSSHSource)
}
