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
