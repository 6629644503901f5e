import HubClient
import Lane
package import Logging
import NIOCore
import NIOPosix
import Spool
import Supervision

/// From options to exit code.
package enum Launch {
    package static func run(_ given: RunOptions, logger: Logger) async -> Int32 {
        var options = given
        options.sockets = .take()
        return await serve(options, Signals(), logger)
    }

    /// Runs a command whose network is the lanes, and ends with it.
    /// - Returns: the command's exit code; 127 or 126 when it cannot be run, 71 when its network cannot be made, and
    ///   those of `run` when no lane is served.
    package static func exec(_ command: [String], _ given: RunOptions, logger: Logger) async -> Int32 {
        let signals = Signals([])
        let place: AgentPlace
        do { place = try AgentPlace(command: command, signals: signals) } catch {
            logger.critical("\(error.reason)")
            return 71
        }
        let forwarded = ForwardedSignals(to: place)
        defer { withExtendedLifetime(forwarded) {} }
        var options = given
        options.sockets = InheritedSockets(place: place)
        let status = await serve(options, signals, logger)
        switch place.outcome {
        case .ended(let code): return code
        case .notBegun(let failure):
            logger.critical("\(failure.reason)")
            return 127
        case nil: return status == 0 ? 143 : status
        }
    }

    private static func serve(_ options: RunOptions, _ signals: Signals, _ logger: Logger) async -> Int32 {
        let lock: Result<StateLock, AuditFailure>
        do { lock = .success(try StateLock(directory: options.state)) } catch { lock = .failure(error) }
        if let policy = options.policy {
            // Of two that compiled into one state at once, one could start from the other's.
            if case .failure(let failure) = lock {
                logger.critical("state: \(failure.reason)")
                return 75
            }
            do { try policy.compile() } catch {
                logger.critical("configuration: \(error.reason)")
                return 78
            }
        }
        let configuration: SidecarConfiguration
        do { configuration = try SidecarConfiguration.check(options) } catch {
            for problem in error.all { logger.critical("configuration: \(problem)") }
            // Along with the rest, so that one run tells all.
            if case .failure(let failure) = lock { logger.critical("state: \(failure.reason)") }
            return 78
        }
        if case .failure(let failure) = lock {
            logger.critical("state: \(failure.reason)")
            return 75
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: options.threads)
        let status = await run(configuration, signals, group, logger)
        await close(group)
        withExtendedLifetime(lock) {}
        return status
    }

    private static let closingMilliseconds = 250

    /// All is said by now. A connection that still waits for its peer to say that it has closed, too, which TLS does for
    /// seconds, keeps nobody waiting.
    private static func close(_ group: MultiThreadedEventLoopGroup) async {
        let (closed, closing) = AsyncStream<Void>.makeStream()
        group.shutdownGracefully { _ in closing.finish() }
        let limit = Task {
            try? await Task.sleep(for: .milliseconds(closingMilliseconds))
            closing.finish()
        }
        for await _ in closed {}
        limit.cancel()
    }

    /// What a start needs beside waiting for the hub.
    private static let startSeconds = 30

    private static func run(
        _ configuration: SidecarConfiguration, _ signals: Signals, _ group: any EventLoopGroup, _ logger: Logger
    ) async -> Int32 {
        var link: HubLink?
        if case .hub(let place) = configuration.source {
            let manager = configuration.options.manager
            manager.tell(.extendStart(seconds: place.waitSeconds + Self.startSeconds))
            manager.tell(.status("asking the hub at \(place.address.text)"))
            do {
                link = try await self.link(
                    to: place, configuration, signals, eventLoop: group.next(), logger: logger)
            } catch {
                logger.critical("hub: \(error.reason)")
                return error.kind.rawValue
            }
            guard link != nil else {
                logger.info("ended before the hub answered")
                return 0
            }
        }
        let sidecar: Sidecar
        do { sidecar = try Sidecar(configuration, link: link, group: group, logger: logger) } catch let failure
            as AuditFailure
        {
            logger.critical("state: \(failure.reason)")
            return 75
        } catch let failure as LaneFailure {
            logger.critical("configuration: \(failure.reason)")
            return 78
        } catch {
            logger.critical("configuration: the TLS files of a lane cannot be used: \(error)")
            return 78
        }
        do {
            try await sidecar.run(signals)
            return 0
        } catch let failure as Sidecar.StartFailure {
            logger.critical("\(failure.reason)")
            return 78
        } catch {
            logger.critical("failed: \(error)")
            return 70
        }
    }

    /// - Returns: nil when a signal came first.
    private static func link(
        to place: HubPlace, _ configuration: SidecarConfiguration, _ signals: Signals, eventLoop: any EventLoop,
        logger: Logger
    ) async throws(HubStartFailure) -> HubLink? {
        let start = try HubStart(
            place: place, stateDirectory: configuration.options.state, eventLoop: eventLoop, clock: .system,
            logger: logger)
        let result = await withTaskGroup(of: Result<HubLink, HubStartFailure>?.self) { tasks in
            tasks.addTask {
                do throws(HubStartFailure) { return .success(try await start.run()) } catch { return .failure(error) }
            }
            tasks.addTask {
                await signals.come(1)
                return nil
            }
            let first = await tasks.next() ?? nil
            tasks.cancelAll()
            return first
        }
        return try result?.get()
    }
}
