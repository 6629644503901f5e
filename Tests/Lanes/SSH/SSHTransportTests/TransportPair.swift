import NIOCore
import SSHKeys
import SSHTransport
import SSHWire
import TestSupport

/// A client and a server, whose bytes go to each other.
struct TransportPair {
    enum Side { case client, server }

    var client: SSHTransport
    var server: SSHTransport
    /// What each has come to.
    var clientEvents: [TransportEvent] = []
    var serverEvents: [TransportEvent] = []
    /// Bytes at a time; nil: all.
    var step: Int?

    static let hostKey: SSHPrivateKey = {
        do { return try SSHPrivateKey(generating: .ed25519) } catch { preconditionFailure("\(error)") }
    }()

    init(
        client: TransportSettings = TransportSettings(), server: TransportSettings = TransportSettings(),
        hostKeys: [SSHPrivateKey] = [hostKey], trust: HostTrust? = nil
    ) {
        let trust = trust ?? HostTrust(keys: hostKeys.map(\.publicKey), host: "host")
        self.client = SSHTransport(.client(trust), settings: client, random: SeededGenerator(seed: 1))
        self.server = SSHTransport(.server(hostKeys: hostKeys), settings: server, random: SeededGenerator(seed: 2))
    }

    /// Until neither has anything to say.
    mutating func run() throws {
        while true {
            let fromClient = client.takeOutput()
            let fromServer = server.takeOutput()
            if fromClient == nil, fromServer == nil { return }
            if let fromClient { serverEvents += try Self.give(fromClient, to: &server, step) }
            if let fromServer { clientEvents += try Self.give(fromServer, to: &client, step) }
        }
    }

    static func give(_ bytes: ByteBuffer, to side: inout SSHTransport, _ step: Int?) throws -> [TransportEvent] {
        var events: [TransportEvent] = []
        var rest = bytes
        while rest.readableBytes > 0 {
            guard var part = rest.readSlice(length: min(step ?? .max, rest.readableBytes)) else { break }
            side.receive(&part)
            while let event = try side.next(nowSeconds: 1_700_000_000) { events.append(event) }
        }
        return events
    }

    var exchanges: (client: FirstExchange?, server: FirstExchange?) {
        func first(_ events: [TransportEvent]) -> FirstExchange? {
            for case .established(let exchange) in events { return exchange }
            return nil
        }
        return (first(clientEvents), first(serverEvents))
    }

    static func messages(_ events: [TransportEvent]) -> [ByteBuffer] {
        events.compactMap { if case .message(let payload) = $0 { payload } else { nil } }
    }

    static func rekeyings(_ events: [TransportEvent]) -> Int { events.filter { $0 == .rekeyed }.count }
}

/// A message of the layers above.
struct Payload: OutgoingMessage, Equatable {
    var bytes: [UInt8]

    init(_ count: Int, _ fill: UInt8 = 0x41) {
        bytes = [MessageNumber.channelData] + [UInt8](repeating: fill, count: count)
    }

    func write(into buffer: inout ByteBuffer) { buffer.writeBytes(bytes) }
}

/// A message of the layers above that is nothing but its number.
struct Message: OutgoingMessage {
    let number: UInt8

    init(_ number: UInt8) { self.number = number }

    func write(into buffer: inout ByteBuffer) { buffer.writeInteger(number) }
}
