import AuditLog
import Detectors
import Judge
import Logging
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import Spool
import Synchronization

/// What the sessions of one lane share.
final class LaneCore: Sendable {
    let configuration: LaneConfiguration
    let connector: UpstreamConnector
    /// Nil: the principal has no role here.
    let keeper: CatalogKeeper?
    let metrics: LaneMetrics
    let cancels = CancelRegistry()
    let detectors: DetectorSet
    let captureBytesLimit: Int
    private let trail: AuditTrail
    private let logger: Logger
    private let sessions = Mutex<[ObjectIdentifier: NIOLoopBound<SessionDriver>]>([:])

    /// An answer in full would be kept without a bound: `all` is as much as the log takes in one record.
    static let captureAllBytesLimit = 64 << 20

    init(
        configuration: LaneConfiguration, connector: UpstreamConnector, keeper: CatalogKeeper?, metrics: LaneMetrics,
        detectors: DetectorSet, trail: AuditTrail, logger: Logger
    ) {
        self.configuration = configuration
        self.connector = connector
        self.keeper = keeper
        self.metrics = metrics
        self.detectors = detectors
        self.trail = trail
        self.logger = logger
        captureBytesLimit =
            switch configuration.target.record {
            case .none: 0
            case .bytes(let limit): min(limit, Self.captureAllBytesLimit)
            case .all: Self.captureAllBytesLimit
            }
    }

    // MARK: admission

    enum Admission {
        case admitted(Judge)
        case refused(sqlState: String, reason: String)
    }

    func admit(_ options: StartupOptions) -> Admission {
        let target = configuration.target
        guard let keeper else {
            return .refused(
                sqlState: "28000",
                reason: "principal \"\(configuration.principal)\" has no role on target \"\(target.name)\"")
        }
        guard metrics.snapshot.connectionsOpen < configuration.limits.connectionsLimit else {
            return .refused(
                sqlState: "53300", reason: "more than \(configuration.limits.connectionsLimit) connections")
        }
        if options.wantsReplication {
            return .refused(sqlState: "42501", reason: "replication connections are not possible through this lane")
        }
        if let database = options.database, database != target.database {
            return .refused(
                sqlState: "3D000", reason: "this lane serves database \"\(target.database)\" and no other")
        }
        if options.malformedOption {
            return .refused(
                sqlState: "42501", reason: "startup options may only be of the form -c name=value")
        }
        guard let judge = keeper.judge else {
            if case .notReady(let reason) = keeper.readiness {
                return .refused(sqlState: "57P03", reason: "lane \"\(target.name)\" is not ready: \(reason)")
            }
            return .refused(sqlState: "57P03", reason: "lane \"\(target.name)\" is not ready")
        }
        for setting in options.settings {
            if let refusal = judge.refusalOfStartupParameter(name: setting.name, value: setting.value) {
                return .refused(sqlState: refusal.sqlState, reason: "startup: " + refusal.message)
            }
        }
        return .admitted(judge)
    }

    func refused(_ reason: String, _ options: StartupOptions?) {
        metrics.add(to: .connectionsRefused)
        logger.info("connection refused", metadata: ["target": "\(configuration.target.name)", "reason": "\(reason)"])
        _ = record(
            session: "", statement: 0,
            .decision(
                AuditEvent.Decision(
                    verdict: "deny", rule: "chaperone/connection", message: reason, via: "startup", text: "",
                    rawText: [])))
    }

    // MARK: sessions

    func sessionStarted(_ driver: SessionDriver, loop: any EventLoop) {
        metrics.add(to: .connectionsOpen)
        metrics.add(to: .connectionsTotal)
        let bound = NIOLoopBound(driver, eventLoop: loop)
        sessions.withLock { $0[ObjectIdentifier(driver)] = bound }
    }

    func sessionEnded(_ driver: SessionDriver, cancelID: Int32) {
        cancels.remove(cancelID)
        let wasKnown = sessions.withLock { $0.removeValue(forKey: ObjectIdentifier(driver)) != nil }
        if wasKnown { metrics.add(-1, to: .connectionsOpen) }
    }

    var sessionCount: Int { sessions.withLock(\.count) }

    func forEachSession(_ body: @escaping @Sendable (SessionDriver) -> Void) {
        let all = sessions.withLock { Array($0.values) }
        for bound in all { bound.eventLoop.execute { body(bound.value) } }
    }

    // MARK: the log

    func record(session: String, statement: UInt64, _ event: AuditEvent) -> SessionMachine.AuditRefusal? {
        do throws(AuditFailure) {
            try trail.append(
                AuditEntry(
                    session: session, statement: statement, principal: configuration.principal,
                    target: configuration.target.name, event: event))
            return nil
        } catch {
            logger.error("audit record not kept", metadata: ["reason": "\(error.reason)"])
            return SessionMachine.AuditRefusal(reason: error.reason)
        }
    }
}
