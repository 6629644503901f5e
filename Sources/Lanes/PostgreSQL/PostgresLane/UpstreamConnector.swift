import Lane
import NIOCore
import NIOPosix
import NIOSSL
import Policy
import PostgresSession
import PostgresWire

/// Makes authenticated connections to one upstream server, with the target's TLS mode and never less.
struct UpstreamConnector: Sendable {
    /// A connection that is ready for its first query; its channel does not read until a handler is added.
    struct Connected: Sendable {
        var channel: any Channel
        var greeting: UpstreamStartup.Greeting
        /// Messages that came behind the first ReadyForQuery.
        var early: ByteBuffer
    }

    private let configuration: LaneConfiguration
    /// What the service connects by; see ``PostgresService/canAdopt(_:)``.
    let terms: PostgresTerms
    private let wire: WireLimits
    private let tls: NIOSSLContext?
    private let spoken = SpokenProtocol()

    init(_ configuration: LaneConfiguration, limits: PostgresLimits) throws {
        guard let terms = configuration.policy.target.postgres else {
            throw LaneFailure(.notReady, "target \"\(configuration.policy.target.name)\" is not PostgreSQL's")
        }
        self.configuration = configuration
        self.terms = terms
        wire = limits.wire
        switch terms.tls {
        case .disable: tls = nil
        case .require, .verifyCA, .verifyFull:
            var settings = TLSConfiguration.makeClientConfiguration()
            settings.minimumTLSVersion = .tlsv12
            switch terms.tls {
            case .require, .disable: settings.certificateVerification = .none
            case .verifyCA: settings.certificateVerification = .noHostnameVerification
            case .verifyFull: settings.certificateVerification = .fullVerification
            }
            if let authorities = configuration.upstreamAuthorities {
                settings.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authorities.utf8)))
            }
            settings.applicationProtocols = [PostgresALPN.name]
            do { tls = try NIOSSLContext(configuration: settings) } catch {
                guard configuration.upstreamAuthorities == nil, settings.certificateVerification != .none else {
                    throw error
                }
                throw LaneFailure(
                    .notReady,
                    "the upstream's certificate is to be verified (tls), and this machine or image has no authorities: give "
                        + "--upstream-ca (in Kubernetes upstreamAuthorities of the ConfigMap chaperone-sidecar), or write tls: "
                        + "require or disable into the policy")
            }
        }
    }

    /// - Parameters:
    ///   - session: as of `CredentialSource`.
    ///   - parameters: of the startup message, beyond user and database.
    ///   - computesWithKey: whether masks of the session need the pseudonym key.
    /// - Returns: fails with `UpstreamStartup.Failure`.
    func connect(
        on eventLoop: any EventLoop, session: String, principal: String, parameters: [(name: String, value: String)],
        computesWithKey: Bool
    ) -> EventLoopFuture<Connected> {
        let key = computesWithKey ? configuration.policy.pseudonymKey.map { [("chaperone.key", $0)] } ?? [] : []
        let parameters = key + parameters.filter { $0.name != "client_encoding" }.map { ($0.name, $0.value) }
        let attempt: @Sendable () -> EventLoopFuture<Connected> = {
            credential(on: eventLoop, session: session, principal: principal).flatMap { exchange in
                connect(on: eventLoop, exchange, parameters)
            }
        }
        return attempt().flatMapError { error in
            guard (error as? UpstreamStartup.Failure)?.refusesProtocol ?? false else {
                return eventLoop.makeFailedFuture(error)
            }
            spoken.isRefused()
            return attempt()
        }
    }

    /// Not waited for longer than for the server.
    private func credential(
        on eventLoop: any EventLoop, session: String, principal: String
    ) -> EventLoopFuture<any CredentialExchange> {
        let promise = eventLoop.makePromise(of: (any CredentialExchange).self)
        let hasEnded = NIOLoopBoundBox.makeBoxSendingValue(false, eventLoop: eventLoop)
        let timeout = eventLoop.scheduleTask(in: .seconds(configuration.limits.upstreamTimeoutSeconds)) {
            hasEnded.value = true
            promise.fail(
                UpstreamStartup.Failure(
                    reason: "the credential for the upstream server did not come in time", sqlState: "57P03"))
        }
        let credentials = configuration.credentials
        eventLoop.makeFutureWithTask {
            try await credentials.open(session: session, principal: principal)
        }.whenComplete { result in
            timeout.cancel()
            // Nobody waits for it any more.
            if hasEnded.value { if case .success(let exchange) = result { exchange.end(isRefused: false) } }
            if !hasEnded.value { promise.completeWith(result) }
        }
        return promise.futureResult.flatMapErrorThrowing { error in
            throw UpstreamStartup.Failure.of(error)
                ?? UpstreamStartup.Failure(
                    reason: "the credential for the upstream server cannot be had", sqlState: "57P03")
        }
    }

    private func connect(
        on eventLoop: any EventLoop, _ exchange: any CredentialExchange, _ parameters: [(String, String)]
    ) -> EventLoopFuture<Connected> {
        let promise = eventLoop.makePromise(of: UpstreamStartupHandler.Started.self)
        var all = [("user", exchange.user), ("database", terms.database), ("client_encoding", "UTF8")]
        // An index-only scan gives rows in the order of raw values.
        if terms.protects { all.append(("enable_indexonlyscan", "off")) }
        all += parameters
        let limits = configuration.limits
        let startup = all
        let minor = spoken.minor
        let opened = open(on: eventLoop)
        opened.whenFailure { _ in exchange.end(isRefused: false) }
        return opened.flatMap { opened in
            let channel = opened.channel
            channel.closeFuture.and(promise.futureResult).whenComplete { outcome in
                guard case .failure(let error as UpstreamStartup.Failure) = outcome else {
                    return exchange.end(isRefused: false)
                }
                exchange.end(isRefused: error.refusesCredential)
            }
            return channel.eventLoop.makeCompletedFuture {
                let handler = UpstreamStartupHandler(
                    startup: UpstreamStartup(
                        asked: minor, encryption: opened.encryption, allowsCleartext: terms.cleartextPassword,
                        nonce: Randomness.nonce()),
                    minor: minor, exchange: exchange, parameters: startup, wire: wire,
                    timeoutSeconds: limits.upstreamTimeoutSeconds, promise: promise)
                try channel.pipeline.syncOperations.addHandler(handler)
            }.flatMap {
                promise.futureResult.map { started in
                    spoken.heard(started.greeting)
                    return Connected(channel: channel, greeting: started.greeting, early: started.early)
                }
            }
        }.flatMapError { error in
            promise.fail(error)
            return eventLoop.makeFailedFuture(Self.failure(error))
        }
    }

    /// A connection that is only good for a CancelRequest. Succeeds when the server has closed it, which it does when
    /// the signal has been sent, or when it takes too long.
    func cancel(processID: Int32, key: CancelKey, on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        open(on: eventLoop).flatMap { opened in
            let channel = opened.channel
            var request = channel.allocator.buffer(capacity: 12 + key.bytes.count)
            request.writeCancelRequest(processID: processID, key: key)
            channel.writeAndFlush(request, promise: nil)
            let timeout = channel.eventLoop.scheduleTask(in: .seconds(configuration.limits.upstreamTimeoutSeconds)) {
                channel.close(promise: nil)
            }
            return channel.closeFuture.always { _ in timeout.cancel() }
        }
    }

    private struct Opened: Sendable {
        var channel: any Channel
        var encryption: UpstreamStartup.Encryption
    }

    /// A connected channel, TLS done, nothing read yet.
    private func open(on eventLoop: any EventLoop) -> EventLoopFuture<Opened> {
        let upstream = configuration.policy.target.upstream
        let isDirect = terms.tlsDirect ?? false
        let bootstrap = ClientBootstrap(group: eventLoop)
            .resolver(UpstreamResolver(configuration.policy.target, on: eventLoop))
            .connectTimeout(.seconds(configuration.limits.upstreamTimeoutSeconds))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: true)
        guard let tls else {
            return bootstrap.connect(host: upstream.host, port: Int(upstream.port))
                .map { Opened(channel: $0, encryption: .none) }
        }
        let promise = eventLoop.makePromise(of: Void.self)
        // A name for the certificate only where it is one: an address cannot be sent as SNI.
        let isAddress = (try? SocketAddress(ipAddress: upstream.host, port: 0)) != nil
        let name = isAddress ? nil : upstream.host
        return bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    UpstreamTLSHandler(context: tls, serverName: name, isDirect: isDirect, promise: promise))
            }
        }.connect(host: upstream.host, port: Int(upstream.port)).flatMap { channel in
            promise.futureResult.flatMapThrowing {
                let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate()
                let endPoint = try certificate.flatMap { try CertificateHash.endPoint(of: $0.toDERBytes()) }
                return Opened(channel: channel, encryption: .tls(endPoint: endPoint))
            }
        }.flatMapError { error in
            promise.fail(error)
            return eventLoop.makeFailedFuture(error)
        }
    }

    private static func failure(_ error: any Error) -> UpstreamStartup.Failure {
        if let known = UpstreamStartup.Failure.of(error) { return known }
        if error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            return UpstreamStartup.Failure(
                reason:
                    "TLS with the upstream server failed; its certificate was not accepted (is it of an authority that the "
                    + "sidecar knows, --upstream-ca, and for that name?) or the versions differ",
                sqlState: "08006")
        }
        return UpstreamStartup.Failure(
            reason: "the upstream server cannot be reached" + ConnectionFault.obstacle(error), sqlState: "08006")
    }
}
