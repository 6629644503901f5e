import NIOCore
import SSHSession
import SSHWire

/// Payloads of messages, as one side gives them to the other.
enum Hop {
    static func payload(_ message: ConnectionMessage) -> ByteBuffer {
        var buffer = ByteBuffer()
        message.write(into: &buffer)
        return buffer
    }
}

/// A client side and a server side of the connection layer, whose messages go to each other.
struct ConnectionPair {
    var client = SSHConnection(.client)
    var server = SSHConnection(.server)

    /// Until neither has anything to say.
    mutating func run() throws -> (client: [ConnectionEvent], server: [ConnectionEvent]) {
        var clientEvents: [ConnectionEvent] = []
        var serverEvents: [ConnectionEvent] = []
        while true {
            let fromClient = client.takeOutbox()
            let fromServer = server.takeOutbox()
            if fromClient.isEmpty, fromServer.isEmpty { return (clientEvents, serverEvents) }
            for message in fromClient {
                if let event = try server.receive(Hop.payload(message)) { serverEvents.append(event) }
            }
            for message in fromServer {
                if let event = try client.receive(Hop.payload(message)) { clientEvents.append(event) }
            }
        }
    }

    /// A session channel that is open on both sides.
    mutating func open() throws -> (client: ChannelID, server: ChannelID) {
        let own = client.open(.session)
        guard case .opening(let other, .session)? = try run().server.first else {
            throw SSHViolation(.protocolError, "no channel")
        }
        server.confirm(other)
        _ = try run()
        return (own, other)
    }
}
