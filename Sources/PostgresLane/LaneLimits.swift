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

    package init() {}
}
