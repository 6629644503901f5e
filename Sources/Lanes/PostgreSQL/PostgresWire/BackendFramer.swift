package import NIOCore

/// Cuts a server's bytes into messages. Rows and COPY data that nobody needs to see pass as they arrive, whole or in
/// parts, so that a value of a gigabyte is never held.
package struct BackendFramer: Sendable {
    package enum Frame: Sendable, Equatable {
        /// A whole message: its type, and its bytes with the header.
        case message(UInt8, ByteBuffer)
        /// A part of a row or of COPY data that passes unread. `isStart` on the first part of each message.
        case passing(UInt8, ByteBuffer, isStart: Bool)
    }

    /// What is to be done with DataRow and CopyData.
    package enum DataMode: Sendable {
        /// They need not be seen whole.
        case pass
        /// They must be seen; one over the limit is a violation.
        case mustSee
    }

    /// No data this short is cut: the trailer of binary COPY data is known by its bytes.
    private static let uncutBytesLimit = 7

    private let limits: WireLimits
    private var buffer = ByteBuffer()
    private var passingType: UInt8 = 0
    private var toPass = 0

    package init(limits: WireLimits) { self.limits = limits }

    package mutating func append(_ bytes: inout ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            return
        }
        if buffer.readerIndex > buffer.readableBytes { buffer.discardReadBytes() }
        buffer.writeBuffer(&bytes)
    }

    /// Bytes that belong to messages which nobody has taken.
    package mutating func takeRest() -> ByteBuffer {
        defer { buffer = ByteBuffer() }
        return buffer
    }

    package mutating func next(_ mode: DataMode) throws(WireViolation) -> Frame? {
        if toPass > 0 {
            let count = min(toPass, buffer.readableBytes)
            guard count > 0, let part = buffer.readSlice(length: count) else { return nil }
            toPass -= count
            compact()
            return .passing(passingType, part, isStart: false)
        }
        guard buffer.readableBytes >= 5, let type = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
            let length = buffer.getInteger(at: buffer.readerIndex + 1, as: Int32.self)
        else { return nil }
        guard length >= 4 else { throw WireViolation("the server sent a message of invalid length") }
        let whole = Int(length) + 1
        let isData = type == UInt8(ascii: "D") || type == UInt8(ascii: "d")
        if isData, mode == .pass {
            let present = min(whole, buffer.readableBytes)
            guard present == whole || whole > Self.uncutBytesLimit, let part = buffer.readSlice(length: present) else {
                return nil
            }
            toPass = whole - present
            passingType = type
            compact()
            return .passing(type, part, isStart: true)
        }
        guard whole <= limits.responseBytesLimit else {
            throw WireViolation(
                "the server sent a message over the limit of \(limits.responseBytesLimit) bytes", sqlState: "54000")
        }
        guard buffer.readableBytes >= whole, let message = buffer.readSlice(length: whole) else { return nil }
        compact()
        return .message(type, message)
    }

    private mutating func compact() {
        if buffer.readableBytes == 0 { buffer = ByteBuffer() }
    }
}
