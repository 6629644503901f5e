extension Scanner {
    /// Whether a number, word or address may begin at `index`: not within a longer one.
    func mayBegin(at index: Int) -> Bool {
        let before = byte(index - 1)
        if before.isWord { return endsEscape(at: index) }
        if before == UInt8(ascii: "-") || before == UInt8(ascii: ".") {
            return !byte(index - 2).isDigit || !byte(index).isDigit
        }
        return true
    }

    /// Whether a number, word or address may end before `index`: not within a longer one.
    func mayEnd(at index: Int) -> Bool {
        let after = byte(index)
        if after.isWord { return false }
        if after == UInt8(ascii: "-") || after == UInt8(ascii: ".") {
            return !byte(index + 1).isDigit || !byte(index - 1).isDigit
        }
        return true
    }

    /// How many bytes the space at `index` has, of any width (general category Zs); 0 when there is none.
    func spaceLength(at index: Int) -> Int {
        switch (byte(index), byte(index + 1), byte(index + 2)) {
        case (0x20, _, _): 1
        case (0xc2, 0xa0, _): 2
        case (0xe1, 0x9a, 0x80), (0xe2, 0x80, 0x80...0x8a), (0xe2, 0x80, 0xaf), (0xe2, 0x81, 0x9f), (0xe3, 0x80, 0x80):
            3
        default: 0
        }
    }

    /// How many bytes the space that ends before `index` has; 0 when there is none.
    func spaceLength(before index: Int) -> Int {
        if byte(index - 1) == UInt8(ascii: " ") { return 1 }
        guard byte(index - 1) >= 0x80 else { return 0 }
        for length in 2...3 where spaceLength(at: index - length) == length { return length }
        return 0
    }

    /// Whether the word byte before `index` is the end of an escape (`\n`, `\u00a0`) and so no part of a word.
    private func endsEscape(at index: Int) -> Bool {
        hasEscapes && (isEscapedLetter(at: index - 1) || isUnicodeEscape(at: index - 6))
    }

    /// Whether the letter at `index` is the end of an escape like `\n`.
    func isEscapedLetter(at index: Int) -> Bool { isEscapeLetter(byte(index)) && isEscape(at: index - 1) }

    /// The end of the escape `\uXXXX` that `index` stands in; nil when it stands in none.
    func endOfUnicodeEscape(around index: Int) -> Int? {
        guard hasEscapes, byte(index - 1).isHexDigit || byte(index - 1) == UInt8(ascii: "u") else { return nil }
        for start in (index - 5)..<index where isUnicodeEscape(at: start) { return start + 6 }
        return nil
    }

    /// `start` moved out of the escape that it stands in, if it does.
    func outOfEscape(_ start: Int) -> Int {
        guard isEscape(at: start - 1) else { return start }
        if isUnicodeEscape(at: start - 1) { return start + 5 }
        return isEscapeLetter(byte(start)) ? start + 1 : start
    }

    private func isEscapeLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"),
            UInt8(ascii: "v"):
            true
        default: false
        }
    }

    private func isUnicodeEscape(at start: Int) -> Bool {
        byte(start + 1) == UInt8(ascii: "u") && byte(start + 2).isHexDigit && byte(start + 3).isHexDigit
            && byte(start + 4).isHexDigit && byte(start + 5).isHexDigit && isEscape(at: start)
    }

    /// Whether a backslash stands at `index` that no backslash before it escapes.
    private func isEscape(at index: Int) -> Bool {
        var first = index
        while byte(first) == UInt8(ascii: "\\") { first -= 1 }
        return !(index - first).isMultiple(of: 2)
    }
}
