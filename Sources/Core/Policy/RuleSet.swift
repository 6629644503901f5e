/// The rules of a bundle that can concern one role on one target, ready to be asked for every statement.
///
/// The first match wins, and all given conditions must hold. A rule with `rows_over` never decides by itself: it
/// becomes a limit of the grant when it stands before the rule that allowed the statement. A statement of several
/// kinds is judged once for each; the strictest verdict counts.
package struct RuleSet: Sendable {
    private var rules: [PreparedRule]
    private var index: RuleIndex
    private var defaultAction: Bundle.DefaultAction

    package init(bundle: Bundle, target: String, role: String) {
        rules = bundle.rules.filter { rule in
            rule.when.ssh == nil && (rule.when.targets.isEmpty || rule.when.targets.contains(target))
                && (rule.when.roles.isEmpty || rule.when.roles.contains(role))
        }.map(PreparedRule.init)
        index = RuleIndex(rules)
        defaultAction = bundle.defaultAction
    }

    /// The RE2 patterns that `verdict` may ask for: compile each once.
    package var patterns: [String] { rules.compactMap(\.rule.when.matches) }

    /// Whether any rule is about tables: it holds for some only, or asks people, whose answer is about the tables that they
    /// were asked about.
    package var nameTables: Bool { rules.contains { !$0.rule.when.tables.isEmpty || $0.rule.demand != nil } }

    /// Whether any rule asks whether a statement leaves rows out.
    package var askUnfiltered: Bool { rules.contains { $0.rule.when.unfiltered } }

    /// Those that some rule's pattern of tables matches.
    package func named(among tables: some Sequence<QualifiedName>) -> [QualifiedName] {
        if rules.contains(where: \.isMalformed) { return Array(tables) }
        let (exact, globs) = (self.tables, rules.flatMap(\.globs).filter { $0.relation == nil })
        let bySchema = Dictionary(grouping: globs, by: \.schemaName)
        return tables.filter { table in
            exact.contains(table)
                || [table.schema, nil].contains { bySchema[$0]?.contains { $0.matches(table) } ?? false }
        }
    }

    /// The tables that rules name without a wildcard, whether they are there or not.
    package var tables: Set<QualifiedName> { Set(rules.lazy.flatMap { $0.globs.compactMap(\.relation) }) }

    /// - Parameter matches: whether the given RE2 pattern is found in the statement's normalised text.
    package func verdict(for facts: StatementFacts, matches: (String) -> Bool) -> Verdict {
        var outcome = Outcome()
        if facts.kinds.isEmpty {
            outcome.add(decide(nil, facts, matches), rules: rules)
        } else {
            for kind in facts.kinds { outcome.add(decide(kind, facts, matches), rules: rules) }
        }
        for (kind, facts) in facts.ofEffects {
            let decision = decide(kind, facts, matches)
            // What is set in motion is nobody's to allow: it counts where a rule restricts it.
            if decision.rule < rules.count, rules[decision.rule].rule.restricts { outcome.add(decision, rules: rules) }
        }
        return outcome.verdict(rules: rules, defaultAction: defaultAction)
    }

    private func decide(_ kind: StatementKind?, _ facts: StatementFacts, _ matches: (String) -> Bool) -> Decision {
        var limits: [Int] = []
        for index in index.candidates(kind, facts) {
            let prepared = rules[index]
            guard prepared.holds(kind, facts, matches) else { continue }
            if prepared.rule.when.rowsOver != nil {
                limits.append(index)
            } else {
                return Decision(strictness: .init(prepared.rule.action), rule: index, limits: limits)
            }
        }
        return Decision(strictness: defaultAction == .allow ? .allow : .deny, rule: rules.count, limits: limits)
    }

    /// What one kind of a statement led to. `rule` is an index; the count of rules stands for the default.
    private struct Decision {
        var strictness: Strictness
        var rule: Int
        var limits: [Int]
    }

    private enum Strictness: Int, Comparable {
        case allow, approve, deny

        init(_ action: Rule.Action) {
            switch action {
            case .allow, .observe: self = .allow
            case .approve: self = .approve
            case .deny: self = .deny
            }
        }

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// The strictest of several decisions; among equals, the rule that stands first in the file.
    private struct Outcome {
        private var strictness = Strictness.allow
        private var rule: Int?
        private var observed = false
        private var limits: Set<Int> = []
        /// Rules that demand approval: all of them are asked for.
        private var approving: Set<Int> = []

        mutating func add(_ decision: Decision, rules: [PreparedRule]) {
            if let rule, (strictness, -rule) >= (decision.strictness, -decision.rule) {
                // the earlier decision stays
            } else {
                strictness = decision.strictness
                rule = decision.rule
            }
            limits.formUnion(decision.limits)
            if decision.strictness == .approve { approving.insert(decision.rule) }
            if decision.rule < rules.count, rules[decision.rule].rule.action == .observe { observed = true }
        }

        func verdict(rules: [PreparedRule], defaultAction: Bundle.DefaultAction) -> Verdict {
            guard let rule, rule < rules.count else {
                return defaultAction == .deny ? .deny(Denial(rule: nil)) : .allow(grant(nil, rules))
            }
            let decisive = rules[rule].rule
            switch decisive.action {
            case .allow, .observe: return .allow(grant(decisive.name, rules))
            case .deny: return .deny(Denial(rule: decisive.name, message: decisive.message))
            case .approve:
                return .approve(
                    approving.sorted().compactMap { rules[$0].rule.demand }, then: grant(decisive.name, rules))
            }
        }

        private func grant(_ rule: String?, _ rules: [PreparedRule]) -> Grant {
            let ordered = limits.sorted().compactMap { rules[$0].rule.rowLimit }
            return Grant(rule: rule, observed: observed, rowLimits: ordered.sorted(by: RowLimit.isBefore))
        }
    }
}
