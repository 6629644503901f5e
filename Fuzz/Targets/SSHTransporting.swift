import NIOCore
import SSHKeys
import SSHTransport
import SSHWire

/// A side takes any bytes, before and after there are keys: it says the same however they are cut, keeps no more than a
/// packet of them, and after the end it says nothing.
///
/// An input is: which side, how many bytes at a time, whether keys come first, the bytes. With keys, they are cut into
/// messages (a length, the payload) that a peer with the keys sends.
enum SSHTransporting {
    static let seeds: [[UInt8]] = [
        [0, 1] + Array("SSH-2.0-x\r\n".utf8) + packet([20] + [UInt8](repeating: 0, count: 16 + 4 * 10 + 5)),
        [1, 3] + Array("hello\r\nSSH-2.0-x\r\n".utf8) + packet([2, 0, 0, 0, 0]),
        [0, 9] + Array("SSH-2.0-x\r\n".utf8) + packet(offer)
            + packet([30, 0, 0, 0, 32, 9] + [UInt8](repeating: 0, count: 31))
            + packet([21]),
        [2, 5, 3, 5, 0, 0, 2, 94, 1, 1, 2, 1, 20, 5, 192, 0, 0, 0, 0],
        [3, 5, 9, 1, 0, 0, 0, 2, 0, 0, 0, 0, 3, 80, 0, 0, 1, 21],
    ]

    private static let offer: [UInt8] = {
        var payload = ByteBuffer()
        TransportMessage.keyExchangeInit(
            KeyExchangeInit(
                cookie: [UInt8](repeating: 1, count: 16),
                keyExchanges: ["curve25519-sha256", "kex-strict-c-v00@openssh.com"],
                hostKeys: ["ssh-ed25519"], ciphers: ["aes256-ctr"], macs: ["hmac-sha2-256"])
        ).write(into: &payload)
        return Array(payload.readableBytesView)
    }()

    private static let hostKey = try? SSHPrivateKey(.ed25519, rawRepresentation: [UInt8](repeating: 7, count: 32))

    private static let bytesLimit = SSHLimits.packetBytesLimit + 64

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let hostKey else { throw BrokenProperty("there is no host key") }
        var source = ByteSource(bytes)
        let kind = source.byte() % 4
        let step = max(1, Int(source.byte()))
        let rest = source.remainder()
        let server = side(isServer: true, hostKey)
        let client = side(isServer: false, hostKey)
        switch kind {
        case 0: try compare(server, rest, step)
        case 1: try compare(client, rest, step)
        default: try withKeys(client, server, rest, isToServer: kind == 2)
        }
    }

    private static func side(isServer: Bool, _ hostKey: SSHPrivateKey) -> SSHTransport {
        // One exchange whose answer follows from the randomness alone.
        var settings = TransportSettings()
        settings.keyExchanges = [.curve25519]
        return isServer
            ? SSHTransport(.server(hostKeys: [hostKey]), settings: settings, random: Sequence64(state: 1))
            : SSHTransport(
                .client(HostTrust(keys: [hostKey.publicKey], host: "h")), settings: settings,
                random: Sequence64(state: 2))
    }

    private static func compare(_ side: SSHTransport, _ bytes: [UInt8], _ step: Int) throws(BrokenProperty) {
        let whole = try outcome(side, bytes, max(1, bytes.count))
        try require(try outcome(side, bytes, step) == whole, "a cut changes what a side says")
    }

    private struct Outcome: Equatable {
        var events: [TransportEvent] = []
        var violation: SSHViolation?
        var output: ByteBuffer?
    }

    private static func outcome(_ side: SSHTransport, _ bytes: [UInt8], _ step: Int) throws(BrokenProperty) -> Outcome {
        var side = side
        var outcome = Outcome()
        for start in stride(from: 0, to: bytes.count, by: step) {
            var part = ByteBuffer(bytes: bytes[start..<min(start + step, bytes.count)])
            side.receive(&part)
            do throws(SSHViolation) {
                while let event = try side.next(nowSeconds: 0) { outcome.events.append(event) }
            } catch {
                outcome.violation = error
                try require(side.isOver, "a side goes on behind a violation")
            }
            if side.isOver { break }
            try require(side.pendingByteCount <= bytesLimit + step, "\(side.pendingByteCount) bytes are kept")
        }
        outcome.output = side.takeOutput()
        if side.isOver {
            var more = ByteBuffer(bytes: bytes)
            side.receive(&more)
            try require((try? side.next(nowSeconds: 0)) == .some(nil), "a side that is over takes bytes")
            try require(side.takeOutput() == nil, "a side that is over says something")
        }
        return outcome
    }

    private struct Raw: OutgoingMessage {
        var bytes: [UInt8]
        func write(into buffer: inout ByteBuffer) { buffer.writeBytes(bytes) }
    }

    private static func withKeys(
        _ client: SSHTransport, _ server: SSHTransport, _ bytes: [UInt8], isToServer: Bool
    ) throws(BrokenProperty) {
        var client = client
        var server = server
        var rest = ByteSource(bytes)
        do throws(SSHViolation) {
            for _ in 0..<8 {
                if var output = client.takeOutput() { server.receive(&output) }
                while try server.next(nowSeconds: 0) != nil {}
                if var output = server.takeOutput() { client.receive(&output) }
                while try client.next(nowSeconds: 0) != nil {}
            }
        } catch {
            throw BrokenProperty("two sides of ours do not agree: \(error.words)")
        }
        while !rest.isEmpty {
            let payload = rest.counted()
            if payload.isEmpty { continue }
            do throws(SSHViolation) {
                if isToServer {
                    try client.send(Raw(bytes: payload))
                    if var output = client.takeOutput() { server.receive(&output) }
                    while let event = try server.next(nowSeconds: 0) { try check(event, payload) }
                } else {
                    try server.send(Raw(bytes: payload))
                    if var output = server.takeOutput() { client.receive(&output) }
                    while let event = try client.next(nowSeconds: 0) { try check(event, payload) }
                }
            } catch {
                return
            }
        }
    }

    /// A message of the layers above is what was sent, and none of the transport's.
    private static func check(_ event: TransportEvent, _ sent: [UInt8]) throws(SSHViolation) {
        if case .message(let payload) = event {
            precondition(
                payload.readableBytesView.elementsEqual(sent) && (sent[0] == 5 || sent[0] == 6 || sent[0] >= 50))
        }
    }

    static func packet(_ payload: [UInt8]) -> [UInt8] {
        var padding = 8 - (5 + payload.count) % 8
        if padding < 4 { padding += 8 }
        let length = UInt32(1 + payload.count + padding)
        return withUnsafeBytes(of: length.bigEndian) { Array($0) } + [UInt8(padding)] + payload
            + [UInt8](repeating: 0, count: padding)
    }
}

/// SplitMix64: the same every time.
private struct Sequence64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
