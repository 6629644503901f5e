import NIOCore

/// Cuts a stream into packets. The beginning of each is whole, as far as it is looked at; what is behind that passes in parts.
struct SFTPFramer: Sendable {
    enum Frame: Equatable {
        /// The packet with its length, or as much of its beginning as the limit says. `isWhole`: there is no more.
        case packet(type: UInt8, ByteBuffer, isWhole: Bool)
        /// More of the last packet. `isLast`: and that is its end.
        case more(ByteBuffer, isLast: Bool)
    }

    /// How much of a packet's beginning is wanted, by its type.
    private let headLimit: @Sendable (UInt8) -> Int
    /// Whether a packet of this type may be longer than its head.
    private let maySplit: @Sendable (UInt8) -> Bool
    private var buffer = ByteBuffer()
    private var toPass = 0

    init(headLimit: @escaping @Sendable (UInt8) -> Int, maySplit: @escaping @Sendable (UInt8) -> Bool) {
        self.headLimit = headLimit
        self.maySplit = maySplit
    }

    var isAtBorder: Bool { toPass == 0 }
    var pendingByteCount: Int { buffer.readableBytes }

    mutating func append(_ bytes: ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            return
        }
        if buffer.readerIndex > buffer.readableBytes { buffer.discardReadBytes() }
        buffer.writeImmutableBuffer(bytes)
    }

    mutating func next() throws(SFTPViolation) -> Frame? {
        if toPass > 0 {
            let count = min(toPass, buffer.readableBytes)
            guard count > 0, let part = buffer.readSlice(length: count) else { return nil }
            toPass -= count
            return .more(part, isLast: toPass == 0)
        }
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self),
            let type = buffer.getInteger(at: buffer.readerIndex + 4, as: UInt8.self)
        else { return nil }
        guard length >= 5, Int(length) <= SFTPLimits.packetBytesLimit else {
            throw SFTPViolation(
                "an SFTP packet's length is not one, or is over the limit of \(SFTPLimits.packetBytesLimit) bytes")
        }
        let whole = Int(length) + 4
        let head = min(whole, headLimit(type))
        guard head == whole || maySplit(type) else {
            throw SFTPViolation("an SFTP request is over the limit of \(SFTPLimits.requestBytesLimit) bytes")
        }
        guard buffer.readableBytes >= head, let part = buffer.readSlice(length: head) else { return nil }
        toPass = whole - head
        return .packet(type: type, part, isWhole: toPass == 0)
    }
}
