package import NIOCore
package import SSHKeys
package import SSHTransport
package import SSHWire

/// This side's proof towards a host that its user may (RFC 4252), with a signature of somebody else's.
///
/// One try: the key's owner is not asked for a second signature in the same connection.
package struct HostAuthentication: Sendable {
    package enum Event: Sendable, Equatable {
        /// To be answered by `sign`.
        case challenge(SignatureChallenge)
        case accepted
        /// The host takes none of what was offered; what it would take.
        case refused(methods: [String], isPartial: Bool)
    }

    private enum State: Sendable {
        case awaitingService
        case awaitingSignature
        case awaitingVerdict
        case over
    }

    private static let serviceName = "ssh-userauth"

    private let user: String
    private let exchange: FirstExchange
    private var state = State.awaitingService
    private var banners = 0

    /// - Parameter user: the account on the host.
    package init(user: String, _ exchange: FirstExchange) {
        self.user = user
        self.exchange = exchange
    }

    /// The first message.
    package static var opening: SSHMessage { .transport(.serviceRequest(serviceName)) }

    /// - Parameter extensions: what the transport knows of the host by now.
    package mutating func receive(
        _ payload: ByteBuffer, extensions: PeerExtensions
    ) throws(SSHViolation) -> Event? {
        if case .awaitingService = state {
            guard case .serviceAccept(Self.serviceName) = try TransportMessage(payload: payload) else {
                throw SSHViolation(.serviceNotAvailable, "the host does not authenticate users")
            }
            state = .awaitingSignature
            return .challenge(.userAuthentication(challenge(extensions)))
        }
        switch try AuthenticationMessage(payload: payload, isInteractive: false) {
        case .banner:
            banners += 1
            guard banners <= SessionLimits.bannersLimit else {
                throw SSHViolation(.protocolError, "the host says more than \(SessionLimits.bannersLimit) banners")
            }
            return nil
        case .success:
            guard case .awaitingVerdict = state else { throw Self.outOfOrder }
            state = .over
            return .accepted
        case .failure(let methods, let isPartial):
            guard case .awaitingVerdict = state else { throw Self.outOfOrder }
            state = .over
            return .refused(methods: methods, isPartial: isPartial)
        case .request, .publicKeyAccepted, .informationRequest, .informationResponse: throw Self.outOfOrder
        }
    }

    private func challenge(_ extensions: PeerExtensions) -> SignatureChallenge.UserAuthentication {
        let algorithms = extensions.signatureAlgorithms.map {
            String(decoding: $0, as: UTF8.self).split(separator: ",").map { String($0) }
        }
        return SignatureChallenge.UserAuthentication(
            user: user, sessionID: exchange.sessionID, hostKey: exchange.hostKey,
            hostSignature: exchange.hostSignature, hostKeyAlgorithm: exchange.hostKeyAlgorithm,
            signatureAlgorithms: algorithms,
            mayBindToHost: extensions.takesHostBound)
    }

    /// The request with the signature that was asked for; nil when none is awaited any more.
    package mutating func sign(_ signature: UserSignature) -> SSHMessage? {
        guard case .awaitingSignature = state else { return nil }
        state = .awaitingVerdict
        return .authentication(
            .request(
                AuthenticationRequest(
                    user: user,
                    method: .publicKey(
                        algorithm: signature.algorithm, key: ByteBuffer(bytes: signature.key),
                        signature: ByteBuffer(bytes: signature.signature),
                        hostKey: signature.isHostBound ? ByteBuffer(bytes: exchange.hostKey) : nil))))
    }

    private static let outOfOrder = SSHViolation(.protocolError, "the host's message does not belong into this step")
}
