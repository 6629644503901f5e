/// Where a request stands.
package struct ApprovalState: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable, CaseIterable {
        case pending, approved, denied
        /// Nobody decided in time.
        case expired
        /// The client went away, or its session ended.
        case withdrawn
        /// The sidecar went away.
        case abandoned
    }

    package var id: String
    package var state: State
    /// Who decided; nil while pending.
    package var decidedBy: String?
    package var reason: String?

    package init(id: String, state: State, decidedBy: String? = nil, reason: String? = nil) {
        self.id = id
        self.state = state
        self.decidedBy = decidedBy
        self.reason = reason
    }
}
