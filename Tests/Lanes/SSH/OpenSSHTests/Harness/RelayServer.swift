import NIOCore
import NIOPosix
import SSHKeys
import SSHTransport
import SSHWire

/// A relay before a real sshd, on a free port.
final class RelayServer: Sendable {
    let port: Int
    let log = RelayLog()
    let hostKeys: [SSHPrivateKey]
    let server: OpenSSHServer
    private let channel: any Channel

    init(_ policy: RelaySession.Policy = RelaySession.Policy(), settings: [String] = []) async throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        let keys = [try SSHPrivateKey(generating: .ed25519)]
        let server = try OpenSSHServer(authorized: [key.publicKey.line], settings: settings)
        let upstream = RelaySession.Upstream(
            port: server.port, user: server.user, trust: HostTrust(keys: [try server.hostKey], host: "127.0.0.1"),
            key: key)
        let log = log
        self.server = server
        hostKeys = keys
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.pipeline.addHandler(
                    RelayHandler(RelaySession(policy, upstream, hostKeys: keys, log: log), .client))
            }
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws { try await channel.close() }
}
