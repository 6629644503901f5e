import Detectors
import Foundation
import NIOCore
import NIOPosix
import SFTP
import SSHKeys
import SSHSession
import SSHTransport
import SSHWire

/// A client's connection, and the host's that it is let through to, on one event loop: what a lane does, with a policy of
/// two functions.
final class RelaySession: @unchecked Sendable {
    struct Policy: Sendable {
        var run: @Sendable (RunRequest) -> RunDecision = { _ in .run(command: nil, .shown) }
        var file: @Sendable (SFTPOperation) -> SFTPVerdict = { _ in .allow }
        var settings = RelaySettings()
        var client = TransportSettings()
        var host = TransportSettings()
    }

    struct Upstream: Sendable {
        var port: Int
        var user: String
        var trust: HostTrust
        var key: SSHPrivateKey
    }

    private let policy: Policy
    private let upstream: Upstream
    private let log: RelayLog
    private var front: SSHTransport
    private var back: SSHTransport
    private var client = ClientAuthentication(.nothing)
    private var host: HostAuthentication?
    private var relay: SSHRelay
    private var isHostReady = false
    private var frontChannel: (any Channel)?
    private var backChannel: (any Channel)?

    init(_ policy: Policy, _ upstream: Upstream, hostKeys: [SSHPrivateKey], log: RelayLog) {
        self.policy = policy
        self.upstream = upstream
        self.log = log
        front = SSHTransport(
            .server(hostKeys: hostKeys), settings: policy.client, random: SystemRandomNumberGenerator())
        back = SSHTransport(.client(upstream.trust), settings: policy.host, random: SystemRandomNumberGenerator())
        relay = SSHRelay(policy.settings)
    }

    // MARK: the client's side

    func accept(_ channel: any Channel) {
        frontChannel = channel
        flush()
    }

    func receiveFromClient(_ bytes: ByteBuffer) {
        var bytes = bytes
        front.receive(&bytes)
        guarded {
            while let event = try front.next(nowSeconds: Self.now) {
                switch event {
                case .established, .rekeyed: break
                case .disconnected: close()
                case .message(let payload):
                    if client.isAccepted {
                        try relay.receiveFromClient(payload)
                    } else {
                        let (messages, event) = try client.receive(payload)
                        for message in messages { try front.send(message) }
                        if case .accepted? = event { connect() }
                    }
                }
                try step()
            }
        }
        flush()
    }

    private func connect() {
        guard let loop = frontChannel?.eventLoop else { return }
        ClientBootstrap(group: loop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.pipeline.addHandler(RelayHandler(self, .host))
            }
            .connect(host: "127.0.0.1", port: upstream.port)
            .whenFailure { _ in self.close() }
    }

    // MARK: the host's side

    func connected(_ channel: any Channel) {
        backChannel = channel
        flush()
    }

    func receiveFromHost(_ bytes: ByteBuffer) {
        var bytes = bytes
        back.receive(&bytes)
        guarded {
            while let event = try back.next(nowSeconds: Self.now) {
                switch event {
                case .established(let exchange):
                    host = HostAuthentication(user: upstream.user, exchange)
                    try back.send(HostAuthentication.opening)
                case .rekeyed: break
                case .disconnected: close()
                case .message(let payload):
                    if isHostReady { try relay.receiveFromHost(payload) } else { try authenticate(payload) }
                }
                try step()
            }
        }
        flush()
    }

    private func authenticate(_ payload: ByteBuffer) throws {
        switch try host?.receive(payload, extensions: back.peerExtensions) {
        case .challenge(.userAuthentication(let challenge))?:
            let signer = UserSigner(upstream.key, user: upstream.user, upstream.trust)
            let signature = try signer.sign(challenge, nowSeconds: Self.now)
            if let message = host?.sign(signature) { try back.send(message) }
        case .accepted?: isHostReady = true
        case .refused?: close()
        case nil: break
        }
    }

    // MARK: both

    private static var now: UInt64 { UInt64(Date().timeIntervalSince1970) }

    private func step() throws {
        var isDone = false
        while !isDone {
            isDone = true
            relay.resume()
            while let event = relay.nextEvent() {
                isDone = false
                log.note(event, waiting: relay.waitingByteCount)
                switch event {
                case .judge(let id, let request): relay.decide(id, policy.run(request))
                case .judgeFile(let id, let operation): relay.decideFile(id, policy.file(operation))
                default: break
                }
            }
            for message in relay.takeForClient() { try front.send(message) }
            if isHostReady { for message in relay.takeForHost() { try back.send(message) } }
            if relay.isStopped { isDone = false }
        }
    }

    private func guarded(_ body: () throws -> Void) {
        do { try body() } catch {
            log.note("\(error)")
            close()
        }
    }

    private func flush() {
        if let output = front.takeOutput() { frontChannel?.writeAndFlush(output, promise: nil) }
        if backChannel != nil, let output = back.takeOutput() { backChannel?.writeAndFlush(output, promise: nil) }
    }

    func close() {
        front.disconnect(.byApplication, "over")
        back.disconnect(.byApplication, "over")
        flush()
        frontChannel?.close(promise: nil)
        backChannel?.close(promise: nil)
    }
}
