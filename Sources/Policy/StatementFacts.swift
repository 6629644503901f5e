/// What policy may know of one statement. Nothing here depends on a protocol's bytes.
package struct StatementFacts: Sendable, Equatable {
    /// Every kind of work the statement does: `WITH d AS (DELETE …) SELECT …` is a delete and a select.
    /// A rule for any of them applies; the strictest verdict counts.
    package var kinds: Set<StatementKind>
    /// Relations that the statement names, resolved.
    package var tables: Set<QualifiedName>
    /// Protected columns' relations that are read: `schema.relation.column`, sorted.
    package var phiRead: [String]
    /// Protected columns that are written.
    package var phiWritten: [String]
    /// An UPDATE or DELETE without WHERE.
    package var unfiltered: Bool
    /// The statement with its literals replaced by `$1`, `$2` …
    package var normalizedText: String

    package init(
        kinds: Set<StatementKind>, tables: Set<QualifiedName> = [], phiRead: [String] = [], phiWritten: [String] = [],
        unfiltered: Bool = false, normalizedText: String = ""
    ) {
        self.kinds = kinds
        self.tables = tables
        self.phiRead = phiRead
        self.phiWritten = phiWritten
        self.unfiltered = unfiltered
        self.normalizedText = normalizedText
    }
}
