/// Standard base64 (RFC 4648, section 4) with padding; decoding accepts the canonical form only, so that one value has
/// one spelling.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()

    /// Appends the encoding of `bytes` to `output`.
    package static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + piece)
            append(piece: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: &output)
            start = end
        }
    }

    // Bytes at a time, a multiple of three, so that what is put together fits on the stack.
    private static let piece = 720

    private static func append(piece bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: encodedCount(bytes.count)) { text in
            write(bytes, into: text)
            output.append(contentsOf: text)
        }
    }

    /// How many characters encode as many bytes.
    package static func encodedCount(_ byteCount: Int) -> Int { (byteCount + 2) / 3 * 4 }

    /// Sets the first bytes of `output`: as many as `encodedCount` says.
    package static func write(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<UInt8>) {
        precondition(output.count >= encodedCount(bytes.count))
        alphabet.withUnsafeBufferPointer { alphabet in
            var written = 0
            for index in stride(from: 0, to: bytes.count, by: 3) {
                let left = bytes.count - index
                let second = left > 1 ? UInt32(bytes[index + 1]) : 0
                let third = left > 2 ? UInt32(bytes[index + 2]) : 0
                let group = UInt32(bytes[index]) << 16 | second << 8 | third
                output[written] = alphabet[Int(group >> 18)]
                output[written + 1] = alphabet[Int(group >> 12 & 63)]
                output[written + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "=")
                output[written + 3] = left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "=")
                written += 4
            }
        }
    }

    package static func encode(_ bytes: some RandomAccessCollection<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(encodedCount(bytes.count))
        Array(bytes).withUnsafeBytes { append($0, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// - Returns: nil when `text` is not canonical base64.
    package static func decode(_ text: some RandomAccessCollection<UInt8>) -> [UInt8]? {
        let count = text.count
        guard count % 4 == 0 else { return nil }
        let values = values
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var output: [UInt8] = []
        output.reserveCapacity(count / 4 * 3)
        var group: UInt32 = 0
        var held = 0
        for character in text.dropLast(padding) {
            let value = values[Int(character)]
            guard value != 0xFF else { return nil }
            group = group << 6 | UInt32(value)
            held += 1
            if held == 4 {
                output.append(UInt8(truncatingIfNeeded: group >> 16))
                output.append(UInt8(truncatingIfNeeded: group >> 8))
                output.append(UInt8(truncatingIfNeeded: group))
                group = 0
                held = 0
            }
        }
        switch padding {
        case 1:
            guard group & 0b11 == 0 else { return nil }
            output.append(UInt8(truncatingIfNeeded: group >> 10))
            output.append(UInt8(truncatingIfNeeded: group >> 2))
        case 2:
            guard group & 0b1111 == 0 else { return nil }
            output.append(UInt8(truncatingIfNeeded: group >> 4))
        default: break
        }
        return output
    }

    /// - Returns: nil when `text` is not canonical base64.
    package static func decode(_ text: String) -> [UInt8]? {
        decode(Array(text.utf8))
    }
}
