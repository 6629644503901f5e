import Detectors
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
    package let configuration: LaneConfiguration
    private let core: LaneCore
    private let group: any EventLoopGroup
    private let logger: Logger
    private let tls: NIOSSLContext?
    private let listener = Mutex<(any Channel)?>(nil)
    private let reading = Mutex<Task<Void, Never>?>(nil)

    /// - Throws: when the TLS files or detectors cannot be used.
    package init(
        configuration: LaneConfiguration, trail: AuditTrail, group: any EventLoopGroup, logger: Logger,
        metrics: LaneMetrics
    ) throws {
        self.configuration = configuration
        self.group = group
        self.logger = logger
        if let certificate = configuration.certificate, let key = configuration.certificateKey {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            var settings = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            settings.minimumTLSVersion = .tlsv12
            tls = try NIOSSLContext(configuration: settings)
        } else {
            tls = nil
        }
        let keeper = configuration.role.map { role in
            CatalogKeeper(
                configuration: configuration, role: role, eventLoop: group.next(), logger: logger, metrics: metrics)
        }
        core = LaneCore(
            configuration: configuration, connector: try UpstreamConnector(configuration), keeper: keeper,
            metrics: metrics, detectors: try DetectorSet(names: configuration.target.detect), trail: trail,
            logger: logger)
    }

    /// Binds the listener and begins to read the catalog. Returns when the port is bound.
    package func start() async throws {
        let core = core
        let tls = tls
        let listen = configuration.target.listen
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FrontHandler(lane: core, tls: tls))
                }
            }
            .bind(host: listen.host, port: Int(listen.port)).get()
        listener.withLock { $0 = channel }
        if let keeper = core.keeper { reading.withLock { $0 = Task { await keeper.run() } } }
    }

    package var localAddress: SocketAddress? { listener.withLock { $0?.localAddress } }

    package var readiness: LaneReadiness {
        core.keeper?.readiness
            ?? .notReady(
                reason:
                    "principal \"\(configuration.principal)\" has no role on target \"\(configuration.target.name)\"")
    }

    package var catalogAgeSeconds: Int64? { core.keeper?.ageSeconds }
    package var sessionCount: Int { core.sessionCount }

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

    private func closeListener() async { try? await listener.withLock(\.self)?.close() }

    private func stopReading() {
        core.keeper?.stop()
        reading.withLock { $0?.cancel() }
    }
}
