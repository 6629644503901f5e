/// Which rules can hold for a statement at all, so that a thousand rules about other kinds and other tables cost nothing.
struct RuleIndex: Sendable {
    /// Indexes of rules, rising.
    private struct Table: Sendable {
        /// Those that name no table, and those that a wildcard stands for the schema in.
        var anywhere: [Int] = []
        var bySchema: [String: [Int]] = [:]
        var byRelation: [QualifiedName: [Int]] = [:]
        /// For a statement whose tables are not known.
        var all: [Int] = []

        mutating func add(_ index: Int, _ rule: PreparedRule) {
            all.append(index)
            let schemas = Set(rule.globs.filter { $0.relation == nil }.map(\.schemaName))
            guard !rule.globs.isEmpty, !rule.isMalformed, !schemas.contains(nil) else { return anywhere.append(index) }
            for case let schema? in schemas { bySchema[schema, default: []].append(index) }
            for relation in Set(rule.globs.compactMap(\.relation)) { byRelation[relation, default: []].append(index) }
        }

        func candidates(_ facts: StatementFacts) -> [Int] {
            if bySchema.isEmpty, byRelation.isEmpty { return anywhere }
            if facts.touchesUnknown { return all }
            var found = anywhere
            for tables in [facts.tables, facts.parts] {
                for table in tables {
                    if let rules = byRelation[table] { found += rules }
                    if let rules = bySchema[table.schema] { found += rules }
                }
            }
            return found.count == anywhere.count ? anywhere : Set(found).sorted()
        }
    }

    private var byKind: [StatementKind: Table] = [:]
    /// For a statement without a kind.
    private var withoutKind = Table()

    init(_ rules: [PreparedRule]) {
        for kind in StatementKind.allCases { byKind[kind] = Table() }
        for (index, rule) in rules.enumerated() {
            if rule.rule.when.statements.isEmpty { withoutKind.add(index, rule) }
            for kind in StatementKind.allCases where rule.rule.when.statements.isEmpty || rule.names(kind) {
                byKind[kind]?.add(index, rule)
            }
        }
    }

    /// Every rule that holds is among them, in the order of the policy; others may be.
    func candidates(_ kind: StatementKind?, _ facts: StatementFacts) -> [Int] {
        guard let kind else { return withoutKind.candidates(facts) }
        return byKind[kind]?.candidates(facts) ?? []
    }
}
