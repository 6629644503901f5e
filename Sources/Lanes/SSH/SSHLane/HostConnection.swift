import NIOCore
import SSHTransport

/// A host that has let the account in: channels can be opened on it.
struct HostConnection: Sendable {
    let channel: any Channel
    /// Whose peer is to be set before anything else is done.
    let handler: NIOLoopBound<SSHPeerHandler>
    /// With what came behind the host's last word.
    let transport: SSHTransport
    /// Of the key that the host proved itself with.
    let fingerprint: String
}
