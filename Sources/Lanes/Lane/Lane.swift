import AuditLog
package import Logging
package import NIOCore
import Policy
package import Spool
import Synchronization

/// One intercepted target: a listener on loopback, its sessions, and the service that speaks its protocol.
package final class Lane<Service: LaneService>: ServedLane {
    private struct State {
        var core: Core
        var listener: (any Channel)?
        var upkeep: Task<Void, Never>?
        var isServing = false
    }

    /// What there is as long as the lane connects to the same server in the same way.
    private struct Core: Sendable {
        var services: LaneServices<Service.Session>
        var service: Service
    }

    /// Makes the service for one configuration.
    package typealias Factory = @Sendable (LaneServices<Service.Session>) throws -> Service

    package let configuration: LaneConfiguration
    package let metrics: LaneMetrics
    private let group: any EventLoopGroup
    private let trail: AuditTrail
    private let logger: Logger
    private let make: Factory
    private let admission: Admission
    private let state: Mutex<State>

    /// - Throws: what `make` throws: settings that cannot be used.
    package init(
        configuration: LaneConfiguration, trail: AuditTrail, group: any EventLoopGroup, logger: Logger,
        metrics: LaneMetrics = LaneMetrics(), make: @escaping Factory
    ) throws {
        self.configuration = configuration
        self.group = group
        self.trail = trail
        self.metrics = metrics
        self.logger = logger
        self.make = make
        admission = Admission(
            connectionsLimit: configuration.limits.connectionsLimit, startingLimit: configuration.limits.startingLimit)
        state = Mutex(
            State(core: try Self.core(configuration, trail, group.next(), metrics, logger, make)))
    }

    private static func core(
        _ configuration: LaneConfiguration, _ trail: AuditTrail, _ eventLoop: any EventLoop, _ metrics: LaneMetrics,
        _ logger: Logger, _ make: Factory
    ) throws -> Core {
        let services = LaneServices<Service.Session>(
            configuration: configuration, eventLoop: eventLoop, metrics: metrics, trail: trail, logger: logger)
        return Core(services: services, service: try make(services))
    }

    private var core: Core { state.withLock(\.core) }

    // MARK: what it is

    package var name: String { policy.target.name }
    package var localAddress: SocketAddress? { state.withLock { $0.listener?.localAddress } }
    package var policy: LanePolicy { core.service.policy }
    package var readiness: LaneReadiness { core.service.readiness }
    package var misfits: [String] { core.service.misfits }
    package var knowledgeAgeSeconds: Int64? { core.service.knowledgeAgeSeconds }
    package var mayBecomeReady: Bool { policy.servedRole != nil && core.service.mayBecomeReady }
    package var sessionCount: Int { core.services.sessions.count }
    package var startingCount: Int { admission.starting }

    // MARK: the listener

    package func start() async throws {
        let channel = try await bind(policy.target.listen)
        state.withLock { state in
            state.listener = channel
            state.isServing = true
            state.upkeep = Self.run(state.core.service)
        }
    }

    private static func run(_ service: Service) -> Task<Void, Never> { Task { await service.run() } }

    private func bind(_ listen: Target.Address) async throws -> any Channel {
        try await LaneListener(group: group) { try self.accept($0) }
            .bind(listen, inherited: configuration.inheritedListener)
    }

    package func serve(_ channel: any Channel) throws {
        guard state.withLock(\.isServing) else { return core.service.refuse(channel, .shuttingDown) }
        try LaneListener.prepare(channel)
        try accept(channel)
    }

    private func accept(_ channel: any Channel) throws {
        let core = core
        do throws(LaneFailure) {
            let ticket = try admission.take()
            try Self.accept(channel, ticket, core)
        } catch {
            core.services.refused(error.reason, nil)
            core.service.refuse(channel, error)
        }
    }

    private static func accept(
        _ channel: any Channel, _ ticket: consuming AdmissionTicket, _ core: Core
    ) throws(LaneFailure) {
        do { try core.service.accept(channel, ticket) } catch {
            throw LaneFailure(.notReady, "the connection cannot be served")
        }
    }

    // MARK: changes of policy

    package func update(_ policy: LanePolicy) async throws {
        let old = core
        let before = old.service.policy
        guard policy != before else { return }
        if old.service.canAdopt(policy) {
            await adopt(policy, old)
        } else {
            try replace(old, policy)
        }
        if policy.bundle.number != before.bundle.number {
            try? core.services.record(
                session: "", operation: 0, principal: policy.principal,
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

    private func adopt(_ policy: LanePolicy, _ core: Core) async {
        await core.service.adopt(policy, groups: core.services.sessions.groups.map { $0 ?? policy.groups })
        await core.services.sessions.withEach { $0.policyChanged() }
    }

    private func replace(_ old: Core, _ policy: LanePolicy) throws {
        var changed = configuration
        changed.policy = policy
        let core = try Self.core(changed, trail, group.next(), metrics, logger, make)
        state.withLock { state in
            state.core = core
            state.upkeep?.cancel()
            if state.isServing { state.upkeep = Self.run(core.service) }
        }
        Self.retire(
            old,
            LaneFailure(
                .policyChanged, "the policy has changed how this lane connects to its server: connect again"))
    }

    private static func retire(_ core: Core, _ failure: LaneFailure) {
        core.service.stop()
        core.services.sessions.retire(failure)
    }

    package func withdraw(reason: String) async {
        await closeListener()
        Self.retire(core, LaneFailure(.policyChanged, reason))
        state.withLock { $0.upkeep?.cancel() }
    }

    // MARK: the end

    package func drain(graceSeconds: Int) async {
        try? await Task.sleep(for: .seconds(graceSeconds))
        await closeListener()
        let limit = configuration.limits.drainSecondsLimit
        let deadline = NIODeadline.now() + .seconds(limit)
        while sessionCount > 0, !Task.isCancelled, NIODeadline.now() < deadline {
            core.services.sessions.onEach { $0.drain() }
            try? await Task.sleep(for: .milliseconds(50))
        }
        let failure = LaneFailure(
            .shuttingDown,
            "\(LaneFailure.shuttingDown.reason), and this session had not come to rest within \(limit) s")
        while sessionCount > 0, !Task.isCancelled {
            core.services.sessions.onEach { $0.end(failure) }
            try? await Task.sleep(for: .milliseconds(50))
        }
        stopUpkeep()
    }

    package func stop() async {
        await closeListener()
        core.services.sessions.onEach { $0.end(.shuttingDown) }
        stopUpkeep()
    }

    private func closeListener() async {
        let channel = state.withLock { state in
            state.isServing = false
            return state.listener
        }
        try? await channel?.close()
    }

    private func stopUpkeep() {
        core.service.stop()
        state.withLock { $0.upkeep?.cancel() }
    }
}
