import Policy

/// What a sidecar enforces, and for whom.
struct PolicyInForce: Sendable, Equatable {
    var bundle: Bundle
    var principal: String
    /// Of the principal.
    var groups: [String]
}
