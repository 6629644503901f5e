import AuditLog
package import Policy
import Synchronization

/// Counters of one lane. Safe from any thread, and no thread waits for another.
package final class LaneMetrics: Sendable {
    /// Upper bounds of the decision histogram's buckets, microseconds.
    package static let bucketsMicroseconds: [UInt64] = [
        10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 100_000,
    ]

    package struct Snapshot: Sendable {
        package var connectionsOpen = 0
        package var connectionsTotal = 0
        package var connectionsRefused = 0
        package var statementsPermitted = 0
        package var statementsRefused = 0
        package var statementsMalformed = 0
        package var bytesFromClients = 0
        package var bytesToClients = 0
        package var catalogReads = 0
        package var catalogWatches = 0
        package var catalogInquiries: Int { catalogReads + catalogWatches }
        /// Statements and answers that wait for approval now.
        package var statementsHeld = 0
        package var approvalsRequested = 0
        /// Of SSH: what runs on a channel now, and findings that were masked in what programs showed.
        package var channelsOpen = 0
        package var findingsMasked = 0
        /// What limits of roles have refused, in the order of `UsageLimit.allCases`.
        package var limitsSpent = [Int](repeating: 0, count: UsageLimit.allCases.count)
        /// One count for each bucket, and one above all.
        package var decisions = [Int](repeating: 0, count: bucketsMicroseconds.count + 1)
        package var decisionMicroseconds: UInt64 = 0
    }

    package enum Counter: Int {
        case connectionsOpen, connectionsTotal, connectionsRefused, statementsPermitted, statementsRefused
        case statementsMalformed, bytesFromClients, bytesToClients, catalogReads, decisionMicroseconds
        case statementsHeld, approvalsRequested, catalogWatches, channelsOpen, findingsMasked
    }

    private let spent = InlineArray<4, Atomic<Int>> { _ in Atomic(0) }
    private let counters = InlineArray<15, Atomic<Int>> { _ in Atomic(0) }
    private let decisions = InlineArray<12, Atomic<Int>> { _ in Atomic(0) }

    package init() {}

    package var snapshot: Snapshot {
        var snapshot = Snapshot()
        snapshot.connectionsOpen = value(.connectionsOpen)
        snapshot.connectionsTotal = value(.connectionsTotal)
        snapshot.connectionsRefused = value(.connectionsRefused)
        snapshot.statementsPermitted = value(.statementsPermitted)
        snapshot.statementsRefused = value(.statementsRefused)
        snapshot.statementsMalformed = value(.statementsMalformed)
        snapshot.bytesFromClients = value(.bytesFromClients)
        snapshot.bytesToClients = value(.bytesToClients)
        snapshot.catalogReads = value(.catalogReads)
        snapshot.catalogWatches = value(.catalogWatches)
        snapshot.statementsHeld = value(.statementsHeld)
        snapshot.approvalsRequested = value(.approvalsRequested)
        snapshot.channelsOpen = value(.channelsOpen)
        snapshot.findingsMasked = value(.findingsMasked)
        for index in snapshot.limitsSpent.indices {
            snapshot.limitsSpent[index] = spent[index].load(ordering: .relaxed)
        }
        snapshot.decisionMicroseconds = UInt64(clamping: value(.decisionMicroseconds))
        for index in snapshot.decisions.indices {
            snapshot.decisions[index] = decisions[index].load(ordering: .relaxed)
        }
        return snapshot
    }

    package func add(_ count: Int = 1, to counter: Counter) {
        counters[counter.rawValue].wrappingAdd(count, ordering: .relaxed)
    }

    /// A limit of a role has refused something.
    package func countSpent(_ limit: UsageLimit) {
        guard let index = UsageLimit.allCases.firstIndex(of: limit) else { return }
        spent[index].wrappingAdd(1, ordering: .relaxed)
    }

    /// - Returns: false when `limit` wait already.
    func hold(limit: Int) -> Bool {
        let counter = Counter.statementsHeld.rawValue
        guard counters[counter].wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
            add(-1, to: .statementsHeld)
            return false
        }
        add(to: .approvalsRequested)
        return true
    }

    /// Counts what the log has of a statement: one for each time that it runs, or is refused.
    func count(_ event: AuditEvent) {
        switch event {
        case .intent: add(to: .statementsPermitted)
        case .decision(let decision):
            add(to: decision.verdict == "malformed" ? .statementsMalformed : .statementsRefused)
        default: break
        }
    }

    /// What the log has no room for does not run.
    func countUnrecorded(_ event: AuditEvent) {
        switch event {
        case .intent, .decision: add(to: .statementsRefused)
        default: break
        }
    }

    /// One text was parsed, written anew and judged in this time.
    package func judged(_ microseconds: UInt64) {
        let bucket = Self.bucketsMicroseconds.firstIndex { microseconds <= $0 } ?? Self.bucketsMicroseconds.count
        decisions[bucket].wrappingAdd(1, ordering: .relaxed)
        add(Int(clamping: microseconds), to: .decisionMicroseconds)
    }

    private func value(_ counter: Counter) -> Int { counters[counter.rawValue].load(ordering: .relaxed) }
}
