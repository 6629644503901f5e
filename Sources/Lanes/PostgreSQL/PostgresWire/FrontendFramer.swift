package import NIOCore

/// Cuts a client's bytes into messages, after the startup packet.
package struct FrontendFramer: Sendable {
    package enum Frame: Sendable, Equatable {
        /// A whole message: its type, and its bytes, read up to its body.
        case message(UInt8, ByteBuffer)
        /// A Query or Parse over its limit; its body is passed over as it arrives, and never kept.
        case oversized(UInt8, byteCount: Int)
    }

    private let limits: WireLimits
    private var buffer = ByteBuffer()
    private var toSkip = 0

    package init(limits: WireLimits) { self.limits = limits }

    package mutating func append(_ bytes: inout ByteBuffer) {
        if toSkip > 0 {
            let count = min(toSkip, bytes.readableBytes)
            bytes.moveReaderIndex(forwardBy: count)
            toSkip -= count
        }
        guard bytes.readableBytes > 0 else { return }
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            return
        }
        if buffer.readerIndex > buffer.readableBytes { buffer.discardReadBytes() }
        buffer.writeBuffer(&bytes)
    }

    /// Bytes that wait for their message to be whole.
    package var pendingByteCount: Int { buffer.readableBytes }

    /// The next message; nil when more bytes are needed.
    package mutating func next() throws(WireViolation) -> Frame? {
        guard buffer.readableBytes >= 5, let type = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
            let length = buffer.getInteger(at: buffer.readerIndex + 1, as: Int32.self)
        else { return nil }
        let limit = try limit(of: type)
        guard length >= 4 else { throw WireViolation("message '\(Self.name(type))' has an invalid length") }
        let bodyBytes = Int(length) - 4
        guard bodyBytes == 0 || !Self.isBare(type) else {
            throw WireViolation("message '\(Self.name(type))' has a body")
        }
        if bodyBytes > limit {
            guard type == UInt8(ascii: "Q") || type == UInt8(ascii: "P") else {
                throw WireViolation(
                    "message '\(Self.name(type))' is longer than its limit of \(limit) bytes", sqlState: "54000")
            }
            buffer.moveReaderIndex(forwardBy: 5)
            let present = min(bodyBytes, buffer.readableBytes)
            buffer.moveReaderIndex(forwardBy: present)
            toSkip = bodyBytes - present
            return .oversized(type, byteCount: bodyBytes)
        }
        guard buffer.readableBytes >= 5 + bodyBytes, var message = buffer.readSlice(length: 5 + bodyBytes) else {
            return nil
        }
        message.moveReaderIndex(forwardBy: 5)
        if buffer.readableBytes == 0 { buffer = ByteBuffer() }
        return .message(type, message)
    }

    private func limit(of type: UInt8) throws(WireViolation) -> Int {
        switch type {
        case UInt8(ascii: "Q"), UInt8(ascii: "P"): limits.queryBytesLimit
        case UInt8(ascii: "B"): limits.bindBytesLimit
        case UInt8(ascii: "d"): limits.copyBytesLimit
        case UInt8(ascii: "C"), UInt8(ascii: "D"), UInt8(ascii: "E"), UInt8(ascii: "F"), UInt8(ascii: "H"),
            UInt8(ascii: "S"), UInt8(ascii: "X"), UInt8(ascii: "c"), UInt8(ascii: "f"), UInt8(ascii: "p"):
            limits.controlBytesLimit
        default: throw WireViolation("invalid frontend message type \(type)")
        }
    }

    /// Flush, Sync, CopyDone and Terminate are a type and nothing else.
    private static func isBare(_ type: UInt8) -> Bool {
        type == UInt8(ascii: "H") || type == UInt8(ascii: "S") || type == UInt8(ascii: "c") || type == UInt8(ascii: "X")
    }

    private static func name(_ type: UInt8) -> String { String(UnicodeScalar(type)) }
}
