import NIOCore
import SSHKeys
import SSHTransport
import SSHWire
import TestSupport
import Testing

struct TransportTests {
    static func settings(
        _ keyExchange: KeyExchangeAlgorithm? = nil, _ cipher: CipherAlgorithm? = nil, _ mac: MACAlgorithm? = nil
    ) -> TransportSettings {
        var settings = TransportSettings()
        if let keyExchange { settings.keyExchanges = [keyExchange] }
        if let cipher { settings.ciphers = [cipher] }
        if let mac { settings.macs = [mac] }
        return settings
    }

    @Test(arguments: KeyExchangeAlgorithm.allCases)
    func `Both sides agree on each key exchange, byte by byte as at once`(algorithm: KeyExchangeAlgorithm) throws {
        for step in [nil, 1, 7] {
            var pair = TransportPair(client: Self.settings(algorithm))
            pair.step = step
            try pair.run()
            let (client, server) = pair.exchanges
            #expect(client != nil && client == server)
            #expect(client?.keyExchange == algorithm)
            #expect(client?.isStrict == true)
        }
    }

    static let protections: [(CipherAlgorithm, MACAlgorithm)] = CipherAlgorithm.allCases.flatMap { cipher in
        (cipher.isAuthenticated ? [.hmacSHA256] : MACAlgorithm.allCases).map { (cipher, $0) }
    }

    @Test(arguments: protections)
    func `Messages of every length pass in both directions, however they are cut`(
        cipher: CipherAlgorithm, mac: MACAlgorithm
    ) throws {
        for step in [nil, 1, 13] {
            var pair = TransportPair(server: Self.settings(.curve25519, cipher, mac))
            pair.step = step
            try pair.run()
            let sent = (0...70).map { Payload($0, UInt8($0)) } + [Payload(32_768), Payload(40_000)]
            for payload in sent {
                try pair.client.send(payload)
                try pair.server.send(payload)
            }
            try pair.run()
            let expected = sent.map { ByteBuffer(bytes: $0.bytes) }
            #expect(TransportPair.messages(pair.clientEvents) == expected)
            #expect(TransportPair.messages(pair.serverEvents) == expected)
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `A host proves itself with each kind of key`(algorithm: SignatureAlgorithm) throws {
        let key = try SSHPrivateKey(generating: algorithm.keyType)
        var pair = TransportPair(hostKeys: [key])
        try pair.run()
        #expect(pair.exchanges.client?.hostKey == key.publicKey.blob)
    }

    @Test func `A host with another key is not spoken to`() throws {
        let other = try SSHPrivateKey(generating: .ed25519)
        var pair = TransportPair(trust: HostTrust(keys: [other.publicKey], host: "host"))
        #expect(throws: SSHViolation.self) { try pair.run() }
        #expect(pair.client.isOver)
        #expect(pair.exchanges.client == nil)
    }

    @Test(arguments: protections)
    func `A packet that was changed at any byte ends the connection, and says no more`(
        cipher: CipherAlgorithm, mac: MACAlgorithm
    ) throws {
        var pair = TransportPair(server: Self.settings(.curve25519, cipher, mac))
        try pair.run()
        try pair.client.send(Payload(20))
        let output = pair.client.takeOutput()
        let bytes = try #require(output)
        for index in 0..<bytes.readableBytes {
            var server = pair.server
            var changed = bytes
            changed.setInteger((changed.getInteger(at: index, as: UInt8.self) ?? 0) ^ 0x01, at: index)
            server.receive(&changed)
            let events = try? { () throws -> [TransportEvent] in
                var events: [TransportEvent] = []
                while let event = try server.next(nowSeconds: 0) { events.append(event) }
                return events
            }()
            // A longer length waits for more, within the limit; nothing else passes.
            #expect(events == nil && server.isOver || events == [], "\(index)")
        }
    }

    @Test(arguments: protections)
    func `A packet that is sent twice, or left out, ends the connection`(
        cipher: CipherAlgorithm, mac: MACAlgorithm
    ) throws {
        var pair = TransportPair(server: Self.settings(.curve25519, cipher, mac))
        try pair.run()
        try pair.client.send(Payload(20))
        let output = pair.client.takeOutput()
        var first = try #require(output)
        try pair.client.send(Payload(20))
        let next = pair.client.takeOutput()
        let second = try #require(next)
        var skipped = pair.server
        var late = second
        skipped.receive(&late)
        #expect(throws: SSHViolation.self) { try skipped.next(nowSeconds: 0) }
        var again = first
        pair.server.receive(&first)
        #expect(try pair.server.next(nowSeconds: 0) != nil)
        pair.server.receive(&again)
        #expect(throws: SSHViolation.self) { try pair.server.next(nowSeconds: 0) }
    }

    @Test func `Either side changes keys at any time, also both at once, and nothing is lost or overtakes`() throws {
        for step in [nil, 11] {
            var pair = TransportPair()
            pair.step = step
            try pair.run()
            var sent: [Payload] = []
            for round in 0..<30 {
                if round % 3 != 1 { try pair.client.rekey() }
                if round % 3 != 0 { try pair.server.rekey() }
                for index in 0..<5 {
                    let payload = Payload(round * 7 + index, UInt8(round))
                    sent.append(payload)
                    try pair.client.send(payload)
                    try pair.server.send(payload)
                }
                if round % 4 == 0 { try pair.run() }
            }
            try pair.run()
            let expected = sent.map { ByteBuffer(bytes: $0.bytes) }
            #expect(TransportPair.messages(pair.clientEvents) == expected)
            #expect(TransportPair.messages(pair.serverEvents) == expected)
            #expect(TransportPair.rekeyings(pair.clientEvents) == TransportPair.rekeyings(pair.serverEvents))
            #expect(TransportPair.rekeyings(pair.clientEvents) >= 7)
        }
    }

    @Test(arguments: protections)
    func `Keys change by themselves after so many bytes, and after so many packets`(
        cipher: CipherAlgorithm, mac: MACAlgorithm
    ) throws {
        for (bytes, packets) in [(UInt64(20_000), UInt64.max), (.max, 20)] {
            var settings = Self.settings(.curve25519, cipher, mac)
            settings.rekey.byteLimit = bytes
            settings.rekey.packetLimit = packets
            var pair = TransportPair(server: settings)
            try pair.run()
            for _ in 0..<100 {
                try pair.client.send(Payload(2_000))
                try pair.run()
            }
            #expect(TransportPair.messages(pair.serverEvents).count == 100)
            #expect(TransportPair.rekeyings(pair.serverEvents) >= 4)
        }
    }

    @Test func `The session keeps its identifier when keys change`() throws {
        var pair = TransportPair()
        try pair.run()
        let first = pair.exchanges.client
        try pair.client.rekey()
        try pair.run()
        #expect(TransportPair.rekeyings(pair.clientEvents) == 1)
        #expect(pair.exchanges.client == first)
    }

    @Test func `A side that ends says why, and takes nothing more`() throws {
        var pair = TransportPair()
        try pair.run()
        pair.server.disconnect(.byApplication, "enough")
        try pair.server.send(Payload(1))
        try pair.run()
        #expect(pair.clientEvents.last == .disconnected(reason: 11, words: "enough"))
        #expect(pair.client.isOver && pair.server.isOver)
    }

    @Test func `What both know of each other after the exchange`() throws {
        var pair = TransportPair()
        try pair.run()
        // By it clients send the two paths of a symbolic link as OpenSSH's do.
        #expect(pair.client.peer?.software == "Chaperone_1 OpenSSH_9.0-compatible")
        #expect(pair.server.peer?.software == "Chaperone_1")
        let algorithms = pair.client.peerExtensions.signatureAlgorithms
        #expect(algorithms == Array("ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256".utf8))
        try pair.client.send(TransportMessage.ping(ByteBuffer(string: "there?")))
        try pair.run()
        #expect(!pair.client.isOver)
    }

    @Test(arguments: [MessageNumber.authenticationRequest, MessageNumber.channelData])
    func `What a client says of itself it says once, behind its first keys and before anything else`(
        number: UInt8
    ) throws {
        let info = TransportMessage.extensionInfo([ProtocolExtension("x", [1]), ProtocolExtension("y", [2])])
        var pair = TransportPair()
        try pair.run()
        try pair.client.send(info)
        try pair.run()
        #expect(pair.server.peerExtensions.signatureAlgorithms == nil)
        try pair.client.send(info)
        #expect(throws: SSHViolation.self) { try pair.run() }
        #expect(pair.server.isOver)

        pair = TransportPair()
        try pair.run()
        try pair.client.send(Message(number))
        try pair.client.send(info)
        #expect(throws: SSHViolation.self) { try pair.run() }
    }

    @Test func `A server says more of itself once, right before it lets the user in`() throws {
        let info = TransportMessage.extensionInfo([
            ProtocolExtension(ProtocolExtension.hostBoundPublicKey, [UInt8(ascii: "0")])
        ])
        var pair = TransportPair()
        try pair.run()
        #expect(!pair.client.peerExtensions.takesHostBound)
        try pair.server.send(Message(MessageNumber.authenticationFailure))
        try pair.server.send(info)
        try pair.server.send(Message(MessageNumber.authenticationSuccess))
        try pair.server.send(Message(MessageNumber.channelData))
        try pair.run()
        #expect(pair.client.peerExtensions.takesHostBound && !pair.client.isOver)
        try pair.server.send(info)
        #expect(throws: SSHViolation.self) { try pair.run() }

        for behind in [info as any OutgoingMessage, Message(MessageNumber.authenticationFailure)] {
            pair = TransportPair()
            try pair.run()
            try pair.server.send(info)
            try pair.server.send(behind)
            #expect(throws: SSHViolation.self) { try pair.run() }
        }
    }

    @Test func `No algorithm that both know ends the connection with its name`() throws {
        var pair = TransportPair(client: Self.settings(.nistP256), server: Self.settings(.curve25519))
        let violation = #expect(throws: SSHViolation.self) { try pair.run() }
        #expect(violation?.reason == .keyExchangeFailed)
        #expect(violation?.words.contains("key exchange") == true)
    }
}
