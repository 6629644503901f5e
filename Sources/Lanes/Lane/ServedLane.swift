package import NIOCore

/// A lane as the sidecar sees it, whatever it speaks.
package protocol ServedLane: AnyObject, Sendable {
    /// The target's.
    var name: String { get }
    var metrics: LaneMetrics { get }
    var localAddress: SocketAddress? { get }
    /// In force.
    var policy: LanePolicy { get }
    var readiness: LaneReadiness { get }
    /// As of `LaneService`.
    var mayBecomeReady: Bool { get }
    /// What of the policy does not fit to the upstream, and is closed.
    var misfits: [String] { get }
    /// As of `LaneService`.
    var knowledgeAgeSeconds: Int64? { get }
    var sessionCount: Int { get }
    /// Connections that are no sessions yet.
    var startingCount: Int { get }

    /// Binds the listener and begins the upkeep. Returns when the port is bound.
    func start() async throws

    /// Serves a client's connection that another listener has accepted. On the channel's event loop, before it is
    /// active.
    func serve(_ channel: any Channel) throws

    /// Serves by another policy of the same target. Not to be called again before it has returned.
    ///
    /// Sessions go on, and are judged by it from their next operation on: when this returns, all are. One ends when its
    /// principal has no role any more. All end when their connections upstream are not what the policy demands. A lane
    /// that was not started, or ends, only takes note.
    /// - Throws: when the new address cannot be listened on (the old one is then still served, by the new policy), or
    ///   its TLS settings cannot be used (then nothing has changed).
    func update(_ policy: LanePolicy) async throws

    /// Nobody may be served any more: ends the sessions, and stops.
    /// - Parameter reason: for the clients.
    func withdraw(reason: String) async

    /// During the grace new connections are still served. Then there are no new ones, and each session ends when
    /// nothing runs in it, at the latest after `LaneLimits.drainSecondsLimit`. Returns when all have.
    func drain(graceSeconds: Int) async

    /// Ends everything now.
    func stop() async
}

extension ServedLane {
    /// Operations and answers that wait for approval.
    package var heldCount: Int { metrics.snapshot.statementsHeld }
}
