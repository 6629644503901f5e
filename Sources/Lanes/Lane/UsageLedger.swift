package import HubAPI
package import Policy
import Synchronization

/// What all principals of a sidecar have taken in the hour that runs. One for all lanes; safe from any thread. Time is passed in.
package final class UsageLedger: Sendable {
    private struct State {
        /// It does not go back, whatever the clock does: nobody gets an hour twice.
        var hour = UsageHour(number: .min)
        var budgets: [String: PrincipalBudget] = [:]
        /// What was taken before, by whom no session has come yet.
        var known: [String: Usage] = [:]
        var whenNews: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    /// - Parameter body: called, from any thread, when a principal has taken something for the first time in an hour, has taken a
    ///   tenth of a limit more, or was refused something.
    package func whenNews(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.whenNews = body } }

    /// Nil: there are as many principals already as a sidecar counts for.
    package func budget(of principal: String, nowSeconds: Int64) -> PrincipalBudget? {
        state.withLock { state in
            Self.turn(&state, nowSeconds)
            if let budget = state.budgets[principal] { return budget }
            guard state.budgets.count < UsageReport.principalsLimit,
                principal.utf8.count <= UsageReport.principalBytesLimit
            else { return nil }
            let budget = PrincipalBudget(
                hour: state.hour, others: state.known.removeValue(forKey: principal) ?? Usage())
            state.budgets[principal] = budget
            return budget
        }
    }

    /// The hour that a time is in, or a later one that has begun.
    package func hour(nowSeconds: Int64) -> UsageHour {
        state.withLock { state in
            Self.turn(&state, nowSeconds)
            return state.hour
        }
    }

    private static func turn(_ state: inout State, _ nowSeconds: Int64) {
        let hour = UsageHour(atSeconds: nowSeconds)
        guard hour > state.hour else { return }
        state.hour = hour
        state.budgets = [:]
        state.known = [:]
    }

    package func tellNews() { state.withLock(\.whenNews)?() }

    // MARK: others

    /// What was taken here since the start; nil: nobody that is counted for has come in this hour.
    package func report(nowSeconds: Int64) -> UsageReport? {
        summary(nowSeconds) { $0.own }
    }

    /// The same with what is known of others: what a later start begins with.
    package func memory(nowSeconds: Int64) -> UsageReport? {
        summary(nowSeconds) { $0.own + $0.others }
    }

    private func summary(_ nowSeconds: Int64, _ usage: (PrincipalBudget.State) -> Usage) -> UsageReport? {
        let (hour, budgets) = state.withLock { state in
            Self.turn(&state, nowSeconds)
            return (state.hour, state.budgets)
        }
        guard !budgets.isEmpty else { return nil }
        let principals = budgets.sorted { $0.key < $1.key }.map { name, budget in
            let now = budget.now
            let usage = usage(now)
            return UsageReport.Principal(
                principal: name, rows: usage.rows, cells: usage.cells, lookups: usage.lookups,
                spent: now.spent.isEmpty ? nil : now.spent.map(\.rawValue).sorted())
        }
        return UsageReport(hour: hour.number, principals: principals)
    }

    /// What others have taken, or this sidecar before its start. Of another hour it is passed over.
    package func heard(_ others: UsageReport, nowSeconds: Int64) {
        state.withLock { state in
            Self.turn(&state, nowSeconds)
            guard others.hour == state.hour.number else { return }
            for other in others.principals.prefix(UsageReport.principalsLimit) {
                let usage = Usage(rows: other.rows, cells: other.cells, lookups: other.lookups)
                if let budget = state.budgets[other.principal] {
                    budget.heard(usage)
                } else {
                    state.known[other.principal] = (state.known[other.principal] ?? Usage()).larger(usage)
                }
            }
        }
    }
}
