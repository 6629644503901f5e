extension Scanner {
    /// A date that the run is the first number of, near a word of birth.
    func birthDate(_ run: Range<Int>) -> Range<Int>? {
        guard let start = dateStart(run), mayBegin(at: start),
            let range = whole(expressions.date, from: start),
            follows(expressions.birthBefore, start) || precedes(expressions.birthAfter, range.upperBound)
        else { return nil }
        return range
    }

    /// Where a date with this first number would begin; nil when what is around the run is no date.
    private func dateStart(_ run: Range<Int>) -> Int? {
        let after = byte(run.upperBound)
        switch run.count {
        case 1, 2:
            if let start = monthNameStart(before: run.lowerBound) { return start }
            switch after {
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."):
                return byte(run.upperBound + 1).isWord ? run.lowerBound : nil
            case UInt8(ascii: " "):
                return isMonthLetter(byte(run.upperBound + 1)) || byte(run.upperBound + 1) | 0x20 == UInt8(ascii: "o")
                    ? run.lowerBound : nil
            default:
                // 1st, 2nd, 3rd, 4th
                let suffix = byte(run.upperBound + 1) | 0x20
                return suffix == UInt8(ascii: "t") || suffix == UInt8(ascii: "d") || suffix == UInt8(ascii: "h")
                    ? run.lowerBound : nil
            }
        case 4:
            guard byte(run.lowerBound) == UInt8(ascii: "1") || byte(run.lowerBound) == UInt8(ascii: "2") else {
                return nil
            }
            let next = byte(run.upperBound + 1)
            return !after.isWord && (next.isDigit || isMonthLetter(next)) ? run.lowerBound : nil
        case 8: return run.lowerBound
        default: return nil
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
