import Synchronization

/// Counts verdicts on pods, and bounds how many of them become events: whoever reaches the webhook can ask.
final class InjectionMetrics: Sendable {
    static let eventsPerMinuteLimit = 120

    struct Kind: Hashable, Comparable {
        var verdict: String
        /// Of a refusal; else empty.
        var reason: String

        static func < (left: Kind, right: Kind) -> Bool { (left.verdict, left.reason) < (right.verdict, right.reason) }
    }

    private struct State {
        var counts: [Kind: Int] = [:]
        var minute: Int64 = 0
        var eventsOfMinute = 0
        var droppedEvents = 0
    }

    private let state = Mutex(State())

    var snapshot: [(kind: Kind, count: Int)] {
        state.withLock { state in state.counts.map { ($0.key, $0.value) } }.sorted { $0.kind < $1.kind }
    }

    var droppedEvents: Int { state.withLock(\.droppedEvents) }

    func count(verdict: String, reason: String) {
        state.withLock { $0.counts[Kind(verdict: verdict, reason: reason), default: 0] += 1 }
    }

    /// - Returns: whether one more event may be kept.
    func mayKeepEvent(nowSeconds: Int64) -> Bool {
        state.withLock { state in
            if state.minute != nowSeconds / 60 {
                state.minute = nowSeconds / 60
                state.eventsOfMinute = 0
            }
            guard state.eventsOfMinute < Self.eventsPerMinuteLimit else {
                state.droppedEvents += 1
                return false
            }
            state.eventsOfMinute += 1
            return true
        }
    }
}
