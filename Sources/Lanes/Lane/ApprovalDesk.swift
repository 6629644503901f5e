package import HubAPI

/// Where people decide about held statements: the hub.
package protocol ApprovalDesk: Sendable {
    /// For requests: `Heartbeat.boot`.
    var boot: String { get }

    /// Asks. Returns at once; may be called from any thread, an event loop's among them.
    ///
    /// A hub that cannot be reached is tried again until the request's `expiresSeconds` are over: then `decided` is
    /// told `expired`, with a reason that says so. A hub that refuses the request: `denied`, with its reason.
    /// - Parameter decided: to be called at most once, from any thread, when the state is not `pending`. A decision
    ///   that comes later than `expiresSeconds` and a grace is not heard.
    func submit(_ request: ApprovalRequest, decided: @escaping @Sendable (ApprovalState) -> Void)

    /// Nobody waits for the request any more; `decided` need not be called. Returns at once. Called at most once, and
    /// not for a request that was decided.
    func withdraw(_ id: String)
}
