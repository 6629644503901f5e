package import Policy

/// What one session takes of its principal's budgets. On the session's event loop.
package final class SessionBudget {
    private let ledger: UsageLedger
    private let principal: String
    private var current: PrincipalBudget?

    package init(_ ledger: UsageLedger, principal: String) {
        self.ledger = ledger
        self.principal = principal
    }

    /// Takes all that is asked for, or nothing.
    /// - Returns: the limit that stands against it.
    package func take(_ asked: Usage, _ limits: RoleLimits, nowSeconds: Int64) -> SpentLimit? {
        if current.map({ $0.hour < UsageHour(atSeconds: nowSeconds) }) ?? true {
            current = ledger.budget(of: principal, nowSeconds: nowSeconds)
        }
        guard let current else {
            // Whoever cannot be counted for takes nothing.
            let limit = UsageLimit.hourly.first { limits[$0] != nil && asked[$0] > 0 }
            return limit.map {
                SpentLimit(
                    limit: $0, most: 0, used: 0, asked: asked[$0], hour: ledger.hour(nowSeconds: nowSeconds))
            }
        }
        let (spent, isNews) = current.take(asked, limits)
        if isNews { ledger.tellNews() }
        return spent
    }
}
