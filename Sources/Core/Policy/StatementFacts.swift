/// What policy may know of one statement. Nothing here depends on a protocol's bytes.
package struct StatementFacts: Sendable, Equatable {
    /// The schema of the session's own temporary tables, as rules name them.
    package static let temporarySchema = "pg_temp"

    /// Every kind of work the statement does: `WITH d AS (DELETE …) SELECT …` is a delete and a select.
    /// A rule for any of them applies; the strictest verdict counts.
    package var kinds: Set<StatementKind>
    /// Relations that the statement names or changes, resolved; the session's own temporary ones as `pg_temp.NAME`.
    package var tables: Set<QualifiedName>
    /// Children and partitions of those, as far as the statement goes to them: a rule that restricts asks for them too;
    /// to one that allows they are part of the table that is named.
    package var parts: Set<QualifiedName>
    /// What it sets in motion besides, by kind: the relations, each for itself, to which foreign keys do it, and code that the
    /// policy says the tables of. Only rules that restrict ask for these.
    package var effects: [StatementKind: Set<QualifiedName>] = [:]
    /// The same of relations that cannot be told: behind rules of the database, and views that do not lead to one table.
    package var unknownEffects: Set<StatementKind> = []
    /// It touches relations that cannot be told, or could.
    package var touchesUnknown: Bool
    /// Protected columns' relations that are read: `schema.relation.column`, sorted.
    package var phiRead: [String]
    /// Protected columns that are written.
    package var phiWritten: [String]
    /// Protected columns that foreign keys set besides, by their relation. Only rules that restrict ask for these.
    package var phiFollowing: [QualifiedName: [String]] = [:]
    /// An UPDATE or DELETE that no row of its table escapes, as far as its text tells.
    package var unfiltered: Bool
    /// The statement with its literals replaced by `$1`, `$2` …
    package var normalizedText: String

    package init(
        kinds: Set<StatementKind>, tables: Set<QualifiedName> = [], parts: Set<QualifiedName> = [],
        touchesUnknown: Bool = false, phiRead: [String] = [], phiWritten: [String] = [], unfiltered: Bool = false,
        normalizedText: String = ""
    ) {
        self.kinds = kinds
        self.tables = tables
        self.parts = parts
        self.touchesUnknown = touchesUnknown
        self.phiRead = phiRead
        self.phiWritten = phiWritten
        self.unfiltered = unfiltered
        self.normalizedText = normalizedText
    }
}

extension StatementFacts {
    /// Each effect as if it were a statement by itself.
    var ofEffects: [(kind: StatementKind, facts: StatementFacts)] {
        if effects.isEmpty, unknownEffects.isEmpty, phiFollowing.isEmpty { return [] }
        var all: [(kind: StatementKind, facts: StatementFacts)] = []
        func add(_ kind: StatementKind, _ tables: Set<QualifiedName>, isUnknown: Bool) {
            var facts = self
            (facts.kinds, facts.tables, facts.parts, facts.touchesUnknown) = ([kind], tables, [], isUnknown)
            (facts.effects, facts.unknownEffects, facts.phiFollowing) = ([:], [], [:])
            if kind == .update { for table in tables { facts.phiWritten += phiFollowing[table] ?? [] } }
            all.append((kind, facts))
        }
        for (kind, tables) in effects { for table in tables { add(kind, [table], isUnknown: false) } }
        for kind in unknownEffects { add(kind, [], isUnknown: true) }
        for table in phiFollowing.keys where effects[.update]?.contains(table) != true {
            add(.update, [table], isUnknown: false)
        }
        return all
    }
}
