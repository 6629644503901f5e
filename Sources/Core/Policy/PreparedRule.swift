/// A rule whose table patterns are compiled.
struct PreparedRule: Sendable {
    let rule: Rule
    let globs: [TableGlob]
    /// A pattern of the rule is not one. The compiler lets none through; should one appear all the same, a rule that
    /// restricts holds for every table, and a rule that allows for none.
    let isMalformed: Bool

    init(_ rule: Rule) {
        self.rule = rule
        globs = rule.when.tables.compactMap { try? TableGlob($0) }
        isMalformed = globs.count != rule.when.tables.count
    }

    func holds(_ kind: StatementKind?, _ facts: StatementFacts, _ matches: (String) -> Bool) -> Bool {
        let when = rule.when
        guard when.statements.isEmpty || kind.map(names) ?? false else { return false }
        guard !when.readsPHI || !facts.phiRead.isEmpty else { return false }
        guard !when.writesPHI || !facts.phiWritten.isEmpty else { return false }
        guard !when.unfiltered || facts.unfiltered else { return false }
        guard when.tables.isEmpty || holds(tables: facts) else { return false }
        return when.matches.map(matches) ?? true
    }

    /// What makes a temporary table, or one of a query, is DDL, too.
    func names(_ kind: StatementKind) -> Bool {
        rule.when.statements.contains(kind)
            || [.temporary, .derive].contains(kind) && rule.when.statements.contains(.ddl)
    }

    /// One matching table is enough for a rule that restricts, and one that could be any; a rule that allows must know
    /// every table, or a join would carry a table along that nobody allowed. The session's own temporary tables may
    /// stand beside tables that are allowed.
    private func holds(tables facts: StatementFacts) -> Bool {
        if rule.restricts {
            if facts.touchesUnknown { return true }
            return isMalformed && !facts.tables.isEmpty || matchesAny(of: facts.tables) || matchesAny(of: facts.parts)
        }
        guard !isMalformed, !facts.touchesUnknown, !facts.tables.isEmpty else { return false }
        let isOwn = facts.tables.allSatisfy { $0.schema == StatementFacts.temporarySchema }
        return facts.tables.allSatisfy { table in
            !isOwn && table.schema == StatementFacts.temporarySchema || matches(table)
        }
    }

    private func matchesAny(of tables: Set<QualifiedName>) -> Bool { tables.contains(where: matches) }

    private func matches(_ table: QualifiedName) -> Bool { globs.contains { $0.matches(table) } }
}
