import NIOCore
import SSHTransport
import SSHWire
import TestSupport

/// A client that is written by hand, up to the first keys: what it sends is what a test says.
struct PlainPeer {
    var server: SSHTransport

    init(_ settings: TransportSettings = TransportSettings()) {
        server = SSHTransport(
            .server(hostKeys: [TransportPair.hostKey]), settings: settings, random: SeededGenerator(seed: 3))
    }

    static func offer(
        _ keyExchanges: [String] = ["curve25519-sha256"], ciphers: [String] = ["aes128-gcm@openssh.com"],
        macs: [String] = ["hmac-sha2-256"], isStrict: Bool = true, follows: Bool = false
    ) -> TransportMessage {
        var offer = KeyExchangeInit(
            cookie: [UInt8](repeating: 7, count: 16),
            keyExchanges: keyExchanges + (isStrict ? ["kex-strict-c-v00@openssh.com"] : []), hostKeys: ["ssh-ed25519"],
            ciphers: ciphers, macs: macs)
        offer.firstPacketFollows = follows
        return .keyExchangeInit(offer)
    }

    /// A packet in the clear.
    static func packet(_ message: some OutgoingMessage) -> ByteBuffer {
        var payload = ByteBuffer()
        message.write(into: &payload)
        var padding = 8 - (5 + payload.readableBytes) % 8
        if padding < 4 { padding += 8 }
        var packet = ByteBuffer()
        packet.writeInteger(UInt32(1 + payload.readableBytes + padding))
        packet.writeInteger(UInt8(padding))
        packet.writeBuffer(&payload)
        packet.writeRepeatingByte(0, count: padding)
        return packet
    }

    mutating func say(_ text: String) throws { try give(ByteBuffer(string: text)) }

    mutating func send(_ messages: TransportMessage...) throws {
        for message in messages { try give(Self.packet(message)) }
    }

    mutating func give(_ bytes: ByteBuffer) throws {
        var bytes = bytes
        server.receive(&bytes)
        while try server.next(nowSeconds: 0) != nil {}
    }

    /// The messages that the server has said in the clear, and forgets.
    mutating func answers() throws -> [TransportMessage] {
        var output = server.takeOutput() ?? ByteBuffer()
        var reader = IdentificationReader(mayBeginWithOtherLines: true)
        if String(buffer: output).hasPrefix("SSH-") { _ = try reader.read(&output) }
        var messages: [TransportMessage] = []
        while let length = output.readInteger(as: UInt32.self), var packet = output.readSlice(length: Int(length)),
            let padding = packet.readInteger(as: UInt8.self),
            let payload = packet.readSlice(length: packet.readableBytes - Int(padding)),
            let message = try? TransportMessage(payload: payload)
        {
            messages.append(message)
            if message == .newKeys { break }
        }
        return messages
    }
}
