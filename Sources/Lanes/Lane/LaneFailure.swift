/// Why a client is not served, or not any longer; each protocol words it for its clients.
package struct LaneFailure: Error, Sendable, Equatable {
    package enum Kind: Sendable, CaseIterable {
        /// Nobody knows who the client is.
        case unauthenticated
        /// It is known, and may not.
        case forbidden
        /// It may work later.
        case notReady
        /// The upstream cannot be reached, or has gone.
        case unreachable
        /// A limit on how many there may be at once.
        case tooMany
        /// The other side does not follow its protocol.
        case protocolViolation
        /// What the session began by is not so any more: another one may begin.
        case policyChanged
        case shuttingDown
        /// The audit log cannot record it.
        case unrecorded
    }

    package var kind: Kind
    /// For the client and the log; holds no secret, no data and no word of the other side.
    package var reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    package static let shuttingDown = LaneFailure(.shuttingDown, "the sidecar is shutting down")
}
