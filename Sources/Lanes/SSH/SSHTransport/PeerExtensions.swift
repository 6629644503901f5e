import SSHWire

/// What is kept of the peer's EXT_INFO (RFC 8308): fields of this side's choosing, so that no peer can have anything
/// remembered by naming it; and when it may come.
package struct PeerExtensions: Sendable, Equatable {
    /// Where the connection stands, as far as EXT_INFO may come there.
    private enum Turn: Sendable, Equatable {
        /// No message of the layers above has come.
        case opening(isTaken: Bool)
        case authenticating
        /// It came once more: the next message must let the user in.
        case beforeSuccess
        case over
    }

    /// How a user's key may sign: a name list, as it came. Nil: not said.
    package private(set) var signatureAlgorithms: [UInt8]?
    /// The peer takes signatures that name its host key.
    package private(set) var takesHostBound = false
    private var turn = Turn.opening(isTaken: false)
    /// Only servers let somebody in.
    private let isOfServer: Bool

    /// - Parameter isOfServer: the peer is the server.
    package init(isOfServer: Bool, signatureAlgorithms: [UInt8]? = nil, takesHostBound: Bool = false) {
        self.isOfServer = isOfServer
        self.signatureAlgorithms = signatureAlgorithms
        self.takesHostBound = takesHostBound
    }

    mutating func take(_ entries: [ProtocolExtension]) throws(SSHViolation) {
        switch turn {
        case .opening(isTaken: false): turn = .opening(isTaken: true)
        case .opening, .authenticating:
            guard isOfServer else { throw Self.outOfTurn }
            turn = .beforeSuccess
        case .beforeSuccess, .over: throw Self.outOfTurn
        }
        for entry in entries {
            switch entry.name {
            case ProtocolExtension.serverSignatureAlgorithms: signatureAlgorithms = entry.value
            case ProtocolExtension.hostBoundPublicKey: takesHostBound = entry.value == [UInt8(ascii: "0")]
            default: continue
            }
        }
    }

    /// - Parameter number: of a message of the layers above.
    mutating func heard(_ number: UInt8) throws(SSHViolation) {
        let isSuccess = isOfServer && number == MessageNumber.authenticationSuccess
        if case .beforeSuccess = turn, !isSuccess { throw Self.outOfTurn }
        if isSuccess {
            turn = .over
        } else if case .opening = turn {
            turn = .authenticating
        }
    }

    private static let outOfTurn = SSHViolation(
        .protocolError,
        "EXT_INFO came out of its turn: it may come first behind the first keys, and of a server right before it lets the "
            + "user in")
}
