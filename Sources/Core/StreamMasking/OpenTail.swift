/// Where, at the end of a text that stands still, a finding may have begun that is not whole yet.
///
/// Held is: the last word when it has a digit, `@` or `:`, or when it may grow into a URL; before it, words of nothing
/// but digits and what groups them, and names of months, since numbers and dates have spaces. Letters alone go: a
/// prompt must be seen, and an address that a program writes in two parts with a pause between shows its first letters.
enum OpenTail {
    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    /// No finding with spaces is longer; a word may be of any length.
    private static let spacedBytesLimit = 64

    /// How many bytes no finding can begin in that is not whole.
    static func start(in text: UnsafeRawBufferPointer) -> Int {
        var start = text.count
        var end = text.count
        var isLast = true
        while end > 0 {
            var first = end
            while first > 0, !isSpace(text[first - 1]) { first -= 1 }
            let word = UnsafeRawBufferPointer(rebasing: text[first..<end])
            if !word.isEmpty {
                let isOpen = isLast && end == text.count ? mayGrow(word) : isGrouped(word) || isMonth(word)
                guard isOpen, isLast || text.count - first <= spacedBytesLimit else { return start }
                if word.contains(where: isDigit) || isLast && end == text.count { start = first }
                isLast = false
            } else if end < text.count, isSpace(text[end]), end > 0, isSpace(text[end - 1]) {
                // Two spaces end every number.
                return start
            }
            if first > 0, text[first - 1] != 0x20 { return start }
            end = max(0, first - 1)
        }
        return start
    }

    private static func mayGrow(_ word: UnsafeRawBufferPointer) -> Bool {
        let isClosed = word.last.map { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ">") }
        if isClosed ?? false { return false }
        return word.contains {
            isDigit($0) || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "(")
        }
            || word.contains(UInt8(ascii: ":")) && word.last != UInt8(ascii: ":")
            || word.count >= 3 && word.prefix(3).allSatisfy { $0 | 0x20 == UInt8(ascii: "w") }
    }

    private static func isGrouped(_ word: UnsafeRawBufferPointer) -> Bool {
        word.allSatisfy { byte in
            if isDigit(byte) { return true }
            switch byte {
            case UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "/"), UInt8(ascii: ","):
                return true
            default: return false
            }
        }
    }

    private static func isMonth(_ word: UnsafeRawBufferPointer) -> Bool {
        word.count <= 10 && months.contains(String(decoding: word.prefix(3).map { $0 | 0x20 }, as: UTF8.self))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
