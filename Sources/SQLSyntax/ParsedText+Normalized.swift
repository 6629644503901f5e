extension ParsedText {
    /// The text with its literals replaced by `$1`, `$2` …, comments left out, and one blank between tokens, but for none around
    /// dots, within parentheses at their ends, before commas and semicolons, and between a function's name and what it is
    /// called with. A name in `U&"…"` is written as what it means, and UESCAPE is left out.
    package var normalized: String {
        var text = ""
        var count = 0
        var before: Token?
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            index += 1
            let escape = escape(at: index)
            if escape != nil { index += 2 }
            if let before, needsBlank(before, token) { text += " " }
            switch token.kind {
            case .string, .number:
                count += 1
                text += "$\(count)"
            case .identifier: text += name(token, escape ?? "\\")
            default: text += string(token.start..<token.end)
            }
            before = token
        }
        return text
    }

    private func needsBlank(_ before: Token, _ token: Token) -> Bool {
        if isOne(of: ".([", before) { return false }
        if isOne(of: ".),;[]", token) { return false }
        return !(isOne(of: "(", token) && before.kind == .identifier)
    }

    private func isOne(of symbols: StaticString, _ token: Token) -> Bool {
        guard token.kind == .symbol, token.end == token.start + 1 else { return false }
        return symbols.withUTF8Buffer { $0.contains(bytes[token.start]) }
    }

    /// The character in `UESCAPE '!'`, where that stands here. It is one ASCII character, and no quote.
    private func escape(at index: Int) -> Unicode.Scalar? {
        guard index + 1 < tokens.count, tokens[index].kind == .keyword, tokens[index + 1].kind == .string,
            string(tokens[index].start..<tokens[index].end).lowercased() == "uescape"
        else { return nil }
        let written = text(tokens[index + 1])
        return written.count == 3 ? Unicode.Scalar(written[written.startIndex + 1]) : nil
    }

    /// `U&"a\0062"` is `"ab"`. One with what is no escape stays as it is written.
    private func name(_ token: Token, _ escape: Unicode.Scalar) -> String {
        let written = string(token.start..<token.end)
        guard written.hasPrefix("U&\"") || written.hasPrefix("u&\""), written.hasSuffix("\"") else { return written }
        var name = ""
        var rest = written.dropFirst(3).dropLast().unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == escape else {
                name.unicodeScalars.append(scalar)
                continue
            }
            if rest.first == escape {
                rest.removeFirst()
                name.unicodeScalars.append(escape)
                continue
            }
            let length = rest.first == "+" ? 7 : 4
            let digits = String(String.UnicodeScalarView(rest.prefix(length).drop { $0 == "+" }))
            guard rest.count >= length, let value = UInt32(digits, radix: 16), let meant = Unicode.Scalar(value) else {
                return written
            }
            rest.removeFirst(length)
            name.unicodeScalars.append(meant)
        }
        let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        return isPlain ? name : "\"\(name)\""
    }
}
