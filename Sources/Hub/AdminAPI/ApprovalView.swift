package import HubAPI

/// An approval request and where it stands. Times are RFC 3339.
package struct ApprovalView: Codable, Sendable {
    package var request: ApprovalRequest
    package var instance: String
    package var state: ApprovalState.State
    package var createdAt: String
    package var expiresAt: String
    package var decidedAt: String?
    package var decidedBy: String?
    package var reason: String?

    package init(
        request: ApprovalRequest, instance: String, state: ApprovalState.State, createdAt: String, expiresAt: String,
        decidedAt: String?, decidedBy: String?, reason: String?
    ) {
        self.request = request
        self.instance = instance
        self.state = state
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.decidedAt = decidedAt
        self.decidedBy = decidedBy
        self.reason = reason
    }
}
