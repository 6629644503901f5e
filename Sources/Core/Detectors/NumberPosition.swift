/// Follows a text as JSON, to tell a bare number from the same digits within a string.
///
/// The text need not be JSON. In prose the answer is almost always no, and a yes only chooses another mask.
struct NumberPosition {
    private var position = 0
    private var isInString = false
    private var depth = 0
    /// The last three bytes outside of strings that are no white space, the latest first. A string is its quote.
    private var last: (UInt8, UInt8, UInt8) = (0, 0, 0)

    /// Whether the digits of `range` are a JSON number within an array or an object. Ranges must come in order.
    mutating func isNumber(_ range: Range<Int>, in text: UnsafeRawBufferPointer) -> Bool {
        advance(to: range.lowerBound, in: text)
        guard !isInString, depth > 0 else { return false }
        let (before, earlier) = last.0 == UInt8(ascii: "-") ? (last.1, last.2) : (last.0, last.1)
        let isValue =
            before == UInt8(ascii: ":") && earlier == UInt8(ascii: "\"")
            || before == UInt8(ascii: ",") || before == UInt8(ascii: "[")
        guard isValue else { return false }
        let next = text[range.upperBound...].first { !isSpace($0) } ?? 0
        return next == UInt8(ascii: ",") || next == UInt8(ascii: "]") || next == UInt8(ascii: "}")
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private mutating func advance(to end: Int, in text: UnsafeRawBufferPointer) {
        while position < end {
            let byte = text[position]
            position += 1
            if isInString {
                switch byte {
                case UInt8(ascii: "\\"): position += 1
                case UInt8(ascii: "\""): isInString = false
                case 0..<0x20:
                    // No JSON string holds a control character: this was an inch, or an earlier column of COPY.
                    isInString = false
                    depth = 0
                default: break
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            default: break
            }
            if !isSpace(byte) { last = (byte, last.0, last.1) }
        }
    }
}
