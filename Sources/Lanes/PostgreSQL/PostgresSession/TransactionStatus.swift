import NIOCore

/// What a ReadyForQuery says (protocol 3.0, "Message Formats").
package enum TransactionStatus: UInt8, Sendable {
    /// `I`: in no transaction.
    case idle = 0x49
    /// `T`
    case open = 0x54
    /// `E`: what is sent is refused until it has ended.
    case failed = 0x45

    /// - Parameter message: a ReadyForQuery with its header; nil: it is malformed.
    init?(ready message: ByteBuffer) {
        guard message.readableBytes == 6, let byte = message.getInteger(at: message.readerIndex + 5, as: UInt8.self)
        else { return nil }
        self.init(rawValue: byte)
    }
}
