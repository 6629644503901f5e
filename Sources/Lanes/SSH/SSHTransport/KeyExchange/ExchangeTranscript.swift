import Crypto
import FoundationEssentials
import NIOCore
import SSHWire

/// What is hashed of an exchange (RFC 4253, section 8): everything that both have seen.
struct ExchangeTranscript: Sendable {
    var clientVersion: String
    var serverVersion: String
    /// The whole payloads.
    var clientInit: ByteBuffer
    var serverInit: ByteBuffer

    func hash(hostKey: ByteBuffer, clientValue: ByteBuffer, serverValue: ByteBuffer, _ secret: SharedSecret) -> [UInt8]
    {
        var buffer = ByteBuffer()
        buffer.writeSSHString(clientVersion)
        buffer.writeSSHString(serverVersion)
        buffer.writeSSHString(clientInit)
        buffer.writeSSHString(serverInit)
        buffer.writeSSHString(hostKey)
        buffer.writeSSHString(clientValue)
        buffer.writeSSHString(serverValue)
        buffer.writeBytes(secret.encoded)
        return buffer.withUnsafeReadableBytes { Array(SHA256.hash(data: $0)) }
    }
}
