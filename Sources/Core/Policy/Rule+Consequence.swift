extension Rule {
    /// Whether the rule takes something away: its `tables` then hold when any table of the statement matches.
    package var restricts: Bool {
        switch action {
        case .deny, .approve: true
        case .observe: when.rowsOver != nil
        case .allow: false
        }
    }

    /// What the rule does at row `rows_over` + 1. Nil: it has no `rows_over`, or allows, which limits nothing.
    package var rowLimit: RowLimit? {
        guard let rows = when.rowsOver else { return nil }
        switch action {
        case .allow: return nil
        case .observe: return RowLimit(rows: rows, consequence: .observe(rule: name))
        case .deny: return RowLimit(rows: rows, consequence: .deny(Denial(rule: name, message: message)))
        case .approve(let approvers, let seconds):
            return RowLimit(rows: rows, consequence: .approve(demand(approvers, seconds)))
        }
    }

    /// Nil: it demands no approval.
    var demand: ApprovalDemand? {
        switch action {
        case .approve(let approvers, let seconds): demand(approvers, seconds)
        case .allow, .observe, .deny: nil
        }
    }

    private func demand(_ approvers: [String], _ seconds: Int) -> ApprovalDemand {
        ApprovalDemand(
            rule: name, approvers: approvers, expiresSeconds: seconds, message: message, asksAgain: asksAgain ?? false)
    }
}

extension RowLimit {
    /// By rising row count; at the same row the strictest first.
    package static func isBefore(_ a: RowLimit, _ b: RowLimit) -> Bool { (a.rows, a.rank) < (b.rows, b.rank) }

    private var rank: Int {
        switch consequence {
        case .deny: 0
        case .approve: 1
        case .observe: 2
        }
    }
}
