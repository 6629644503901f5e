package import NIOCore

/// A set of messages that are told apart by their number alone.
package protocol ReadableMessage {
    /// - Parameter body: behind the number; what is left of it was not of the message's form.
    /// - Returns: nil when the number is none of these, or the body is not of its form.
    static func read(_ number: UInt8, _ body: inout ByteBuffer) -> Self?
}

extension ReadableMessage {
    /// - Throws: when the payload is none of these, or is not of its form.
    package init(payload: ByteBuffer) throws(SSHViolation) {
        var body = payload
        guard let number = body.readInteger(as: UInt8.self) else {
            throw SSHViolation(.protocolError, "a message is empty")
        }
        guard let message = Self.read(number, &body), body.readableBytes == 0 else {
            throw SSHViolation(.protocolError, "message \(number) is unknown here or malformed")
        }
        self = message
    }
}
