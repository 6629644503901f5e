package import NIOCore
package import SSHWire

/// The transport of one connection (RFC 4253) as a value: the peer's bytes in, its messages out; messages in, bytes for
/// the peer out. It knows no socket and no clock.
///
/// Its life: both version lines, then a key exchange, then messages, and between them further exchanges, which either
/// side begins at any time. What is to be sent while one is under way waits in `held`, in its order; what the peer
/// still sends until its own KEXINIT comes in is taken as ever, so that neither side waits for the other.
///
/// Allowed is what is known in the state; anything else ends the connection with a reason (`SSHViolation`), which is also
/// written for the peer. With strict key exchange (OpenSSH's PROTOCOL, section 1.10), nothing but the exchange's own
/// messages passes before the first keys, and packet numbers begin anew with every NEWKEYS, so that no message can be
/// cut out unseen. A peer without it is only spoken to with protections that such a cut breaks: GCM, whose counter is
/// its own, and MACs over the plaintext.
package struct SSHTransport: Sendable {
    private enum Phase: Sendable {
        case identifying(IdentificationReader)
        case running
        case over
    }

    /// Messages that wait for an exchange to end. The layers above bound their data by windows.
    static let heldMessagesLimit = 8_192

    private let role: TransportRole
    private let settings: TransportSettings
    private var random: any RandomNumberGenerator & Sendable
    private var phase: Phase
    private var early = ByteBuffer()
    private var opener = PacketOpener()
    private var sealer = PacketSealer()
    private var output = ByteBuffer()
    private var exchange: KeyExchangeMachine?
    private var held: [any OutgoingMessage] = []
    private var peerTakesExtensions = false
    private(set) var isStrict = false
    private(set) var sessionID: [UInt8]?
    /// What the peer called itself; nil until its line is in.
    package private(set) var peer: IdentificationLine?
    /// What EXT_INFO said.
    package private(set) var peerExtensions: PeerExtensions

    package init(
        _ role: TransportRole, settings: TransportSettings = TransportSettings(),
        random: any RandomNumberGenerator & Sendable
    ) {
        self.role = role
        self.settings = settings
        self.random = random
        phase = .identifying(IdentificationReader(mayBeginWithOtherLines: !role.isServer))
        peerExtensions = PeerExtensions(isOfServer: !role.isServer)
        output.writeString(own.text + "\r\n")
        // Of our own KEXINIT nothing can fail: it is sent in the clear.
        try? beginExchange()
    }

    private var own: IdentificationLine {
        IdentificationLine(software: settings.software, comment: role.isServer ? settings.serverComment : nil)
    }

    /// Whether data should rather wait where it is: it would only be kept here.
    package var holdsMessages: Bool { exchange?.holdsMessages ?? false }

    package var isOver: Bool {
        if case .over = phase { return true }
        return false
    }

    /// Bytes for the peer; nil: none.
    package mutating func takeOutput() -> ByteBuffer? {
        guard output.readableBytes > 0 else { return nil }
        defer { output = ByteBuffer() }
        return output
    }

    package var outputByteCount: Int { output.readableBytes }

    /// Bytes of the peer's that wait for their line or packet to be whole.
    package var pendingByteCount: Int { early.readableBytes + opener.pendingByteCount }

    package mutating func receive(_ bytes: inout ByteBuffer) {
        switch phase {
        case .identifying: early.writeBuffer(&bytes)
        case .running: opener.append(&bytes)
        case .over: bytes.moveReaderIndex(to: bytes.writerIndex)
        }
    }

    /// The next event; nil when more bytes are needed.
    /// - Parameter nowSeconds: since 1970, for certificates.
    package mutating func next(nowSeconds: UInt64) throws(SSHViolation) -> TransportEvent? {
        do throws(SSHViolation) {
            return try nextEvent(nowSeconds)
        } catch {
            disconnect(error.reason, error.words)
            throw error
        }
    }

    /// Sends a message of the layers above, now or when the exchange under way has ended.
    package mutating func send(_ message: some OutgoingMessage) throws(SSHViolation) {
        if isOver { return }
        if holdsMessages {
            guard held.count < Self.heldMessagesLimit else {
                throw SSHViolation(
                    .protocolError, "more than \(Self.heldMessagesLimit) messages wait for the key exchange to end")
            }
            held.append(message)
            return
        }
        try seal(message)
        try rekeyWhenDue()
    }

    /// Begins another key exchange, unless one is under way or the first is still to come.
    package mutating func rekey() throws(SSHViolation) {
        if sessionID != nil, exchange == nil, !isOver { try beginExchange() }
    }

    /// Says why, and ends. Nothing is sent or taken behind it.
    package mutating func disconnect(_ reason: DisconnectReason, _ words: String) {
        if isOver { return }
        try? seal(TransportMessage.disconnect(reason: reason.rawValue, words: words))
        phase = .over
        held = []
    }

    // MARK: incoming

    private mutating func nextEvent(_ nowSeconds: UInt64) throws(SSHViolation) -> TransportEvent? {
        if case .identifying(var reader) = phase {
            let line = try reader.read(&early)
            phase = .identifying(reader)
            guard let line else {
                early.discardReadBytes()
                return nil
            }
            peer = line
            phase = .running
            opener.append(&early)
            early = ByteBuffer()
        }
        while case .running = phase, let payload = try opener.next() {
            if let event = try handle(payload, nowSeconds) { return event }
        }
        return nil
    }

    private mutating func handle(_ payload: ByteBuffer, _ nowSeconds: UInt64) throws(SSHViolation) -> TransportEvent? {
        let number = payload.getInteger(at: payload.readerIndex, as: UInt8.self) ?? 0
        guard Self.isOfTransport(number) else {
            guard sessionID != nil, !(exchange?.isBoundToExchange ?? false) else {
                throw SSHViolation(.protocolError, "message \(number) came in the middle of a key exchange")
            }
            try peerExtensions.heard(number)
            try rekeyWhenDue()
            return .message(payload)
        }
        let message = try TransportMessage(payload: payload)
        switch message {
        case .disconnect(let reason, let words):
            phase = .over
            return .disconnected(reason: reason, words: words)
        case .keyExchangeInit(let theirs): try agree(theirs, payload)
        case .exchangeInit, .exchangeReply: try advance(message, nowSeconds)
        case .newKeys: return try finishExchange()
        case .ignore, .debug, .unimplemented:
            guard sessionID != nil || !isStrict else {
                throw SSHViolation(.protocolError, "message \(number) came before the first keys")
            }
        case .extensionInfo(let extensions):
            try requireNoExchange(number)
            try peerExtensions.take(extensions)
        case .ping(let data):
            try requireNoExchange(number)
            try send(TransportMessage.pong(data))
        case .pong: try requireNoExchange(number)
        case .serviceRequest, .serviceAccept: throw SSHViolation(.protocolError, "message \(number) is not for here")
        }
        return nil
    }

    /// Services are the next layer's.
    private static func isOfTransport(_ number: UInt8) -> Bool {
        switch number {
        case MessageNumber.serviceRequest, MessageNumber.serviceAccept: false
        case MessageNumber.ping, MessageNumber.pong: true
        default: number < MessageNumber.authenticationRequest
        }
    }

    private func requireNoExchange(_ number: UInt8) throws(SSHViolation) {
        guard sessionID != nil, !(exchange?.isBoundToExchange ?? false) else {
            throw SSHViolation(.protocolError, "message \(number) came in the middle of a key exchange")
        }
    }

    // MARK: key exchange

    private mutating func beginExchange() throws(SSHViolation) {
        var names = settings.keyExchanges.map(\.rawValue)
        if sessionID == nil {
            names +=
                role.isServer
                ? [ProtocolFlag.strictServer] : [ProtocolFlag.extensionInfoClient, ProtocolFlag.strictClient]
        }
        let cookie = (0..<KeyExchangeInit.cookieByteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let offer = TransportMessage.keyExchangeInit(
            KeyExchangeInit(
                cookie: cookie, keyExchanges: names, hostKeys: role.hostKeyNames,
                ciphers: settings.ciphers.map(\.rawValue), macs: settings.macs.map(\.rawValue)))
        var payload = ByteBuffer()
        offer.write(into: &payload)
        exchange = KeyExchangeMachine(role: role, ours: payload)
        try seal(offer)
    }

    private mutating func agree(_ theirs: KeyExchangeInit, _ payload: ByteBuffer) throws(SSHViolation) {
        if exchange == nil { try beginExchange() }
        guard let peer, var exchange else { throw KeyExchangeMachine.outOfOrder }
        let versions = KeyExchangeMachine.Versions(
            client: role.isServer ? peer.text : own.text, server: role.isServer ? own.text : peer.text)
        let (negotiation, reply) = try exchange.agree(theirs, payload: payload, versions, &random)
        self.exchange = exchange
        if sessionID == nil {
            isStrict = negotiation.isStrict
            peerTakesExtensions = theirs.keyExchanges.contains(ProtocolFlag.extensionInfoClient)
            guard !isStrict || opener.sequence == 1 else {
                throw SSHViolation(.protocolError, "a message came before the key exchange")
            }
        }
        try requireSafe(negotiation)
        if let reply { try seal(reply) }
    }

    /// Without strict key exchange, a message can be cut out unseen where only the ciphertext and its number are
    /// authenticated ("Terrapin").
    private func requireSafe(_ negotiation: Negotiation) throws(SSHViolation) {
        let macs = [negotiation.macToServer, negotiation.macToClient]
        guard isStrict || !macs.contains(.hmacSHA256EncryptThenMAC) else {
            throw SSHViolation(
                .keyExchangeFailed,
                "the peer does not know strict key exchange, without which \(MACAlgorithm.hmacSHA256EncryptThenMAC.rawValue) "
                    + "is not safe: update it, or have it offer aes256-gcm@openssh.com or hmac-sha2-256")
        }
    }

    private mutating func advance(_ message: TransportMessage, _ nowSeconds: UInt64) throws(SSHViolation) {
        guard var exchange else { throw KeyExchangeMachine.outOfOrder }
        let step = try exchange.receive(message, sessionID: sessionID, nowSeconds: nowSeconds, &random)
        self.exchange = exchange
        guard let (result, reply) = step else { return }
        if let reply { try seal(reply) }
        try seal(TransportMessage.newKeys)
        sealer.use(role.isServer ? result.keys.toClient : result.keys.toServer, resetsSequence: isStrict)
        if sessionID == nil, role.isServer, peerTakesExtensions {
            let names = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: ",")
            try seal(
                TransportMessage.extensionInfo([
                    ProtocolExtension(ProtocolExtension.serverSignatureAlgorithms, Array(names.utf8)),
                    ProtocolExtension(ProtocolExtension.ping, [UInt8(ascii: "0")]),
                ]))
        }
        let waiting = held
        held = []
        for message in waiting { try seal(message) }
    }

    private mutating func finishExchange() throws(SSHViolation) -> TransportEvent {
        guard let exchange else { throw KeyExchangeMachine.outOfOrder }
        let result = try exchange.finish()
        self.exchange = nil
        opener.use(role.isServer ? result.keys.toServer : result.keys.toClient, resetsSequence: isStrict)
        guard sessionID == nil else { return .rekeyed }
        sessionID = result.hash
        return .established(
            FirstExchange(
                sessionID: result.hash, hostKey: result.hostKey.allBytes,
                hostSignature: result.hostSignature.allBytes, hostKeyAlgorithm: result.negotiation.hostKey,
                keyExchange: result.negotiation.keyExchange, cipherToServer: result.negotiation.cipherToServer,
                cipherToClient: result.negotiation.cipherToClient, isStrict: isStrict))
    }

    private mutating func rekeyWhenDue() throws(SSHViolation) {
        guard exchange == nil, sessionID != nil else { return }
        let limits = settings.rekey
        if max(sealer.bytesSinceKeys, opener.bytesSinceKeys) >= limits.byteLimit
            || max(sealer.packetsSinceKeys, opener.packetsSinceKeys) >= limits.packetLimit
        {
            try beginExchange()
        }
    }

    private mutating func seal(_ message: some OutgoingMessage) throws(SSHViolation) {
        try sealer.seal(message, into: &output, &random)
    }
}
