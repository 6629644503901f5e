import AuditLog
import Judge
package import Lane
package import NIOCore
import NIOPosix
import NIOSSL
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import Spool

/// PostgreSQL on a lane: what its sessions share as long as they connect to the same server in the same way.
package final class PostgresService: LaneService {
    package typealias Session = SessionDriver

    let services: LaneServices<SessionDriver>
    let limits: PostgresLimits
    let connector: UpstreamConnector
    let keeper: CatalogKeeper
    let cancels = CancelRegistry()
    let ownCatalogs: OwnCatalogs
    /// - Throws: when the TLS settings cannot be used.
    init(_ services: LaneServices<SessionDriver>, memory: ProtectionMemory, limits: PostgresLimits) throws {
        let configuration = services.configuration
        let connector = try UpstreamConnector(configuration, limits: limits)
        self.services = services
        self.limits = limits
        self.connector = connector
        ownCatalogs = OwnCatalogs(limit: limits.ownCatalogsLimit)
        keeper = CatalogKeeper(services: services, connector: connector, memory: memory, limits: limits)
    }

    var configuration: LaneConfiguration { services.configuration }
    var metrics: LaneMetrics { services.metrics }

    package var policy: LanePolicy { keeper.policy }
    package var readiness: LaneReadiness {
        if policy.target.listenTLS == true, configuration.certificate?.isThere == false {
            return .notReady(reason: "the hub has given no certificate for listen_tls yet")
        }
        return keeper.readiness
    }
    package var misfits: [String] { keeper.misfits }
    package var knowledgeAgeSeconds: Int64? { keeper.ageSeconds }
    /// Once it has been asked twice, waiting will not mend what is wrong.
    package var mayBecomeReady: Bool { metrics.snapshot.catalogInquiries < 2 }

    package func run() async { await keeper.run() }
    package func stop() { keeper.stop() }

    // MARK: connections

    package func accept(_ client: any Channel, _ ticket: consuming AdmissionTicket) throws {
        let tls = configuration.certificate?.context(for: [PostgresALPN.name])
        let handler = FrontHandler(lane: self, tls: tls, ticket: ticket)
        try client.pipeline.syncOperations.addHandler(handler)
    }

    package func refuse(_ client: any Channel, _ failure: LaneFailure) {
        var answer = ByteBuffer()
        answer.writeFatal(UpstreamStartup.Failure(failure))
        client.writeAndFlush(answer).whenComplete { _ in client.close(promise: nil) }
    }

    enum Admitted: Sendable {
        case admitted(SessionIdentity, EvaluatorSlot)
        /// - Parameter principal: nil when it is not known who asks.
        case refused(UpstreamStartup.Failure, principal: String?)
    }

    func admit(token: String?) async -> Admitted {
        let policy = policy
        let identity: SessionIdentity
        do throws(LaneFailure) { identity = try await services.identify(token, by: policy) } catch {
            return .refused(UpstreamStartup.Failure(error), principal: nil)
        }
        do throws(UpstreamStartup.Failure) {
            return .admitted(identity, try await slot(of: identity))
        } catch {
            return .refused(error, principal: identity.principal)
        }
    }

    /// The judge's slot of whoever may begin a session now.
    private func slot(of identity: SessionIdentity) async throws(UpstreamStartup.Failure) -> EvaluatorSlot {
        let role: Role
        do throws(LaneFailure) { role = try services.role(of: identity, by: policy) } catch {
            throw UpstreamStartup.Failure(error)
        }
        // What stood in the way may be gone: who connects is told what is so now.
        if case .notReady = keeper.readiness { await keeper.refresh() }
        try mustBeReady()
        await keeper.freshen()
        try mustBeReady()
        let slot = try await keeper.makeSlot(of: role)
        let problems = slot.problems
        guard problems.isEmpty else {
            throw UpstreamStartup.Failure(reason: CatalogKeeper.unfit(problems), sqlState: "57P03")
        }
        return slot
    }

    private func mustBeReady() throws(UpstreamStartup.Failure) {
        if case .notReady(let reason) = keeper.readiness { throw .init(services.notReady(reason)) }
    }

    /// What of a startup packet cannot be served by anybody.
    func refusal(_ options: StartupOptions) -> UpstreamStartup.Failure? {
        let served = connector.terms.database
        if options.wantsReplication {
            return .init(
                reason: "replication connections are not possible through this lane", sqlState: "42501")
        }
        if let database = options.database, database != served {
            return .init(
                reason: "this lane serves database \"\(served)\" and no other", sqlState: "3D000")
        }
        if options.malformedOption {
            return .init(reason: "startup options may only be of the form -c name=value", sqlState: "42501")
        }
        return nil
    }

    // MARK: sessions

    /// On the session's event loop.
    func sessionStarted(_ driver: SessionDriver, _ cancelID: Int32, _ identity: SessionIdentity, loop: any EventLoop) {
        keeper.sessionStarted()
        cancels.attach(NIOLoopBound(driver, eventLoop: loop), to: cancelID)
        let (key, retirement) = services.began(driver, identity, on: loop)
        driver.key = key
        if let retirement { return driver.end(retirement) }
        driver.begin()
    }

    func sessionEnded(_ key: SessionRegistry<SessionDriver>.Key?, _ cancelID: Int32) {
        cancels.remove(cancelID)
        guard let key else { return }
        keeper.sessionEnded()
        services.ended(key)
    }

    /// A client's CancelRequest: to what the session holds, else to its backend.
    func cancel(_ target: CancelRegistry.Target, on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        guard let driver = target.driver else { return eventLoop.makeSucceededVoidFuture() }
        return driver.eventLoop.submit { driver.value.cancelHeld() }.hop(to: eventLoop).flatMap { wasHeld in
            wasHeld
                ? eventLoop.makeSucceededVoidFuture()
                : self.connector.cancel(
                    processID: target.upstreamProcessID, key: target.upstreamKey, on: eventLoop)
        }
    }

    // MARK: policy

    /// What connections upstream, and the identity of those before them, are made by.
    package func canAdopt(_ policy: LanePolicy) -> Bool {
        let (before, after) = (self.policy.target, policy.target)
        guard let terms = after.postgres else { return false }
        return before.name == after.name && before.upstream == after.upstream && before.listenTLS == after.listenTLS
            && before.credential == after.credential && before.identity == after.identity
            && connector.terms.isConnected(like: terms) && self.policy.pseudonymKey == policy.pseudonymKey
            && self.policy.principal == policy.principal
    }

    package func adopt(_ policy: LanePolicy, groups: [[String]]) async {
        await keeper.update(policy, roles: Set(groups).compactMap { policy.role(of: $0) })
    }

    // MARK: the log

    func record(
        session: String, statement: UInt64, principal: String, _ event: AuditEvent
    ) -> SessionMachine.AuditRefusal? {
        do throws(AuditFailure) {
            try services.record(session: session, operation: statement, principal: principal, event)
            return nil
        } catch {
            return SessionMachine.AuditRefusal(reason: error.reason)
        }
    }
}
