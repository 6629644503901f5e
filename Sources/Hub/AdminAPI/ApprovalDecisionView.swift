/// What somebody decides of an approval request.
package struct ApprovalDecisionView: Codable, Sendable {
    /// The agent is told.
    package var reason: String?
    /// Only for approving: later requests by the same rule and principal on the same target are approved, too, for so
    /// long.
    package var forSeconds: Int64?

    package init(reason: String?, forSeconds: Int64? = nil) {
        self.reason = reason
        self.forSeconds = forSeconds
    }
}
