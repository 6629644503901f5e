import NIOCore
import SSHKeys
import SSHWire

/// One key exchange, from this side's KEXINIT to the peer's NEWKEYS.
///
/// Each state has only what is known in it. A message that does not belong into the state ends the connection.
struct KeyExchangeMachine: Sendable {
    private struct Agreed: Sendable {
        var negotiation: Negotiation
        var transcript: ExchangeTranscript
        /// The peer guessed wrongly: its next message is for an exchange that is not.
        var skipsNext: Bool
    }

    private enum State: Sendable {
        /// Ours is sent, theirs is awaited.
        case offered(ours: ByteBuffer)
        /// The client's: its value is sent.
        case awaitingReply(Agreed, EphemeralKey)
        /// The server's.
        case awaitingClientValue(Agreed)
        /// Our NEWKEYS is sent.
        case awaitingNewKeys(ExchangeResult)
    }

    /// What both said first.
    struct Versions: Sendable {
        var client: String
        var server: String
    }

    private let role: TransportRole
    private var state: State

    /// - Parameter ours: the payload of the KEXINIT that was sent.
    init(role: TransportRole, ours: ByteBuffer) {
        self.role = role
        state = .offered(ours: ours)
    }

    /// Whether the peer's KEXINIT is in: from then on it may send nothing but what belongs to the exchange.
    var isBoundToExchange: Bool {
        if case .offered = state { return false }
        return true
    }

    /// Whether our NEWKEYS is still to come, so that nothing else may be sent.
    var holdsMessages: Bool {
        if case .awaitingNewKeys = state { return false }
        return true
    }

    /// The peer's KEXINIT.
    /// - Returns: what is to be sent, if anything.
    mutating func agree(
        _ theirs: KeyExchangeInit, payload: ByteBuffer, _ versions: Versions,
        _ random: inout some RandomNumberGenerator
    ) throws(SSHViolation) -> (Negotiation, TransportMessage?) {
        guard case .offered(let ours) = state else { throw Self.outOfOrder }
        guard case .keyExchangeInit(let offer) = try TransportMessage(payload: ours) else { throw Self.outOfOrder }
        let negotiation =
            role.isServer
            ? try Negotiation(client: theirs, server: offer) : try Negotiation(client: offer, server: theirs)
        let agreed = Agreed(
            negotiation: negotiation,
            transcript: ExchangeTranscript(
                clientVersion: versions.client, serverVersion: versions.server,
                clientInit: role.isServer ? payload : ours, serverInit: role.isServer ? ours : payload),
            skipsNext: theirs.firstPacketFollows && !negotiation.isGuessRight)
        if role.isServer {
            state = .awaitingClientValue(agreed)
            return (negotiation, nil)
        }
        let key = try EphemeralKey(negotiation.keyExchange, &random)
        state = .awaitingReply(agreed, key)
        return (negotiation, .exchangeInit(clientValue: ByteBuffer(bytes: key.publicValue)))
    }

    /// A message of the exchange. Behind what is sent goes our NEWKEYS, and then the new keys are in use for sending.
    /// - Parameter sessionID: nil in the first exchange, whose hash it becomes.
    mutating func receive(
        _ message: TransportMessage, sessionID: [UInt8]?, nowSeconds: UInt64,
        _ random: inout some RandomNumberGenerator
    ) throws(SSHViolation) -> (ExchangeResult, TransportMessage?)? {
        switch (state, message) {
        case (.awaitingClientValue(var agreed), .exchangeInit(let value)):
            if agreed.skipsNext {
                agreed.skipsNext = false
                state = .awaitingClientValue(agreed)
                return nil
            }
            let (result, reply) = try answer(agreed, value, sessionID, &random)
            state = .awaitingNewKeys(result)
            return (result, reply)
        case (.awaitingReply(var agreed, let key), .exchangeReply(let hostKey, let value, let signature)):
            if agreed.skipsNext {
                agreed.skipsNext = false
                state = .awaitingReply(agreed, key)
                return nil
            }
            let result = try conclude(
                agreed, key, hostKey: hostKey, serverValue: value, signature: signature, sessionID, nowSeconds)
            state = .awaitingNewKeys(result)
            return (result, nil)
        default: throw Self.outOfOrder
        }
    }

    /// The peer's NEWKEYS.
    func finish() throws(SSHViolation) -> ExchangeResult {
        guard case .awaitingNewKeys(let result) = state else { throw Self.outOfOrder }
        return result
    }

    static let outOfOrder = SSHViolation(.protocolError, "a message does not belong into this step of the key exchange")

    private func answer(
        _ agreed: Agreed, _ value: ByteBuffer, _ sessionID: [UInt8]?, _ random: inout some RandomNumberGenerator
    ) throws(SSHViolation) -> (ExchangeResult, TransportMessage) {
        guard case .server(let hostKeys) = role else { throw Self.outOfOrder }
        let negotiation = agreed.negotiation
        let algorithm = negotiation.hostKey.signature
        guard let key = hostKeys.first(where: { $0.type == algorithm.keyType }) else {
            throw SSHViolation(.keyExchangeFailed, "there is no host key of the kind that was agreed on")
        }
        let (serverValue, secret) = try EphemeralKey.answer(negotiation.keyExchange, clientValue: value, &random)
        let hostKey = ByteBuffer(bytes: key.publicKey.blob)
        let server = ByteBuffer(bytes: serverValue)
        let hash = agreed.transcript.hash(hostKey: hostKey, clientValue: value, serverValue: server, secret)
        guard let signature = try? key.signature(over: hash, algorithm) else {
            throw SSHViolation(.keyExchangeFailed, "the host key does not sign")
        }
        let keys = DerivedKeys(secret, hash: hash, sessionID: sessionID ?? hash, negotiation)
        let result = ExchangeResult(
            negotiation: negotiation, hash: hash, keys: keys, hostKey: hostKey, hostSignature: signature)
        return (result, .exchangeReply(hostKey: hostKey, serverValue: server, signature: signature))
    }

    private func conclude(
        _ agreed: Agreed, _ key: EphemeralKey, hostKey: ByteBuffer, serverValue: ByteBuffer, signature: ByteBuffer,
        _ sessionID: [UInt8]?, _ nowSeconds: UInt64
    ) throws(SSHViolation) -> ExchangeResult {
        guard case .client(let trust) = role else { throw Self.outOfOrder }
        let negotiation = agreed.negotiation
        let publicKey: SSHPublicKey
        do throws(HostTrust.Refusal) {
            publicKey = try trust.key(of: hostKey.allBytes, negotiation.hostKey, nowSeconds: nowSeconds)
        } catch {
            throw SSHViolation(.hostKeyNotVerifiable, error.words)
        }
        let secret = try key.secret(serverValue: serverValue)
        let hash = agreed.transcript.hash(
            hostKey: hostKey, clientValue: ByteBuffer(bytes: key.publicValue), serverValue: serverValue, secret)
        guard publicKey.verifies(signature, over: hash, negotiation.hostKey.signature) else {
            throw SSHViolation(.hostKeyNotVerifiable, "the host's signature is not its key's")
        }
        let keys = DerivedKeys(secret, hash: hash, sessionID: sessionID ?? hash, negotiation)
        return ExchangeResult(
            negotiation: negotiation, hash: hash, keys: keys, hostKey: hostKey, hostSignature: signature)
    }
}
