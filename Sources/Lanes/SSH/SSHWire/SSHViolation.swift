/// A peer broke the protocol, or a limit of it. The connection ends.
package struct SSHViolation: Error, Sendable, Equatable {
    /// What the peer is told.
    package var reason: DisconnectReason
    /// For the peer and the log: names the rule, and holds no data of the peer's.
    package var words: String

    package init(_ reason: DisconnectReason = .protocolError, _ words: String) {
        self.reason = reason
        self.words = words
    }
}
