package import NIOCore

/// The types of RFC 4251, section 5. What is read is a slice; nothing is copied.
extension ByteBuffer {
    package mutating func readSSHBoolean() -> Bool? { readInteger(as: UInt8.self).map { $0 != 0 } }

    /// Nil: it is not whole, or longer than `limit`.
    package mutating func readSSHString(limit: Int) -> ByteBuffer? {
        guard let length = getInteger(at: readerIndex, as: UInt32.self), Int(length) <= limit,
            readableBytes - 4 >= Int(length)
        else { return nil }
        moveReaderIndex(forwardBy: 4)
        return readSlice(length: Int(length))
    }

    /// Nil: as above, or it is not UTF-8.
    package mutating func readSSHText(limit: Int) -> String? {
        guard let slice = readSSHString(limit: limit) else { return nil }
        return String(validating: slice.readableBytesView, as: UTF8.self)
    }

    /// A name as RFC 4251, section 6 has it: 1 to 64 printable ASCII characters without a comma.
    package mutating func readSSHName() -> String? {
        guard let slice = readSSHString(limit: SSHLimits.nameBytesLimit), slice.readableBytes > 0 else { return nil }
        for byte in slice.readableBytesView where byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: ",") {
            return nil
        }
        return String(decoding: slice.readableBytesView, as: UTF8.self)
    }

    /// Names between commas. Nil: not whole, over a limit, or a name that is none.
    package mutating func readNameList() -> [String]? {
        guard let slice = readSSHString(limit: SSHLimits.nameListBytesLimit) else { return nil }
        if slice.readableBytes == 0 { return [] }
        var names: [String] = []
        for part in slice.readableBytesView.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard (1...SSHLimits.nameBytesLimit).contains(part.count), names.count < SSHLimits.namesPerListLimit,
                part.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else { return nil }
            names.append(String(decoding: part, as: UTF8.self))
        }
        return names
    }

    /// A number of at least 0, without leading zeros. Nil: negative, not in the shortest form, or over `limit` bytes.
    package mutating func readPositiveInteger(limit: Int) -> [UInt8]? {
        guard var slice = readSSHString(limit: limit + 1), let bytes = slice.readBytes(length: slice.readableBytes)
        else { return nil }
        guard let first = bytes.first else { return [] }
        if first >= 0x80 { return nil }
        if first != 0 { return bytes.count <= limit ? bytes : nil }
        guard bytes.count > 1, bytes[1] >= 0x80 else { return nil }
        return Array(bytes.dropFirst())
    }

    package mutating func writeSSHBoolean(_ value: Bool) { writeInteger(value ? 1 : 0 as UInt8) }

    package mutating func writeSSHString(_ text: String) {
        writeInteger(UInt32(text.utf8.count))
        writeString(text)
    }

    package mutating func writeSSHString(_ bytes: some Collection<UInt8>) {
        writeInteger(UInt32(bytes.count))
        writeBytes(bytes)
    }

    package mutating func writeSSHString(_ buffer: ByteBuffer) {
        writeInteger(UInt32(buffer.readableBytes))
        writeImmutableBuffer(buffer)
    }

    package mutating func writeNameList(_ names: [String]) { writeSSHString(names.joined(separator: ",")) }

    /// The shortest form of the number whose big-endian bytes are given; never negative.
    package mutating func writePositiveInteger(_ bytes: some Collection<UInt8>) {
        let significant = bytes.drop { $0 == 0 }
        let needsZero = (significant.first ?? 0) >= 0x80
        writeInteger(UInt32(significant.count + (needsZero ? 1 : 0)))
        if needsZero { writeInteger(0 as UInt8) }
        writeBytes(significant)
    }

    package var allBytes: [UInt8] { Array(readableBytesView) }
}
