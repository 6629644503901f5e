import SignedNote

/// Writes one flat JSON object into a buffer that is used again and again.
struct JSONWriter {
    private(set) var bytes: [UInt8]
    private var isFirst = true

    private static let digits = Array("0123456789abcdef".utf8)

    /// - Parameter bytes: what stands before the first object.
    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    mutating func removeAll(keeping prefix: [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: prefix)
    }

    mutating func beginObject() {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

    mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    mutating func set(_ index: Int, to byte: UInt8) { bytes[index] = byte }

    mutating func field(_ name: StaticString, _ value: UInt64) {
        key(name)
        number(value)
    }

    mutating func field(_ name: StaticString, _ value: Bool) {
        key(name)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// - Parameter escapedBytesLimit: what does not fit is cut off, and `…` stands in its place.
    mutating func field(_ name: StaticString, _ value: String, escapedBytesLimit: Int) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        let length = Self.prefix(of: value, escapedBytesLimit: escapedBytesLimit)
        var value = value
        value.withUTF8 { append(escaping: UnsafeBufferPointer(rebasing: $0[..<length])) }
        if length < value.utf8.count { bytes.append(contentsOf: "…".utf8) }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, piece: ArraySlice<UInt8>) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        piece.withUnsafeBufferPointer { append(escaping: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// - Parameter escapedBytesLimit: of all values together; what does not fit is left out, and `…` ends the list.
    mutating func field(_ name: StaticString, _ values: [String], escapedBytesLimit: Int) {
        key(name)
        bytes.append(UInt8(ascii: "["))
        var left = escapedBytesLimit
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            left -= value.utf8.reduce(3) { $0 + Self.escapedBytes($1) }
            bytes.append(UInt8(ascii: "\""))
            if left < 0 {
                bytes.append(contentsOf: "…\"".utf8)
                break
            }
            var value = value
            value.withUTF8 { append(escaping: $0) }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func field(_ name: StaticString, hexadecimal value: UnsafeRawBufferPointer) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        Hexadecimal.append(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, base64 value: UnsafeRawBufferPointer) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        Base64.append(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, instant microseconds: Int64) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        Timestamp.append(microseconds, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// - Returns: the length in UTF-8 bytes of the longest prefix, of whole scalars, that fits when escaped.
    static func prefix(of text: String, escapedBytesLimit: Int) -> Int {
        if text.utf8.count * 6 <= escapedBytesLimit { return text.utf8.count }
        return prefix(of: Array(text.utf8)[...], escapedBytesLimit: escapedBytesLimit)
    }

    static func prefix(of text: ArraySlice<UInt8>, escapedBytesLimit: Int) -> Int {
        var escaped = 0
        var index = text.startIndex
        while index < text.endIndex {
            escaped += escapedBytes(text[index])
            if escaped > escapedBytesLimit { break }
            index += 1
        }
        while index < text.endIndex, index > text.startIndex, text[index] & 0xC0 == 0x80 { index -= 1 }
        return index - text.startIndex
    }

    private static func escapedBytes(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): 2
        case 0..<0x20, 0x7F: 6
        default: 1
        }
    }

    private mutating func key(_ name: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func number(_ value: UInt64) {
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { buffer in
            var index = 20
            var rest = value
            repeat {
                index -= 1
                buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: buffer[index...])
        }
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var copied = 0
        for index in 0..<text.count where Self.isEscaped(text[index]) {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<index]))
            append(escaped: text[index])
            copied = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
        default:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(Self.digits[Int(byte >> 4)])
            bytes.append(Self.digits[Int(byte & 15)])
        }
    }
}
