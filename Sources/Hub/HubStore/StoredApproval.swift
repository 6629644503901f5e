package import HubAPI

/// An approval request and what became of it.
package struct StoredApproval: Sendable, Equatable {
    package var request: ApprovalRequest
    package var instance: String
    package var state: ApprovalState.State
    package var createdAtSeconds: Int64
    package var expiresAtSeconds: Int64
    package var decidedAtSeconds: Int64?
    package var decidedBy: String?
    package var reason: String?
    /// Rises with every request that ends, over all of them; nil while pending.
    package var sequence: UInt64?

    package init(
        request: ApprovalRequest, instance: String, state: ApprovalState.State, createdAtSeconds: Int64,
        expiresAtSeconds: Int64, decidedAtSeconds: Int64? = nil, decidedBy: String? = nil, reason: String? = nil,
        sequence: UInt64? = nil
    ) {
        self.request = request
        self.instance = instance
        self.state = state
        self.createdAtSeconds = createdAtSeconds
        self.expiresAtSeconds = expiresAtSeconds
        self.decidedAtSeconds = decidedAtSeconds
        self.decidedBy = decidedBy
        self.reason = reason
        self.sequence = sequence
    }

    package var answer: ApprovalState {
        ApprovalState(id: request.id, state: state, decidedBy: decidedBy, reason: reason)
    }
}
