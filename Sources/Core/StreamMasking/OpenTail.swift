/// Where, at the end of a text that stands still, a finding may have begun that is not whole yet.
///
/// Held is the last word when it has a digit, `@` or `:`, or when it may grow into a URL; with it, and before it, words that
/// what detectors look for is made of where it has spaces: numbers and what groups them, months, the parts of a Medicare
/// identifier, and what may stand behind a number and say what it is. What a prompt ends with ends all of these. Letters
/// alone go: a prompt must be seen, and an address that a program writes in two parts with a pause between shows its
/// first letters.
enum OpenTail {
    private static let months: Set<String> = [
        "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july", "aug",
        "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december",
    ]
    /// The words of `Expressions.socialSecurityAfter` and `birthAfter`, of dates, and of a phone's extension.
    private static let followers: [[UInt8]] =
        ([
            "is", "the", "my", "his", "her", "their", "patient", "ssn", "social", "sec", "dob", "d.o.b", "born",
            "birth",
            "date", "of", "x", "ext",
        ] + months).map { Array($0.utf8) }
    /// The longest date and the words behind it; a word may be of any length.
    private static let spacedBytesLimit = 96

    /// How many bytes no finding can begin in that is not whole.
    static func start(in text: UnsafeRawBufferPointer) -> Int {
        var start = text.count
        var end = text.count
        while true {
            let isAtEnd = end == text.count
            var first = end
            while first > 0, !isSpace(text[first - 1]) { first -= 1 }
            let word = UnsafeRawBufferPointer(rebasing: text[first..<end])
            if !word.isEmpty {
                guard isAtEnd || text.count - first <= spacedBytesLimit else { return start }
                let isBegun = isAtEnd && mayGrow(word)
                guard isBegun || isPart(word, behind: text[..<first]) else { return start }
                if isBegun || word.contains(where: isDigit) || isMonth(word) { start = first }
            }
            guard first > 0, text[first - 1] == 0x20 else { return start }
            end = first - 1
        }
    }

    /// Of the last word: what a finding without spaces may become of.
    private static func mayGrow(_ word: UnsafeRawBufferPointer) -> Bool {
        if endsPrompt(word, isFollowed: false) { return false }
        return word.contains {
            isDigit($0) || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "(")
        }
            || word.contains(UInt8(ascii: ":")) && word.last != UInt8(ascii: ":")
            || word.count >= 3 && word.prefix(3).allSatisfy { $0 | 0x20 == UInt8(ascii: "w") }
    }

    /// Of a word among others: whether a finding with spaces may go on through it.
    private static func isPart(_ word: UnsafeRawBufferPointer, behind text: Slice<UnsafeRawBufferPointer>) -> Bool {
        if endsPrompt(word, isFollowed: true) || word.contains(where: isBracket) { return false }
        return word.contains(where: isDigit) || word.allSatisfy(isGrouping) || isMonth(word) || isFollower(word)
            || word.count <= 3 && endsWithIdentifier(text)
    }

    private static func endsPrompt(_ word: UnsafeRawBufferPointer, isFollowed: Bool) -> Bool {
        switch word.last {
        case UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "%"): true
        case UInt8(ascii: ":"): isFollowed
        default: false
        }
    }

    private static func isMonth(_ word: UnsafeRawBufferPointer) -> Bool {
        word.count <= 10 && months.contains(String(decoding: letters(of: word), as: UTF8.self))
    }

    /// Whether the word begins with one that may stand behind a number, or is the beginning of one.
    private static func isFollower(_ word: UnsafeRawBufferPointer) -> Bool {
        let letters = letters(of: word)
        return !letters.isEmpty && followers.contains { $0.starts(with: letters) || letters.starts(with: $0) }
    }

    /// Small, without the punctuation around them.
    private static func letters(of word: UnsafeRawBufferPointer) -> [UInt8] {
        func isPunctuation(_ byte: UInt8) -> Bool { byte < 0x80 && !isDigit(byte) && !((byte | 0x20) &- 0x61 < 26) }
        return word.drop(while: isPunctuation).reversed().drop(while: isPunctuation).reversed().map { $0 | 0x20 }
    }

    /// Whether the last word may be the first or second part of a Medicare identifier: `1EG4`, `TE5`.
    private static func endsWithIdentifier(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        let part = Array(text.dropLast().suffix(3))
        return part.count == 3 && (part[0] | 0x20) &- 0x61 < 26 && isDigit(part[2])
    }

    private static func isGrouping(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: "'"), 0x80...:
            true
        default: false
        }
    }

    private static func isBracket(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "<"): true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
