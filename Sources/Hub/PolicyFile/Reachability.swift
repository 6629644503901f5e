import Policy

/// Finds rules that can never match.
///
/// It may miss one, but what it names is certain: for every kind of statement, target and role that the rule speaks of,
/// one earlier rule takes everything that the rule would.
struct Reachability {
    let log: DiagnosticLog
    let targets: [Target]
    let roles: [Role]

    private struct Scope: Hashable {
        var target: String
        var role: String
    }

    func check(_ placed: [PlacedRule]) {
        let everywhere = roles.flatMap { role in role.targets.map { Scope(target: $0, role: role.name) } }
        let scopes = placed.map { entry in
            everywhere.filter { scope in
                (entry.rule.when.targets.isEmpty || entry.rule.when.targets.contains(scope.target))
                    && (entry.rule.when.roles.isEmpty || entry.rule.when.roles.contains(scope.role))
            }
        }
        for (index, later) in placed.enumerated() where later.isSound {
            let earlier = placed[..<index].indices.filter { earlier in
                // Of rules about SSH nothing is certain here.
                placed[earlier].isSound && placed[earlier].rule.when.ssh == nil && later.rule.when.ssh == nil
                    && takesAll(placed[earlier].rule, of: later.rule)
            }
            if let reason = reason(later.rule, scopes[index])
                ?? shadow(later.rule, scopes[index], earlier.map { (placed[$0], Set(scopes[$0])) })
            {
                log.error("rule \"\(later.rule.name)\" can never match: \(reason)", at: later.mark)
            }
        }
    }

    private func reason(_ rule: Rule, _ scopes: [Scope]) -> String? {
        guard !scopes.isEmpty else {
            return roles.isEmpty || (rule.when.targets.isEmpty && rule.when.roles.isEmpty)
                ? nil : "no role that it speaks of may use a target that it speaks of"
        }
        let named = Set(scopes.map(\.target))
        let hasPHI = targets.contains { named.contains($0.name) && $0.postgres?.protects == true }
        let isKnown = named.allSatisfy { name in targets.contains { $0.name == name } }
        if rule.when.readsPHI || rule.when.writesPHI, isKnown, !hasPHI {
            return "no target that it speaks of has protected columns"
        }
        return nil
    }

    private func shadow(_ rule: Rule, _ scopes: [Scope], _ earlier: [(PlacedRule, Set<Scope>)]) -> String? {
        guard !earlier.isEmpty, !scopes.isEmpty else { return nil }
        let kinds = rule.when.statements.isEmpty ? StatementKind.allCases : rule.when.statements
        let speakingSSH = Set(targets.filter { $0.ssh != nil }.map(\.name))
        var takers: [String] = []
        for scope in scopes {
            for kind in kinds {
                let taker = earlier.first { entry, reach in
                    let statements = entry.rule.when.statements
                    return reach.contains(scope) && (statements.isEmpty || statements.contains(kind))
                        && (!speakingSSH.contains(scope.target) || takesAllOfSSH(entry.rule, of: rule))
                }
                guard let name = taker?.0.rule.name else { return nil }
                if !takers.contains(name) { takers.append(name) }
            }
        }
        let names = takers.map { "\"\($0)\"" }.joined(separator: ", ")
        return takers.count == 1
            ? "rule \(names) above takes everything that it would"
            : "rules \(names) above take everything that it would"
    }

    /// Whether `a` holds whenever `b` does, kinds, targets and roles aside, and leaves nothing for `b` to do.
    private func takesAll(_ a: Rule, of b: Rule) -> Bool {
        if let rows = a.when.rowsOver {
            guard a.action == .deny, let later = b.when.rowsOver, rows <= later else { return false }
        }
        guard !a.when.readsPHI || b.when.readsPHI, !a.when.writesPHI || b.when.writesPHI else { return false }
        guard !a.when.unfiltered || b.when.unfiltered else { return false }
        guard a.when.matches == nil || a.when.matches == b.when.matches else { return false }
        return coversTables(a, b)
    }

    /// What a rule for everything allows is no shell, no forwarding, no program that runs what others say, and nothing that
    /// was not read: a later one that restricts holds for those.
    private func takesAllOfSSH(_ a: Rule, of b: Rule) -> Bool {
        !a.when.namesStatements && (a.restricts || !b.restricts)
    }

    private func coversTables(_ a: Rule, _ b: Rule) -> Bool {
        if a.when.tables.isEmpty { return true }
        guard !b.when.tables.isEmpty, a.restricts || !b.restricts else { return false }
        let wide = a.when.tables.compactMap { try? TableGlob($0) }
        let narrow = b.when.tables.compactMap { try? TableGlob($0) }
        return narrow.allSatisfy { glob in wide.contains { $0.covers(glob) } }
    }
}
