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
    /// What the settings were before; nil where they stayed.
    package var settings: TrackedSettings?
    /// Names of temporary relations that it makes.
    var temporaries: [String] = []
    /// Which of them are views, and what those read.
    var temporaryViews: [(name: String, reads: Set<ViewedRelation>)] = []
    var made: NameEnvironment.Made?
    /// What was unsettled before; nil where that stayed.
    var unsettled: UnsettledNames?

    package init() {}
}
