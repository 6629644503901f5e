package import NIOCore

/// What a protocol plugs into a lane: everything that it knows of one upstream, as long as that is connected to in the
/// same way. The lane listens, admits, counts, drains and changes policy; the service speaks.
package protocol LaneService: AnyObject, Sendable {
    associatedtype Session: LaneSession

    /// In force.
    var policy: LanePolicy { get }
    var readiness: LaneReadiness { get }
    /// What of the policy does not fit to the upstream, and is closed.
    var misfits: [String] { get }
    /// Since the upstream was last asked what it holds; nil: it has not been, or there is nothing to ask.
    var knowledgeAgeSeconds: Int64? { get }
    /// Whether waiting may still make it ready: not when what it has asked was answered, and does not fit.
    var mayBecomeReady: Bool { get }

    /// Upkeep, until it is cancelled.
    func run() async

    /// No session begins any more, and none goes on: its own connections end.
    func stop()

    /// Whether sessions can go on by `policy`: nothing that their connections upstream are made by has changed.
    func canAdopt(_ policy: LanePolicy) -> Bool

    /// Returns when whatever is asked for a judgement judges by `policy`.
    /// - Parameter groups: of the sessions that are open.
    func adopt(_ policy: LanePolicy, groups: [[String]]) async

    /// A client has connected; on its event loop, before anything is read.
    /// - Parameter ticket: to be kept as long as the connection, then by the session that it becomes.
    /// - Throws: when the channel cannot be used; it is then closed.
    func accept(_ client: any Channel, _ ticket: consuming AdmissionTicket) throws

    /// The same, but nobody more is served: the client is to be told, and the channel closed.
    func refuse(_ client: any Channel, _ failure: LaneFailure)
}
