import Detectors
import Policy
import Yams

/// Reads one entry of `rules`.
struct RuleReader {
    let log: DiagnosticLog
    let targetNames: [String]
    let roleNames: [String]
    /// Of those targets, which speak SSH.
    let sshTargetNames: Set<String>
    private var reader: PolicyReader { PolicyReader(log: log) }

    private static let keys = ["name", "when", "action", "message", "approvers", "expires", "mode"]
    private static let conditions = [
        "statement", "tables", "reads", "writes", "unfiltered", "rows_over", "matches", "target", "role",
    ]
    private static let statements = StatementKind.allCases.map(\.rawValue)
    private static let expiresSecondsDefault = 600

    init(log: DiagnosticLog, targetNames: [String], roleNames: [String], sshTargetNames: Set<String>) {
        self.log = log
        self.targetNames = targetNames
        self.roleNames = roleNames
        self.sshTargetNames = sshTargetNames
    }

    func read(_ node: Node) -> PlacedRule? {
        guard let map = PolicyMap(node, what: "a rule", keys: Self.keys, log: log) else { return nil }
        let name = map.required("name").flatMap { reader.name($0, "rule name") }
        let errors = log.diagnostics.count
        let when = map["when"] == nil ? Rule.Condition() : map["when"].flatMap(self.condition)
        let action = map.required("action").flatMap { self.action($0, map) }
        let message = map["message"].flatMap { reader.text($0, "message") }
        guard let name, let when, let action else { return nil }
        let rule = Rule(
            name: name, when: when, action: action, message: message, asksAgain: map["mode"].flatMap { mode($0, when) })
        if when.ssh == .unread, !rule.restricts, let node = map["when"]?.mapping?["unread"] {
            log.error("nobody can allow a command that is not read: let it be denied, or approved", at: node.mark)
        }
        if let node = map["message"], !rule.takesMessage {
            log.error("\"message\" goes only with the actions deny and approve", at: node.mark)
        }
        if case .allow = action, let rows = map["when"]?.mapping?["rows_over"] {
            log.error("rows_over limits nothing when the action is allow", at: rows.mark)
        }
        return PlacedRule(
            rule: rule, mark: map["name"]?.mark ?? map.mark, isSound: log.diagnostics.count == errors)
    }

    private func action(_ node: Node, _ map: PolicyMap) -> Rule.Action? {
        let word = reader.word(node, "action", of: ["allow", "deny", "approve", "observe"])
        let approvers = map["approvers"].map { reader.list($0, "approvers").map(\.text) }
        let expires = map["expires"].map { reader.seconds($0, "expires") }
        if let word, word != "approve" {
            for key in ["approvers", "expires", "mode"] {
                if let extra = map[key] { log.error("\"\(key)\" goes only with the action approve", at: extra.mark) }
            }
        }
        switch word {
        case "allow": return .allow
        case "observe": return .observe
        case "deny": return .deny
        case "approve":
            guard let approvers else {
                log.error("the action approve needs \"approvers\"", at: node.mark)
                return nil
            }
            return .approve(
                approvers: approvers, expiresSeconds: (expires ?? nil) ?? Self.expiresSecondsDefault)
        default: return nil
        }
    }

    /// - Returns: whether the client is to ask again; nil: it waits.
    private func mode(_ node: Node, _ when: Rule.Condition) -> Bool? {
        let word = reader.word(node, "mode", of: ["wait", "ask-again"])
        guard word == "ask-again" else { return nil }
        if when.ssh != nil { log.error("ask-again is for statements: what is done by SSH waits", at: node.mark) }
        return true
    }

    private func condition(_ node: Node) -> Rule.Condition? {
        let keys = Self.conditions + SSHConditionReader.keys
        guard let map = PolicyMap(node, what: "when", keys: keys, log: log) else { return nil }
        var when = Rule.Condition()
        if let node = map["statement"] {
            when.statements = reader.words(node, "statement", entry: "statement", of: Self.statements)
                .compactMap(StatementKind.init(rawValue:))
        }
        if let node = map["tables"] { when.tables = globs(node) }
        if let node = map["reads"] { when.readsPHI = reader.word(node, "reads", of: ["phi"]) != nil }
        if let node = map["writes"] { when.writesPHI = reader.word(node, "writes", of: ["phi"]) != nil }
        if let node = map["unfiltered"] {
            when.unfiltered = reader.isTrue(node, "unfiltered")
            let others = when.statements.filter { $0 != .update && $0 != .delete }
            if when.unfiltered, !when.statements.isEmpty, others.count == when.statements.count {
                log.error(
                    "the rule can never match: unfiltered speaks of update and delete only, and its statement list "
                        + "has neither", at: node.mark)
            }
        }
        if let node = map["rows_over"] { when.rowsOver = reader.count(node, "rows_over") }
        if let node = map["matches"] { when.matches = pattern(node) }
        if let node = map["target"] {
            when.targets = reader.words(node, "target", entry: "target", of: targetNames)
        }
        if let node = map["role"] { when.roles = reader.words(node, "role", entry: "role", of: roleNames) }
        when.ssh = SSHConditionReader(log: log).read(map)
        checkService(when, map)
        return when
    }

    /// A rule speaks of statements, or of SSH, and only where that is spoken.
    private func checkService(_ when: Rule.Condition, _ map: PolicyMap) {
        guard when.ssh != nil else {
            let isSSH = !when.targets.isEmpty && sshTargetNames.isSuperset(of: when.targets)
            if when.namesStatements, isSSH {
                log.error("the rule can never match: it speaks of statements, and its targets speak SSH", at: map.mark)
            }
            return
        }
        if when.namesStatements {
            log.error("a rule speaks of statements or of SSH, not of both", at: map.mark)
        }
        let others = when.targets.filter { !sshTargetNames.contains($0) }
        if sshTargetNames.isEmpty || !when.targets.isEmpty && others.count == when.targets.count {
            log.error("the rule can never match: no target that it speaks of speaks SSH", at: map.mark)
        }
    }

    private func pattern(_ node: Node) -> String? {
        guard let text = reader.text(node, "matches") else { return nil }
        do {
            _ = try RulePattern(text)
            return text
        } catch {
            log.error("matches is not a pattern of RE2: \(error)", at: node.mark)
            return nil
        }
    }

    private func globs(_ node: Node) -> [String] {
        reader.list(node, "tables").filter { isGlob($0.text, at: $0.mark) }.map(\.text)
    }

    private func isGlob(_ text: String, at mark: Mark?) -> Bool {
        do {
            _ = try TableGlob(text)
            return true
        } catch {
            let isOnePart = error == .parts(expected: 2, found: 1)
            log.error(
                "table pattern \"\(text)\" is not of the form SCHEMA.TABLE: \(error)", at: mark,
                suggestion: isOnePart ? "*.\(text)" : nil)
            return false
        }
    }
}

extension Rule {
    fileprivate var takesMessage: Bool {
        switch action {
        case .deny, .approve: true
        case .allow, .observe: false
        }
    }
}
