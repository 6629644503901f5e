package import PostgresWire

/// The limits of one lane.
package struct LaneLimits: Sendable {
    package var wire = WireLimits()
    package var connectionsLimit = 5_000
    /// From the first byte to the startup packet's end.
    package var startupTimeoutSeconds: Int64 = 30
    /// Reaching the upstream server, TLS and authentication.
    package var upstreamTimeoutSeconds: Int64 = 15
    /// A catalog older than this is read again.
    package var catalogAgeLimitSeconds: Int64 = 300
    /// While sessions are open: between two questions whether the catalog has changed.
    package var watchPauseMilliseconds: Int64 = 800
    /// One of these questions.
    package var watchTimeoutSeconds: Int64 = 5
    /// Where the server cannot be asked, or its catalog not be read, for longer than this, nothing is permitted.
    package var knowledgeAgeLimitSeconds: Int64 = 10
    /// How long the connection for these questions is kept when no session is open.
    package var watchIdleSeconds: Int64 = 60
    /// How long a session waits for a definition that another session of the lane is making.
    package var fenceMilliseconds: Int64 = 1_000
    /// Between two readings of the catalog that sessions ask for.
    package var catalogRefreshPauseMilliseconds: Int64 = 200
    /// One of the lane's own queries.
    package var catalogTimeoutSeconds: Int64 = 60
    /// Rows of one answer to the lane's own queries.
    package var catalogRowsLimit = 1_000_000

    /// Statements and answers that wait for approval at once.
    package var heldStatementsLimit = 1_000
    /// Beyond a request's own time: for the hub to say that it is over.
    package var approvalGraceSeconds: Int64 = 5
    /// Roles that have sessions at once; each has a judge.
    package var rolesLimit = 64
    /// A token that a client gives as its password.
    package var tokenBytesLimit = 16 << 10
    /// For the hub to cosign an intent (`audit: strict`).
    package var cosignTimeoutSeconds: Int64 = 30

    package init() {}
}
