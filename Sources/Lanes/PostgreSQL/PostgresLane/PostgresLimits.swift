package import PostgresWire

/// The limits of a lane before a PostgreSQL server, beside those that every lane has.
package struct PostgresLimits: Sendable {
    package var wire = WireLimits()
    /// A catalog older than this is read again.
    package var catalogAgeLimitSeconds: Int64 = 300
    /// The same where a view could not be read because of somebody's lock.
    package var lockedViewPauseSeconds: Int64 = 5
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
    /// How long a definition waits for statements of other sessions that name what it is about, and between two looks at them.
    package var turnSecondsLimit: Int64 = 10
    package var turnPauseMilliseconds: Int64 = 50
    /// How long the end of a session's process at the server is waited for, whose client has gone in the midst of a statement.
    package var endSecondsLimit: Int64 = 5
    /// Between two readings of the catalog that sessions ask for.
    package var catalogRefreshPauseMilliseconds: Int64 = 200
    /// One of the lane's own queries.
    package var catalogTimeoutSeconds: Int64 = 60
    /// Where reading the whole catalog takes longer than this, that of one transaction is not read.
    package var ownCatalogMillisecondsLimit: Int64 = 3_000
    /// Of all that is asked about one transaction's own definitions; then the session ends.
    package var ownCatalogTimeoutSeconds: Int64 = 30
    /// So many of them are kept at once on a lane; other sessions are judged as if theirs could not be read.
    package var ownCatalogsLimit = 64
    /// Rows of one answer to the lane's own queries.
    package var catalogRowsLimit = 1_000_000
    /// Roles that have sessions at once; each has a judge.
    package var rolesLimit = 64

    package init() {}
}
