import NIOCore
import NIOPosix
import SSHKeys
import SSHTransport
import SSHWire

/// Runs a command on a host by our client side.
enum TestClient {
    static func run(
        _ command: String, port: Int, _ trust: HostTrust, user: String, key: SSHPrivateKey,
        certificate: SSHCertificate? = nil,
        _ algorithm: SignatureAlgorithm? = nil, settings: TransportSettings = TransportSettings(),
        before: [ChannelRequest] = [], input: [UInt8] = []
    ) async throws -> ClientHandler.Outcome {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let end = loop.makePromise(of: ClientHandler.Outcome.self)
        let requests = before + [.exec(ByteBuffer(string: command))]
        let limit = loop.scheduleTask(in: .seconds(90)) { end.fail(ChannelError.connectTimeout(.seconds(90))) }
        _ = try await ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.pipeline.addHandler(
                    ClientHandler(
                        settings, trust, user: user, key: key, certificate, algorithm, requests: requests, input: input,
                        end: end))
            }
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: port).get()
        defer { limit.cancel() }
        return try await end.futureResult.get()
    }
}
