import HubAPI
package import Policy
import Synchronization

/// What one principal has taken in one hour, by all sessions of this sidecar and, as far as that is known, by all others.
/// Safe from any thread.
package final class PrincipalBudget: Sendable {
    struct State: Sendable {
        /// Here, since the start.
        var own = Usage()
        /// Elsewhere, and here before the start. It does not fall.
        var others = Usage()
        /// Limits at which something was refused.
        var spent: Set<UsageLimit> = []
        /// From here on the others should hear of it.
        var news = Usage(rows: 1, cells: 1, lookups: 1)
    }

    package let hour: UsageHour
    private let state: Mutex<State>

    init(hour: UsageHour, others: Usage = Usage()) {
        self.hour = hour
        state = Mutex(State(others: others))
    }

    /// A part of a limit: who has taken that much more is news.
    static let newsPart: UInt64 = 10

    /// Takes all that is asked for, or nothing.
    /// - Returns: the limit that stands against it; and whether the others should hear of this at once.
    func take(_ asked: Usage, _ limits: RoleLimits) -> (spent: SpentLimit?, isNews: Bool) {
        state.withLock { state in
            for limit in UsageLimit.hourly {
                guard asked[limit] > 0, let most = limits[limit].map({ UInt64(clamping: $0) }) else { continue }
                let used = Usage.sum(state.own[limit], state.others[limit])
                guard Usage.sum(used, asked[limit]) > most else { continue }
                let spent = SpentLimit(limit: limit, most: most, used: used, asked: asked[limit], hour: hour)
                return (spent, state.spent.insert(limit).inserted)
            }
            state.own = state.own + asked
            guard
                state.own.rows >= state.news.rows || state.own.cells >= state.news.cells
                    || state.own.lookups >= state.news.lookups
            else { return (nil, false) }
            state.news = Usage(
                rows: Self.next(state.own.rows, limits.rowsPerHour),
                cells: Self.next(state.own.cells, limits.phiCellsPerHour),
                lookups: Self.next(state.own.lookups, limits.lookupsPerHour))
            return (nil, true)
        }
    }

    private static func next(_ own: UInt64, _ most: Int?) -> UInt64 {
        guard let most else { return .max }
        return Usage.sum(own, max(1, UInt64(clamping: most) / newsPart))
    }

    func heard(_ others: Usage) { state.withLock { $0.others = $0.others.larger(others) } }

    var now: State { state.withLock { $0 } }
}
