package import Policy
package import SQLRewrite

/// What is counted of a statement whose role has limits. A reference, so that statements of other roles pay for nothing.
package final class Metering: Sendable, Equatable {
    package let role: String
    package let limits: RoleLimits
    package let weight: AnswerWeight
    /// Of each execution.
    package let lookups: LookupCount
    /// Its answer may hold values of protected columns.
    package let readsProtected: Bool

    package init(
        role: String, limits: RoleLimits, weight: AnswerWeight, lookups: LookupCount, readsProtected: Bool
    ) {
        self.role = role
        self.limits = limits
        self.weight = weight
        self.lookups = lookups
        self.readsProtected = readsProtected
    }

    /// The cells of rows must be looked at, and not only rows be counted.
    package var looksAtCells: Bool {
        guard limits.rowsPerSession != nil || limits.rowsPerHour != nil || limits.phiCellsPerHour != nil else {
            return false
        }
        return limits.phiCellsPerHour != nil && readsProtected || weight != .one
    }

    /// Of rows that are fetched later.
    var withoutLookups: Metering {
        Metering(role: role, limits: limits, weight: weight, lookups: LookupCount(), readsProtected: readsProtected)
    }

    /// It looks up something that is counted.
    package var countsLookups: Bool { limits.lookupsPerHour != nil && !lookups.isEmpty }

    package static func == (one: Metering, other: Metering) -> Bool {
        one === other
            || one.role == other.role && one.limits == other.limits && one.weight == other.weight
                && one.lookups == other.lookups && one.readsProtected == other.readsProtected
    }
}
