import Judge
import Policy
import PolicyFile
import SQLRewrite
import SSHJudge

/// The judges of a policy, and whether they rule as its tests say.
struct PolicyTrial {
    private struct Seat: Hashable {
        var target: String
        var role: String
    }

    private var judges: [Seat: Judge] = [:]
    private var sshJudges: [Seat: SSHJudge] = [:]
    /// What masking makes slow, in words, by target.
    private(set) var notes: [String] = []

    /// - Throws: `Failure` when a catalog cannot be had, or the policy does not fit to it.
    init(_ policy: PolicyCompiler.Compiled, catalogs: CatalogPlaces) async throws {
        var read: [String: Catalog] = [:]
        for test in policy.tests where judges[Seat(target: test.target, role: test.role)] == nil {
            guard let target = policy.bundle.target(named: test.target),
                let role = policy.bundle.roles.first(where: { $0.name == test.role })
            else { continue }
            guard role.targets.contains(target.name) else {
                throw Failure("line \(test.line): role \"\(role.name)\" may not use target \"\(target.name)\"")
            }
            if target.ssh != nil {
                sshJudges[Seat(target: target.name, role: role.name)] = SSHJudge(
                    bundle: policy.bundle, target: target, role: role.name)
                continue
            }
            let catalog: Catalog
            if let known = read[target.name] {
                catalog = known
            } else {
                catalog = try await catalogs.catalog(of: target)
            }
            read[target.name] = catalog
            let judge = Judge(bundle: policy.bundle, target: target, role: role, catalog: catalog)
            let problems = judge.problems + judge.misfits
            guard problems.isEmpty else {
                throw Failure("target \"\(target.name)\" does not fit its catalog: " + problems.joined(separator: "; "))
            }
            judges[Seat(target: target.name, role: role.name)] = judge
            for index in judge.indexesTakenAway {
                let note = "target \"\(target.name)\": \(index)"
                if !notes.contains(note) { notes.append(note) }
            }
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// What is otherwise than the test says; empty when it holds.
    func faults(of test: PolicyTest) -> [String] {
        let seat = Seat(target: test.target, role: test.role)
        if let judge = sshJudges[seat] { return SSHTrial(judge).faults(of: test) }
        guard let judge = judges[seat], case .statement(let statement) = test.subject else {
            return ["there is no judge for role \"\(test.role)\" on \"\(test.target)\""]
        }
        switch judge.judge(Array(statement.utf8), names: judge.initialNames, isFresh: true) {
        case .permit(let permit): return faults(of: test, .allow, permit)
        case .approve(let permit): return faults(of: test, .approve, permit)
        case .refuse(let refusal), .needsCatalog(let refusal):
            let words = "\(refusal.rule): \(refusal.message)" + (refusal.hint.map { "; instead: \($0)" } ?? "")
            guard test.expect == .deny else { return ["expected \(test.expect), but is denied by \(words)"] }
            var faults: [String] = []
            if let rule = test.rule, rule != refusal.rule {
                faults.append("expected rule \(rule), but is denied by \(words)")
            }
            if let reads = test.reads, reads != refusal.phi.sorted() { faults.append(Self.reads(reads, refusal.phi)) }
            return faults
        }
    }

    private func faults(of test: PolicyTest, _ verdict: PolicyTest.Expectation, _ permit: Permit) -> [String] {
        var faults: [String] = []
        let rules = permit.statements.flatMap { statement in
            statement.demands.isEmpty
                ? [statement.rule ?? "the policy's default"] : statement.demands.map(\.rule)
        }
        if test.expect != verdict {
            let became = verdict == .allow ? "is allowed" : "waits for approval"
            faults.append("expected \(test.expect), but \(became) by \(rules.joined(separator: ", "))")
        }
        if let rule = test.rule, !rules.contains(rule) {
            faults.append("expected rule \(rule), but decided by \(rules.joined(separator: ", "))")
        }
        let text = String(decoding: permit.text, as: UTF8.self)
        if let sends = test.sends, sends != text { faults.append("expected another text; sends: \(text)") }
        let read = Set(permit.statements.flatMap(\.phiRead)).sorted()
        if let reads = test.reads, reads != read { faults.append(Self.reads(reads, read)) }
        return faults
    }

    private static func reads(_ expected: [String], _ found: [String]) -> String {
        let words = { (columns: [String]) in columns.isEmpty ? "nothing protected" : columns.joined(separator: ", ") }
        return "expected to read \(words(expected)), but reads \(words(found.sorted()))"
    }
}
