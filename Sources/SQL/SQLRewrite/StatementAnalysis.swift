package import Policy

/// What the rewriter found out about one statement.
package struct StatementAnalysis: Sendable, Equatable {
    package enum MovedReturning: Sendable { case insert, update, delete }

    package var kinds: Set<StatementKind>
    package var tables: Set<QualifiedName> = []
    /// Relations of the catalog that the statement reads, through temporary views too.
    package var reads: Set<QualifiedName> = []
    /// Temporary relations that it makes without saying so.
    package var madeTemporary: [String] = []
    package var phiRead: Set<String> = []
    /// Those of them whose masks stand in the text that is sent; the others are only compared or written.
    package var masked: Set<String> = []
    /// Of values of protected columns, for each execution.
    package var lookups = LookupCount()
    /// It reads tables that may hold copies of masked values: one cell may be a copy of many.
    package var readsCopies = false
    package var phiWritten: Set<String> = []
    /// Protected columns that foreign keys set besides, by their relation there.
    package var phiFollowing: [QualifiedName: Set<String>] = [:]
    package var unfiltered = false
    /// Server messages may quote raw values or come from code that nobody here has read.
    package var scrubsServerText = false
    /// It may run code that is trusted because the policy names it, on raw rows: what that leaves behind may be made of them.
    package var runsEntrusted = false
    /// It touches what is protected, though it may read and write other columns only: what it costs is not shown.
    package var isNearProtected = false
    /// The select list of every derived table that was written for a masked relation.
    package var lists: [QualifiedName: String] = [:]
    /// A RETURNING was moved above a masked table: the command tag says SELECT.
    package var movedReturning: MovedReturning?
    /// It writes rows to a temporary table of the session's own, or makes one of a query.
    package var fillsTemporary = false
    /// A table that is made, of which nothing is anybody else's.
    package var makesPlain: QualifiedName?
    /// Writes to a protected relation: values must not carry the mask marker.
    package var refusesMaskMarker = false
    /// That something is not there, or is there already, lets it pass: only by a catalog that was read for it.
    package var restsOnMoment = false
    /// Masked columns that decide which rows or in which order, for one NOTICE.
    package var maskedInPredicates: Set<String> = []

    package init(kinds: Set<StatementKind>) { self.kinds = kinds }
}
