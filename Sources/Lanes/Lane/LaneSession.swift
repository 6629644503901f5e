/// One client's session on a lane. Its methods are called on its event loop.
package protocol LaneSession: AnyObject, SendableMetatype {
    /// The lane's policy is another, or may be: what comes now is judged by it.
    func policyChanged()

    /// Ends as soon as nothing runs in it; nothing waits for approval any more. May be called again and again.
    func drain()

    /// Ends now, and what runs in it. The client is told why; nothing happens when it has ended already.
    func end(_ failure: LaneFailure)
}
