package import NIOCore

/// What is written straight into the packet that carries it.
package protocol OutgoingMessage: Sendable {
    /// Appends the payload: the message's number, then its fields.
    func write(into buffer: inout ByteBuffer)
}
