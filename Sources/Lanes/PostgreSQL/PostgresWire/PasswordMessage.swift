package import NIOCore

/// A client's answer to AuthenticationCleartextPassword.
package enum PasswordMessage {
    /// Takes it from the front of `buffer`; nil when more bytes are needed.
    package static func read(_ buffer: inout ByteBuffer, bytesLimit: Int) throws(WireViolation) -> String? {
        guard let type = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return nil }
        guard type == UInt8(ascii: "p") else { throw WireViolation("expected a password") }
        guard let length = buffer.getInteger(at: buffer.readerIndex + 1, as: Int32.self) else { return nil }
        guard length >= 5, Int(length) - 5 <= bytesLimit else {
            throw WireViolation("the password is longer than \(bytesLimit) bytes", sqlState: "54000")
        }
        guard buffer.readableBytes > Int(length) else { return nil }
        buffer.moveReaderIndex(forwardBy: 5)
        guard var body = buffer.readSlice(length: Int(length) - 4), let password = body.readCString(),
            body.readableBytes == 0
        else { throw WireViolation("invalid password message") }
        return password
    }
}
