import Judge
import Logging
import NIOCore
import Policy
import PostgresSession
import SQLRewrite
import Synchronization

/// Keeps the catalog fresh, and with it the judge in force.
///
/// One reading at a time; whoever asks for what changed after it began waits for the next.
final class CatalogKeeper: Sendable {
    private struct State {
        var judge: Judge?
        /// Of the catalog that the judge knows.
        var fingerprint: String?
        var readiness = LaneReadiness.notReady(reason: "the catalog has not been read yet")
        var readAt: NIODeadline?
        /// When the last attempt ended, however it ended.
        var endedAt: NIODeadline?
        var isReading = false
        /// When the reading under way began, or the last one.
        var beganAt: NIODeadline?
        var waiting: [Waiting] = []
        var isStopped = false
    }

    private struct Waiting {
        var since: NIODeadline
        var continuation: CheckedContinuation<Void, Never>
    }

    private enum Turn { case read, wait, isFresh }

    private let configuration: LaneConfiguration
    private let role: Role
    private let eventLoop: any EventLoop
    private let logger: Logger
    private let metrics: LaneMetrics
    private let state = Mutex(State())

    init(
        configuration: LaneConfiguration, role: Role, eventLoop: any EventLoop, logger: Logger, metrics: LaneMetrics
    ) {
        self.configuration = configuration
        self.role = role
        self.eventLoop = eventLoop
        self.logger = logger
        self.metrics = metrics
    }

    var readiness: LaneReadiness { state.withLock(\.readiness) }

    /// The judge in force; nil as long as the lane is not ready.
    var judge: Judge? {
        state.withLock { state in
            if case .ready = state.readiness { state.judge } else { nil }
        }
    }

    /// Seconds since the last reading.
    var ageSeconds: Int64? {
        state.withLock { state in state.readAt.map { (NIODeadline.now() - $0).nanoseconds / 1_000_000_000 } }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    /// Reads now and keeps reading: by age when all is well, sooner when it is not.
    func run() async {
        var pauseSeconds: Int64 = 1
        while !state.withLock(\.isStopped), !Task.isCancelled {
            await refresh(isWhole: true)
            let isReady = readiness == .ready
            pauseSeconds = isReady ? configuration.limits.catalogAgeLimitSeconds : min(pauseSeconds * 2, 15)
            try? await Task.sleep(for: .seconds(pauseSeconds))
        }
    }

    /// Returns when a reading that began after `since` has ended.
    ///
    /// - Parameter isWhole: reads all of it. What sessions ask for is only read where something has changed.
    func refresh(since: NIODeadline = .now(), isWhole: Bool = false) async {
        switch state.withLock({ Self.turn(since, &$0) }) {
        case .isFresh: return
        case .wait:
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.isReading { return true }
                    state.waiting.append(Waiting(since: since, continuation: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        case .read:
            var isNeeded = true
            while isNeeded {
                await read(isWhole: isWhole)
                isNeeded = answerWaiting()
            }
        }
    }

    private static func turn(_ since: NIODeadline, _ state: inout State) -> Turn {
        if state.isReading { return .wait }
        if let beganAt = state.beganAt, beganAt > since { return .isFresh }
        state.isReading = true
        return .read
    }

    /// Lets those go on whom the reading has served.
    /// - Returns: whether others wait, whose changes it may have missed.
    private func answerWaiting() -> Bool {
        let (served, isNeeded) = state.withLock { state in
            let beganAt = state.beganAt ?? .distantPast
            let served = state.waiting.filter { $0.since < beganAt }
            state.waiting.removeAll { $0.since < beganAt }
            state.isReading = !state.waiting.isEmpty
            return (served, state.isReading)
        }
        for waiting in served { waiting.continuation.resume() }
        return isNeeded
    }

    private func read(isWhole: Bool) async {
        await pause()
        let known = state.withLock { state in
            state.beganAt = .now()
            return isWhole ? nil : state.fingerprint
        }
        defer { state.withLock { $0.endedAt = .now() } }
        if known == nil { metrics.add(to: .catalogReads) }
        do {
            let client = try await UpstreamClient.connect(configuration, on: eventLoop)
            let reading: CatalogReader.Reading?
            do {
                let reader = CatalogReader { try await client.query($0) }
                if let known {
                    reading = try await reader.read(unless: known)
                } else {
                    reading = try await reader.read()
                }
                await client.close()
            } catch {
                await client.close()
                throw error
            }
            guard let reading else { return confirm() }
            if known != nil { metrics.add(to: .catalogReads) }
            adopt(reading)
        } catch {
            let reason = Self.reason(error)
            logger.warning(
                "catalog not read", metadata: ["target": "\(configuration.target.name)", "reason": "\(reason)"])
            // A lane that cannot see whether its map still fits does not serve.
            state.withLock { $0.readiness = .notReady(reason: "the catalog cannot be read: \(reason)") }
        }
    }

    /// A client that names unknown relations as fast as it can does not make the server read its catalog as fast.
    private func pause() async {
        let limit = TimeAmount.milliseconds(configuration.limits.catalogRefreshPauseMilliseconds)
        guard let last = state.withLock(\.endedAt) else { return }
        let wait = limit - (NIODeadline.now() - last)
        if wait.nanoseconds > 0 { try? await Task.sleep(for: .nanoseconds(wait.nanoseconds)) }
    }

    /// The judge in force knows the server as it is.
    private func confirm() {
        state.withLock { state in
            state.readAt = .now()
            if let judge = state.judge, judge.problems.isEmpty { state.readiness = .ready }
        }
    }

    private func adopt(_ reading: CatalogReader.Reading) {
        let catalog = reading.catalog
        let known = state.withLock { state in
            state.fingerprint = reading.fingerprint
            return state.judge?.catalog
        }
        if known == catalog { return confirm() }
        let judge = Judge(bundle: configuration.bundle, target: configuration.target, role: role, catalog: catalog)
        let problems = judge.problems
        for problem in problems {
            logger.error(
                "policy does not fit", metadata: ["target": "\(configuration.target.name)", "problem": "\(problem)"])
        }
        state.withLock { state in
            state.judge = judge
            state.readAt = .now()
            state.readiness =
                problems.isEmpty
                ? .ready
                : .notReady(reason: "the policy does not fit the database: " + problems.joined(separator: "; "))
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let failure as UpstreamStartup.Failure: failure.reason
        case let failure as UpstreamClient.QueryFailure: failure.reason
        case let failure as CatalogFailure: failure.reason
        default: "unexpected failure"
        }
    }
}
