import SignedNote

/// Writes flat JSON objects into memory that is used again and again.
struct JSONWriter: ~Copyable, Sendable {
    private(set) var memory = OutputMemory()
    private var isFirst = true
    private var clock = TimestampText()

    private static let digits = Array("0123456789abcdef".utf8)

    var count: Int { memory.count }

    /// - Parameter first: how many of the first bytes stay.
    mutating func removeAll(keeping first: Int = 0) { memory.removeAll(keeping: first) }

    mutating func append(_ byte: UInt8) { memory.append(byte) }

    mutating func beginObject() {
        memory.append(UInt8(ascii: "{"))
        isFirst = true
    }

    /// What follows stands behind other fields.
    mutating func continueObject() { isFirst = false }

    mutating func endObject() { memory.append(UInt8(ascii: "}")) }

    mutating func newline() { memory.append(UInt8(ascii: "\n")) }

    mutating func set(_ index: Int, to byte: UInt8) { memory[index] = byte }

    /// Fields that another writer has written behind others: they begin with their comma.
    mutating func fields(_ written: [UInt8]) { written.withUnsafeBytes { memory.append($0) } }

    mutating func field(_ name: StaticString, _ value: UInt64) {
        key(name)
        number(value)
    }

    mutating func field(_ name: StaticString, _ value: Bool) {
        key(name)
        memory.append(value ? "true" : "false")
    }

    /// - Parameter value: of characters that need no escape.
    mutating func field(_ name: StaticString, _ value: StaticString) {
        key(name)
        memory.append(UInt8(ascii: "\""))
        memory.append(value)
        memory.append(UInt8(ascii: "\""))
    }

    /// - Parameter escapedBytesLimit: what does not fit is cut off, and `…` stands in its place.
    mutating func field(_ name: StaticString, _ value: String, escapedBytesLimit: Int) {
        key(name)
        memory.append(UInt8(ascii: "\""))
        let length = Self.prefix(of: value, escapedBytesLimit: escapedBytesLimit)
        var value = value
        value.withUTF8 { append(escaping: UnsafeBufferPointer(rebasing: $0[..<length])) }
        if length < value.utf8.count { memory.append("…") }
        memory.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, piece: ArraySlice<UInt8>) {
        key(name)
        memory.append(UInt8(ascii: "\""))
        piece.withUnsafeBufferPointer { append(escaping: $0) }
        memory.append(UInt8(ascii: "\""))
    }

    /// - Parameter escapedBytesLimit: of all values together; what does not fit is left out, and `…` ends the list.
    mutating func field(_ name: StaticString, _ values: [String], escapedBytesLimit: Int) {
        key(name)
        memory.append(UInt8(ascii: "["))
        var left = escapedBytesLimit
        for (index, value) in values.enumerated() {
            if index > 0 { memory.append(UInt8(ascii: ",")) }
            left -= value.utf8.reduce(3) { $0 + Self.escapedBytes($1) }
            memory.append(UInt8(ascii: "\""))
            if left < 0 {
                memory.append("…\"")
                break
            }
            var value = value
            value.withUTF8 { append(escaping: $0) }
            memory.append(UInt8(ascii: "\""))
        }
        memory.append(UInt8(ascii: "]"))
    }

    mutating func field(_ name: StaticString, hexadecimal value: UnsafeRawBufferPointer) {
        key(name)
        memory.append(UInt8(ascii: "\""))
        memory.append(count: 2 * value.count) { Hexadecimal.write(value, into: $0) }
        memory.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, base64 value: UnsafeRawBufferPointer) {
        key(name)
        memory.append(UInt8(ascii: "\""))
        memory.append(count: Base64.encodedCount(value.count)) { Base64.write(value, into: $0) }
        memory.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, instant microseconds: Int64) {
        key(name)
        memory.append(UInt8(ascii: "\""))
        memory.append(count: Timestamp.byteCount) { clock.write(microseconds, into: $0) }
        memory.append(UInt8(ascii: "\""))
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
        if !isFirst { memory.append(UInt8(ascii: ",")) }
        isFirst = false
        memory.append(UInt8(ascii: "\""))
        memory.append(name)
        memory.append("\":")
    }

    private mutating func number(_ value: UInt64) {
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        memory.append(count: digits) { text in
            var rest = value
            for index in (0..<digits).reversed() {
                text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var copied = 0
        for index in 0..<text.count where Self.isEscaped(text[index]) {
            memory.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[copied..<index])))
            append(escaped: text[index])
            copied = index + 1
        }
        memory.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[copied...])))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): memory.append("\\\"")
        case UInt8(ascii: "\\"): memory.append("\\\\")
        case UInt8(ascii: "\n"): memory.append("\\n")
        case UInt8(ascii: "\r"): memory.append("\\r")
        case UInt8(ascii: "\t"): memory.append("\\t")
        default:
            memory.append("\\u00")
            memory.append(Self.digits[Int(byte >> 4)])
            memory.append(Self.digits[Int(byte & 15)])
        }
    }
}
