import NIOCore

/// One entry of EXT_INFO (RFC 8308).
package struct ProtocolExtension: Sendable, Equatable {
    /// How a user's key may sign: a name list.
    package static let serverSignatureAlgorithms = "server-sig-algs"
    /// The server takes signatures that name its host key (OpenSSH's PROTOCOL, section 3.1).
    package static let hostBoundPublicKey = "publickey-hostbound@openssh.com"
    /// The peer answers pings (OpenSSH's PROTOCOL, section 1.9).
    package static let ping = "ping@openssh.com"

    package var name: String
    package var value: [UInt8]

    package init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }

    static func readAll(_ body: inout ByteBuffer) -> [ProtocolExtension]? {
        guard let count = body.readInteger(as: UInt32.self), count <= SSHLimits.extensionsLimit else { return nil }
        var all: [ProtocolExtension] = []
        for _ in 0..<count {
            guard let name = body.readSSHName(),
                let value = body.readSSHString(limit: SSHLimits.extensionBytesLimit)
            else { return nil }
            all.append(ProtocolExtension(name, value.allBytes))
        }
        return all
    }

    static func writeAll(_ all: [ProtocolExtension], into buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt32(all.count))
        for entry in all {
            buffer.writeSSHString(entry.name)
            buffer.writeSSHString(entry.value)
        }
    }
}
