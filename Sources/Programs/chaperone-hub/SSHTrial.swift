import Policy
import PolicyFile
import SSHJudge
import SSHOperations

/// Whether a judge of SSH rules as a policy's test says.
struct SSHTrial {
    private let judge: SSHJudge

    init(_ judge: SSHJudge) { self.judge = judge }

    /// What is otherwise than the test says; empty when it holds.
    func faults(of test: PolicyTest) -> [String] {
        let question: SSHQuestion
        switch test.subject {
        case .statement: return ["a statement is nothing that SSH knows"]
        case .command(let text): question = .command(Array(text.utf8))
        case .shell: question = .shell
        case .forward(let host, let port): question = .forward(host: host, port: UInt32(port))
        case .files(let actions, let paths):
            question = .files(actions: actions, paths: paths.compactMap { HostPath($0) })
        }
        let judgement = judge.judge(question)
        var faults: [String] = []
        let became: PolicyTest.Expectation
        let rules: [String]
        let words: String
        switch judgement.verdict {
        case .allow(let rule, _): (became, rules, words) = (.allow, [rule ?? "the policy's default"], "is allowed")
        case .approve(let demands): (became, rules, words) = (.approve, demands.map(\.rule), "waits for approval")
        case .deny(let rule, let reason): (became, rules, words) = (.deny, [rule], "is denied (\(reason))")
        }
        let by = rules.joined(separator: ", ")
        if test.expect != became { faults.append("expected \(test.expect), but \(words) by \(by)") }
        if let rule = test.rule, !rules.contains(rule) { faults.append("expected rule \(rule), but decided by \(by)") }
        let text = judgement.command.map { String(decoding: $0, as: UTF8.self) } ?? ""
        if let sends = test.sends, sends != text { faults.append("expected another text; sends: \(text)") }
        return faults
    }
}
