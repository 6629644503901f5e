/// What may change while somebody waits for it.
package enum ChangeTopic: String, Sendable, CaseIterable {
    /// What a sidecar has to enforce: policy, groups, revocations.
    case policy
    /// Approval requests and their decisions.
    case approvals
    case events
}
