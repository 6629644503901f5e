import Yams

/// Reads one entry of `tests`.
struct TestReader {
    let log: DiagnosticLog
    let targetNames: [String]
    let roleNames: [String]
    let ruleNames: [String]
    private var reader: PolicyReader { PolicyReader(log: log) }

    static let testsLimit = 10_000
    private static let keys = ["name", "statement", "target", "role", "expect", "rule", "sends", "reads"]
    private static let nameCharactersLimit = 60
    /// Rules of the product itself, such as `chaperone/syntax`, are not listed here.
    private static let ownRulePrefix = "chaperone/"

    func read(_ node: Node) -> PolicyTest? {
        guard let map = PolicyMap(node, what: "a test", keys: Self.keys, log: log) else { return nil }
        let statement = map.required("statement").flatMap { reader.text($0, "statement") }
        let role = map.required("role").flatMap { reader.word($0, "role", of: roleNames) }
        let words = PolicyTest.Expectation.allCases.map(\.rawValue)
        let expect = map.required("expect").flatMap { reader.word($0, "expect", of: words) }
        let rule = map["rule"].flatMap(self.rule)
        let reads = map["reads"].map { columns($0) }
        guard let statement, let role, let target = target(map),
            let expect = expect.flatMap(PolicyTest.Expectation.init)
        else { return nil }
        return PolicyTest(
            name: map["name"].flatMap { reader.text($0, "name") } ?? Self.name(of: statement),
            line: map.mark?.line ?? 0, statement: statement, target: target, role: role, expect: expect, rule: rule,
            sends: map["sends"].flatMap { sends($0, expect) }, reads: reads)
    }

    /// It may be left out where there is one.
    private func target(_ map: PolicyMap) -> String? {
        if let node = map["target"] { return reader.word(node, "target", of: targetNames) }
        if targetNames.count == 1 { return targetNames.first }
        return map.required("target").flatMap { _ in nil }
    }

    private func rule(_ node: Node) -> String? {
        guard let text = reader.text(node, "rule") else { return nil }
        return text.hasPrefix(Self.ownRulePrefix) ? text : reader.word(node, "rule", of: ruleNames)
    }

    private func sends(_ node: Node, _ expect: PolicyTest.Expectation) -> String? {
        guard expect != .deny else {
            log.error("\"sends\" goes only with allow and approve: what is denied is not sent", at: node.mark)
            return nil
        }
        return reader.text(node, "sends")
    }

    /// An empty list says that nothing protected is read.
    private func columns(_ node: Node) -> [String] {
        if case .sequence(let sequence) = node, sequence.isEmpty { return [] }
        return reader.list(node, "reads").map(\.text).sorted()
    }

    private static func name(of statement: String) -> String {
        let line = statement.prefix { $0 != "\n" }
        return line.count > nameCharactersLimit ? line.prefix(nameCharactersLimit) + "…" : String(line)
    }
}
