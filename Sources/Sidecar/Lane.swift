import Policy
import PostgresLane

/// A lane and its counters.
struct Lane: Sendable {
    var lane: PostgresLane
    var metrics: LaneMetrics
    var name: String { lane.policy.target.name }
}
