/// A text as who reads what it stands for: with `%2D` of URLs, `\u002d` and `\x2d` of JSON and of logs, and `&#45;` of HTML as the
/// characters that they are. Ordinary logs write addresses so.
extension VisibleText {
    /// Nil: there is none.
    init?(unescaped raw: UnsafeRawBufferPointer) {
        guard let first = Self.escape(in: raw, from: 0) else { return nil }
        self.init()
        var escape: Escape? = first
        var index = 0
        while index < raw.count {
            guard let found = escape, found.range.lowerBound == index else {
                append(raw[index], from: index..<(index + 1))
                index += 1
                continue
            }
            for byte in UTF8.encode(found.scalar) ?? UTF8.encodedReplacementCharacter {
                append(byte, from: found.range)
            }
            index = found.range.upperBound
            escape = Self.escape(in: raw, from: index)
        }
    }

    private struct Escape {
        var range: Range<Int>
        var scalar: Unicode.Scalar
    }

    /// The next one that begins at `start` or behind it.
    private static func escape(in raw: UnsafeRawBufferPointer, from start: Int) -> Escape? {
        var index = raw.firstPlace(from: start, \.beginningsOfEscapes)
        while index < raw.count {
            if let escape = escape(at: index, raw) { return escape }
            index = raw.firstPlace(from: index + 1, \.beginningsOfEscapes)
        }
        return nil
    }

    private static func escape(at start: Int, _ raw: UnsafeRawBufferPointer) -> Escape? {
        func byte(_ offset: Int) -> UInt8 { start + offset < raw.count ? raw[start + offset] : 0 }
        func number(_ offset: Int, _ count: Int) -> UInt32? {
            var value: UInt32 = 0
            for place in offset..<(offset + count) {
                guard let digit = digit(byte(place)) else { return nil }
                value = value << 4 | digit
            }
            return value
        }
        func escape(_ value: UInt32?, _ count: Int) -> Escape? {
            // A control character is shown by nobody, and bytes beyond ASCII are parts of characters.
            guard let value, value >= 0x20, value != 0x7F, let scalar = Unicode.Scalar(value) else { return nil }
            return Escape(range: start..<(start + count), scalar: scalar)
        }
        switch (raw[start], byte(1)) {
        case (UInt8(ascii: "%"), _): return number(1, 2).flatMap { $0 < 0x80 ? escape($0, 3) : nil }
        case (UInt8(ascii: "\\"), UInt8(ascii: "x")): return number(2, 2).flatMap { $0 < 0x80 ? escape($0, 4) : nil }
        case (UInt8(ascii: "\\"), UInt8(ascii: "u")): return escape(number(2, 4), 6)
        case (UInt8(ascii: "&"), UInt8(ascii: "#")):
            let isHexadecimal = byte(2) | 0x20 == UInt8(ascii: "x")
            var end = isHexadecimal ? 3 : 2
            var value: UInt32 = 0
            while end < 10, let digit = digit(byte(end)), isHexadecimal || digit < 10 {
                value = value * (isHexadecimal ? 16 : 10) + digit
                end += 1
            }
            return byte(end) == UInt8(ascii: ";") ? escape(value, end + 1) : nil
        default: return nil
        }
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
            UInt32((byte | 0x20) - UInt8(ascii: "a")) + 10
        default: nil
        }
    }
}
