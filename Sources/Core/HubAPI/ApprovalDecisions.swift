/// What was decided for one sidecar since it last asked.
package struct ApprovalDecisions: Codable, Sendable, Equatable {
    package var decisions: [ApprovalState]
    /// For `after` of the next question.
    package var next: UInt64

    package init(decisions: [ApprovalState], next: UInt64) {
        self.decisions = decisions
        self.next = next
    }
}
