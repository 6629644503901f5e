import Policy

/// The policy file's words, put into code as plainly as possible: slow, and without a line of the product's.
enum NaiveEvaluation {
    static func verdict(_ bundle: Bundle, _ facts: StatementFacts, target: String, role: String) -> Verdict {
        var limits: [Int] = []
        var observed = false
        var decisions: [(strictness: Int, index: Int)] = []
        for kind in facts.kinds {
            var decision = (strictness: bundle.defaultAction == .deny ? 2 : 0, index: bundle.rules.count)
            for (index, rule) in bundle.rules.enumerated() {
                guard holds(rule, kind, facts, target, role) else { continue }
                if rule.when.rowsOver != nil {
                    limits.append(index)
                    continue
                }
                if rule.action == .observe { observed = true }
                decision = (strictness(rule.action), index)
                break
            }
            decisions.append(decision)
        }
        let strictest = decisions.map(\.strictness).max() ?? 2
        let index = decisions.filter { $0.strictness == strictest }.map(\.index).min() ?? bundle.rules.count
        let rule = index < bundle.rules.count ? bundle.rules[index] : nil
        if strictest == 2 { return .deny(Denial(rule: rule?.name, message: rule?.message)) }
        var rowLimits: [RowLimit] = []
        for index in Set(limits).sorted() {
            let rule = bundle.rules[index]
            let rows = rule.when.rowsOver ?? 0
            switch rule.action {
            case .allow: break
            case .observe: rowLimits.append(RowLimit(rows: rows, consequence: .observe(rule: rule.name)))
            case .deny:
                let denial = Denial(rule: rule.name, message: rule.message)
                rowLimits.append(RowLimit(rows: rows, consequence: .deny(denial)))
            case .approve: rowLimits.append(RowLimit(rows: rows, consequence: .approve(demand(rule))))
            }
        }
        rowLimits.sort { a, b in (a.rows, rank(a)) < (b.rows, rank(b)) }
        let grant = Grant(rule: rule?.name, observed: observed, rowLimits: rowLimits)
        guard strictest == 1 else { return .allow(grant) }
        let approving = Set(decisions.filter { $0.strictness == 1 }.map(\.index)).sorted()
        return .approve(approving.map { demand(bundle.rules[$0]) }, then: grant)
    }

    private static func holds(
        _ rule: Rule, _ kind: StatementKind, _ facts: StatementFacts, _ target: String, _ role: String
    ) -> Bool {
        let when = rule.when
        var all = true
        if !when.statements.isEmpty {
            let isDefinition = (kind == .temporary || kind == .derive) && when.statements.contains(.ddl)
            all = all && (when.statements.contains(kind) || isDefinition)
        }
        if !when.targets.isEmpty { all = all && when.targets.contains(target) }
        if !when.roles.isEmpty { all = all && when.roles.contains(role) }
        if when.readsPHI { all = all && facts.phiRead.count > 0 }
        if when.writesPHI { all = all && facts.phiWritten.count > 0 }
        if when.unfiltered { all = all && facts.unfiltered }
        if let pattern = when.matches { all = all && facts.normalizedText.hasPrefix(pattern) }
        if !when.tables.isEmpty {
            // the patterns of the test are SCHEMA.* and SCHEMA.NAME
            func hits(_ tables: Set<QualifiedName>) -> Int {
                tables.count { table in when.tables.contains { $0 == "\(table.schema).*" || $0 == table.description } }
            }
            let takesAway = strictness(rule.action) > 0 || (rule.action == .observe && when.rowsOver != nil)
            if takesAway {
                all = all && (facts.touchesUnknown || hits(facts.tables) + hits(facts.parts) > 0)
            } else {
                let others = facts.tables.filter { $0.schema != "pg_temp" }
                let asked = others.isEmpty ? facts.tables : others
                all = all && !facts.touchesUnknown && !asked.isEmpty && hits(asked) == asked.count
            }
        }
        return all
    }

    private static func strictness(_ action: Rule.Action) -> Int {
        switch action {
        case .allow, .observe: 0
        case .approve: 1
        case .deny: 2
        }
    }

    private static func rank(_ limit: RowLimit) -> Int {
        switch limit.consequence {
        case .deny: 0
        case .approve: 1
        case .observe: 2
        }
    }

    private static func demand(_ rule: Rule) -> ApprovalDemand {
        guard case .approve(let approvers, let seconds) = rule.action else {
            return ApprovalDemand(rule: rule.name, approvers: [], expiresSeconds: 0)
        }
        return ApprovalDemand(
            rule: rule.name, approvers: approvers, expiresSeconds: seconds, message: rule.message)
    }
}
