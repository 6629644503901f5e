/// How the sidecar stands with the hub, for metrics and for whoever asks why something does not go on.
package struct HubContact: Sendable, Equatable {
    /// Whether the last call was answered by the hub, with whatever answer.
    package var isReachable = false
    /// Monotonic; nil: never in this run.
    package var lastAnswerNanoseconds: UInt64?
    /// Of the last call that was not answered; nil when it was.
    package var failure: HubFailure?
    package var revokedReason: String?

    package init() {}
}
