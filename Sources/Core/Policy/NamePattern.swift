/// A pattern of one name, as the literal runs between its wildcards.
struct NamePattern: Sendable, Equatable {
    /// Nil: a wildcard.
    private var symbols: [UInt8?]
    /// The text, when there is no wildcard in it.
    let literal: String?

    init(_ part: SQLName.Part) {
        let star = UInt8(ascii: "*")
        symbols = part.text.utf8.map { !part.isQuoted && $0 == star ? nil : $0 }
        literal = symbols.contains(nil) ? nil : part.text
    }

    func matches(_ text: String) -> Bool {
        if let literal { return literal == text }
        if symbols.count == 1 { return true }
        return Self.match(symbols, Array(text.utf8))
    }

    func covers(_ other: NamePattern) -> Bool { Self.match(symbols, other.symbols) }

    /// The usual greedy match with one place to go back to: linear memory, at most pattern × text steps. A wildcard
    /// in `text` is a symbol that only a wildcard takes.
    private static func match(_ pattern: [UInt8?], _ text: [UInt8?]) -> Bool {
        var p = 0
        var t = 0
        var retry: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == nil {
                p += 1
                retry = (p, t)
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let last = retry {
                p = last.pattern
                t = last.text + 1
                retry = (p, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == nil }
    }
}
