extension Scanner {
    /// Looks at the run of digits that begins at `start`.
    ///
    /// - Returns: where the walk goes on.
    mutating func number(at start: Int) -> Int {
        if let end = endOfUnicodeEscape(around: start) { return end }
        var end = start + 1
        while byte(end).isDigit { end += 1 }
        let run = start..<end

        var best: Finding?
        func consider(_ detector: Detector, _ range: Range<Int>?) {
            guard let range, range.count > best?.range.count ?? 0 else { return }
            best = Finding(range: range, detector: detector)
        }
        if mayBegin(at: start) {
            if choice.contains(.card) { consider(.card, card(run)) }
            if choice.contains(.socialSecurityNumber) { consider(.socialSecurityNumber, socialSecurityNumber(run)) }
            if choice.contains(.providerIdentifier) { consider(.providerIdentifier, providerIdentifier(run)) }
            if choice.contains(.medicareIdentifier) { consider(.medicareIdentifier, medicareIdentifier(run)) }
            if choice.contains(.internetAddress) { consider(.internetAddress, version4Address(run)) }
        }
        if choice.contains(.drugEnforcementNumber) { consider(.drugEnforcementNumber, drugEnforcementNumber(run)) }
        if choice.contains(.vehicle) { consider(.vehicle, vehicle(run)) }
        if choice.contains(.phone) { consider(.phone, phone(run)) }
        if choice.contains(.medicalRecordNumber) { consider(.medicalRecordNumber, medicalRecordNumber(run)) }
        if choice.contains(.birthDate) { consider(.birthDate, birthDate(run)) }
        return best.map { max(add($0.detector, $0.range), end) } ?? end
    }

    /// What `expression` takes from `start` on, when it may stand there.
    func whole(_ expression: Expression, from start: Int) -> Range<Int>? {
        guard let end = end(of: expression, from: start), mayEnd(at: end) else { return nil }
        return start..<end
    }

    private func card(_ run: Range<Int>) -> Range<Int>? {
        if run.count == 4 {
            let separator = byte(run.upperBound)
            guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-"),
                byte(run.upperBound + 1).isDigit, byte(run.upperBound + 4).isDigit
            else { return nil }
            for expression in [expressions.groupedCard, expressions.shortGroupedCard] {
                if let range = whole(expression, from: run.lowerBound), Checksums.isCard(bytes(range)) { return range }
            }
            return nil
        }
        guard (13...19).contains(run.count), mayEnd(at: run.upperBound), Checksums.isCard(bytes(run)) else {
            return nil
        }
        return run
    }

    private func socialSecurityNumber(_ run: Range<Int>) -> Range<Int>? {
        if run.count == 3 {
            // 123-45-, or the same with separators of two or three bytes
            guard !byte(run.upperBound).isWord,
                byte(run.upperBound + 2).isDigit || byte(run.upperBound) >= 0x80,
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

    private func providerIdentifier(_ run: Range<Int>) -> Range<Int>? {
        guard run.count == 10, byte(run.lowerBound) == UInt8(ascii: "1") || byte(run.lowerBound) == UInt8(ascii: "2"),
            mayEnd(at: run.upperBound), Checksums.isProviderIdentifier(bytes(run))
        else { return nil }
        return run
    }

    private func medicareIdentifier(_ run: Range<Int>) -> Range<Int>? {
        guard run.count == 1, byte(run.upperBound).isLetter else { return nil }
        return whole(expressions.medicareIdentifier, from: run.lowerBound)
    }

    private func version4Address(_ run: Range<Int>) -> Range<Int>? {
        guard run.count <= 3, byte(run.upperBound) == UInt8(ascii: "."), byte(run.upperBound + 1).isDigit else {
            return nil
        }
        return whole(expressions.version4Address, from: run.lowerBound)
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
        var start = run.lowerBound
        let before = byte(start - 1)
        if before == UInt8(ascii: "+") {
            start -= 1
            guard !byte(start - 1).isWord else { return nil }
            return whole(expressions.phone, from: start) ?? whole(expressions.internationalPhone, from: start)
        }
        if before == UInt8(ascii: "("), run.count == 3, byte(run.upperBound) == UInt8(ascii: ")") {
            return whole(expressions.phone, from: start - 1)
        }
        guard mayBegin(at: start) else { return nil }
        switch run.count {
        case 1:
            guard byte(start) == UInt8(ascii: "1"), !byte(run.upperBound).isWord else { return nil }
            return whole(expressions.phone, from: start)
        case 3:
            guard byte(start) > UInt8(ascii: "1"), !byte(run.upperBound).isWord,
                byte(run.upperBound + 3).isDigit || byte(run.upperBound) >= 0x80
            else { return nil }
            if let range = whole(expressions.phone, from: start) { return range }
            return plainPhone(from: start)
        case 10, 11: return plainPhone(from: start)
        default: return nil
        }
    }

    private func plainPhone(from start: Int) -> Range<Int>? {
        guard let range = whole(expressions.plainPhone, from: start), follows(expressions.phoneBefore, start) else {
            return nil
        }
        return range
    }

    /// Digits after the words; where they are one word (`MRN0000037`), all of it.
    private func medicalRecordNumber(_ run: Range<Int>) -> Range<Int>? {
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
        guard isGlued || endsRecordWord(before: start),
            let end = end(of: expressions.recordNumber, from: run.lowerBound), mayEnd(at: end),
            (3...20).contains(bytes(run.lowerBound..<end).count(where: \.isDigit)),
            isGlued || follows(expressions.recordNumberBefore, start)
        else { return nil }
        return start..<end
    }

    /// Whether the last letter before `start`, behind a few other bytes, is one that the words for a record number
    /// end with.
    private func endsRecordWord(before start: Int) -> Bool {
        let othersLimit = 8
        for index in stride(from: start - 1, through: max(0, start - othersLimit), by: -1) {
            switch byte(index) | 0x20 {
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "d"), UInt8(ascii: "o"), UInt8(ascii: "m"),
                UInt8(ascii: "s"), UInt8(ascii: "f"), UInt8(ascii: "c"):
                return true
            case UInt8(ascii: "#"): return true
            default: if byte(index).isWord { return false }
            }
        }
        return false
    }
}
