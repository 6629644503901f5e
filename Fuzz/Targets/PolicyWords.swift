import Detectors
import Policy

/// Names and patterns are read or refused; a pattern that covers another matches all that the other does, and a rule
/// that denies everything comes before all that allows.
///
/// An input is five lines: two table patterns, a schema, a relation, an RE2 pattern.
enum PolicyWords {
    static let seeds: [[UInt8]] = [
        "clinic.*\n*.patients\nclinic\npatients\n^SELECT", "*.*\nclinic.audit_*\nclinic\naudit_log\n(?i)a|b",
        "clinic.\"Order\"\n\"a\"\"b\".*x*y\nclinic\nOrder\n[0-9]{3}", "a.b*c*d\na.b*d\na\nbXcXd\n\\b",
    ].map { Array($0.utf8) }

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        var source = ByteSource(bytes)
        func line() -> String { String(decoding: source.field(), as: UTF8.self) }
        let (first, second) = (line(), line())
        let relation = QualifiedName(line(), line())
        let expression = line()
        try names(first)
        let (one, other) = (try? TableGlob(first), try? TableGlob(second))
        if let one, let other, one.covers(other), other.matches(relation) {
            try require(one.matches(relation), "\(first) covers \(second), which matches \(relation), and does not")
        }
        if let one { try require(one.covers(one), "\(first) does not cover itself") }
        if let pattern = try? RulePattern(expression) { _ = Array(first.utf8).withUnsafeBytes { pattern.matches($0) } }
        try rules(
            [first, second], relation, isMatched: (one?.matches(relation) ?? true) || (other?.matches(relation) ?? true)
        )
    }

    /// A name that is written as it must be is read back.
    private static func names(_ text: String) throws(BrokenProperty) {
        guard let parts = try? SQLName.parts(text, count: 2) else { return }
        let written = parts.map(SQLName.quoted).joined(separator: ".")
        guard let again = try? SQLName.parts(written, count: 2) else { throw BrokenProperty("\(written) is no name") }
        try require(again == parts, "\(text) reads otherwise in quotes")
    }

    /// A rule that denies tables holds for one that any of its patterns matches, and, fail closed, where one is malformed.
    private static func rules(
        _ globs: [String], _ relation: QualifiedName, isMatched: Bool
    ) throws(BrokenProperty) {
        var condition = Rule.Condition()
        condition.tables = globs
        let deny = Rule(name: "deny", when: condition, action: .deny)
        let allow = Rule(name: "allow", when: Rule.Condition(), action: .allow)
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [], rules: [deny, allow], defaultAction: .deny, roles: [])
        let verdict = bundle.verdict(
            for: StatementFacts(kinds: [.select], tables: [relation]), target: "t", role: "r", matches: { _ in true })
        if case .deny = verdict {
            try require(isMatched, "\(relation) is denied, and no pattern matches it")
        } else {
            try require(!isMatched, "\(relation) is allowed, though a rule before denies it")
        }
    }
}
