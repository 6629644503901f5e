package import NIOCore

/// What came of the peer's bytes.
package enum TransportEvent: Sendable, Equatable {
    /// The first keys are in use on both sides.
    case established(FirstExchange)
    /// Others are.
    case rekeyed
    /// The payload of a message of the layers above.
    case message(ByteBuffer)
    /// The peer ended the connection. The words are its own: they are shown to nobody who may not see the host's text.
    case disconnected(reason: UInt32, words: String)
}
