extension ParsedText {
    /// The text with its literals replaced by `$1`, `$2` …, comments left out, one space between tokens.
    package var normalized: String {
        var text = ""
        var count = 0
        for token in tokens {
            if !text.isEmpty { text += " " }
            switch token.kind {
            case .string, .number:
                count += 1
                text += "$\(count)"
            default: text += string(token.start..<token.end)
            }
        }
        return text
    }
}
