import Detectors
import Policy
import SQLRewrite

/// The policy's rules for one role on one target, their patterns compiled.
struct PolicyRules: Sendable {
    private let rules: RuleSet
    private let patterns: [String: RulePattern]
    /// Patterns that do not compile. The policy compiler refuses them; a bundle that has one all the same is not used.
    let problems: [String]

    init(bundle: Bundle, target: String, role: String) {
        rules = RuleSet(bundle: bundle, target: target, role: role)
        var patterns: [String: RulePattern] = [:]
        var problems: [String] = []
        for pattern in rules.patterns {
            do { patterns[pattern] = try RulePattern(pattern) } catch {
                problems.append("a rule's \"matches\" is not a valid RE2 pattern")
            }
        }
        self.patterns = patterns
        self.problems = problems
    }

    /// Whether any rule looks at the statement's text.
    var readText: Bool { !rules.patterns.isEmpty }

    /// Whether any rule asks for the tables of a statement.
    var nameTables: Bool { rules.nameTables }

    /// Whether any rule asks whether a statement leaves rows out.
    var askUnfiltered: Bool { rules.askUnfiltered }

    /// What they rest on: which tables share rows with those that they name, and what columns are called by which it is told what
    /// a write sets in motion. By the columns of whatever it reads it is told whether a statement leaves rows out.
    func watched(in catalog: Catalog, _ families: Families, _ consequences: Consequences?) -> WatchedCatalog {
        var watched = WatchedCatalog(
            names: rules.tables,
            families: families.numbers(with: rules.named(among: catalog.relations.keys), in: catalog))
        if let consequences, rules.nameTables { watched.columns = catalog.numbers(ofLeading: consequences) }
        if rules.askUnfiltered {
            watched.called = catalog.numbersOfShown
            watched.columns = watched.called
        }
        return watched
    }

    func verdict(for facts: StatementFacts) -> Verdict {
        rules.verdict(for: facts) { pattern in
            guard let compiled = patterns[pattern] else { return false }
            return Array(facts.normalizedText.utf8).withUnsafeBytes { compiled.matches($0) }
        }
    }
}
