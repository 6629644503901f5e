extension Scanner {
    /// Looks at the run of digits that begins at `start`.
    ///
    /// - Returns: where the walk goes on.
    mutating func number(at start: Int) -> Int {
        if let end = endOfUnicodeEscape(around: start) { return end }
        var end = start + 1
        while byte(end).isDigit { end += 1 }
        let run = start..<end

        let begins = mayBegin(at: start)
        // Behind the hyphen or point of a longer number nothing begins.
        if !begins, !byte(start - 1).isWord { return end }
        if begins, run.count <= 2, let end = endAlone(run) { return end }
        var best: Finding?
        func consider(_ detector: Detector, _ range: Range<Int>?) {
            guard let range, range.count > best?.range.count ?? 0 else { return }
            best = Finding(range: range, detector: detector)
        }
        if begins {
            if choice.contains(.card) { consider(.card, card(run)) }
            if choice.contains(.socialSecurityNumber) { consider(.socialSecurityNumber, socialSecurityNumber(run)) }
            if choice.contains(.providerIdentifier) { consider(.providerIdentifier, providerIdentifier(run)) }
            if choice.contains(.medicareIdentifier) { consider(.medicareIdentifier, medicareIdentifier(run)) }
            if choice.contains(.internetAddress) { consider(.internetAddress, version4Address(run)) }
            if choice.contains(.phone) { consider(.phone, phone(run)) }
            if choice.contains(.birthDate) {
                let date = birthDate(run)
                consider(.birthDate, date)
            }
        } else if choice.contains(.drugEnforcementNumber) {
            consider(.drugEnforcementNumber, drugEnforcementNumber(run))
        }
        if choice.contains(.vehicle) { consider(.vehicle, vehicle(run)) }
        if choice.contains(.medicalRecordNumber) { consider(.medicalRecordNumber, medicalRecordNumber(run)) }
        if let best { add(best.detector, best.range) }
        // The next run may be of a finding that begins within this one and ends behind it.
        return end
    }

    /// The end of a run of one or two digits, and its decimals, that has nothing at it that could make more of it: of
    /// such only a date with its month in letters, and a phone number behind a 1, go on behind a space.
    private func endAlone(_ run: Range<Int>) -> Int? {
        var end = run.upperBound
        if byte(end) == UInt8(ascii: "."), byte(end + 1).isDigit {
            end += 2
            while byte(end).isDigit { end += 1 }
        }
        switch byte(end) {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "%"), UInt8(ascii: "\n"): break
        case UInt8(ascii: " "): if isMonthOrOf(end + 1) { return nil }
        default: return nil
        }
        if run.count == 1, byte(run.lowerBound) == UInt8(ascii: "1") { return nil }
        switch byte(run.lowerBound - 1) {
        case UInt8(ascii: " "): return monthNameStart(before: run.lowerBound) == nil ? end : nil
        case UInt8(ascii: "("), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "\n"): return end
        default: return nil
        }
    }

    /// What `expression` takes from `start` on, when it may stand there.
    func whole(_ expression: Expression, from start: Int) -> Range<Int>? {
        guard let end = end(of: expression, from: start), mayEnd(at: end) else { return nil }
        return start..<end
    }

    private func card(_ run: Range<Int>) -> Range<Int>? {
        if run.count == 4 {
            let next =
                run.upperBound + (byte(run.upperBound) == UInt8(ascii: "-") ? 1 : spaceLength(at: run.upperBound))
            guard next > run.upperBound, byte(next).isDigit, byte(next + 1).isDigit, byte(next + 2).isDigit,
                byte(next + 3).isDigit
            else { return nil }
            return card(expressions.groupedCard, run.lowerBound) ?? card(expressions.shortGroupedCard, run.lowerBound)
        }
        guard (13...19).contains(run.count), mayEnd(at: run.upperBound) else { return nil }
        return Checksums.isCard(bytes(run)) ? run : nil
    }

    private func card(_ expression: Expression, _ start: Int) -> Range<Int>? {
        guard let range = whole(expression, from: start), Checksums.isCard(bytes(range)) else { return nil }
        return range
    }

    private func socialSecurityNumber(_ run: Range<Int>) -> Range<Int>? {
        if run.count == 3 {
            guard mayBeGroupedSocialSecurityNumber(run),
                let range = whole(expressions.socialSecurityNumber, from: run.lowerBound),
                Checksums.isSocialSecurityNumber(bytes(range))
            else { return nil }
            return range
        }
        guard run.count == 9, mayEnd(at: run.upperBound), Checksums.isSocialSecurityNumber(bytes(run)),
            follows(expressions.socialSecurityBefore, run.lowerBound)
                || precedes(expressions.socialSecurityAfter, run.upperBound)
        else { return nil }
        return run
    }

    /// Of three digits, whether what stands behind them begins as in `536-22-`: so few do that the pattern need not be asked for
    /// all others.
    private func mayBeGroupedSocialSecurityNumber(_ run: Range<Int>) -> Bool {
        let end = run.upperBound
        // Dashes and spaces beyond ASCII are of several bytes.
        if byte(end) >= 0x80 { return hasDigits(9, from: run.lowerBound) }
        return (byte(end) == UInt8(ascii: "-") || byte(end) == UInt8(ascii: " "))
            && byte(end + 1).isDigit && byte(end + 2).isDigit && !byte(end + 3).isDigit
    }

    private func providerIdentifier(_ run: Range<Int>) -> Range<Int>? {
        let first = byte(run.lowerBound)
        guard run.count == 10, first == UInt8(ascii: "1") || first == UInt8(ascii: "2"), mayEnd(at: run.upperBound)
        else { return nil }
        return Checksums.isProviderIdentifier(bytes(run)) ? run : nil
    }

    private func medicareIdentifier(_ run: Range<Int>) -> Range<Int>? {
        guard run.count == 1, byte(run.upperBound).isLetter else { return nil }
        return whole(expressions.medicareIdentifier, from: run.lowerBound)
    }

    /// Four octets. An address within a longer row of numbers, as versions have them, is none.
    private func version4Address(_ run: Range<Int>) -> Range<Int>? {
        guard run.count <= 3, byte(run.upperBound) == UInt8(ascii: ".") else { return nil }
        var index = run.lowerBound
        for octet in 1...4 {
            var value = 0
            let start = index
            while byte(index).isDigit, index - start < 4 {
                value = value * 10 + Int(byte(index) &- 0x30)
                index += 1
            }
            guard index > start, index - start <= 3, value <= 255 else { return nil }
            if octet == 4 { break }
            guard byte(index) == UInt8(ascii: ".") else { return nil }
            index += 1
        }
        return mayEnd(at: index) ? run.lowerBound..<index : nil
    }

    /// Two letters before the run.
    private func drugEnforcementNumber(_ run: Range<Int>) -> Range<Int>? {
        guard run.count == 7 || run.count == 8, byte(run.lowerBound - 1).isLetter else { return nil }
        // The second letter may be the digit 9.
        let start = run.lowerBound - (run.count == 7 ? 2 : 1)
        guard mayBegin(at: start), byte(start).isLetter,
            let range = whole(expressions.drugEnforcementNumber, from: start),
            Checksums.isDrugEnforcementNumber(bytes(range))
        else { return nil }
        return range
    }

    /// The word of seventeen letters and digits that the run stands in.
    private func vehicle(_ run: Range<Int>) -> Range<Int>? {
        let length = 17
        guard run.count < length, byte(run.lowerBound - 1).isLetter || byte(run.upperBound).isLetter else { return nil }
        var start = run.lowerBound
        while byte(start - 1).isWord, run.upperBound - start <= length, !mayBegin(at: start) { start -= 1 }
        var end = run.upperBound
        while byte(end).isWord, end - start <= length { end += 1 }
        guard end - start == length, mayBegin(at: start), mayEnd(at: end), Checksums.isVehicle(bytes(start..<end))
        else {
            return nil
        }
        return start..<end
    }

    private func phone(_ run: Range<Int>) -> Range<Int>? {
        let start = run.lowerBound
        let after = byte(run.upperBound)
        switch byte(start - 1) {
        case UInt8(ascii: "+"):
            guard hasDigits(8, from: start) else { return nil }
            return withExtension(from: start - 1) ?? internationalPhone(from: start - 1)
        case UInt8(ascii: "(") where run.count == 3 && after == UInt8(ascii: ")"):
            return withExtension(from: start - 1)
        default: break
        }
        switch run.count {
        case 1:
            guard byte(start) == UInt8(ascii: "1"), !after.isWord, hasDigits(11, from: start) else { return nil }
            return withExtension(from: start)
        case 3:
            guard byte(start) > UInt8(ascii: "1"), !after.isWord else { return nil }
            // Separators beyond ASCII are of several bytes.
            if after >= 0x80 {
                return hasDigits(7, from: start) ? withExtension(from: start) ?? plainPhone(from: start) : nil
            }
            // Behind a separator there are three digits of the whole form, or four of the short one.
            guard byte(start + 4).isDigit, byte(start + 5).isDigit, byte(start + 6).isDigit else { return nil }
            return byte(start + 7).isDigit ? plainPhone(from: start) : withExtension(from: start)
        case 10: return byte(start) > UInt8(ascii: "1") ? plainPhone(from: start) : nil
        case 11: return byte(start) == UInt8(ascii: "1") ? plainPhone(from: start) : nil
        default: return nil
        }
    }

    /// A number, and its extension where one follows that may end there.
    private func withExtension(from start: Int) -> Range<Int>? {
        guard let end = end(of: expressions.phone, from: start) else { return nil }
        if mayBeginExtension(at: end), let extended = whole(expressions.phoneExtension, from: end) {
            return start..<extended.upperBound
        }
        return mayEnd(at: end) ? start..<end : nil
    }

    private func mayBeginExtension(at start: Int) -> Bool {
        let first = byte(start + spaceLength(at: start)) | 0x20
        return first == UInt8(ascii: "x") || first == UInt8(ascii: "e")
    }

    /// The longest run of groups that is a number; what follows it may be digits of something else.
    private func internationalPhone(from start: Int) -> Range<Int>? {
        guard var end = end(of: expressions.internationalPhone, from: start) else { return nil }
        while !mayEnd(at: end) || !byte(end - 1).isDigit {
            end -= 1
            guard end > start else { return nil }
        }
        let digitsMinimum = 8
        return bytes(start..<end).count(where: \.isDigit) >= digitsMinimum ? start..<end : nil
    }

    /// A number that is one of a phone only near a word that says so.
    private func plainPhone(from start: Int) -> Range<Int>? {
        guard start > 0, let range = whole(expressions.plainPhone, from: start), !isFound(range),
            follows(expressions.phoneBefore, start)
        else { return nil }
        return range
    }

    /// Whether `count` digits follow with nothing but a phone number's separators between them.
    private func hasDigits(_ count: Int, from start: Int) -> Bool {
        let bytesLimit = 64
        var digits = 0
        for index in start..<min(start + bytesLimit, text.count) {
            let byte = text[index]
            if byte.isDigit {
                digits += 1
                if digits == count { return true }
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "("),
                UInt8(ascii: ")"), 0x80...:
                continue
            default: return false
            }
        }
        return false
    }

    /// Digits after the words; where they are one word (`MRN0000037`), all of it.
    private func medicalRecordNumber(_ run: Range<Int>) -> Range<Int>? {
        guard let end = recordNumberEnd(run) else { return nil }
        var start = run.lowerBound
        if byte(start - 1).isLetter, !mayBegin(at: start) {
            // The word may have letters of its own before the digits: MRN0000037, MRN: E0000037
            let lettersLimit = 6
            while byte(start - 1).isLetter, run.lowerBound - start <= lettersLimit, !mayBegin(at: start) { start -= 1 }
        }
        guard mayBegin(at: start) else { return nil }
        let isGlued =
            run.lowerBound - start >= 3 && byte(start) | 0x20 == UInt8(ascii: "m")
            && byte(start + 1) | 0x20 == UInt8(ascii: "r") && byte(start + 2) | 0x20 == UInt8(ascii: "n")
        guard isGlued || endsRecordWord(before: start), mayEnd(at: end),
            isGlued || mayFollowRecordWord(start) && follows(expressions.recordNumberBefore, start)
        else { return nil }
        return start..<end
    }

    /// Whether letters that every word for a record number has, `mr` or `med`, stand close before `start`.
    private func mayFollowRecordWord(_ start: Int) -> Bool {
        var index = max(0, start - Expressions.wordsBeforeLimit)
        while index < start - 1 {
            // Eight bytes without an m at once; the number stands behind all of them.
            if index + 8 <= start,
                Trigger.zeros(in: (block(at: index) | 0x2020_2020_2020_2020) ^ 0x6d6d_6d6d_6d6d_6d6d) == 0
            {
                index += 8
                continue
            }
            if isRecordWord(at: index) { return true }
            index += 1
        }
        return false
    }

    private func isRecordWord(at index: Int) -> Bool {
        guard byte(index) | 0x20 == UInt8(ascii: "m") else { return false }
        let next = byte(index + 1) | 0x20
        return next == UInt8(ascii: "r") || next == UInt8(ascii: "e") && byte(index + 2) | 0x20 == UInt8(ascii: "d")
    }

    /// The end of groups of digits with hyphens between them; nil when they are too few or too many digits.
    private func recordNumberEnd(_ run: Range<Int>) -> Int? {
        let digitsLimit = 20
        var digits = run.count
        var end = run.upperBound
        while digits <= digitsLimit, byte(end) == UInt8(ascii: "-"), byte(end + 1).isDigit {
            end += 1
            while byte(end).isDigit, digits <= digitsLimit {
                end += 1
                digits += 1
            }
        }
        return (3...digitsLimit).contains(digits) ? end : nil
    }

    /// Whether the last two letters before `start`, behind a few other bytes, are some that the words for a record
    /// number end with.
    private func endsRecordWord(before start: Int) -> Bool {
        let othersLimit = 8
        for index in stride(from: start - 1, through: max(0, start - othersLimit), by: -1) {
            let last = byte(index)
            if last == UInt8(ascii: "#") { return true }
            if last.isDigit { return false }
            guard last.isLetter else { continue }
            switch (byte(index - 1) | 0x20, last | 0x20) {
            case (UInt8(ascii: "r"), UInt8(ascii: "n")), (UInt8(ascii: "e"), UInt8(ascii: "c")),
                (UInt8(ascii: "r"), UInt8(ascii: "d")), (UInt8(ascii: "e"), UInt8(ascii: "r")),
                (UInt8(ascii: "u"), UInt8(ascii: "m")), (UInt8(ascii: "n"), UInt8(ascii: "o")),
                (UInt8(ascii: "i"), UInt8(ascii: "d")), (_, UInt8(ascii: "s")), (UInt8(ascii: "o"), UInt8(ascii: "f")),
                (UInt8(ascii: "i"), UInt8(ascii: "n")):
                return true
            default: return isEscapedLetter(at: index)
            }
        }
        return false
    }
}
