extension ParsedText {
    /// What says what the statement does, as byte offsets in order: words, symbols, parameters, and the marks around what is
    /// no code: quotes, the marks of comments, and white space between tokens.
    ///
    /// The rest is what the statement is about: literals, comments, quoted names.
    package var codeRanges: [Range<Int>] { Self.codeRanges(of: bytes, tokens) }

    /// The same of any text, by its tokens.
    package static func codeRanges(of bytes: [UInt8], _ tokens: [Token]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var end = 0
        for token in tokens {
            addGap(end..<token.start, of: bytes, to: &ranges)
            let inner = token.content(in: bytes)
            add(token.start..<inner.lowerBound, to: &ranges)
            add(inner.upperBound..<token.end, to: &ranges)
            end = token.end
        }
        addGap(end..<bytes.count, of: bytes, to: &ranges)
        return ranges
    }

    private static func add(_ range: Range<Int>, to ranges: inout [Range<Int>]) {
        if range.isEmpty { return }
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    /// White space, and comments: of these the marks at both ends.
    private static func addGap(_ gap: Range<Int>, of bytes: [UInt8], to ranges: inout [Range<Int>]) {
        let isBlank = gap.allSatisfy { Self.isBlank(bytes[$0]) }
        if isBlank { return add(gap, to: &ranges) }
        var index = gap.lowerBound
        while index < gap.upperBound {
            let pair = index + 1 < gap.upperBound ? (bytes[index], bytes[index + 1]) : (bytes[index], 0)
            let length = isMark(pair) ? 2 : bytes[index] == 0x0A || bytes[index] == 0x0D ? 1 : 0
            if length > 0 { add(index..<index + length, to: &ranges) }
            index += max(length, 1)
        }
    }

    private static func isMark(_ pair: (UInt8, UInt8)) -> Bool {
        switch pair {
        case (UInt8(ascii: "/"), UInt8(ascii: "*")), (UInt8(ascii: "*"), UInt8(ascii: "/")),
            (UInt8(ascii: "-"), UInt8(ascii: "-")):
            true
        default: false
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension Token {
    /// What a literal or a quoted name holds, of a text of these bytes.
    ///
    /// Empty, at its end, for a token that is code.
    func content(in bytes: [UInt8]) -> Range<Int> {
        switch kind {
        // A number by itself says what the statement does as well.
        case .keyword, .symbol, .parameter, .number: return end..<end
        case .identifier, .string:
            let text = bytes[start..<end]
            guard let open = text.firstIndex(where: Self.isQuote) else { return end..<end }
            let quote = text[open]
            guard quote == UInt8(ascii: "$") else {
                // `U&'…' UESCAPE '!'` is more than what is quoted: all up to the last quote counts.
                let close = text.lastIndex(of: quote) ?? open
                return open + 1..<max(close, open + 1)
            }
            let tag = text[(open + 1)...].firstIndex(of: quote).map { $0 - open + 1 } ?? 1
            return open + tag..<max(text.endIndex - tag, open + tag)
        }
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "$")
    }
}
