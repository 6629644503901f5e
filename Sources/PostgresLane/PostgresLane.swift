import AuditLog
package import Logging
package import NIOCore
import NIOPosix
import NIOSSL
import Policy
import PostgresSession
package import Spool
import Synchronization

/// One intercepted PostgreSQL target: a listener on loopback, its sessions, its catalog.
package final class PostgresLane: Sendable {
    private struct State {
        var core: LaneCore
        var listener: (any Channel)?
        var reading: Task<Void, Never>?
        var isServing = false
    }

    package let configuration: LaneConfiguration
    private let group: any EventLoopGroup
    private let trail: AuditTrail
    private let metrics: LaneMetrics
    private let logger: Logger
    private let tls: NIOSSLContext?
    private let state: Mutex<State>

    /// - Throws: when the TLS files cannot be used.
    package init(
        configuration: LaneConfiguration, trail: AuditTrail, group: any EventLoopGroup, logger: Logger,
        metrics: LaneMetrics
    ) throws {
        self.configuration = configuration
        self.group = group
        self.trail = trail
        self.metrics = metrics
        self.logger = logger
        if let certificate = configuration.certificate, let key = configuration.certificateKey {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            var settings = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            settings.minimumTLSVersion = .tlsv12
            settings.applicationProtocols = [PostgresALPN.name]
            tls = try NIOSSLContext(configuration: settings)
        } else {
            tls = nil
        }
        state = Mutex(
            State(
                core: try LaneCore(
                    configuration: configuration, eventLoop: group.next(), metrics: metrics, trail: trail,
                    logger: logger)))
    }

    private var core: LaneCore { state.withLock(\.core) }

    /// Binds the listener and begins to read the catalog. Returns when the port is bound.
    package func start() async throws {
        let channel = try await bind(policy.target.listen)
        state.withLock { state in
            state.listener = channel
            state.isServing = true
            state.reading = Self.read(state.core.keeper)
        }
    }

    private static func read(_ keeper: CatalogKeeper) -> Task<Void, Never> { Task { await keeper.run() } }

    private func bind(_ listen: Target.Address) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FrontHandler(lane: self.core, tls: self.tls))
                }
            }
            .bind(host: listen.host, port: Int(listen.port)).get()
    }

    // MARK: what it is

    package var localAddress: SocketAddress? { state.withLock { $0.listener?.localAddress } }
    /// In force.
    package var policy: LanePolicy { core.policy }
    package var readiness: LaneReadiness { core.keeper.readiness }
    /// What of the policy does not fit to the database, and is closed.
    package var misfits: [String] { core.keeper.misfits }
    /// Whether anybody may use it.
    package var isServed: Bool { policy.servedRole != nil }
    package var catalogAgeSeconds: Int64? { core.keeper.ageSeconds }
    package var sessionCount: Int { core.sessionCount }
    /// Statements and answers that wait for approval.
    package var heldCount: Int { metrics.snapshot.statementsHeld }

    // MARK: changes of policy

    /// Serves by another policy of the same target. Not to be called again before it has returned.
    ///
    /// Sessions go on, and are judged by it from their next statement on: when this returns, all are. One ends when its
    /// principal has no role any more. All end when the policy says another server, database, credential, key, TLS mode
    /// or identity, for then their connections upstream are not what it demands. A lane that was not started, or ends,
    /// only takes note.
    /// - Throws: when the new address cannot be listened on (the old one is then still served, by the new policy), or
    ///   its TLS settings cannot be used (then nothing has changed).
    package func update(_ policy: LanePolicy) async throws {
        let old = core
        let before = old.policy
        guard policy != before else { return }
        if policy.connectsAs(before) {
            await old.adopt(policy)
        } else {
            try replace(old, policy)
        }
        if policy.bundle.number != before.bundle.number {
            _ = core.record(
                session: "", statement: 0, principal: policy.principal,
                .policyChange(bundleNumber: policy.bundle.number))
        }
        guard policy.target.listen != before.target.listen, state.withLock(\.isServing) else { return }
        let channel = try await bind(policy.target.listen)
        let closed = state.withLock { state in
            // It has ended meanwhile.
            guard state.isServing else { return channel as (any Channel)? }
            defer { state.listener = channel }
            return state.listener
        }
        try? await closed?.close()
    }

    private func replace(_ old: LaneCore, _ policy: LanePolicy) throws {
        var changed = configuration
        changed.policy = policy
        let core = try LaneCore(
            configuration: changed, eventLoop: group.next(), metrics: metrics, trail: trail, logger: logger)
        state.withLock { state in
            state.core = core
            state.reading?.cancel()
            if state.isServing { state.reading = Self.read(core.keeper) }
        }
        old.retire(
            UpstreamStartup.Failure(
                reason: "the policy has changed how this lane connects to its server: connect again",
                sqlState: "57P01"))
    }

    /// Nobody may be served any more: ends the sessions, and stops.
    /// - Parameter reason: for the clients.
    package func withdraw(reason: String) async {
        await closeListener()
        core.retire(UpstreamStartup.Failure(reason: reason, sqlState: "57P01"))
        state.withLock { $0.reading?.cancel() }
    }

    // MARK: the end

    /// During the grace new connections are still served. Then there are no new ones, and each session ends when
    /// nothing runs in it; returns when all have.
    package func drain(graceSeconds: Int) async {
        try? await Task.sleep(for: .seconds(graceSeconds))
        await closeListener()
        while core.sessionCount > 0, !Task.isCancelled {
            core.forEachSession { $0.drain() }
            try? await Task.sleep(for: .milliseconds(50))
        }
        stopReading()
    }

    /// Ends everything now.
    package func stop() async {
        await closeListener()
        core.forEachSession { $0.stop() }
        stopReading()
    }

    private func closeListener() async {
        let channel = state.withLock { state in
            state.isServing = false
            return state.listener
        }
        try? await channel?.close()
    }

    private func stopReading() {
        core.keeper.stop()
        state.withLock { $0.reading?.cancel() }
    }
}
