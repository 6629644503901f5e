extension Scanner {
    /// A date that the run is the first number of, near a word of birth.
    mutating func birthDate(_ run: Range<Int>) -> Range<Int>? {
        let named = run.count <= 2 ? monthNameStart(before: run.lowerBound) : nil
        guard named != nil || mayBeginDate(run), mayBeNearBirth(run.lowerBound) else { return nil }
        if let named, let range = birthDate(from: named) { return range }
        return birthDate(from: run.lowerBound)
    }

    private func birthDate(from start: Int) -> Range<Int>? {
        guard mayBegin(at: start), let range = whole(expressions.date, from: start), !isCutTime(range.upperBound),
            follows(expressions.birthBefore, start) || precedes(expressions.birthAfter, range.upperBound)
        else { return nil }
        return range
    }

    /// Whether a `b`, which every word of birth has, stands near `start`.
    ///
    /// The walk only goes forward, so the last answer mostly holds, and every byte is looked at once.
    private mutating func mayBeNearBirth(_ start: Int) -> Bool {
        let longestDate = 48
        let nearest = max(0, start - Expressions.wordsBeforeLimit)
        if nextB < nearest {
            nextB = nearest
            while nextB < text.count, text[nextB] | 0x20 != UInt8(ascii: "b") { nextB += 1 }
        }
        return nextB < start + longestDate + Expressions.wordsAfterLimit && nextB < text.count
    }

    /// Whether more of a time seems to follow at `end`, or a mask that took it.
    private func isCutTime(_ end: Int) -> Bool {
        byte(end) == UInt8(ascii: ":") && (byte(end + 1).isDigit || byte(end + 1) == UInt8(ascii: "["))
    }

    /// Whether what follows the run can be more of a date.
    private func mayBeginDate(_ run: Range<Int>) -> Bool {
        let after = byte(run.upperBound)
        let next = byte(run.upperBound + 1)
        switch run.count {
        case 1, 2:
            switch after {
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."):
                return next.isDigit ? isMiddleOfDate(run.upperBound + 1) : isMonthName(run.upperBound + 1)
            case UInt8(ascii: " "): return isMonthOrOf(run.upperBound + 1)
            case 0x80...: return isMonthOrOf(run.upperBound + spaceLength(at: run.upperBound))
            default:
                // 1st, 2nd, 3rd, 4th
                let suffix = next | 0x20
                return suffix == UInt8(ascii: "t") || suffix == UInt8(ascii: "d") || suffix == UInt8(ascii: "h")
            }
        case 4:
            let first = byte(run.lowerBound)
            return (first == UInt8(ascii: "1") || first == UInt8(ascii: "2")) && !after.isWord
                && (next.isDigit
                    ? isMiddleOfDate(run.upperBound + 1)
                    : isMonthName(run.upperBound + max(1, spaceLength(at: run.upperBound))))
        case 8: return true
        default: return false
        }
    }

    /// Where the word before `start` begins, when it can be a month's name.
    func monthNameStart(before start: Int) -> Int? {
        let wordLimit = 10
        let separator = byte(start - 1) == UInt8(ascii: "-") ? 1 : spaceLength(before: start)
        guard separator > 0 else { return nil }
        var first = start - separator
        if byte(first - 1) == UInt8(ascii: ".") { first -= 1 }
        guard endsMonthName(byte(first - 2), byte(first - 1)) else { return nil }
        // Between letters a word begins only behind an escape.
        while byte(first - 1).isLetter, start - separator - first < wordLimit, !hasEscapes || !mayBegin(at: first) {
            first -= 1
        }
        return isMonthName(first) && start - separator - first >= 3 ? first : nil
    }

    /// Whether a month's name, or its short form, ends with these two letters.
    private func endsMonthName(_ first: UInt8, _ last: UInt8) -> Bool {
        switch (last | 0x20, first | 0x20) {
        case (UInt8(ascii: "y"), UInt8(ascii: "r")), (UInt8(ascii: "y"), UInt8(ascii: "a")),
            (UInt8(ascii: "y"), UInt8(ascii: "l")), (UInt8(ascii: "h"), UInt8(ascii: "c")),
            (UInt8(ascii: "l"), UInt8(ascii: "i")), (UInt8(ascii: "l"), UInt8(ascii: "u")),
            (UInt8(ascii: "e"), UInt8(ascii: "n")), (UInt8(ascii: "t"), UInt8(ascii: "s")),
            (UInt8(ascii: "t"), UInt8(ascii: "p")), (UInt8(ascii: "t"), UInt8(ascii: "c")),
            (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "r"), UInt8(ascii: "a")),
            (UInt8(ascii: "r"), UInt8(ascii: "p")), (UInt8(ascii: "n"), UInt8(ascii: "a")),
            (UInt8(ascii: "n"), UInt8(ascii: "u")), (UInt8(ascii: "b"), UInt8(ascii: "e")),
            (UInt8(ascii: "g"), UInt8(ascii: "u")), (UInt8(ascii: "p"), UInt8(ascii: "e")),
            (UInt8(ascii: "v"), UInt8(ascii: "o")), (UInt8(ascii: "c"), UInt8(ascii: "e")):
            true
        default: false
        }
    }

    /// One or two digits, and what stands between the numbers of a date.
    private func isMiddleOfDate(_ start: Int) -> Bool {
        let after = byte(byte(start + 1).isDigit ? start + 2 : start + 1)
        return after == UInt8(ascii: "-") || after == UInt8(ascii: "/") || after == UInt8(ascii: ".")
    }

    /// What may stand behind `4 ` where that is the day of a month: `May`, `of May`.
    func isMonthOrOf(_ start: Int) -> Bool {
        isMonthName(start) || byte(start) | 0x20 == UInt8(ascii: "o") && byte(start + 1) | 0x20 == UInt8(ascii: "f")
    }

    /// Whether the three letters from `start` on are those that a month's name begins with.
    private func isMonthName(_ start: Int) -> Bool {
        let letters =
            UInt32(byte(start) | 0x20) << 16 | UInt32(byte(start + 1) | 0x20) << 8 | UInt32(byte(start + 2) | 0x20)
        switch letters {
        case 0x6a616e, 0x666562, 0x6d6172, 0x617072, 0x6d6179, 0x6a756e: return true  // jan feb mar apr may jun
        case 0x6a756c, 0x617567, 0x736570, 0x6f6374, 0x6e6f76, 0x646563: return true  // jul aug sep oct nov dec
        default: return false
        }
    }
}
