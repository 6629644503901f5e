import Detectors
import NIOCore
import SFTP
import SSHSession
import SSHWire
import TestSupport

/// A relay between a client and a host that are both played by a test, message by message.
struct RelayWorld {
    var relay: SSHRelay
    /// The client's own end, and the host's.
    var client = SSHConnection(.client)
    var host = SSHConnection(.server)
    var events: [RelayEvent] = []
    var clientEvents: [ConnectionEvent] = []
    var hostEvents: [ConnectionEvent] = []

    init(_ settings: RelaySettings = RelaySettings()) { relay = SSHRelay(settings) }

    /// Until nobody has anything to say.
    mutating func run() throws {
        while true {
            relay.resume()
            let parts = (client.takeOutbox(), relay.takeForClient(), relay.takeForHost(), host.takeOutbox())
            if parts.0.isEmpty, parts.1.isEmpty, parts.2.isEmpty, parts.3.isEmpty { break }
            for message in parts.0 { try relay.receiveFromClient(Hop.payload(message)) }
            for message in parts.1 {
                if let event = try client.receive(Hop.payload(message)) { clientEvents.append(event) }
            }
            for message in parts.2 {
                guard let event = try host.receive(Hop.payload(message)) else { continue }
                hostEvents.append(event)
                if case .opening(let id, _) = event { host.confirm(id) }
            }
            for message in parts.3 { try relay.receiveFromHost(Hop.payload(message)) }
        }
        while let event = relay.nextEvent() { events.append(event) }
    }

    /// A channel of the client's, and what it asks to run.
    mutating func ask(_ requests: ChannelRequest...) throws -> ChannelID {
        let id = client.open(.session)
        try run()
        for request in requests { client.request(request, wantsReply: true, on: id) }
        try run()
        return id
    }

    /// The host's version of SFTP, and that it does not say where relative paths begin.
    mutating func beginFiles() throws {
        for answer in [[2, 0, 0, 0, 3], [101, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0]] as [[UInt8]] {
            var data = ByteBuffer(integer: UInt32(answer.count))
            data.writeBytes(answer)
            host.write(&data, .output, on: ChannelID(number: 0))
            try run()
        }
    }

    var judged: [ChannelID] { events.compactMap { if case .judge(let id, _) = $0 { id } else { nil } } }

    /// What the host has been asked for.
    var hostRequests: [ChannelRequest] {
        hostEvents.compactMap { if case .request(_, let request, _) = $0 { request } else { nil } }
    }

    func shown(_ stream: DataStream = .output) -> String {
        var bytes: [UInt8] = []
        for case .data(_, stream, let data) in clientEvents { bytes += data.readableBytesView }
        return String(decoding: bytes, as: UTF8.self)
    }

    func sentToHost() -> String {
        var bytes: [UInt8] = []
        for case .data(_, _, let data) in hostEvents { bytes += data.readableBytesView }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the client has seen of its channel, apart from data and credit, in its order.
    var clientSteps: [String] {
        clientEvents.compactMap { event in
            switch event {
            case .request(_, .exitStatus(let status), _): "status \(status)"
            case .request(_, .exitSignal(let signal), _): "signal \(signal.name)"
            case .reply(_, let isSuccess): isSuccess ? "success" : "failure"
            case .endOfFile: "EOF"
            case .closed: "CLOSE"
            case .data: "data"
            default: nil
            }
        }
    }

    mutating func write(_ text: String, _ stream: DataStream = .output, on id: ChannelID) {
        var data = ByteBuffer(string: text)
        host.write(&data, stream, on: id)
    }
}
