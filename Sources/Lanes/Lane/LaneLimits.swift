/// The limits of one lane, whatever it speaks.
package struct LaneLimits: Sendable {
    /// From their acceptance on.
    package var connectionsLimit = 5_000
    /// Those of them that are no sessions yet: what says nothing takes no place for long, and not every place.
    package var startingLimit = 500
    /// From the first byte until the client has said who it is.
    package var startupTimeoutSeconds: Int64 = 30
    /// Reaching the upstream server, TLS and authentication.
    package var upstreamTimeoutSeconds: Int64 = 15
    /// Operations and answers that wait for approval at once.
    package var heldStatementsLimit = 1_000
    /// Beyond a request's own time: for the hub to say that it is over.
    package var approvalGraceSeconds: Int64 = 5
    /// A token that a client gives as its password.
    package var tokenBytesLimit = 16 << 10
    /// For the hub to cosign an intent (`audit: strict`).
    package var cosignTimeoutSeconds: Int64 = 30
    /// After the grace: for sessions to come to rest.
    package var drainSecondsLimit: Int64 = 10

    package init() {}
}
