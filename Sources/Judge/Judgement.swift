package import Policy

/// What becomes of one string of SQL (a simple Query, or the text of a Parse message).
package enum Judgement: Sendable {
    case permit(Permit)
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

    package init(
        sqlState: String = "42501", message: String, hint: String? = nil, rule: String, kinds: Set<StatementKind> = [],
        phi: [String] = [], auditText: String = "", needsApproval: Bool = false
    ) {
        self.sqlState = sqlState
        self.message = message
        self.hint = hint
        self.rule = rule
        self.kinds = kinds
        self.phi = phi
        self.auditText = auditText
        self.needsApproval = needsApproval
    }
}
