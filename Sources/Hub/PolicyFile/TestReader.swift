import Policy
import SSHOperations
import Yams

/// Reads one entry of `tests`.
struct TestReader {
    let log: DiagnosticLog
    let targetNames: [String]
    let roleNames: [String]
    let ruleNames: [String]
    /// Of those targets, which speak SSH.
    let sshTargetNames: Set<String>
    private var reader: PolicyReader { PolicyReader(log: log) }

    static let testsLimit = 10_000
    private static let keys = [
        "name", "statement", "command", "sftp", "paths", "shell", "forward", "target", "role", "expect", "rule",
        "sends", "reads",
    ]
    /// What a test of SSH is of.
    private static let operations = ["command", "sftp", "shell", "forward"]
    private static let nameCharactersLimit = 60
    /// Rules of the product itself, such as `chaperone/syntax`, are not listed here.
    private static let ownRulePrefix = "chaperone/"

    func read(_ node: Node) -> PolicyTest? {
        guard let map = PolicyMap(node, what: "a test", keys: Self.keys, log: log) else { return nil }
        let target = target(map)
        let subject = target.flatMap { sshTargetNames.contains($0) ? operation(map) : statement(map) }
        let role = map.required("role").flatMap { reader.word($0, "role", of: roleNames) }
        let words = PolicyTest.Expectation.allCases.map(\.rawValue)
        let expect = map.required("expect").flatMap { reader.word($0, "expect", of: words) }
        let rule = map["rule"].flatMap(self.rule)
        let reads = map["reads"].map { columns($0) }
        guard let subject, let role, let target,
            let expect = expect.flatMap(PolicyTest.Expectation.init)
        else { return nil }
        return PolicyTest(
            name: map["name"].flatMap { reader.text($0, "name") } ?? Self.name(of: subject),
            line: map.mark?.line ?? 0, subject: subject, target: target, role: role, expect: expect, rule: rule,
            sends: map["sends"].flatMap { sends($0, expect) }, reads: reads)
    }

    private func statement(_ map: PolicyMap) -> PolicyTest.Subject? {
        for key in Self.operations + ["paths"] {
            if let node = map[key] { log.error("\"\(key)\" goes only with targets that speak SSH", at: node.mark) }
        }
        return map.required("statement").flatMap { reader.text($0, "statement") }.map { .statement($0) }
    }

    private func operation(_ map: PolicyMap) -> PolicyTest.Subject? {
        for key in ["statement", "reads"] {
            if let node = map[key] { log.error("\"\(key)\" does not go with targets that speak SSH", at: node.mark) }
        }
        let found = Self.operations.filter { map[$0] != nil }
        guard found.count <= 1 else {
            log.error("a test is of one of \(Self.operations.joined(separator: ", "))", at: map.mark)
            return nil
        }
        if let node = map["paths"], found != ["sftp"] { log.error("\"paths\" goes only with \"sftp\"", at: node.mark) }
        switch found.first {
        case "sftp": return map["sftp"].flatMap { files($0, map) }
        case "shell": return map["shell"].flatMap { reader.isTrue($0, "shell") ? .shell : nil }
        case "forward": return map["forward"].flatMap(forward)
        default: return map.required("command").flatMap { reader.text($0, "command") }.map { .command($0) }
        }
    }

    private func forward(_ node: Node) -> PolicyTest.Subject? {
        guard let text = reader.text(node, "forward") else { return nil }
        do {
            let address = try AddressText.parse(text, anyPort: false)
            return .forward(host: address.host, port: address.port)
        } catch {
            log.error("forward \"\(text)\" \(error)", at: node.mark)
            return nil
        }
    }

    private func files(_ node: Node, _ map: PolicyMap) -> PolicyTest.Subject? {
        let words = reader.words(node, "sftp", entry: "file action", of: FileAction.allCases.map(\.rawValue))
        let paths = map.required("paths").map { node in
            reader.list(node, "paths").compactMap { text, mark in
                if HostPath(text) != nil { return text as String? }
                log.error("\"\(text)\" is no path", at: mark)
                return nil
            }
        }
        return paths.map { .files(words.compactMap(FileAction.init(rawValue:)), paths: $0) }
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

    private static func name(of subject: PolicyTest.Subject) -> String {
        let text =
            switch subject {
            case .statement(let text), .command(let text): text
            case .shell: "shell"
            case .forward(let host, let port): "forward \(host):\(port)"
            case .files(let actions, let paths):
                (actions.map(\.rawValue) + paths).joined(separator: " ")
            }
        let line = text.prefix { $0 != "\n" }
        return line.count > nameCharactersLimit ? line.prefix(nameCharactersLimit) + "…" : String(line)
    }
}
