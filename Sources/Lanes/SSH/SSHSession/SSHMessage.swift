package import NIOCore
package import SSHWire

/// A message of any layer above the packets.
package enum SSHMessage: OutgoingMessage, Equatable {
    case transport(TransportMessage)
    case authentication(AuthenticationMessage)
    case connection(ConnectionMessage)

    package func write(into buffer: inout ByteBuffer) {
        switch self {
        case .transport(let message): message.write(into: &buffer)
        case .authentication(let message): message.write(into: &buffer)
        case .connection(let message): message.write(into: &buffer)
        }
    }
}
