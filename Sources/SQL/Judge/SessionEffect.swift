package import SQLRewrite

/// What a permitted statement changes in the session's own names.
package enum SessionEffect: Sendable, Equatable {
    case setSearchPath([String], local: Bool)
    case resetSearchPath
    /// - Parameter milliseconds: nil: none.
    case setStatementTimeout(_ milliseconds: Int64?, local: Bool)
    case resetStatementTimeout
    /// - Parameter role: nil: the one that the lane connects as.
    case setRole(_ role: String?, local: Bool)
    case begin
    case commit
    /// PREPARE TRANSACTION, beside `commit`.
    case preparesTransaction
    case rollback
    case savepoint(String)
    case rollbackToSavepoint(String)
    case release(String)
    /// SQL PREPARE; a named Parse shares its namespace.
    case prepare(LaneName)
    /// By the client's name; nil: all.
    case deallocate(String?)
    /// - Parameter holds: it outlives its transaction (WITH HOLD).
    case declareCursor(LaneName, holds: Bool)
    /// By the client's name; nil: all.
    case closeCursor(String?)
    case createTemporary(String)
    /// - Parameter reads: relations of the catalog.
    case createTemporaryView(String, reads: Set<ViewedRelation>)
    case dropTemporary(String)
    /// The session's temporary tables may hold masks of these columns.
    case copied(Set<String>)
    /// Something that the catalog describes was changed: read it again once the statement has completed.
    case catalogChanged
    case discardAll
    /// Relations and schemas that the catalog knows when the transaction has ended.
    case made(NameEnvironment.Made)

    /// What the transaction has made under these names may have others by now, or be gone.
    case renamed(Set<String>)
    /// Names that the catalog cannot be believed about until the transaction has ended.
    case unsettled(UnsettledNames)
    /// Other sessions wait for its transaction where they would name what it defines, and it waits for theirs.
    case defined(DefinedNames)

    /// PREPARE, or DECLARE.
    var makesName: Bool {
        switch self {
        case .prepare, .declareCursor: true
        default: false
        }
    }

    /// What the transaction has defined is committed, or gone.
    package var endsDefinitions: Bool {
        switch self {
        case .commit, .rollback, .rollbackToSavepoint: true
        default: false
        }
    }

    var isPrepare: Bool { if case .prepare = self { true } else { false } }
}
