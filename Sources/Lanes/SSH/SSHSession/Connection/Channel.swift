import SSHWire

/// One channel as one side of it knows it.
struct Channel: Sendable {
    enum State: Sendable {
        /// The peer awaits an answer.
        case openingByPeer
        /// This side does.
        case openingByUs
        case open
    }

    var state: State
    /// The number that the peer has given it.
    var peerNumber: UInt32 = 0
    /// Bytes that the peer still takes.
    var sendWindow: UInt32 = 0
    var peerPacketLimit = 0
    /// What the peer may send before it is given credit anew.
    var windowBytes = 0
    /// Bytes that the peer may still send.
    var receiveWindow = 0
    /// Bytes that were taken care of, and that the peer has not been told of.
    var credit = 0
    /// Requests of the peer that want a reply: nil where it is still to come.
    var replies: [Bool?] = []
    /// Requests of this side whose reply is still to come.
    var pendingRequests = 0
    var sentEOF = false
    var sentClose = false
    var receivedEOF = false
    var receivedClose = false

    /// Whether this side may still say anything.
    var maySend: Bool { if case .open = state { !sentClose } else { false } }
}
