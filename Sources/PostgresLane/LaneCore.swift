import AuditLog
import HubAPI
import Judge
import Logging
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import Spool
import Synchronization

/// What the sessions of one lane share, as long as it connects to the same server in the same way.
final class LaneCore: Sendable {
    private struct Session: Sendable {
        var driver: NIOLoopBound<SessionDriver>
        var identity: SessionIdentity
    }

    let configuration: LaneConfiguration
    let connector: UpstreamConnector
    let keeper: CatalogKeeper
    let metrics: LaneMetrics
    let cancels = CancelRegistry()
    private let trail: AuditTrail
    private let logger: Logger
    /// By the process ID that the client was told.
    private let sessions = Mutex<[Int32: Session]>([:])
    /// Why there are to be no more sessions.
    private let retirement = Mutex<UpstreamStartup.Failure?>(nil)

    /// - Throws: when the TLS settings cannot be used.
    init(
        configuration: LaneConfiguration, eventLoop: any EventLoop, metrics: LaneMetrics, trail: AuditTrail,
        logger: Logger
    ) throws {
        let connector = try UpstreamConnector(configuration)
        self.configuration = configuration
        self.connector = connector
        self.metrics = metrics
        self.trail = trail
        self.logger = logger
        keeper = CatalogKeeper(
            configuration: configuration, connector: connector, eventLoop: eventLoop, logger: logger, metrics: metrics)
    }

    var policy: LanePolicy { keeper.policy }

    // MARK: admission

    enum Admission: Sendable {
        case admitted(SessionIdentity, RoleBench)
        /// - Parameter principal: nil when it is not known who asks.
        case refused(UpstreamStartup.Failure, principal: String?)
    }

    func admission(token: String?) async -> Admission {
        let identity: SessionIdentity
        do throws(UpstreamStartup.Failure) { identity = try await identify(token) } catch {
            return .refused(error, principal: nil)
        }
        do throws(UpstreamStartup.Failure) {
            return .admitted(identity, try await admit(identity))
        } catch {
            return .refused(error, principal: identity.principal)
        }
    }

    /// Whom a token speaks for; the sidecar's own principal where none is asked for.
    private func identify(_ token: String?) async throws(UpstreamStartup.Failure) -> SessionIdentity {
        let policy = policy
        guard policy.target.identity == .token else { return SessionIdentity(principal: policy.principal) }
        guard let token, let verifier = configuration.identities else {
            throw UpstreamStartup.Failure(
                reason: "target \"\(policy.target.name)\" wants a token, and there is no hub to verify it",
                sqlState: "28000")
        }
        do {
            let identity = try await verifier.verify(IdentityRequest(target: policy.target.name, token: token))
            return SessionIdentity(
                principal: identity.principal, groups: identity.groups, expiresAtSeconds: identity.expiresAtSeconds)
        } catch let failure as UpstreamStartup.Failure {
            throw failure
        } catch {
            throw UpstreamStartup.Failure(reason: "the token cannot be verified now", sqlState: "57P03")
        }
    }

    /// The judge's bench of whoever may begin a session now.
    private func admit(_ identity: SessionIdentity) async throws(UpstreamStartup.Failure) -> RoleBench {
        let policy = policy
        guard let role = policy.role(of: identity.groups ?? policy.groups) else {
            throw UpstreamStartup.Failure(reason: policy.noRole(identity.principal), sqlState: "28000")
        }
        if policy.target.audit == .strict, configuration.cosigned == nil { throw Self.unwitnessed(policy) }
        // What stood in the way may be gone: who connects is told what is so now.
        if case .notReady = keeper.readiness { await keeper.refresh() }
        if case .notReady(let reason) = keeper.readiness { throw Self.notReady(policy, reason) }
        await keeper.freshen()
        if case .notReady(let reason) = keeper.readiness { throw Self.notReady(policy, reason) }
        let bench = try await keeper.makeBench(of: role)
        let problems = bench.problems
        guard problems.isEmpty else {
            throw UpstreamStartup.Failure(reason: CatalogKeeper.unfit(problems), sqlState: "57P03")
        }
        return bench
    }

    private static func notReady(_ policy: LanePolicy, _ reason: String) -> UpstreamStartup.Failure {
        UpstreamStartup.Failure(
            reason: "lane \"\(policy.target.name)\" is not ready: \(reason)", sqlState: "57P03")
    }

    static func unwitnessed(_ policy: LanePolicy) -> UpstreamStartup.Failure {
        UpstreamStartup.Failure(
            reason: "target \"\(policy.target.name)\" has audit: strict, and there is no hub to cosign the log",
            sqlState: "57P03")
    }

    /// What of a startup packet cannot be served by anybody.
    func refusal(_ options: StartupOptions) -> UpstreamStartup.Failure? {
        let target = policy.target
        guard metrics.snapshot.connectionsOpen < configuration.limits.connectionsLimit else {
            return .init(
                reason: "more than \(configuration.limits.connectionsLimit) connections", sqlState: "53300")
        }
        if options.wantsReplication {
            return .init(
                reason: "replication connections are not possible through this lane", sqlState: "42501")
        }
        if let database = options.database, database != target.database {
            return .init(
                reason: "this lane serves database \"\(target.database)\" and no other", sqlState: "3D000")
        }
        if options.malformedOption {
            return .init(reason: "startup options may only be of the form -c name=value", sqlState: "42501")
        }
        return nil
    }

    func refused(_ reason: String, _ principal: String?) {
        metrics.add(to: .connectionsRefused)
        logger.info(
            "connection refused", metadata: ["target": "\(configuration.policy.target.name)", "reason": "\(reason)"])
        _ = record(
            session: "", statement: 0, principal: principal ?? policy.principal,
            .decision(
                AuditEvent.Decision(
                    verdict: "deny", rule: "chaperone/connection", message: reason, via: "startup", text: "",
                    rawText: [])))
    }

    // MARK: sessions

    /// On the session's event loop.
    func sessionStarted(_ driver: SessionDriver, _ cancelID: Int32, _ identity: SessionIdentity, loop: any EventLoop) {
        metrics.add(to: .connectionsOpen)
        metrics.add(to: .connectionsTotal)
        let session = Session(driver: NIOLoopBound(driver, eventLoop: loop), identity: identity)
        sessions.withLock { $0[cancelID] = session }
        keeper.sessionStarted()
        if let failure = retirement.withLock(\.self) { return driver.expel(failure) }
        driver.begin()
    }

    func sessionEnded(_ cancelID: Int32) {
        cancels.remove(cancelID)
        let wasKnown = sessions.withLock { $0.removeValue(forKey: cancelID) != nil }
        guard wasKnown else { return }
        keeper.sessionEnded()
        metrics.add(-1, to: .connectionsOpen)
    }

    var sessionCount: Int { sessions.withLock(\.count) }

    func forEachSession(_ body: @escaping @Sendable (SessionDriver) -> Void) {
        for session in sessions.withLock({ Array($0.values) }) {
            session.driver.eventLoop.execute { body(session.driver.value) }
        }
    }

    /// A client's CancelRequest: to what the session holds, else to its backend.
    func cancel(_ processID: Int32, _ target: CancelRegistry.Target, on eventLoop: any EventLoop)
        -> EventLoopFuture<Void>
    {
        let session = sessions.withLock { $0[processID] }
        guard let driver = session?.driver else { return eventLoop.makeSucceededVoidFuture() }
        return driver.eventLoop.submit { driver.value.cancelHeld() }.hop(to: eventLoop).flatMap { wasHeld in
            wasHeld
                ? eventLoop.makeSucceededVoidFuture()
                : self.connector.cancel(
                    processID: target.upstreamProcessID, key: target.upstreamKey, on: eventLoop)
        }
    }

    // MARK: policy

    /// Returns when every session is judged by it.
    func adopt(_ policy: LanePolicy) async {
        let groups = sessions.withLock { sessions in sessions.values.map { $0.identity.groups ?? policy.groups } }
        await keeper.update(policy, roles: Set(groups).compactMap { policy.role(of: $0) })
        for session in sessions.withLock({ Array($0.values) }) {
            try? await session.driver.eventLoop.submit { session.driver.value.policyChanged() }.get()
        }
    }

    /// There are to be no more sessions; those that there are end.
    func retire(_ failure: UpstreamStartup.Failure) {
        retirement.withLock { $0 = failure }
        keeper.stop()
        forEachSession { $0.expel(failure) }
    }

    // MARK: the log

    /// Records in the log.
    var logSize: UInt64 { trail.statistics.records }

    func record(
        session: String, statement: UInt64, principal: String, _ event: AuditEvent
    ) -> SessionMachine.AuditRefusal? {
        do throws(AuditFailure) {
            try trail.append(
                AuditEntry(
                    session: session, statement: statement, principal: principal,
                    target: configuration.policy.target.name, event: event))
            return nil
        } catch {
            logger.error("audit record not kept", metadata: ["reason": "\(error.reason)"])
            return SessionMachine.AuditRefusal(reason: error.reason)
        }
    }
}
