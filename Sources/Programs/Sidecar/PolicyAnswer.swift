import Judge
import Policy

/// The answer of `chaperone check`, for people and for programs.
package struct PolicyAnswer: Sendable {
    package let words: String
    package let json: String
    /// 0 permitted, 1 refused, 2 could not be checked.
    package let exitCode: Int32

    static func impossible(_ reasons: [String]) -> PolicyAnswer {
        PolicyAnswer(
            words: "could not be checked\n" + reasons.map { "  \($0)" }.joined(separator: "\n"),
            json: "{\"verdict\":\"unknown\",\"reasons\":[\(reasons.map(JSONText.string).joined(separator: ","))]}",
            exitCode: 2)
    }

    init(words: String, json: String, exitCode: Int32) {
        self.words = words
        self.json = json
        self.exitCode = exitCode
    }

    /// - Parameter indexes: those of the tables in question that masking takes away, in words.
    init(_ judgement: Judgement, role: String, indexes: [String] = []) {
        switch judgement {
        case .permit(let permit): self = Self.permitted(permit, role, indexes)
        case .approve(let permit):
            self = permit.unapproved.map { Self.refused($0, role) } ?? Self.permitted(permit, role, indexes)
        case .refuse(let refusal), .needsCatalog(let refusal): self = Self.refused(refusal, role)
        }
    }

    private static func permitted(_ permit: Permit, _ role: String, _ indexes: [String]) -> PolicyAnswer {
        let text = String(decoding: permit.text, as: UTF8.self)
        var words = "permitted for role \(role)\n"
        var statements: [String] = []
        for profile in permit.statements {
            let kinds = profile.kinds.map(\.rawValue).sorted()
            words +=
                "  \(kinds.joined(separator: ", ")): \(profile.rule.map { "rule \($0)" } ?? "the policy's default")\n"
            if !profile.phiRead.isEmpty { words += "    reads masked: \(profile.phiRead.joined(separator: ", "))\n" }
            let written = profile.phiWritten
            if !written.isEmpty { words += "    writes: \(written.joined(separator: ", "))\n" }
            for limit in profile.rowLimits { words += "    after \(limit.rows) rows: \(Self.consequence(limit))\n" }
            for notice in profile.notices { words += "    notice: \(notice)\n" }
            statements.append(
                "{\"kinds\":\(list(kinds)),\"rule\":\(profile.rule.map(JSONText.string) ?? "null"),"
                    + "\"reads\":\(list(profile.phiRead)),\"writes\":\(list(written))}")
        }
        for index in indexes { words += "  note: \(index)\n" }
        words += permit.isRewritten ? "sent upstream as:\n  \(text)" : "sent upstream unchanged"
        return PolicyAnswer(
            words: words,
            json: "{\"verdict\":\"permit\",\"role\":\(JSONText.string(role)),"
                + "\"statements\":[\(statements.joined(separator: ","))],\"rewritten\":\(permit.isRewritten),"
                + "\"indexes\":\(list(indexes)),"
                + "\"text\":\(JSONText.string(text))}", exitCode: 0)
    }

    private static func refused(_ refusal: Refusal, _ role: String) -> PolicyAnswer {
        var words = "refused for role \(role) by \(refusal.rule)\n  \(refusal.message)"
        if let hint = refusal.hint { words += "\n  instead: \(hint)" }
        if !refusal.phi.isEmpty { words += "\n  touches: \(refusal.phi.joined(separator: ", "))" }
        return PolicyAnswer(
            words: words,
            json: "{\"verdict\":\"\(refusal.needsApproval ? "approve" : "deny")\",\"role\":\(JSONText.string(role)),"
                + "\"rule\":\(JSONText.string(refusal.rule)),\"sqlstate\":\(JSONText.string(refusal.sqlState)),"
                + "\"message\":\(JSONText.string(refusal.message)),"
                + "\"hint\":\(refusal.hint.map(JSONText.string) ?? "null"),\"reads\":\(list(refusal.phi))}", exitCode: 1
        )
    }

    private static func consequence(_ limit: RowLimit) -> String {
        switch limit.consequence {
        case .deny(let denial): "cut by rule \(denial.rule ?? "default")"
        case .approve(let demand): "approval by rule \(demand.rule)"
        case .observe(let rule): "marked by rule \(rule)"
        }
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(JSONText.string).joined(separator: ",") + "]"
    }
}
