import Lane
import NIOCore
import NIOPosix
import Policy
import SSHKeys

/// Makes connections to one host on which its account is logged in.
struct HostConnector: Sendable {
    private let target: Target
    let user: String
    let trust: HostTrust
    let credentials: any SSHCredentialSource
    let timeoutSeconds: Int64

    var address: Target.Address { target.upstream }

    /// - Throws: when the target's keys are none, or the credential is of another protocol.
    init(_ configuration: LaneConfiguration) throws(LaneFailure) {
        let target = configuration.policy.target
        guard let terms = target.ssh else {
            throw LaneFailure(.notReady, "target \"\(target.name)\" says nothing of SSH")
        }
        guard let credentials = configuration.credentials as? any SSHCredentialSource else {
            throw LaneFailure(.notReady, "credential \"\(target.credential)\" is no key of SSH")
        }
        guard
            let trust = HostTrust(
                keyLines: terms.hostKeys, authorityLines: terms.hostAuthorities, host: target.upstream.host)
        else { throw LaneFailure(.notReady, "target \"\(target.name)\" has a host key that is none") }
        self.trust = trust
        self.target = target
        user = terms.user
        self.credentials = credentials
        timeoutSeconds = configuration.limits.upstreamTimeoutSeconds
    }

    /// - Returns: fails with a `LaneFailure`.
    func connect(
        on eventLoop: any EventLoop, session: String, principal: String
    ) -> EventLoopFuture<HostConnection> {
        let promise = eventLoop.makePromise(of: HostConnection.self)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(timeoutSeconds))
            .resolver(UpstreamResolver(target, on: eventLoop))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            // While so much waits for a host that does not read, nothing is read from it either. It is a channel's
            // window: a host that reads again only when it is read from gets there first.
            .channelOption(.writeBufferWaterMark, value: .init(low: 1 << 20, high: 2 << 20))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try begin(channel, promise, session, principal) }
            }
            .connect(host: target.upstream.host, port: Int(target.upstream.port))
            .whenFailure {
                promise.fail(LaneFailure(.unreachable, "the host cannot be reached" + ConnectionFault.obstacle($0)))
            }
        return promise.futureResult
    }

    private func begin(
        _ channel: any Channel, _ promise: EventLoopPromise<HostConnection>, _ session: String, _ principal: String
    ) throws {
        let credentials = credentials
        let login = HostLogin(channel, trust: trust, user: user, promise: promise) { challenge in
            try await credentials.sign(challenge, session: session, principal: principal)
        }
        let handler = SSHPeerHandler(login)
        login.handler = handler
        try channel.pipeline.syncOperations.addHandler(handler)
        let bound = NIOLoopBound(login, eventLoop: channel.eventLoop)
        let timeout = channel.eventLoop.scheduleTask(in: .seconds(timeoutSeconds)) {
            bound.value.fail(
                LaneFailure(.unreachable, "the host did not let the account in within \(timeoutSeconds) s"))
        }
        promise.futureResult.whenComplete { _ in
            timeout.cancel()
            bound.value.handler = nil
        }
    }
}
