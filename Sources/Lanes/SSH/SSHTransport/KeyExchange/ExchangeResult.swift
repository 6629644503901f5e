import NIOCore
import SSHWire

/// What both sides of one key exchange have come to.
struct ExchangeResult: Sendable {
    var negotiation: Negotiation
    var hash: [UInt8]
    var keys: DerivedKeys
    var hostKey: ByteBuffer
    var hostSignature: ByteBuffer
}
