import NIOCore
import SSHWire
import Testing

/// Every message is read as it was written, whole and only whole.
struct MessageTests {
    static let bytes = ByteBuffer(string: "bytes")

    static let transport: [TransportMessage] = [
        .disconnect(reason: 2, words: "why"), .ignore, .unimplemented(sequence: 7), .debug,
        .serviceRequest("ssh-userauth"), .serviceAccept("ssh-userauth"),
        .extensionInfo([ProtocolExtension("server-sig-algs", Array("ssh-ed25519".utf8)), ProtocolExtension("x", [])]),
        .keyExchangeInit(
            KeyExchangeInit(
                cookie: Array(0..<16), keyExchanges: ["a", "b"], hostKeys: ["c"], ciphers: ["d"], macs: ["e", "f"])),
        .newKeys, .exchangeInit(clientValue: bytes),
        .exchangeReply(hostKey: bytes, serverValue: bytes, signature: bytes), .ping(bytes), .pong(bytes),
    ]

    static let authentication: [AuthenticationMessage] = [
        .request(AuthenticationRequest(user: "jo", method: .none)),
        .request(AuthenticationRequest(user: "jo", method: .password("p"))),
        .request(AuthenticationRequest(user: "jo", method: .passwordChange)),
        .request(AuthenticationRequest(user: "jo", method: .keyboardInteractive)),
        .request(
            AuthenticationRequest(
                user: "jo", method: .publicKey(algorithm: "a", key: bytes, signature: nil, hostKey: nil))),
        .request(
            AuthenticationRequest(
                user: "jo", method: .publicKey(algorithm: "a", key: bytes, signature: bytes, hostKey: bytes))),
        .failure(methods: ["publickey", "password"], isPartial: true), .success, .banner("hello"),
        .informationRequest(instruction: "i", prompts: ["one", "two"]), .informationResponse(["1", "2"]),
    ]

    static let connection: [ConnectionMessage] =
        [
            .globalRequest(name: "keepalive@openssh.com", wantsReply: true), .requestSuccess, .requestFailure,
            .open(.session, sender: 1, window: 2, packetLimit: 3),
            .open(
                .directTCP(host: "h", port: 4, originHost: "o", originPort: 5), sender: 1, window: 2, packetLimit: 3),
            .openConfirmation(channel: 1, sender: 2, window: 3, packetLimit: 4),
            .openFailure(channel: 1, reason: 2, words: "no"), .windowAdjust(channel: 1, byteCount: 2),
            .data(channel: 1, bytes), .extendedData(channel: 1, code: 1, bytes), .endOfFile(channel: 1),
            .close(channel: 1), .success(channel: 1), .failure(channel: 1),
        ] + requests.map { .request(channel: 9, $0, wantsReply: true) }

    static let requests: [ChannelRequest] = [
        .terminal(
            type: "xterm", size: TerminalSize(columns: 80, rows: 24, widthPixels: 1, heightPixels: 2), modes: bytes),
        .environment(name: "LANG", value: "C"), .shell, .exec(bytes), .subsystem("sftp"),
        .windowChange(TerminalSize(columns: 132, rows: 43)), .signal("TERM"), .flowControl(clientMayFlow: true),
        .breakLine(milliseconds: 500), .exitStatus(3), .exitSignal(ExitSignal(name: "KILL", dumpedCore: true)),
        .agentForwarding, .x11Forwarding, .endOfWrite, .other("something@example.org"),
    ]

    /// Messages behind whose end anything may stand.
    static let openEnded: Set<String> = [
        "disconnect", "ignore", "debug", "openFailure", "requestSuccess", "openConfirmation",
    ]

    static func check<Message: OutgoingMessage & Equatable>(
        _ message: Message, isOpenEnded: Bool, _ read: (ByteBuffer) throws -> Message
    ) throws {
        var payload = ByteBuffer()
        message.write(into: &payload)
        #expect(try read(payload) == message)
        for count in 0..<payload.readableBytes {
            let part = try #require(payload.getSlice(at: 0, length: count))
            // A part of it is another message, or none; never this one, and never a crash.
            if let other = try? read(part) { #expect(isOpenEnded || other != message, "\(message), \(count)") }
        }
        payload.writeInteger(0 as UInt8)
        if !isOpenEnded { #expect(throws: SSHViolation.self, "\(message)") { try read(payload) } }
    }

    static func isOpenEnded(_ message: some Any) -> Bool {
        let text = "\(message)"
        return openEnded.contains { text.hasPrefix($0) } || text.contains("globalRequest") || text.contains("other(")
            || text.contains("x11Forwarding")
    }

    @Test(arguments: transport) func `Messages of the transport`(_ message: TransportMessage) throws {
        try Self.check(message, isOpenEnded: Self.isOpenEnded(message)) { try TransportMessage(payload: $0) }
    }

    @Test(arguments: authentication) func `Messages of the authentication`(_ message: AuthenticationMessage) throws {
        try Self.check(message, isOpenEnded: false) { try AuthenticationMessage(payload: $0, isInteractive: true) }
    }

    @Test(arguments: connection) func `Messages of the connection`(_ message: ConnectionMessage) throws {
        try Self.check(message, isOpenEnded: Self.isOpenEnded(message)) { try ConnectionMessage(payload: $0) }
    }

    @Test func `Columns stand before rows on the wire`() {
        var payload = ByteBuffer()
        ConnectionMessage.request(
            channel: 1, .windowChange(TerminalSize(columns: 132, rows: 43)), wantsReply: false
        ).write(into: &payload)
        #expect(payload.getInteger(at: payload.writerIndex - 16, as: UInt32.self) == 132)
        #expect(payload.getInteger(at: payload.writerIndex - 12, as: UInt32.self) == 43)
    }

    @Test func `What a user's key signs is the session and the request, as they are sent`() throws {
        let key: [UInt8] = [1, 2, 3]
        for hostKey in [nil, [9, 8]] as [[UInt8]?] {
            let signed = AuthenticationRequest.signedBytes(
                sessionID: [5, 5], user: "jo", algorithm: "ssh-ed25519", key: key, hostKey: hostKey)
            var sent = ByteBuffer()
            AuthenticationMessage.request(
                AuthenticationRequest(
                    user: "jo",
                    method: .publicKey(
                        algorithm: "ssh-ed25519", key: ByteBuffer(bytes: key), signature: ByteBuffer(),
                        hostKey: hostKey.map { ByteBuffer(bytes: $0) }))
            ).write(into: &sent)
            // The request ends with the signature, here empty.
            #expect(signed == [0, 0, 0, 2, 5, 5] + Array(sent.readableBytesView.dropLast(4)))
        }
    }

    @Test func `Lists of names are within their limits`() {
        for (text, isGood) in [("", true), ("a,b", true), ("a,,b", false), (",", false), ("a b", false), ("é", false)] {
            var buffer = ByteBuffer()
            buffer.writeSSHString(text)
            #expect((buffer.readNameList() != nil) == isGood, "\(text)")
        }
        for name in [String(repeating: "a", count: 65), Array(repeating: "a", count: 257).joined(separator: ",")] {
            var buffer = ByteBuffer()
            buffer.writeSSHString(name)
            #expect(buffer.readNameList() == nil)
        }
    }

    @Test(
        arguments: [
            ([0], [0, 0, 0, 0]), ([0, 0x7F], [0, 0, 0, 1, 0x7F]), ([0x80], [0, 0, 0, 2, 0, 0x80]),
            ([1, 0], [0, 0, 0, 2, 1, 0]),
        ] as [([UInt8], [UInt8])])
    func `Numbers have their shortest form`(number: [UInt8], written: [UInt8]) {
        var buffer = ByteBuffer()
        buffer.writePositiveInteger(number)
        #expect(Array(buffer.readableBytesView) == written)
        #expect(buffer.readPositiveInteger(limit: 4) == Array(number.drop { $0 == 0 }))
    }

    @Test(
        arguments: [
            [0, 0, 0, 1, 0x80], [0, 0, 0, 2, 0, 1], [0, 0, 0, 1, 0], [0, 0, 0, 5, 1, 1, 1, 1, 1], [0, 0, 0, 9, 1],
        ] as [[UInt8]])
    func `A number that is negative, padded, too long or cut is none`(bytes: [UInt8]) {
        var buffer = ByteBuffer(bytes: bytes)
        #expect(buffer.readPositiveInteger(limit: 4) == nil)
    }

    /// Clients send what their own environment has, in whatever encoding.
    @Test func `A variable that is no UTF-8 is one that nobody knows, and ends nothing`() throws {
        for (name, value) in [(Array("LC_X".utf8), [UInt8(0xFF)]), ([0xFF], Array("x".utf8))] {
            var payload = ByteBuffer()
            ConnectionMessage.request(channel: 9, .other("env"), wantsReply: true).write(into: &payload)
            for part in [name, value] {
                payload.writeInteger(UInt32(part.count))
                payload.writeBytes(part)
            }
            #expect(try ConnectionMessage(payload: payload) == .request(channel: 9, .other("env"), wantsReply: true))
        }
    }
}
