/// Passwords in a text of SQL, for the log to leave out. What could be one is taken for one:
///
/// - a literal behind a name that has the word in it, quoted or not: of roles, options, columns, arguments;
/// - a literal that holds a connection string or an address with one, read as the server reads it;
/// - where the text was not understood, whatever is not a word of SQL behind such a name;
/// - where not even its tokens are known, everything behind what could begin one.
package struct Passwords {
    private static let word = Array("password".utf8)
    private let bytes: [UInt8]
    private let tokens: [Token]

    private init(_ bytes: [UInt8], _ tokens: [Token]) {
        self.bytes = bytes
        self.tokens = tokens
    }

    /// - Parameter tokens: nil where the scanner does not know an end of it.
    package static func hidden(inUnknown bytes: [UInt8], _ tokens: [Token]?) -> [UInt8] {
        guard let tokens else { return cut(bytes) }
        return Passwords(bytes, tokens).hiding(isParsed: false)
    }

    fileprivate static func hidden(in text: ParsedText) -> [UInt8] {
        Passwords(text.bytes, text.tokens).hiding(isParsed: true)
    }

    fileprivate static func any(in text: ParsedText) -> Bool {
        let passwords = Passwords(text.bytes, text.tokens)
        return text.tokens.indices.contains(where: passwords.isPassword)
    }

    private func hiding(isParsed: Bool) -> [UInt8] {
        var shown = bytes
        var isBehind = false
        for (index, token) in tokens.enumerated() {
            if isPassword(index) || isBehind && !Self.isOfSQL(token.kind) {
                let content = token.content(in: bytes)
                for offset in content.isEmpty ? token.start..<token.end : content { shown[offset] = UInt8(ascii: "*") }
            } else if !isParsed {
                isBehind = bytes[token.start] != UInt8(ascii: ";") && (isBehind || isNamed(token))
            }
        }
        return shown
    }

    private static func isOfSQL(_ kind: Token.Kind) -> Bool { kind == .keyword || kind == .symbol }

    /// Behind what could begin one: the word, an escape in which it could be written, an address.
    private static func cut(_ bytes: [UInt8]) -> [UInt8] {
        let marks = [word, [UInt8(ascii: "\\")], Array("://".utf8)]
        let end = marks.compactMap { mark in first(mark, in: bytes[...]).map { $0 + mark.count } }.min()
        return end.map { Array(bytes[..<$0]) + Array(" ***".utf8) } ?? bytes
    }

    // MARK: tokens

    private func isPassword(_ index: Int) -> Bool {
        guard tokens[index].kind == .string else { return false }
        var name = index - 1
        while name >= 0, tokens[name].kind == .symbol, Self.isBetween(bytes[tokens[name].start..<tokens[name].end]) {
            name -= 1
        }
        return name >= 0 && isNamed(tokens[name]) || holdsPassword(tokens[index])
    }

    /// `password = 'x'`, `password => 'x'`, `password := 'x'`
    private static func isBetween(_ symbol: ArraySlice<UInt8>) -> Bool {
        symbol.contains(UInt8(ascii: "=")) && symbol.count <= 2
    }

    private func isNamed(_ token: Token) -> Bool {
        guard token.kind == .keyword || token.kind == .identifier else { return false }
        let text = bytes[token.start..<token.end]
        return Self.first(Self.word, in: text) != nil || Self.isUnicode(text)
    }

    private func holdsPassword(_ token: Token) -> Bool {
        guard let value = value(of: token) else { return true }
        if let start = Self.first(Self.word, in: value) {
            let rest = value[(start + Self.word.count)...]
            if rest.contains(UInt8(ascii: "=")) || rest.contains(UInt8(ascii: ":")) { return true }
        }
        return Self.holdsAddress(value)
    }

    /// `scheme://user:password@host`
    private static func holdsAddress(_ value: ArraySlice<UInt8>) -> Bool {
        guard let start = first(Array("://".utf8), in: value) else { return false }
        let rest = value[(start + 3)...]
        let user = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") && $0 > 0x20 }
        let isSecret =
            user.contains(UInt8(ascii: ":")) && user.endIndex < rest.endIndex
            && rest[user.endIndex] == UInt8(ascii: "@")
        return isSecret || holdsAddress(rest)
    }

    /// Where it begins, whatever its case.
    private static func first(_ word: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= word.count else { return nil }
        return text.indices.dropLast(word.count - 1).first { start in
            lower(text[start]) == word[0] && zip(text[start...], word).allSatisfy { lower($0) == $1 }
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    // MARK: literals

    /// `U&'…'`, `U&"…"`
    private static func isUnicode(_ text: ArraySlice<UInt8>) -> Bool {
        text.first.map(lower) == UInt8(ascii: "u") && text.dropFirst().first == UInt8(ascii: "&")
    }

    /// What the server makes of a literal, its parts put together; nil where characters are written by their numbers in a way
    /// that the literal may choose.
    private func value(of token: Token) -> ArraySlice<UInt8>? {
        let text = bytes[token.start..<token.end]
        if Self.isUnicode(text) { return nil }
        let content = token.content(in: bytes)
        let escapes = text.first.map(Self.lower) == UInt8(ascii: "e")
        let isPlain = !bytes[content].contains { $0 == UInt8(ascii: "'") || escapes && $0 == UInt8(ascii: "\\") }
        if isPlain || text.first == UInt8(ascii: "$") { return bytes[content] }
        var value: [UInt8] = []
        var rest = bytes[content]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "'"):
                // Another quote at once is a quote; else the next part begins with the next one.
                if rest.first == byte { value.append(byte) } else { rest = rest.drop { $0 != byte } }
                rest = rest.dropFirst()
            case UInt8(ascii: "\\") where escapes: value.append(Self.escaped(&rest))
            default: value.append(byte)
            }
        }
        return value[...]
    }

    /// A character behind a backslash; one beyond ASCII as a question mark.
    private static func escaped(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
        guard let kind = rest.popFirst() else { return UInt8(ascii: "\\") }
        switch kind {
        case UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "f"), UInt8(ascii: "b"): return 0x20
        case UInt8(ascii: "x"): return number(&rest, 2, radix: 16)
        case UInt8(ascii: "u"): return number(&rest, 4, radix: 16)
        case UInt8(ascii: "U"): return number(&rest, 8, radix: 16)
        case UInt8(ascii: "0")...UInt8(ascii: "7"): return number(&rest, 2, radix: 8, from: UInt32(kind & 7))
        default: return kind
        }
    }

    /// - Parameters:
    ///   - count: of digits, at most.
    ///   - first: what stands before them.
    private static func number(
        _ rest: inout ArraySlice<UInt8>, _ count: Int, radix: UInt32, from first: UInt32 = 0
    ) -> UInt8 {
        var number = first
        for _ in 0..<count {
            guard let byte = rest.first, let digit = Character(UnicodeScalar(byte)).hexDigitValue, digit < radix else {
                break
            }
            number = number &* radix &+ UInt32(digit)
            rest.removeFirst()
        }
        return number < 0x80 ? UInt8(number) : UInt8(ascii: "?")
    }
}

extension ParsedText {
    /// The text with stars in place of what could be a password.
    package var withoutPasswords: [UInt8] { Passwords.hidden(in: self) }

    package var holdsPasswords: Bool { Passwords.any(in: self) }
}
