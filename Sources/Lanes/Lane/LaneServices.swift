package import AuditLog
import HubAPI
package import Logging
package import NIOCore
package import Policy
package import Spool

/// What a lane does for the protocol that plugs into it: who may come in, what is recorded, whose sessions there are.
package final class LaneServices<Session: LaneSession>: Sendable {
    package let configuration: LaneConfiguration
    package let metrics: LaneMetrics
    package let logger: Logger
    /// For the service's own work.
    package let eventLoop: any EventLoop
    let sessions = SessionRegistry<Session>()
    private let trail: AuditTrail
    /// Approvals that no statement waits for; nil: nobody can approve.
    package let standing: StandingApprovals?

    init(
        configuration: LaneConfiguration, eventLoop: any EventLoop, metrics: LaneMetrics, trail: AuditTrail,
        logger: Logger
    ) {
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.metrics = metrics
        self.trail = trail
        self.logger = logger
        standing = configuration.approvals.map { desk in
            StandingApprovals(desk: desk, metrics: metrics, limits: configuration.limits) {
                Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000_000)
            }
        }
    }

    private var target: String { configuration.policy.target.name }

    // MARK: who may come in

    /// Whom a token speaks for; the sidecar's own principal where none is asked for.
    package func identify(_ token: String?, by policy: LanePolicy) async throws(LaneFailure) -> SessionIdentity {
        guard policy.target.identity == .token else { return SessionIdentity(principal: policy.principal) }
        guard let token, let verifier = configuration.identities else {
            throw LaneFailure(
                .unauthenticated, "target \"\(target)\" wants a token, and there is no hub to verify it")
        }
        do {
            let identity = try await verifier.verify(IdentityRequest(target: target, token: token))
            return SessionIdentity(
                principal: identity.principal, groups: identity.groups, expiresAtSeconds: identity.expiresAtSeconds,
                claims: identity.claims ?? [:])
        } catch let failure as LaneFailure {
            throw failure
        } catch {
            throw LaneFailure(.notReady, "the token cannot be verified now")
        }
    }

    /// The role by which an identity may use the lane.
    package func role(of identity: SessionIdentity, by policy: LanePolicy) throws(LaneFailure) -> Role {
        guard let role = policy.role(of: identity.groups ?? policy.groups) else {
            throw LaneFailure(.forbidden, policy.noRole(identity.principal))
        }
        if policy.target.audit == .strict, configuration.cosigned == nil { throw unwitnessed }
        return role
    }

    /// Why `audit: strict` cannot be kept.
    package var unwitnessed: LaneFailure {
        LaneFailure(.notReady, "target \"\(target)\" has audit: strict, and there is no hub to cosign the log")
    }

    package func notReady(_ reason: String) -> LaneFailure {
        LaneFailure(.notReady, "lane \"\(target)\" is not ready: \(reason)")
    }

    /// A connection that does not become a session, for the log.
    /// - Parameter principal: nil when it is not known who asks.
    package func refused(_ reason: String, _ principal: String?) {
        metrics.add(to: .connectionsRefused)
        logger.info("connection refused", metadata: ["target": "\(target)", "reason": "\(reason)"])
        try? record(
            session: "", operation: 0, principal: principal ?? configuration.policy.principal,
            .decision(
                AuditEvent.Decision(
                    verdict: "deny", rule: "chaperone/connection", message: reason, via: "startup", text: "",
                    rawText: [])))
    }

    // MARK: sessions

    /// On the session's event loop, when it is ready for `LaneSession`'s calls.
    /// - Returns: for `ended`; and why it must end at once, where it must.
    package func began(
        _ session: Session, _ identity: SessionIdentity, on loop: any EventLoop
    ) -> (SessionRegistry<Session>.Key, LaneFailure?) {
        metrics.add(to: .connectionsOpen)
        metrics.add(to: .connectionsTotal)
        return sessions.add(session, identity, on: loop)
    }

    package func ended(_ key: SessionRegistry<Session>.Key) {
        if sessions.remove(key) { metrics.add(-1, to: .connectionsOpen) }
    }

    // MARK: the log

    /// Records in the log; what `audit: strict` waits for.
    package var logSize: UInt64 { trail.statistics.records }

    /// - Parameter operation: counts those of a session from 1; 0 where the record is of none.
    /// - Throws: when it could not be kept. The caller must then not act.
    package func record(
        session: String, operation: UInt64, principal: String, _ event: AuditEvent
    ) throws(AuditFailure) {
        do throws(AuditFailure) {
            try trail.append(
                AuditEntry(
                    session: session, statement: operation, principal: principal, target: target, event: event))
            if operation > 0 { metrics.count(event) }
        } catch {
            if operation > 0 { metrics.countUnrecorded(event) }
            logger.error("audit record not kept", metadata: ["reason": "\(error.reason)"])
            throw error
        }
    }

    /// Records the intent of an operation.
    /// - Throws: when it could not be kept. Nothing of the operation may be forwarded then.
    package func open(
        session: String, operation: UInt64, principal: String, _ intent: AuditEvent.Intent
    ) throws(AuditFailure) -> OpenOperation {
        try record(session: session, operation: operation, principal: principal, .intent(intent))
        return OpenOperation(number: operation, logSize: logSize) { event in
            try? self.record(session: session, operation: operation, principal: principal, event)
        }
    }

    /// Waits until the hub has cosigned (`audit: strict`).
    /// - Parameters:
    ///   - size: records that must be covered.
    ///   - body: called once on `loop`, with a failure when it was not in time; at once where nobody cosigns.
    package func whenCosigned(
        _ size: UInt64, on loop: any EventLoop, _ body: @escaping @Sendable (LaneFailure?) -> Void
    ) {
        guard let log = configuration.cosigned else { return body(unwitnessed) }
        if log.cosignedSize >= size { return body(nil) }
        let seconds = configuration.limits.cosignTimeoutSeconds
        let isOver = NIOLoopBoundBox(false, eventLoop: loop)
        let end: @Sendable (LaneFailure?) -> Void = { failure in
            guard !isOver.value else { return }
            isOver.value = true
            body(failure)
        }
        let timeout = loop.scheduleTask(in: .seconds(seconds)) {
            end(
                LaneFailure(
                    .notReady,
                    "the hub has not cosigned the record of this operation within \(seconds) s, so it was not run (audit: strict)"
                ))
        }
        log.whenCosigned(size) {
            loop.execute {
                timeout.cancel()
                end(nil)
            }
        }
    }

    // MARK: approvals

    /// The approvals of one session; nil: nobody can approve.
    package func approvals() -> ApprovalCalls? {
        configuration.approvals.map { ApprovalCalls(desk: $0, metrics: metrics, limits: configuration.limits) }
    }
}
