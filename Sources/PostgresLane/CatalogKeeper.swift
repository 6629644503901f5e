import Judge
import Logging
import NIOCore
import Policy
import PostgresSession
import SQLRewrite
import Synchronization

/// Keeps the catalog fresh, and with it the judges in force: one for each role that has sessions.
///
/// One reading at a time; whoever asks for what changed after it began waits for the next.
final class CatalogKeeper: Sendable {
    private struct State {
        var policy: LanePolicy
        var catalog: Catalog?
        /// Of that catalog.
        var fingerprint: String?
        /// By the role's name.
        var benches: [String: RoleBench] = [:]
        /// Counts the policies that judges were made of.
        var revision: UInt64 = 1
        var isLapsed = false
        var failure: String? = "the catalog has not been read yet"
        var readAt: NIODeadline?
        /// When the last attempt ended, however it ended.
        var endedAt: NIODeadline?
        var isReading = false
        /// When the reading under way began, or the last one.
        var beganAt: NIODeadline?
        var waiting: [Waiting] = []
        var isStopped = false
        var lease: Scheduled<Void>?
    }

    private struct Waiting {
        var since: NIODeadline
        var continuation: CheckedContinuation<Void, Never>
    }

    private enum Turn { case read, wait, isFresh }

    private let configuration: LaneConfiguration
    private let connector: UpstreamConnector
    private let eventLoop: any EventLoop
    private let logger: Logger
    private let metrics: LaneMetrics
    private let state: Mutex<State>
    /// Held while a judge is made, so that many sessions that begin at once make one. Taken before `state`, and never
    /// on an event loop.
    private let making = Mutex(())

    init(
        configuration: LaneConfiguration, connector: UpstreamConnector, eventLoop: any EventLoop, logger: Logger,
        metrics: LaneMetrics
    ) {
        self.configuration = configuration
        self.connector = connector
        self.eventLoop = eventLoop
        self.logger = logger
        self.metrics = metrics
        state = Mutex(State(policy: configuration.policy))
        watchLease()
    }

    // MARK: what is in force

    var readiness: LaneReadiness { state.withLock { Self.readiness($0) } }

    private static func readiness(_ state: State) -> LaneReadiness {
        guard let role = state.policy.servedRole else { return .notReady(reason: state.policy.unserved) }
        if state.isLapsed { return .notReady(reason: Refusal.leaseEnded.message) }
        if let failure = state.failure { return .notReady(reason: failure) }
        guard let bench = state.benches[role.name] else {
            return .notReady(reason: "the catalog has not been read yet")
        }
        let problems = bench.problems
        return problems.isEmpty ? .ready : .notReady(reason: unfit(problems))
    }

    static func unfit(_ problems: [String]) -> String {
        "the policy does not fit the database: " + problems.joined(separator: "; ")
    }

    var policy: LanePolicy { state.withLock(\.policy) }

    /// The bench of a role, whose judge has been made.
    private func bench(of role: Role) -> RoleBench? {
        state.withLock { state in state.benches[role.name].flatMap { $0.role == role ? $0 : nil } }
    }

    /// By which policy a session goes on, and on which bench; nil where its principal has no role, or the policy does
    /// not fit the database for it.
    /// - Parameter groups: of the session's token; nil: the sidecar's own.
    func standing(of groups: [String]?) -> (policy: LanePolicy, role: Role?, bench: RoleBench?) {
        state.withLock { state in
            let role = state.policy.role(of: groups ?? state.policy.groups)
            let bench = role.flatMap { state.benches[$0.name] }
            return (state.policy, role, bench?.role == role ? bench : nil)
        }
    }

    /// The bench of a role, which is made when there is none. Not for event loops.
    /// - Throws: `UpstreamStartup.Failure`.
    @concurrent func makeBench(of role: Role) async throws(UpstreamStartup.Failure) -> RoleBench {
        try making.withLock { _ throws(UpstreamStartup.Failure) in try makeBenchLocked(of: role) }
    }

    /// `making` is held.
    private func makeBenchLocked(of role: Role) throws(UpstreamStartup.Failure) -> RoleBench {
        if let known = bench(of: role) { return known }
        let (policy, catalog, isFull) = state.withLock { state in
            let isFull = state.benches.count >= configuration.limits.rolesLimit && state.benches[role.name] == nil
            return (state.policy, state.catalog, isFull)
        }
        guard let catalog else {
            throw UpstreamStartup.Failure(reason: "the catalog has not been read yet", sqlState: "57P03")
        }
        guard policy.bundle.roles.contains(role) else {
            throw UpstreamStartup.Failure(
                reason: "the policy changed while this session began: connect again", sqlState: "57P03")
        }
        guard !isFull else {
            throw UpstreamStartup.Failure(
                reason: "more than \(configuration.limits.rolesLimit) roles are in use on this lane", sqlState: "53400")
        }
        let bench = newBench(role, policy, catalog)
        state.withLock { state in
            if state.isLapsed { bench.close() }
            state.benches[role.name] = bench
        }
        return bench
    }

    private func newBench(_ role: Role, _ policy: LanePolicy, _ catalog: Catalog) -> RoleBench {
        let revision = state.withLock { state in
            state.revision += 1
            return state.revision
        }
        let judge = Judge(
            bundle: policy.bundle, target: policy.target, role: role, catalog: catalog, revision: revision,
            markers: MaskMarkers(pseudonymKey: policy.pseudonymKey))
        for problem in judge.problems { report(problem) }
        return RoleBench(judge)
    }

    /// Seconds since the last reading.
    var ageSeconds: Int64? {
        state.withLock { state in state.readAt.map { (NIODeadline.now() - $0).nanoseconds / 1_000_000_000 } }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.lease?.cancel()
        }
    }

    // MARK: policy

    /// Judges by another policy from now on, of the same connection. The benches of roles in use are made anew where
    /// the policy says anything else for them; a role that is gone has none. Policy and benches change together.
    @concurrent func update(_ policy: LanePolicy, roles: [Role]) async {
        making.withLock { _ in
            let (before, catalog, benches) = state.withLock { ($0.policy, $0.catalog, $0.benches) }
            let isSame =
                before.target == policy.target && before.pseudonymKey == policy.pseudonymKey
                && before.bundle.rules == policy.bundle.rules
                && before.bundle.defaultAction == policy.bundle.defaultAction
            let wanted = ([policy.servedRole].compactMap(\.self) + roles).prefix(configuration.limits.rolesLimit)
            var next: [String: RoleBench] = [:]
            for role in wanted where next[role.name] == nil {
                if isSame, let known = benches[role.name], known.role == role {
                    next[role.name] = known
                } else if let catalog {
                    next[role.name] = newBench(role, policy, catalog)
                }
            }
            state.withLock { state in
                state.policy = policy
                state.benches = next
                if state.isLapsed { for bench in next.values { bench.close() } }
            }
        }
        watchLease()
        // Nobody could use the lane before.
        if state.withLock({ $0.catalog == nil && $0.policy.servedRole != nil }) { Task { await refresh() } }
    }

    /// Closes the benches when the bundle's lease has ended, and opens them when it is renewed.
    private func watchLease() {
        let expires = state.withLock(\.policy.bundle.expiresAtSeconds)
        let leftSeconds = expires.map { $0 - WallClock.nowSeconds }
        let isLapsed = leftSeconds.map { $0 <= 0 } ?? false
        let (benches, hasChanged) = state.withLock { state in
            state.lease?.cancel()
            state.lease = nil
            let hasChanged = state.isLapsed != isLapsed
            state.isLapsed = isLapsed
            if let leftSeconds, !isLapsed, !state.isStopped {
                // The clock may be set meanwhile.
                let pauseSeconds = min(leftSeconds, Self.leasePauseSecondsLimit)
                state.lease = eventLoop.scheduleTask(in: .seconds(pauseSeconds)) { [weak self] in self?.watchLease() }
            }
            return (Array(state.benches.values), hasChanged)
        }
        guard hasChanged else { return }
        for bench in benches { if isLapsed { bench.close() } else { bench.open() } }
        let target = configuration.policy.target.name
        if isLapsed {
            logger.error("the policy's lease has ended; nothing is permitted", metadata: ["target": "\(target)"])
        } else {
            logger.info("the policy's lease was renewed", metadata: ["target": "\(target)"])
        }
    }

    private static let leasePauseSecondsLimit: Int64 = 30

    // MARK: readings

    /// Reads now and keeps reading: by age when all is well, sooner when it is not.
    func run() async {
        var pauseSeconds: Int64 = 1
        while !state.withLock(\.isStopped), !Task.isCancelled {
            // Nobody can use it: the server is left alone.
            if state.withLock({ $0.policy.servedRole }) != nil { await refresh(isWhole: true) }
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
            let client = try await UpstreamClient.connect(
                connector, principal: configuration.policy.principal, limits: configuration.limits, on: eventLoop)
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
            await adopt(reading)
        } catch {
            let reason = Self.reason(error)
            logger.warning(
                "catalog not read",
                metadata: ["target": "\(configuration.policy.target.name)", "reason": "\(reason)"])
            // A lane that cannot see whether its map still fits does not serve.
            state.withLock { $0.failure = "the catalog cannot be read: \(reason)" }
        }
    }

    /// A client that names unknown relations as fast as it can does not make the server read its catalog as fast.
    private func pause() async {
        let limit = TimeAmount.milliseconds(configuration.limits.catalogRefreshPauseMilliseconds)
        guard let last = state.withLock(\.endedAt) else { return }
        let wait = limit - (NIODeadline.now() - last)
        if wait.nanoseconds > 0 { try? await Task.sleep(for: .nanoseconds(wait.nanoseconds)) }
    }

    /// The catalog that the judges know is the server's still.
    private func confirm() {
        state.withLock { state in
            state.readAt = .now()
            state.failure = nil
        }
    }

    @concurrent private func adopt(_ reading: CatalogReader.Reading) async {
        let catalog = reading.catalog
        making.withLock { _ in
            let (policy, benches, isKnown) = state.withLock { state in
                let isKnown = state.catalog == catalog
                state.catalog = catalog
                state.fingerprint = reading.fingerprint
                state.readAt = .now()
                return (state.policy, state.benches, isKnown)
            }
            if !isKnown {
                for bench in benches.values {
                    let judge = Judge(
                        bundle: policy.bundle, target: policy.target, role: bench.role, catalog: catalog,
                        revision: bench.revision, markers: MaskMarkers(pseudonymKey: policy.pseudonymKey))
                    for problem in judge.problems { report(problem) }
                    bench.adopt(judge)
                }
            }
            if let role = policy.servedRole, bench(of: role) == nil {
                _ = try? makeBenchLocked(of: role)
            }
            state.withLock { $0.failure = nil }
        }
    }

    private func report(_ problem: String) {
        logger.error(
            "policy does not fit",
            metadata: ["target": "\(configuration.policy.target.name)", "problem": "\(problem)"])
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
