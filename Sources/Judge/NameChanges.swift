import Policy
import SQLRewrite

/// What one statement has changed in a session's names, object by object: what the server did not do is taken back.
///
/// A guess that turns out wrong can only make a name unknown, or known again: each object has a name of its own at the
/// server, so none is ever taken for another.
package struct NameChanges: Sendable {
    package var prepared: [ServerStatement] = []
    package var deallocated: [ServerStatement] = []
    package var opened: [ServerCursor] = []
    package var closed: [ServerCursor] = []
    /// What the search path was before; nil where it stayed.
    package var path: SearchPath?
    /// Names that were no temporary tables' before.
    var temporaries: [String] = []
    /// What these were before; nil where they stayed.
    var temporaryViews: [String: Set<QualifiedName>]?
    var made: NameEnvironment.Made?
    /// What was unsettled before; nil where that stayed.
    var unsettled: UnsettledNames?

    package init() {}
}
