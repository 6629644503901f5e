/// Where an approval stands that no statement waits for: who asks again runs once what was approved meanwhile.
package enum StandingApproval: Sendable, Equatable {
    /// It has just been asked for.
    case asked(id: String)
    /// It is waited for still.
    case pending(id: String)
    /// It is used up by this answer.
    case approved(ApprovalState)
    case denied(ApprovalState)
    /// As many are open as may be.
    case full

    package var isApproved: Bool { if case .approved = self { true } else { false } }
}
