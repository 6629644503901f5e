extension Scanner {
    /// A date that the run is the first number of, near a word of birth.
    mutating func birthDate(_ run: Range<Int>) -> Range<Int>? {
        let isNamed = run.count <= 2 && monthNameStart(before: run.lowerBound) != nil
        guard isNamed || mayBeginDate(run), mayBeNearBirth(run.lowerBound) else { return nil }
        if isNamed, let start = monthNameStart(before: run.lowerBound), let range = birthDate(from: start) {
            return range
        }
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
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."): return next.isDigit || isMonthLetter(next)
            case UInt8(ascii: " "): return isMonthLetter(next)
            default:
                // 1st, 2nd, 3rd, 4th
                let suffix = next | 0x20
                return suffix == UInt8(ascii: "t") || suffix == UInt8(ascii: "d") || suffix == UInt8(ascii: "h")
            }
        case 4:
            let first = byte(run.lowerBound)
            return (first == UInt8(ascii: "1") || first == UInt8(ascii: "2")) && !after.isWord
                && (next.isDigit || isMonthLetter(next))
        case 8: return true
        default: return false
        }
    }

    /// Where the word before `start` begins, when it can be a month's name.
    private func monthNameStart(before start: Int) -> Int? {
        let wordLimit = 10
        guard byte(start - 1) == UInt8(ascii: " ") || byte(start - 1) == UInt8(ascii: "-") else { return nil }
        var first = start - 1
        if byte(first - 1) == UInt8(ascii: ".") { first -= 1 }
        while byte(first - 1).isLetter, start - first <= wordLimit, !mayBegin(at: first) { first -= 1 }
        return isMonthLetter(byte(first)) && start - first >= 4 ? first : nil
    }

    private func isMonthLetter(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "j"), UInt8(ascii: "f"), UInt8(ascii: "m"), UInt8(ascii: "a"), UInt8(ascii: "s"),
            UInt8(ascii: "o"), UInt8(ascii: "n"), UInt8(ascii: "d"):
            true
        default: false
        }
    }
}
