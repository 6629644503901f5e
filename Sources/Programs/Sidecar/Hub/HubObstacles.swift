import HubClient

/// What kept a sidecar from its hub, try after try.
///
/// A kubelet shows the end of a log, and of a time-out no cause: the last cause that was seen is told beside it.
struct HubObstacles: Sendable {
    /// The last reason that is not a time-out alone.
    private var cause: String?

    /// What to tell of the failure of this try; for the operator, without secrets.
    mutating func noted(_ failure: HubFailure?, reason: String) -> String {
        if case .timedOut? = failure { return cause.map { "\(reason) (before: \($0))" } ?? reason }
        cause = reason
        return reason
    }
}
