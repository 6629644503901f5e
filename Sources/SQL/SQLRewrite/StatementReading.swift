package import Policy

/// What policy's rules are judged by, read from one statement by names as they are resolved.
package struct StatementReading: Sendable {
    /// Those of protected columns, and the text, are left out.
    package var facts: StatementFacts
    /// Unqualified names of which it is not known what they mean, as they stand in the statement.
    package var unknownNames: [String] = []
    /// Relations that it changes, and the catalog does not know.
    package var unknownTargets: [QualifiedName] = []
    /// Relations and schemas that are there when it has run.
    package var made = NameEnvironment.Made()
    /// Temporary relations that it makes or names anew without saying so, since the search path begins with pg_temp or a
    /// view reads such a relation.
    package var madeTemporary: [String] = []
    /// It would change how the server reads texts, or might: why it is not sent.
    package var refusal: RewriteRefusal?
    /// See `StatementAnalysis.restsOnMoment`.
    package var restsOnMoment = false
    /// What makes its names mean what they were taken for, whatever the server's search path is.
    var edits: [Edit] = []

    /// Whether the text that is sent has names written out in full.
    package var writesNames: Bool { !edits.isEmpty }

    package init(facts: StatementFacts) { self.facts = facts }
}
