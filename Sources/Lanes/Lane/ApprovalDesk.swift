package import HubAPI

/// Where people decide about held statements: the hub.
package protocol ApprovalDesk: Sendable {
    /// For requests: `Heartbeat.boot`.
    var boot: String { get }

    /// Asks. Returns at once; may be called from any thread, an event loop's among them.
    ///
    /// A hub that cannot be reached is tried again until the request's `expiresSeconds` are over: then `heard` is
    /// told `expired`, with a reason that says so. A hub that refuses the request: `denied`, with its reason.
    /// - Parameter heard: to be called from any thread: with `pending` at most once, when it is known that nobody has
    ///   decided already (a grant, say), or that the hub cannot be reached; then with the decision, once. One that comes
    ///   later than `expiresSeconds` and a grace is not heard.
    func submit(_ request: ApprovalRequest, heard: @escaping @Sendable (ApprovalState) -> Void)

    /// Nobody waits for the request any more; `heard` need not be called. Returns at once. Called at most once, and
    /// not for a request that was decided.
    func withdraw(_ id: String)
}
