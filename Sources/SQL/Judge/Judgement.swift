package import Policy

/// What becomes of one string of SQL (a simple Query, or the text of a Parse message).
package enum Judgement: Sendable {
    case permit(Permit)
    /// The same, once all of the permit's `demands` are met; where nobody can meet them, its `unapproved`.
    case approve(Permit)
    case refuse(Refusal)
    /// A name is unknown: the catalog may be stale. Read it again and judge once more; a second time it is a refusal.
    case needsCatalog(Refusal)
}

/// The right to send one text upstream. Only `Judge` makes one, and only the upstream writer takes one.
package struct Permit: Sendable {
    /// What is sent, UTF-8, without the terminating NUL.
    package let text: [UInt8]
    /// Whether `text` differs from what the client sent.
    package let isRewritten: Bool
    /// One for each statement of the text, in order. Empty for an empty query string.
    package let statements: [StatementProfile]
    /// The text for the audit log: detectors applied to its literals.
    package let auditText: String
    /// The same of `text`; nil where it is as the client sent it.
    package let rewrittenAuditText: String?
    /// The text names what the session has prepared or declared, or makes such a name: it means something now, and
    /// perhaps something else later.
    package let usesNames: Bool
    /// Where a position in `text` is in the client's; nil where it is nowhere.
    package let positions: PositionMap?
    /// Numbers below it are taken once the text is sent: see `SessionNames.reserve`.
    package let nextNumber: UInt64

    var judgement: Judgement { statements.contains { !$0.demands.isEmpty } ? .approve(self) : .permit(self) }

    /// What must be approved before the text is sent, or before it is executed where sending it does not do that: one
    /// for each rule that demands it.
    package var demands: [ApprovalDemand] {
        var demands: [ApprovalDemand] = []
        for demand in statements.lazy.flatMap(\.demands) where !demands.contains(demand) {
            demands.append(demand)
        }
        return demands
    }

    /// The refusal where nobody can approve; nil where nobody need.
    package var unapproved: Refusal? {
        for statement in statements {
            if let demand = statement.demands.first {
                return Refusal(unapproved: demand, statement, auditText: auditText)
            }
        }
        return nil
    }
}

/// Why a text is not sent upstream. The client gets it as an ERROR.
package struct Refusal: Error, Sendable, Equatable {
    /// 42501 unless the reason is the client's syntax (42601), a missing relation (42P01) or a limit (54000).
    package var sqlState: String
    package var message: String
    package var hint: String?
    /// The policy's rule, or the product's own rule in the form `chaperone/<kebab-case>`.
    package var rule: String
    package var kinds: Set<StatementKind>
    package var phi: [String]
    /// The text for the audit log: detectors applied to its literals.
    package var auditText: String
    package var needsApproval: Bool
    /// It follows from the session's names, which may change by what is on its way.
    package var followsNames: Bool

    package init(
        sqlState: String = "42501", message: String, hint: String? = nil, rule: String, kinds: Set<StatementKind> = [],
        phi: [String] = [], auditText: String = "", needsApproval: Bool = false, followsNames: Bool = false
    ) {
        self.sqlState = sqlState
        self.message = message
        self.hint = hint
        self.rule = rule
        self.kinds = kinds
        self.phi = phi
        self.auditText = auditText
        self.needsApproval = needsApproval
        self.followsNames = followsNames
    }

    /// What the server holds under a name was written for another policy, or would be written otherwise now.
    package static func outdated(_ what: String, auditText: String) -> Refusal {
        Refusal(
            sqlState: "0A000", message: "\(what) was made before the policy or the database's definitions changed",
            hint: "prepare it again",
            rule: "chaperone/policy-changed", auditText: auditText)
    }

    /// The lane knows of no text under this name.
    /// - Parameter name: by the client; empty: the one that has none.
    package static func notPrepared(_ name: String, auditText: String = "") -> Refusal {
        Refusal(
            sqlState: "26000",
            message: name.isEmpty
                ? "unnamed prepared statement does not exist" : "prepared statement \"\(name)\" does not exist",
            hint: name.isEmpty
                ? nil
                : "only what this session has prepared through the lane is executed, and nothing that a function of the "
                    + "database has prepared: prepare it here, or call a function that executes it",
            rule: "chaperone/unknown-name", auditText: auditText, followsNames: true)
    }

    /// Two such names could be one here, and two at the server.
    package static func decomposed(_ what: String, auditText: String = "") -> Refusal {
        Refusal(
            sqlState: "42602", message: "the name of a \(what) is not UTF-8 in Unicode normal form C",
            hint: "write it composed", rule: "chaperone/names", auditText: auditText)
    }

    /// Nobody can be asked for the approval that `demand` wants.
    package init(unapproved demand: ApprovalDemand, _ profile: StatementProfile, auditText: String) {
        self.init(
            message: demand.text() + "; needs approval, no approver reachable", rule: demand.rule, kinds: profile.kinds,
            phi: profile.phiRead, auditText: auditText, needsApproval: true)
    }
}

extension ApprovalDemand {
    /// `rule "x" needs approval from a or b: message`
    /// - Parameter what: of it: ` for more than 10 rows`.
    package func text(_ what: String = "") -> String { words + what + reason }

    /// For whoever waits.
    package func notice(_ what: String, id: String) -> String {
        "\(words)\(what); it waits \(expiresSeconds) s at most, as request \(id)\(reason)"
    }

    private var words: String {
        "rule \"\(rule)\" needs approval" + (approvers.isEmpty ? "" : " from " + approvers.joined(separator: " or "))
    }

    private var reason: String { message.map { ": \($0)" } ?? "" }
}
