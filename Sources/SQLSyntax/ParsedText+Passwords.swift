extension ParsedText {
    /// The text with stars in place of literals behind the word PASSWORD (of roles, user mappings and the like), and of
    /// connection strings that hold one.
    package var withoutPasswords: [UInt8] {
        var bytes = bytes
        for index in tokens.indices where isPassword(index) {
            for offset in content(of: tokens[index]) { bytes[offset] = UInt8(ascii: "*") }
        }
        return bytes
    }

    package var holdsPasswords: Bool { tokens.indices.contains(where: isPassword) }

    private func isPassword(_ index: Int) -> Bool {
        tokens[index].kind == .string && (isToken(index - 1, "password") || holdsPassword(tokens[index]))
    }

    /// `password=…`, as libpq writes it.
    private func holdsPassword(_ token: Token) -> Bool {
        let word = Array("password".utf8)
        let text = text(token)
        guard text.count > word.count else { return false }
        return text.indices.dropLast(word.count).contains { start in
            guard zip(text[start...], word).allSatisfy({ $0 | 0x20 == $1 }) else { return false }
            let rest = text[(start + word.count)...].drop { $0 == UInt8(ascii: " ") }
            return rest.first == UInt8(ascii: "=")
        }
    }
}
