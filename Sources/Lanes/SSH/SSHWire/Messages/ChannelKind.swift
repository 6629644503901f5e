import NIOCore

/// What a channel is opened for.
package enum ChannelKind: Sendable, Equatable {
    case session
    /// A connection that the host is to make (RFC 4254, section 7.2).
    case directTCP(host: String, port: UInt32, originHost: String, originPort: UInt32)
    case other(String)

    package var name: String {
        switch self {
        case .session: "session"
        case .directTCP: "direct-tcpip"
        case .other(let name): name
        }
    }

    init?(name: String, body: inout ByteBuffer) {
        switch name {
        case "session": self = .session
        case "direct-tcpip":
            guard let host = body.readSSHText(limit: SSHLimits.freeNameBytesLimit),
                let port = body.readInteger(as: UInt32.self),
                let originHost = body.readSSHText(limit: SSHLimits.freeNameBytesLimit),
                let originPort = body.readInteger(as: UInt32.self)
            else { return nil }
            self = .directTCP(host: host, port: port, originHost: originHost, originPort: originPort)
        default:
            body.moveReaderIndex(to: body.writerIndex)
            self = .other(name)
        }
    }

    func write(into buffer: inout ByteBuffer) {
        guard case .directTCP(let host, let port, let originHost, let originPort) = self else { return }
        buffer.writeSSHString(host)
        buffer.writeInteger(port)
        buffer.writeSSHString(originHost)
        buffer.writeInteger(originPort)
    }
}
