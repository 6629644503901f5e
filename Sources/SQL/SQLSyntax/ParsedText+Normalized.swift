extension ParsedText {
    /// The text with its literals replaced by `$1`, `$2` …, comments left out, and one blank between tokens, but for none around
    /// dots, within parentheses at their ends, before commas and semicolons, and between a function's name and what it is
    /// called with. A name in `U&"…"` is written as what it means, and UESCAPE is left out.
    /// - Parameter range: of one statement.
    package func normalized(_ range: Range<Int>) -> String {
        var text = ""
        var count = 0
        var before: Token?
        var index = tokenIndex(at: range.lowerBound)
        while index < tokens.count, tokens[index].start < range.upperBound {
            let token = tokens[index]
            if let before, needsBlank(before, token) { text += " " }
            switch token.kind {
            case .string, .number:
                count += 1
                text += "$\(count)"
            case .identifier:
                let (name, length) = name(index)
                text += name
                index += length - 1
            default: text += string(token.start..<token.end)
            }
            before = token
            index += 1
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

    /// A name as the server has it, and of how many tokens it is: quotes that change nothing are left out, `U&"…"` is written
    /// out. What holds something that is no escape stays as it is written.
    private func name(_ index: Int) -> (String, length: Int) {
        let token = tokens[index]
        let written = string(token.start..<token.end)
        guard written.hasSuffix("\""), written.count > 2 else { return (written, 1) }
        if written.hasPrefix("\"") { return (Self.plain(String(written.dropFirst().dropLast())) ?? written, 1) }
        guard written.hasPrefix("U&\"") || written.hasPrefix("u&\"") else { return (written, 1) }
        var escape: Unicode.Scalar = "\\"
        var length = 1
        if isToken(index + 1, "uescape"), index + 2 < tokens.count {
            let given = string(tokens[index + 2].start..<tokens[index + 2].end).unicodeScalars
            guard given.count == 3, let scalar = given.dropFirst().first else { return (written, 1) }
            (escape, length) = (scalar, 3)
        }
        guard let name = Self.decoded(written.unicodeScalars.dropFirst(3).dropLast(), escape) else {
            return (written, 1)
        }
        return (Self.plain(name) ?? "\"\(name)\"", length)
    }

    /// Nil for a name that has to be quoted: the scanner's `ident_start` and `ident_cont` (scan.l), without what it folds.
    private static func plain(_ name: String) -> String? {
        func begins(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte == 0x5F || byte >= 0x80 }
        guard let first = name.utf8.first, begins(first),
            name.utf8.allSatisfy({ begins($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "$") })
        else { return nil }
        return name
    }

    private static func decoded(
        _ written: String.UnicodeScalarView.SubSequence, _ escape: Unicode.Scalar
    ) -> String? {
        var name = String.UnicodeScalarView()
        var rest = written
        while let scalar = rest.popFirst() {
            guard scalar == escape else {
                name.append(scalar)
                continue
            }
            if rest.first == escape {
                rest.removeFirst()
                name.append(escape)
                continue
            }
            let length = rest.first == "+" ? 7 : 4
            guard rest.count >= length else { return nil }
            let digits = String(String.UnicodeScalarView(rest.prefix(length).drop { $0 == "+" }))
            guard let value = UInt32(digits, radix: 16), let meant = Unicode.Scalar(value) else { return nil }
            rest.removeFirst(length)
            name.append(meant)
        }
        return String(name)
    }
}
