import FoundationEssentials
import NIOCore
import SSHWire

/// Cuts the bytes of one direction into packets, and gives their payloads.
///
/// A length is looked at as soon as it is there. No more than one packet within its limit is ever waited for.
struct PacketOpener: Sendable {
    private static let lengthByteCount = 4
    private static let paddingByteMinimum = 4

    private var protection = PacketProtection.none
    private var buffer = ByteBuffer()
    /// The first block of a packet whose length is encrypted, decrypted.
    private var firstBlock: ByteBuffer?
    private(set) var sequence: UInt32 = 0
    private(set) var packetsSinceKeys: UInt64 = 0
    private(set) var bytesSinceKeys: UInt64 = 0

    /// Bytes that wait for their packet to be whole.
    var pendingByteCount: Int { buffer.readableBytes }

    mutating func append(_ bytes: inout ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            bytes.moveReaderIndex(to: bytes.writerIndex)
            return
        }
        if buffer.readerIndex > buffer.readableBytes { buffer.discardReadBytes() }
        buffer.writeBuffer(&bytes)
    }

    mutating func use(_ keys: DirectionKeys, resetsSequence: Bool) {
        protection = PacketProtection(keys)
        if resetsSequence { sequence = 0 }
        packetsSinceKeys = 0
        bytesSinceKeys = 0
    }

    /// The next packet's payload, which holds a byte at least; nil when more bytes are needed.
    mutating func next() throws(SSHViolation) -> ByteBuffer? {
        guard let body = try nextBody() else { return nil }
        var payload = body
        guard let padding = payload.readInteger(as: UInt8.self), padding >= Self.paddingByteMinimum,
            let result = payload.readSlice(length: payload.readableBytes - Int(padding)), result.readableBytes > 0
        else { throw SSHViolation(.protocolError, "a packet's padding is not within it") }
        packetsSinceKeys += 1
        bytesSinceKeys += UInt64(body.readableBytes + Self.lengthByteCount)
        sequence &+= 1
        if buffer.readableBytes == 0 { buffer = ByteBuffer() }
        return result
    }

    /// What the length field counts.
    private mutating func nextBody() throws(SSHViolation) -> ByteBuffer? {
        switch protection {
        case .none:
            guard let count = try clearLength(isPadded: true),
                buffer.readableBytes >= Self.lengthByteCount + count
            else { return nil }
            buffer.moveReaderIndex(forwardBy: Self.lengthByteCount)
            return buffer.readSlice(length: count)
        case .authenticated(var protection):
            let tagByteCount = GCMProtection.tagByteCount
            guard let count = try clearLength(isPadded: false),
                buffer.readableBytes >= Self.lengthByteCount + count + tagByteCount
            else { return nil }
            self.protection = .none
            defer { self.protection = .authenticated(protection) }
            let body = try buffer.withReadable { bytes throws(SSHViolation) in
                try protection.open(
                    UnsafeRawBufferPointer(rebasing: bytes[4..<(4 + count + tagByteCount)]),
                    length: UnsafeRawBufferPointer(rebasing: bytes[..<4]))
            }
            buffer.moveReaderIndex(forwardBy: Self.lengthByteCount + count + tagByteCount)
            return body
        case .counted(var protection):
            self.protection = .none
            defer { self.protection = .counted(protection) }
            return protection.isEncryptThenMAC
                ? try nextEncryptThenMAC(&protection) : try nextEncryptAndMAC(&protection)
        }
    }

    private mutating func nextEncryptThenMAC(_ protection: inout CounterProtection) throws(SSHViolation) -> ByteBuffer?
    {
        let tagByteCount = MACAlgorithm.tagByteCount
        guard let count = try clearLength(isPadded: false) else { return nil }
        let whole = Self.lengthByteCount + count
        guard buffer.readableBytes >= whole + tagByteCount else { return nil }
        let body = try buffer.withReadable { bytes throws(SSHViolation) in
            let tag = UnsafeRawBufferPointer(rebasing: bytes[whole..<(whole + tagByteCount)])
            let packet = UnsafeRawBufferPointer(rebasing: bytes[..<whole])
            guard protection.verify(tag, sequence: sequence, [packet]) else {
                throw SSHViolation(.macError, "a packet's MAC is wrong")
            }
            let plain = try protection.crypt(UnsafeRawBufferPointer(rebasing: packet[4...]))
            return plain.withUnsafeBytes { ByteBuffer(bytes: $0) }
        }
        buffer.moveReaderIndex(forwardBy: whole + tagByteCount)
        return body
    }

    private mutating func nextEncryptAndMAC(_ protection: inout CounterProtection) throws(SSHViolation) -> ByteBuffer? {
        let block = CounterProtection.blockByteCount
        if firstBlock == nil {
            guard let start = buffer.readSlice(length: block) else { return nil }
            firstBlock = try start.withReadable { bytes throws(SSHViolation) in
                let plain = try protection.crypt(bytes)
                return plain.withUnsafeBytes { ByteBuffer(bytes: $0) }
            }
        }
        guard var plain = firstBlock else { return nil }
        let count = try Self.checked(plain.getInteger(at: plain.readerIndex), isPadded: true, block: block)
        let rest = Self.lengthByteCount + count - block
        let tagByteCount = MACAlgorithm.tagByteCount
        guard buffer.readableBytes >= rest + tagByteCount else { return nil }
        try buffer.withReadable { bytes throws(SSHViolation) in
            let sealed = UnsafeRawBufferPointer(rebasing: bytes[..<rest])
            let tail = try protection.crypt(sealed)
            tail.withUnsafeBytes { _ = plain.writeBytes($0) }
            let tag = UnsafeRawBufferPointer(rebasing: bytes[rest..<(rest + tagByteCount)])
            let isRight = plain.withUnsafeReadableBytes { protection.verify(tag, sequence: sequence, [$0]) }
            guard isRight else { throw SSHViolation(.macError, "a packet's MAC is wrong") }
        }
        buffer.moveReaderIndex(forwardBy: rest + tagByteCount)
        firstBlock = nil
        plain.moveReaderIndex(forwardBy: Self.lengthByteCount)
        return plain
    }

    private func clearLength(isPadded: Bool) throws(SSHViolation) -> Int? {
        guard buffer.readableBytes >= Self.lengthByteCount else { return nil }
        return try Self.checked(
            buffer.getInteger(at: buffer.readerIndex), isPadded: isPadded, block: protection.blockByteCount)
    }

    private static func checked(_ length: UInt32?, isPadded: Bool, block: Int) throws(SSHViolation) -> Int {
        let count = Int(length ?? 0)
        // A padding length, a byte of payload, the least padding.
        guard count >= 2 + paddingByteMinimum, count + lengthByteCount <= SSHLimits.packetBytesLimit,
            (count + (isPadded ? lengthByteCount : 0)).isMultiple(of: block)
        else {
            throw SSHViolation(
                .protocolError,
                "a packet's length is not one, or is over the limit of \(SSHLimits.packetBytesLimit) bytes")
        }
        return count
    }
}
