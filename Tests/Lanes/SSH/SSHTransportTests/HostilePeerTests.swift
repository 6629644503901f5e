import Foundation
import NIOCore
import SSHKeys
import SSHTransport
import SSHWire
import TestSupport
import Testing

/// What a peer may not do before there are keys.
struct HostilePeerTests {
    static func begun(_ settings: TransportSettings = TransportSettings()) throws -> PlainPeer {
        var peer = PlainPeer(settings)
        try peer.say("SSH-2.0-peer\r\n")
        return peer
    }

    @Test(arguments: [TransportMessage.ignore, .debug, .unimplemented(sequence: 0)])
    func `With strict key exchange, a message before the peer's KEXINIT ends the connection`(
        message: TransportMessage
    ) throws {
        var peer = try Self.begun()
        try peer.send(message)
        #expect(throws: SSHViolation.self) { try peer.send(PlainPeer.offer()) }
        #expect(peer.server.isOver)
    }

    @Test(arguments: [
        TransportMessage.ignore, .debug, .unimplemented(sequence: 0), .ping(ByteBuffer()), .extensionInfo([]),
    ])
    func `With strict key exchange, a message within the exchange ends the connection`(
        message: TransportMessage
    ) throws {
        var peer = try Self.begun()
        try peer.send(PlainPeer.offer())
        #expect(throws: SSHViolation.self) { try peer.send(message) }
    }

    @Test func `Without it, only protections pass that show when a message was cut out`() throws {
        var peer = try Self.begun()
        let violation = #expect(throws: SSHViolation.self) {
            try peer.send(
                PlainPeer.offer(ciphers: ["aes256-ctr"], macs: ["hmac-sha2-256-etm@openssh.com"], isStrict: false))
        }
        #expect(violation?.words.contains("strict key exchange") == true)
        for (cipher, mac) in [("aes256-ctr", "hmac-sha2-256"), ("aes256-gcm@openssh.com", "x")] {
            var peer = try Self.begun()
            try peer.send(.ignore, PlainPeer.offer(ciphers: [cipher], macs: [mac], isStrict: false), .ignore)
            #expect(!peer.server.isOver)
        }
    }

    @Test func `A wrong guess is passed over, and the next message counts`() throws {
        var peer = try Self.begun()
        try peer.send(
            PlainPeer.offer(follows: true), .exchangeInit(clientValue: ByteBuffer(string: "of another exchange")))
        _ = try peer.answers()
        // A point of X25519: any 32 bytes that are not of small order.
        try peer.send(.exchangeInit(clientValue: ByteBuffer(bytes: [9] + [UInt8](repeating: 0, count: 31))))
        let answers = try peer.answers()
        #expect(answers.count == 2 && answers.last == .newKeys)
    }

    static let points: [(KeyExchangeAlgorithm, [UInt8])] = [
        (.curve25519, [UInt8](repeating: 0, count: 32)), (.curve25519, [1] + [UInt8](repeating: 0, count: 31)),
        (.curve25519, [9]), (.curve25519, []), (.nistP256, [4] + [UInt8](repeating: 1, count: 64)), (.nistP256, [0]),
        (.hybridMLKEM, [UInt8](repeating: 0xFF, count: 1_216)), (.hybridMLKEM, [UInt8](repeating: 0, count: 1_215)),
        (.hybridMLKEM, [UInt8](repeating: 0, count: 1_216)),
    ]

    @Test(arguments: points)
    func `A public value that is none ends the connection`(algorithm: KeyExchangeAlgorithm, value: [UInt8]) throws {
        var peer = try Self.begun()
        try peer.send(PlainPeer.offer([algorithm.rawValue]))
        let violation = #expect(throws: SSHViolation.self) {
            try peer.send(.exchangeInit(clientValue: ByteBuffer(bytes: value)))
        }
        #expect(violation?.reason == .keyExchangeFailed)
    }

    @Test(arguments: [
        TransportMessage.newKeys, .exchangeInit(clientValue: ByteBuffer()),
        .exchangeReply(hostKey: ByteBuffer(), serverValue: ByteBuffer(), signature: ByteBuffer()),
        .serviceRequest("ssh-userauth"),
    ])
    func `A message out of its order ends the connection`(message: TransportMessage) throws {
        var peer = try Self.begun()
        #expect(throws: SSHViolation.self) { try peer.send(message) }
        #expect(peer.server.isOver)
        var output = peer.server.takeOutput()
        #expect(output?.readableBytes ?? 0 > 0)
        // It is over: what comes now is not looked at.
        var more = PlainPeer.packet(PlainPeer.offer())
        peer.server.receive(&more)
        #expect(try peer.server.next(nowSeconds: 0) == nil)
        output = peer.server.takeOutput()
        #expect(output == nil)
    }

    @Test func `KEXINIT twice ends the connection`() throws {
        var peer = try Self.begun()
        try peer.send(PlainPeer.offer())
        #expect(throws: SSHViolation.self) { try peer.send(PlainPeer.offer()) }
    }

    @Test(
        arguments: [
            [0xFF, 0xFF, 0xFF, 0xFF], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 5], [0, 0, 0, 13],
            [0x47, 0x45, 0x54, 0x20],
        ] as [[UInt8]])
    func `A length that is none, or over the limit, ends the connection before its bytes are waited for`(
        length: [UInt8]
    ) throws {
        var peer = try Self.begun()
        #expect(throws: SSHViolation.self) { try peer.give(ByteBuffer(bytes: length)) }
    }

    @Test(arguments: [3, 12, 11, 255] as [UInt8])
    func `Padding that is too short, or all of the packet, ends the connection`(padding: UInt8) throws {
        var peer = try Self.begun()
        let packet: [UInt8] = [0, 0, 0, 12, padding] + [UInt8](repeating: 2, count: 11)
        #expect(throws: SSHViolation.self) { try peer.give(ByteBuffer(bytes: packet)) }
    }

    static func fixture(_ name: String) throws -> [UInt8] {
        let text = try String(contentsOf: Repository.fixture("ssh/\(name)"), encoding: .utf8)
        let digits = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
        }
    }

    /// What OpenSSH 9.2 says first, as it was recorded.
    @Test(arguments: ["openssh-9.2-client-hello.hex", "openssh-9.2-server-hello.hex"])
    func `OpenSSH's first bytes come to the same, byte by byte and at every cut`(name: String) throws {
        let bytes = try Self.fixture(name)
        func answer(_ parts: [[UInt8]]) throws -> Int {
            var side =
                name.contains("client")
                ? SSHTransport(.server(hostKeys: [TransportPair.hostKey]), random: SeededGenerator(seed: 4))
                : SSHTransport(
                    .client(.init(keys: [TransportPair.hostKey.publicKey], host: "h")), random: SeededGenerator(seed: 4)
                )
            for part in parts {
                var buffer = ByteBuffer(bytes: part)
                side.receive(&buffer)
                while let event = try side.next(nowSeconds: 0) { Issue.record("\(event)") }
            }
            #expect(side.peer?.software == "OpenSSH_9.2p1 Debian-2+deb12u10")
            return side.outputByteCount
        }
        let whole = try answer([bytes])
        #expect(try answer(bytes.map { [$0] }) == whole)
        for cut in 1..<bytes.count { #expect(try answer([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole) }
    }
}
