import Judge
import Lane
import Logging
import NIOCore
import Policy
import PostgresSession
import SQLRewrite
import Synchronization

/// Keeps the catalog fresh, and with it the judges in force: one for each role that has sessions.
final class CatalogKeeper: Sendable {
    struct State {
        var policy: LanePolicy
        var catalog: Catalog?
        /// Of that catalog.
        var fingerprint: String?
        /// What the watch was answered when the catalog was read; nil: something is judged by that it does not cover.
        var watch: CatalogReader.Watch?
        /// By the role's name.
        var slots: [String: EvaluatorSlot] = [:]
        /// Counts the policies that judges were made of.
        var revision: UInt64 = 1
        /// Counts the judges.
        var generation: UInt64 = 0
        var isLapsed = false
        var isUnwatched = false
        var failure: Failure? = Failure(reason: "the catalog has not been read yet", isOfConnection: false)
        /// Of all slots, as they were told to the log.
        var misfits: Set<String> = []
        /// Indexes that masking takes away, likewise.
        var indexes: Set<String> = []
        /// How long the last whole reading took.
        var readingMilliseconds: Int64 = 0
        var lease: Scheduled<Void>?
        var sessions = 0
        var isStopped = false
        var inquiry = Inquiry()
    }

    struct Failure {
        var reason: String
        /// The server cannot be reached; else it does not answer as it should.
        var isOfConnection: Bool
    }

    let configuration: LaneConfiguration
    let limits: PostgresLimits
    let connector: UpstreamConnector
    let memory: ProtectionMemory
    let eventLoop: any EventLoop
    let logger: Logger
    let metrics: LaneMetrics
    let fence = DefinitionFence()
    let state: Mutex<State>
    /// Held while a judge is made, so that many sessions that begin at once make one. Taken before `state`, and never
    /// on an event loop.
    let making = Mutex(())

    init(
        services: LaneServices<SessionDriver>, connector: UpstreamConnector, memory: ProtectionMemory,
        limits: PostgresLimits
    ) {
        self.memory = memory
        configuration = services.configuration
        self.limits = limits
        self.connector = connector
        eventLoop = services.eventLoop
        logger = services.logger
        metrics = services.metrics
        state = Mutex(State(policy: configuration.policy))
        watchLease()
    }

    // MARK: what is in force

    var readiness: LaneReadiness { state.withLock { Self.readiness($0) } }

    private static func readiness(_ state: State) -> LaneReadiness {
        guard let role = state.policy.servedRole else { return .notReady(reason: state.policy.unserved) }
        if state.isLapsed { return .notReady(reason: Refusal.leaseEnded.message) }
        if let failure = state.failure { return .notReady(reason: failure.reason) }
        guard let slot = state.slots[role.name] else {
            return .notReady(reason: "the catalog has not been read yet")
        }
        let problems = slot.problems
        return problems.isEmpty ? .ready : .notReady(reason: unfit(problems))
    }

    static func unfit(_ problems: [String]) -> String {
        "the policy does not fit the database: " + problems.joined(separator: "; ")
    }

    /// What of the policy does not fit to the catalog and is closed, for any role in use; sorted.
    var misfits: [String] { state.withLock { $0.misfits.sorted() } }

    /// The one that was read last.
    var catalog: Catalog? { state.withLock(\.catalog) }

    /// How long the last whole reading took.
    var readingMilliseconds: Int64 { state.withLock(\.readingMilliseconds) }

    var policy: LanePolicy { state.withLock(\.policy) }

    /// The slot of a role, whose judge has been made.
    private func slot(of role: Role) -> EvaluatorSlot? {
        state.withLock { state in state.slots[role.name].flatMap { $0.role == role ? $0 : nil } }
    }

    /// By which policy a session goes on, and on which slot; nil where its principal has no role, or the policy does
    /// not fit the database for it.
    /// - Parameter groups: of the session's token; nil: the sidecar's own.
    func currentPolicy(of groups: [String]?) -> (policy: LanePolicy, role: Role?, slot: EvaluatorSlot?) {
        state.withLock { state in
            let role = state.policy.role(of: groups ?? state.policy.groups)
            let slot = role.flatMap { state.slots[$0.name] }
            return (state.policy, role, slot?.role == role ? slot : nil)
        }
    }

    /// Seconds since the last reading.
    var ageSeconds: Int64? {
        state.withLock { state in state.inquiry.readAt.map { (NIODeadline.now() - $0).nanoseconds / 1_000_000_000 } }
    }

    func sessionStarted() { state.withLock { $0.sessions += 1 } }
    func sessionEnded() { state.withLock { $0.sessions -= 1 } }

    func stop() {
        let watch = state.withLock { state in
            state.isStopped = true
            state.lease?.cancel()
            return state.inquiry.takeWatch()
        }
        fence.lower(.reading)
        if let watch { Task { await watch.close() } }
    }

    // MARK: judges

    /// The slot of a role, which is made when there is none. Not for event loops.
    /// - Throws: `UpstreamStartup.Failure`.
    @concurrent func makeSlot(of role: Role) async throws(UpstreamStartup.Failure) -> EvaluatorSlot {
        try making.withLock { _ throws(UpstreamStartup.Failure) in try makeBenchLocked(of: role) }
    }

    /// `making` is held.
    func makeBenchLocked(of role: Role) throws(UpstreamStartup.Failure) -> EvaluatorSlot {
        if let known = slot(of: role) { return known }
        let (policy, catalog, isFull) = state.withLock { state in
            let isFull = state.slots.count >= limits.rolesLimit && state.slots[role.name] == nil
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
                reason: "more than \(limits.rolesLimit) roles are in use on this lane", sqlState: "53400")
        }
        let slot = newBench(role, policy, catalog)
        let watched = slot.openJudge.watched
        state.withLock { state in
            if state.isLapsed { slot.close(.leaseEnded) }
            if state.isUnwatched { slot.close(.unwatched) }
            state.slots[role.name] = slot
            if let question = state.watch?.question, !watched.isSubset(of: question.watched) { state.watch = nil }
        }
        noteMisfits()
        return slot
    }

    /// What is remembered of the database, and what the policy still protects of it for the role, is kept.
    private func newBench(_ role: Role, _ policy: LanePolicy, _ catalog: Catalog) -> EvaluatorSlot {
        let revision = state.withLock { state in
            state.revision += 1
            return state.revision
        }
        let kept = policy.target.postgres.map { terms in
            memory.kept(by: terms, of: ProtectionMemory.Place(policy.target), in: catalog)
                .kept(by: terms, for: role, in: catalog)
        }
        return EvaluatorSlot(
            judge(of: role, policy, catalog, revision: revision, remembered: kept ?? RememberedTables()))
    }

    /// By a catalog that only one session sees; nil where the policy does not fit to it.
    @concurrent func ownJudge(of slot: EvaluatorSlot, _ catalog: Catalog) async -> Judge? {
        let policy = policy
        let judge = judge(
            of: slot.role, policy, catalog, revision: slot.revision, remembered: slot.openJudge.remembered, isOwn: true)
        return judge.problems.isEmpty ? judge : nil
    }

    func judge(
        of role: Role, _ policy: LanePolicy, _ catalog: Catalog, revision: UInt64, remembered: RememberedTables,
        isOwn: Bool = false
    ) -> Judge {
        let number = state.withLock { state in
            state.generation += 1
            return state.generation
        }
        let judge = Judge(
            bundle: policy.bundle, target: policy.target, role: role, catalog: catalog, revision: revision,
            generation: number, knowledge: number, isOwn: isOwn, remembered: remembered,
            markers: MaskMarkers(pseudonymKey: policy.pseudonymKey))
        if !isOwn {
            for problem in judge.problems { report(problem) }
            remember(judge, policy)
        }
        return judge
    }

    /// What it protects, and where something is revealed to its role what is protected of others.
    private func remember(_ judge: Judge, _ policy: LanePolicy) {
        let place = ProtectionMemory.Place(policy.target)
        memory.add(judge.remembered, of: place)
        guard !judge.role.reveal.isEmpty else { return }
        let everyone = Role(name: judge.role.name, groups: [], targets: judge.role.targets)
        let hidden = Judge(
            bundle: policy.bundle, target: policy.target, role: everyone, catalog: judge.catalog,
            remembered: memory.all(of: place))
        memory.add(hidden.remembered, of: place)
    }

    // MARK: policy

    /// Judges by another policy from now on, of the same connection. The slots of roles in use are made anew where
    /// the policy says anything else for them; a role that is gone has none. Policy and slots change together.
    @concurrent func update(_ policy: LanePolicy, roles: [Role]) async {
        making.withLock { _ in
            let (before, catalog, slots) = state.withLock { ($0.policy, $0.catalog, $0.slots) }
            let isSame =
                before.target == policy.target && before.pseudonymKey == policy.pseudonymKey
                && before.bundle.rules == policy.bundle.rules
                && before.bundle.defaultAction == policy.bundle.defaultAction
            let wanted = ([policy.servedRole].compactMap(\.self) + roles).prefix(limits.rolesLimit)
            var next: [String: EvaluatorSlot] = [:]
            for role in wanted where next[role.name] == nil {
                if isSame, let known = slots[role.name], known.role == role {
                    next[role.name] = known
                } else if let catalog {
                    next[role.name] = newBench(role, policy, catalog)
                }
            }
            state.withLock { state in
                state.policy = policy
                state.slots = next
                for slot in next.values {
                    if state.isLapsed { slot.close(.leaseEnded) }
                    if state.isUnwatched { slot.close(.unwatched) }
                }
                if !isSame { state.watch = nil }
            }
            noteMisfits()
        }
        watchLease()
        // Nobody could use the lane before.
        if state.withLock({ $0.catalog == nil && $0.policy.servedRole != nil }) { Task { await refresh() } }
    }

    /// Closes the slots when the bundle's lease has ended, and opens them when it is renewed.
    private func watchLease() {
        let expires = state.withLock(\.policy.bundle.expiresAtSeconds)
        let leftSeconds = expires.map { $0 - WallClock.nowSeconds }
        let isLapsed = leftSeconds.map { $0 <= 0 } ?? false
        let (slots, hasChanged) = state.withLock { state in
            state.lease?.cancel()
            state.lease = nil
            let hasChanged = state.isLapsed != isLapsed
            state.isLapsed = isLapsed
            if let leftSeconds, !isLapsed, !state.isStopped {
                // The clock may be set meanwhile.
                let pauseSeconds = min(leftSeconds, Self.leasePauseSecondsLimit)
                state.lease = eventLoop.scheduleTask(in: .seconds(pauseSeconds)) { [weak self] in self?.watchLease() }
            }
            return (Array(state.slots.values), hasChanged)
        }
        guard hasChanged else { return }
        for slot in slots { if isLapsed { slot.close(.leaseEnded) } else { slot.open(.leaseEnded) } }
        let target = configuration.policy.target.name
        if isLapsed {
            logger.error("the policy's lease has ended; nothing is permitted", metadata: ["target": "\(target)"])
        } else {
            logger.info("the policy's lease was renewed", metadata: ["target": "\(target)"])
        }
    }

    private static let leasePauseSecondsLimit: Int64 = 30

    // MARK: the log

    func report(_ problem: String) {
        logger.error(
            "policy does not fit",
            metadata: ["target": "\(configuration.policy.target.name)", "problem": "\(problem)"])
    }

    /// Tells the log what has been closed, what is open again, and what has become slow.
    func noteMisfits() {
        let (new, gone, indexes) = state.withLock { state in
            let judges = state.slots.values.map(\.openJudge)
            let now = Set(judges.flatMap(\.misfits))
            let indexes = Set(judges.flatMap { $0.indexesTakenAway.map(\.description) })
            defer { (state.misfits, state.indexes) = (now, indexes) }
            return (
                now.subtracting(state.misfits), state.misfits.subtracting(now), indexes.subtracting(state.indexes)
            )
        }
        for index in indexes.sorted() {
            logger.warning(
                "masking takes an index away",
                metadata: ["target": "\(configuration.policy.target.name)", "reason": "\(index)"])
        }
        for misfit in new.sorted() { report(misfit) }
        for misfit in gone.sorted() {
            logger.notice(
                "policy fits again",
                metadata: ["target": "\(configuration.policy.target.name)", "problem": "\(misfit)"])
        }
    }
}
