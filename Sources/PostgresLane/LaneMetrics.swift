import PostgresSession
import Synchronization

/// Counters of one lane. Safe from any thread.
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
        /// One count for each bucket, and one above all.
        package var decisions = [Int](repeating: 0, count: bucketsMicroseconds.count + 1)
        package var decisionMicroseconds: UInt64 = 0
    }

    private let counts = Mutex(Snapshot())

    package init() {}

    package var snapshot: Snapshot { counts.withLock(\.self) }

    func change(_ body: (inout Snapshot) -> Void) { counts.withLock { body(&$0) } }

    func decided(_ verdict: SessionMachine.Verdict, _ microseconds: UInt64) {
        counts.withLock { counts in
            switch verdict {
            case .permitted: counts.statementsPermitted += 1
            case .refused: counts.statementsRefused += 1
            case .malformed: counts.statementsMalformed += 1
            }
            let bucket = Self.bucketsMicroseconds.firstIndex { microseconds <= $0 } ?? Self.bucketsMicroseconds.count
            counts.decisions[bucket] += 1
            counts.decisionMicroseconds += microseconds
        }
    }
}
