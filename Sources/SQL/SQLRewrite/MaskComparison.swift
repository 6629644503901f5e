import Policy

/// What is compared with a masked column, and how: enough to say whether the answer is right although the mask is compared.
struct MaskComparison {
    /// What is done to the column before it is compared.
    enum Part: Equatable {
        case whole
        /// The first characters, and so on; nil: it is not known how many.
        case start(Int?)
        case end(Int?)
        case year
        /// Of a document; nil: which member is not known.
        case member([String]?)
    }

    enum Relation: Equatable {
        case equal
        case below
        case atMost
        case above
        case atLeast
        case between
        case like
        case pattern
    }

    /// The other side.
    enum Other {
        /// As far as they are plain constants; nil: what they are is known when the statement runs.
        case constants([String]?)
        case column
        case masked(MaskedColumn)
    }

    var column: MaskedColumn
    var part: Part
    var relation: Relation
    var other: Other

    /// Whether the answer would say nothing of the values, or something wrong: only what is recognised does.
    var saysNothing: Bool {
        switch column.mask {
        case .keep: false
        case .redact, .null: true
        case .pseudonym: ofPseudonym
        case .last4: ofText(shown: 4, atEnd: true)
        case .first1: ofText(shown: 1, atEnd: false)
        case .zip3: ofZip
        case .year: ofYear
        case .age90: ofAge
        case .shift: part == .whole && isConstant
        case .json(let paths): ofDocument(paths)
        }
    }

    private var isConstant: Bool { if case .constants = other { true } else { false } }

    private var constants: [String]? { if case .constants(let values) = other { values } else { nil } }

    private func all(_ fits: (String) -> Bool) -> Bool { constants?.allSatisfy(fits) ?? false }

    /// Equal values have equal pseudonyms, and that is all.
    private var ofPseudonym: Bool {
        guard relation == .equal, part == .whole else { return part == .whole || isConstant }
        switch other {
        case .masked(let other): return other.mask != .pseudonym
        case .column: return true
        case .constants(let values): return column.column.isText && !(values?.allSatisfy(Self.isPseudonym) ?? false)
        }
    }

    /// Looks like one that was shown.
    static func isPseudonym(_ text: String) -> Bool {
        text.hasPrefix(Pseudonym.prefix) && text.utf8.count >= Pseudonym.shortestText
            && text.utf8.dropFirst(Pseudonym.prefix.utf8.count).allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    /// Masks that show the first or the last characters.
    private func ofText(shown: Int, atEnd: Bool) -> Bool {
        if part == .start(shown), !atEnd { return false }
        if case .end(let count?) = part, atEnd, count <= shown { return false }
        guard isConstant else { return false }
        guard part == .whole else { return true }
        switch relation {
        case .equal: return !all { $0.contains(MaskExpression.marker) }
        case .like:
            return !all { pattern in
                if pattern.contains(MaskExpression.marker) { return true }
                let text = atEnd ? pattern.dropFirst() : pattern.dropLast()
                return (atEnd ? pattern.first : pattern.last) == "%" && text.count <= shown
                    && !text.contains { "%_\\".contains($0) }
            }
        case .pattern:
            return !all { pattern in
                let text = atEnd ? pattern.dropLast() : pattern.dropFirst()
                return (atEnd ? pattern.last == "$" : pattern.first == "^") && text.count <= shown
                    && text.allSatisfy { $0.isLetter || $0.isNumber }
            }
        case .below, .atMost, .above, .atLeast, .between: return true
        }
    }

    private var ofZip: Bool {
        if case .start(let count?) = part, count <= 3 { return false }
        guard isConstant else { return false }
        guard part == .whole else { return true }
        return switch relation {
        case .equal: !all { $0.count == 3 }
        case .below, .atLeast: !all { $0.count <= 3 }
        case .like:
            !all { pattern in
                pattern.last == "%" && pattern.count <= 4 && !pattern.dropLast().contains { "%_\\".contains($0) }
            }
        case .pattern: !all { $0.first == "^" && $0.count <= 4 && $0.dropFirst().allSatisfy(\.isNumber) }
        case .atMost, .above, .between: true
        }
    }

    /// A bound at the turn of a year divides masks as it divides the dates.
    private var ofYear: Bool {
        guard isConstant, part == .whole else { return false }
        return switch relation {
        case .equal, .below, .atLeast: !all { Self.isDay("-01-01", $0) }
        case .atMost, .above: !all { Self.isDay("-12-31", $0) && !column.column.typeName.hasPrefix("timestamp") }
        case .between:
            !(constants.map { $0.count == 2 && Self.isDay("-01-01", $0[0]) && Self.isDay("-12-31", $0[1]) } ?? false)
        case .like, .pattern: true
        }
    }

    private static func isDay(_ day: String, _ text: String) -> Bool {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard let date = parts.first, date.hasSuffix(day), parts.count <= 2 else { return false }
        return parts.count == 1 || parts[1].allSatisfy { "0:.+".contains($0) }
    }

    /// Ages up to 89 are shown.
    private var ofAge: Bool {
        guard part == .whole, let constants, !column.column.isText,
            !["date", "timestamp", "timestamptz"].contains(column.column.typeName)
        else { return false }
        let limit = relation == .below || relation == .atLeast ? 90.0 : 89.0
        return !constants.allSatisfy { Double($0).map { $0 <= limit } ?? false }
    }

    /// Members of which nothing is masked are as they are.
    private func ofDocument(_ masks: [JSONPathMask]) -> Bool {
        guard case .member(let path?) = part, isConstant else { return false }
        return masks.contains { path.starts(with: $0.path) && ($0.mask == .redact || $0.mask == .null) }
    }

    // MARK: words

    /// What would work in place of it.
    var instead: String {
        if column.isOpen {
            return
                "\(column.column.name) = constant, as a condition by itself or under AND of the query that names its table, "
                + "looks the real value up"
        }
        let name = column.column.name
        return switch column.mask {
        case .pseudonym: "compare pseudonyms with each other, or with one that was shown, written out: \(name) = 'p_…'"
        case .last4: "compare what is shown: right(\(name), 4) = '1234', or \(name) LIKE '%1234'"
        case .first1: "compare what is shown: left(\(name), 1) = 'A', or \(name) LIKE 'A%'"
        case .zip3: "compare what is shown: left(\(name), 3) = '123', or \(name) LIKE '123%'"
        case .year: "compare years: extract(year FROM \(name)) = 1980, or \(name) >= '1980-01-01'"
        case .age90: "compare with ages up to 89"
        case .shift: "compare it with dates of the same subject, which are shifted alike"
        case .redact, .null, .json, .keep: "use columns that are not masked"
        }
    }
}
