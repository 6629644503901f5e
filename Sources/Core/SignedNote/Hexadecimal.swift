/// Lower-case hexadecimal digits.
package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Appends the digits of `bytes` to `output`.
    package static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * bytes.count) { text in
            write(bytes, into: text)
            output.append(contentsOf: text)
        }
    }

    /// Sets the first bytes of `output`, two for each of `bytes`.
    package static func write(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<UInt8>) {
        precondition(output.count >= 2 * bytes.count)
        digits.withUnsafeBufferPointer { digits in
            for index in 0..<bytes.count {
                output[2 * index] = digits[Int(bytes[index] >> 4)]
                output[2 * index + 1] = digits[Int(bytes[index] & 15)]
            }
        }
    }

    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        Array(bytes).withUnsafeBytes { append($0, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// - Returns: nil when `text` holds anything but pairs of lower-case hexadecimal digits.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text {
            let value: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = character - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let upper = high {
                output.append(upper << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return output
    }
}
