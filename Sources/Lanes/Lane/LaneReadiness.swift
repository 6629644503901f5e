/// Whether a lane can serve.
package enum LaneReadiness: Sendable, Equatable {
    case ready
    /// For the operator and for clients; holds no data and no secret.
    case notReady(reason: String)
}
