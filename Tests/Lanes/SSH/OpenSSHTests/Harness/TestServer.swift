import Foundation
import NIOCore
import NIOPosix
import SSHKeys
import SSHTransport
import SSHWire
import TestSupport

/// Our server side on a free port, and what it has seen.
final class TestServer: Sendable {
    let port: Int
    let log = ServerLog()
    let hostKeys: [SSHPrivateKey]
    private let channel: any Channel

    init(
        _ settings: TransportSettings = TransportSettings(), hostKeys: [SSHPrivateKey]? = nil, token: String? = nil
    ) async throws {
        let keys = try hostKeys ?? [SSHPrivateKey(generating: .ed25519)]
        self.hostKeys = keys
        let log = log
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.pipeline.addHandler(ServerHandler(settings, hostKeys: keys, token: token, log: log))
            }
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws { try await channel.close() }
}
