import Glibc
package import Logging
import NIOCore
import NIOPosix
import Policy
import PostgresLane
import Spool

/// One sidecar: its lanes, its audit log, its admin endpoint, from start to orderly end.
package final class Sidecar: Sendable {
    struct Lane: Sendable {
        var lane: PostgresLane
        var metrics: LaneMetrics
        var name: String { lane.policy.target.name }
    }

    let configuration: SidecarConfiguration
    let trail: AuditTrail
    let lanes: [Lane]
    /// Seconds since 1970.
    let startedAtSeconds = time(nil)
    private let lock: StateLock
    private let group: MultiThreadedEventLoopGroup
    private let logger: Logger

    /// Locks the state, opens the log, prepares the lanes. Nothing listens yet.
    /// - Throws: `AuditFailure` when the state is in use or its log does not fit; TLS errors of the lanes.
    package init(_ configuration: SidecarConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        lock = try StateLock(directory: configuration.options.state)
        let trail = try AuditTrail.open(
            stateDirectory: configuration.options.state, version: Version.text,
            bundleNumber: configuration.bundle.number)
        self.trail = trail
        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.options.threads)
        self.group = group
        lanes = try configuration.lanes.map { lane in
            let metrics = LaneMetrics()
            return Lane(
                lane: try PostgresLane(
                    configuration: lane, trail: trail, group: group, logger: logger, metrics: metrics),
                metrics: metrics)
        }
    }

    /// Serves until a signal says otherwise.
    package func run() async throws {
        // Before anything listens: a signal that comes early is not lost.
        let signals = Signals()
        let admin = AdminServer(self, group: group)
        do { try await listen(admin) } catch {
            for lane in lanes { await lane.lane.stop() }
            try trail.close(reason: "could not listen")
            throw error
        }
        let announcing = Task { await self.announce(admin: admin) }
        await signals.first()
        announcing.cancel()
        logger.info("shutting down", metadata: ["grace": "\(configuration.options.graceSeconds)s"])
        let second = Task {
            await signals.second()
            guard !Task.isCancelled else { return }
            self.logger.warning("second signal: ending at once")
            try? self.trail.close(reason: "killed by a second signal")
            exit(130)
        }
        await withTaskGroup(of: Void.self) { tasks in
            for lane in lanes {
                tasks.addTask { await lane.lane.drain(graceSeconds: self.configuration.options.graceSeconds) }
            }
        }
        second.cancel()
        await admin.stop()
        try trail.close(reason: "shut down")
        logger.info("ended")
        try await group.shutdownGracefully()
    }

    private func listen(_ admin: AdminServer) async throws(StartFailure) {
        for lane in lanes {
            do { try await lane.lane.start() } catch {
                let listen = lane.lane.policy.target.listen
                throw StartFailure(
                    reason: "lane \"\(lane.name)\" cannot listen on \(listen.host):\(listen.port): \(error)")
            }
            logger.info(
                "lane listens",
                metadata: ["target": "\(lane.name)", "address": "\(Self.text(lane.lane.localAddress))"])
        }
        do { try await admin.start(configuration.admin) } catch {
            throw StartFailure(reason: "--admin \(configuration.options.admin): cannot listen there: \(error)")
        }
        logger.info("admin endpoint listens", metadata: ["address": "\(Self.text(admin.localAddress))"])
    }

    package struct StartFailure: Error, Sendable { package var reason: String }

    /// Tells whoever waits for the ready file: once every lane is ready, or has a reason that waiting will not mend.
    private func announce(admin: AdminServer) async {
        guard let path = configuration.options.readyFile else { return }
        while !Task.isCancelled {
            let waiting = lanes.contains { lane in
                guard case .notReady = lane.lane.readiness else { return false }
                return lane.lane.isServed && lane.metrics.snapshot.catalogReads < 2
            }
            if !waiting { break }
            try? await Task.sleep(for: .milliseconds(20))
        }
        // Told to end before it was ready: nobody may take it for ready.
        guard !Task.isCancelled else { return }
        var text = "ADMIN=http://\(Self.text(admin.localAddress))\n"
        for lane in lanes {
            let name = lane.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
            text += "LANE_\(String(name))=\(Self.text(lane.lane.localAddress))\n"
        }
        do { try SmallFile.replace(path, with: text) } catch {
            logger.error("ready file not written", metadata: ["reason": "\(error.reason)"])
        }
    }

    static func text(_ address: SocketAddress?) -> String {
        guard let address, let host = address.ipAddress, let port = address.port else { return "" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
