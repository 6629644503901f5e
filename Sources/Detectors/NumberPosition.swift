/// Follows a text as JSON, to tell a bare number from the same digits within a string.
///
/// The text need not be JSON. In prose the answer is almost always no, and a yes only chooses another mask.
struct NumberPosition {
    private var position = 0
    private var isInString = false
    private var depth = 0
    /// The last byte outside of strings that is no white space.
    private var last: UInt8 = 0

    /// Whether the digits of `range` are a JSON number within an array or an object. Ranges must come in order.
    mutating func isNumber(_ range: Range<Int>, in text: UnsafeRawBufferPointer) -> Bool {
        advance(to: range.lowerBound, in: text)
        guard !isInString, depth > 0 else { return false }
        let isSigned = last == UInt8(ascii: "-")
        guard isSigned || isBefore(last) else { return false }
        if isSigned {
            let before = text[..<(range.lowerBound - 1)].last { !isSpace($0) } ?? 0
            guard isBefore(before) else { return false }
        }
        let next = text[range.upperBound...].first { !isSpace($0) } ?? 0
        return next == UInt8(ascii: ",") || next == UInt8(ascii: "]") || next == UInt8(ascii: "}")
    }

    private func isBefore(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[")
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
            if !isSpace(byte) { last = byte }
        }
    }
}
