import Policy
import SSHJudge

extension PolicyAnswer {
    /// - Parameter judgement: of a command.
    init(_ judgement: SSHJudgement, role: String) {
        let sent = judgement.command.map { String(decoding: $0, as: UTF8.self) } ?? ""
        var facts = "  read as: \(judgement.via)"
        if !judgement.actions.isEmpty { facts += ", \(judgement.actions.map(\.rawValue).joined(separator: ", "))" }
        if !judgement.protectedPaths.isEmpty {
            facts += "\n  touches phi_paths: \(judgement.protectedPaths.joined(separator: ", "))"
        }
        let common =
            "\"role\":\(JSONText.string(role)),\"via\":\(JSONText.string(judgement.via)),\"actions\":["
            + judgement.actions.map { JSONText.string($0.rawValue) }.joined(separator: ",") + "],\"phi_paths\":["
            + judgement.protectedPaths.map(JSONText.string).joined(separator: ",") + "]"
        switch judgement.verdict {
        case .allow(let rule, _):
            let masked =
                switch judgement.output {
                case .exact, .rsync: "as it is"
                case .masked, .files: "masked"
                }
            self.init(
                words:
                    "permitted for role \(role) by \(rule.map { "rule \($0)" } ?? "the policy's default")\n\(facts)\n"
                    + "sent to the host as:\n  \(sent)\nwhat comes back is shown \(masked)",
                json: "{\"verdict\":\"permit\",\(common),\"rule\":\(rule.map(JSONText.string) ?? "null"),"
                    + "\"text\":\(JSONText.string(sent))}", exitCode: 0)
        case .deny(let rule, let words):
            self.init(
                words: "refused for role \(role) by \(rule)\n  \(words)\n\(facts)",
                json: "{\"verdict\":\"deny\",\(common),\"rule\":\(JSONText.string(rule)),"
                    + "\"message\":\(JSONText.string(words))}", exitCode: 1)
        case .approve(let demands):
            let rules = demands.map(\.rule).joined(separator: ", ")
            self.init(
                words: "waits for an approval for role \(role) by \(rules)\n\(facts)\n"
                    + "then sent to the host as:\n  \(sent)",
                json: "{\"verdict\":\"approve\",\(common),\"rule\":\(JSONText.string(rules)),"
                    + "\"text\":\(JSONText.string(sent))}", exitCode: 1)
        }
    }
}
