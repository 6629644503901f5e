/// What policy says of a statement.
package enum Verdict: Sendable, Equatable {
    case allow(Grant)
    case deny(Denial)
    /// Held until all of these are met, one of each rule that demands approval, in the order of the file. Without a hub
    /// nobody can, and the statement is refused. Then it may do what the grant says: rules with `rows_over` hold for it
    /// as for one that is allowed.
    case approve([ApprovalDemand], then: Grant)
}

package struct Grant: Sendable, Equatable {
    /// The rule that allowed it, or demands its approval; nil: the policy's default.
    package var rule: String?
    /// The rule says `observe`: the record is marked.
    package var observed: Bool
    /// The `rows_over` rules that stand before that rule, by rising row count.
    package var rowLimits: [RowLimit]

    package init(rule: String?, observed: Bool = false, rowLimits: [RowLimit] = []) {
        self.rule = rule
        self.observed = observed
        self.rowLimits = rowLimits
    }
}

/// What happens when row `rows` + 1 arrives.
package struct RowLimit: Sendable, Equatable {
    package enum Consequence: Sendable, Equatable {
        case deny(Denial)
        case approve(ApprovalDemand)
        /// Nothing is held; the record is marked.
        case observe(rule: String)
    }
    package var rows: Int
    package var consequence: Consequence

    package init(rows: Int, consequence: Consequence) {
        self.rows = rows
        self.consequence = consequence
    }
}

package struct Denial: Sendable, Equatable {
    /// The rule that denied it; nil: the policy's default.
    package var rule: String?
    package var message: String?

    package init(rule: String?, message: String? = nil) {
        self.rule = rule
        self.message = message
    }
}

package struct ApprovalDemand: Sendable, Equatable {
    package var rule: String
    package var approvers: [String]
    package var expiresSeconds: Int
    package var message: String?
    /// Nothing waits: see `Rule.asksAgain`.
    package var asksAgain: Bool

    package init(
        rule: String, approvers: [String], expiresSeconds: Int, message: String? = nil, asksAgain: Bool = false
    ) {
        self.rule = rule
        self.approvers = approvers
        self.expiresSeconds = expiresSeconds
        self.message = message
        self.asksAgain = asksAgain
    }
}
