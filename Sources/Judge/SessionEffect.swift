package import Policy

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
    /// SQL PREPARE, and a named Parse: both share one namespace.
    case prepare(name: String)
    /// nil: all.
    case deallocate(name: String?)
    /// - Parameter holds: it outlives its transaction (WITH HOLD).
    case declareCursor(name: String, holds: Bool)
    /// nil: all.
    case closeCursor(name: String?)
    case createTemporary(String)
    /// - Parameter reads: relations of the catalog.
    case createTemporaryView(String, reads: Set<QualifiedName>)
    case dropTemporary(String)
    /// Something that the catalog describes was changed: read it again once the statement has completed.
    case catalogChanged
    case discardAll

    var isPrepare: Bool { if case .prepare = self { true } else { false } }
}
