extension Bundle {
    /// The verdict on one statement. Who asks more than once keeps a `RuleSet` instead.
    ///
    /// - Parameter matches: whether the given RE2 pattern is found in the statement's normalised text.
    package func verdict(
        for facts: StatementFacts, target: String, role: String, matches: (String) -> Bool
    ) -> Verdict {
        RuleSet(bundle: self, target: target, role: role).verdict(for: facts, matches: matches)
    }

    /// The first role of the file that one of `groups` has and that may use `target`. Nil: the principal gets nothing.
    package func role(forGroups groups: some Sequence<String>, target: String) -> Role? {
        let held = Set(groups.filter(\.isComposed))
        return roles.first { role in role.targets.contains(target) && role.groups.contains(where: held.contains) }
    }

    package func target(named name: String) -> Target? { targets.first { $0.name == name } }
}
