package import Policy
package import SQLRewrite

/// What a permitted statement changes in the session's own names.
package enum SessionEffect: Sendable, Equatable {
    case setSearchPath([String], local: Bool)
    case resetSearchPath
    case begin
    case commit
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
    case createTemporaryView(String, reads: Set<QualifiedName>)
    case dropTemporary(String)
    /// Something that the catalog describes was changed: read it again once the statement has completed.
    case catalogChanged
    case discardAll
    /// Relations and schemas that the catalog knows when the transaction has ended.
    case made(NameEnvironment.Made)

    /// Names that the catalog cannot be believed about until the transaction has ended.
    case unsettled(UnsettledNames)

    /// PREPARE, or DECLARE.
    var makesName: Bool {
        switch self {
        case .prepare, .declareCursor: true
        default: false
        }
    }

    var isPrepare: Bool { if case .prepare = self { true } else { false } }
}
