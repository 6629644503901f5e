package import Policy
import Yams

/// Turns the text of a policy file into a bundle, or into everything that is wrong with it.
package struct PolicyCompiler {
    package static let apiVersion = "chaperone/v1"
    package static let rulesLimit = 1000

    /// The file's name, as errors write it.
    package var file: String
    package var overrides: PolicyOverrides

    package init(file: String, overrides: PolicyOverrides = PolicyOverrides()) {
        self.file = file
        self.overrides = overrides
    }

    /// - Throws: all errors of the file at once, in its order.
    package func compile(
        _ text: String, number: UInt64, issuedAtSeconds: Int64
    ) throws(PolicyErrors) -> Bundle {
        try compileWithTests(text, number: number, issuedAtSeconds: issuedAtSeconds).bundle
    }

    /// A bundle, and the tests that its author wrote beside it.
    package struct Compiled: Sendable {
        package var bundle: Bundle
        package var tests: [PolicyTest]
        /// Whom the service accounts of a Kubernetes cluster stand for; the hub's own knowledge.
        package var serviceAccounts: ServiceAccounts
    }

    /// - Throws: all errors of the file at once, in its order.
    package func compileWithTests(
        _ text: String, number: UInt64, issuedAtSeconds: Int64
    ) throws(PolicyErrors) -> Compiled {
        let log = DiagnosticLog(file: file)
        let compiled = read(text, number: number, issuedAtSeconds: issuedAtSeconds, log: log)
        guard let compiled, log.diagnostics.isEmpty else { throw PolicyErrors(diagnostics: log.sorted) }
        return compiled
    }

    private func read(_ text: String, number: UInt64, issuedAtSeconds: Int64, log: DiagnosticLog) -> Compiled? {
        let keys = ["apiVersion", "targets", "rules", "default", "roles", "sidecars", "kubernetes", "tests"]
        guard let root = PolicySource.parse(text, log: log),
            let map = PolicyMap(root, what: "the policy", keys: keys, log: log)
        else { return nil }
        let reader = PolicyReader(log: log)
        if let version = map.required("apiVersion") {
            _ = reader.word(version, "apiVersion", of: [Self.apiVersion])
        }
        let targetEntries = entries(map, "targets", log)
        let roleEntries = entries(map, "roles", log)
        let targetNames = targetEntries.map(\.key)
        var targets = targetEntries.compactMap(TargetReader(log: log).read)
        OverrideReader(log: log).apply(overrides, to: &targets, known: targetNames)
        checkListeners(targets, targetEntries, log)

        let roleReader = RoleReader(log: log, targetNames: targetNames, targets: targets)
        let roles = roleEntries.compactMap(roleReader.read)
        checkRoles(roles, roleEntries, log)

        let sshNames = targetEntries.filter { SSHTargetReader.isOne($0.value) }.map(\.key)
        let rules = rules(
            map, targetNames: targetNames, roleNames: roleEntries.map(\.key), sshTargetNames: Set(sshNames), log: log)
        ProtectedFolders(log: log, targets: targets).check(rules)
        // a target or role that is wrong in itself may be what a rule waits for
        if targets.count == targetEntries.count, roles.count == roleEntries.count {
            Reachability(log: log, targets: targets, roles: roles).check(rules)
        }
        let action = map["default"].flatMap { reader.word($0, "default", of: ["allow", "deny"]) }
        let tests = TestReader(
            log: log, targetNames: targetNames, roleNames: roleEntries.map(\.key), ruleNames: rules.map(\.rule.name),
            sshTargetNames: Set(sshNames))
        let bundle = Bundle(
            number: number, issuedAtSeconds: issuedAtSeconds, targets: targets,
            rules: rules.map(\.rule), defaultAction: action == "allow" ? .allow : .deny, roles: roles,
            sidecars: map["sidecars"].flatMap(SidecarTermsReader(log: log).read))
        return Compiled(
            bundle: bundle,
            tests: list(map["tests"], "tests", limit: TestReader.testsLimit, log).compactMap(tests.read),
            serviceAccounts: map["kubernetes"].map(ServiceAccountsReader(log: log).read) ?? ServiceAccounts())
    }

    private func entries(_ map: PolicyMap, _ key: String, _ log: DiagnosticLog) -> [PolicyMap.Entry] {
        guard let node = map.required(key), let entries = PolicyMap.entries(node, what: key, log: log) else {
            return []
        }
        if entries.isEmpty { log.error("\"\(key)\" is empty", at: node.mark) }
        return entries
    }

    private func rules(
        _ map: PolicyMap, targetNames: [String], roleNames: [String], sshTargetNames: Set<String>, log: DiagnosticLog
    ) -> [PlacedRule] {
        guard let node = map.required("rules") else { return [] }
        let reader = RuleReader(
            log: log, targetNames: targetNames, roleNames: roleNames, sshTargetNames: sshTargetNames)
        let rules = list(node, "rules", limit: Self.rulesLimit, log).compactMap(reader.read)
        var lines: [String: Int] = [:]
        for entry in rules {
            if let line = lines[entry.rule.name] {
                log.error("rule \"\(entry.rule.name)\" is named twice; the first is in line \(line)", at: entry.mark)
            } else {
                lines[entry.rule.name] = entry.mark?.line ?? 0
            }
        }
        return rules
    }

    private func list(_ node: Node?, _ what: String, limit: Int, _ log: DiagnosticLog) -> [Node] {
        guard let node else { return [] }
        guard case .sequence(let sequence) = node else {
            log.error("\(what) must be a list", at: node.mark)
            return []
        }
        guard sequence.count <= limit else {
            log.error("there are more than \(limit) \(what)", at: node.mark)
            return []
        }
        return Array(sequence)
    }

    private func checkListeners(_ targets: [Target], _ entries: [PolicyMap.Entry], _ log: DiagnosticLog) {
        var taken: [String: String] = [:]
        for target in targets where target.listen.port != 0 || target.listen.isSocket {
            let address = target.listen.isSocket ? target.listen.host : "\(target.listen.host):\(target.listen.port)"
            if let other = taken[address] {
                let mark = entries.first { $0.key == target.name }?.mark
                let instead = target.listen.isSocket ? "path" : "address of 127.0.0.0/8"
                log.error(
                    "target \"\(target.name)\" listens on \(address), as target \"\(other)\" does: "
                        + "give it another \(instead)", at: mark)
            } else {
                taken[address] = target.name
            }
        }
    }

    private func checkRoles(_ roles: [Role], _ entries: [PolicyMap.Entry], _ log: DiagnosticLog) {
        for (index, role) in roles.enumerated() where !role.groups.isEmpty && !role.targets.isEmpty {
            let isTaken = role.targets.allSatisfy { target in
                role.groups.allSatisfy { group in
                    roles[..<index].contains { $0.targets.contains(target) && $0.groups.contains(group) }
                }
            }
            guard isTaken else { continue }
            let mark = entries.first { $0.key == role.name }?.mark
            log.error("role \"\(role.name)\" can never be had: roles above take all of its groups", at: mark)
        }
    }
}
