/// A word, a sign or a value of a condition.
enum RowConditionToken: Equatable {
    /// Not in quotes, as it was written: a keyword or a name.
    case word(String)
    /// In double quotes, unescaped.
    case quoted(String)
    case text(String)
    case number(String)
    case claim(RowClaim)
    case sign(String)

    /// For messages.
    var shown: String {
        switch self {
        case .word(let text), .number(let text), .sign(let text): text
        case .quoted(let name): SQLName.quoted(name)
        case .text: "'…'"
        case .claim(let claim): claim.description
        }
    }

    static func all(in text: String) throws(RowCondition.Malformed) -> [RowConditionToken] {
        var rest = text.unicodeScalars[...]
        var tokens: [RowConditionToken] = []
        while let first = rest.first {
            switch first {
            case " ", "\t", "\n", "\r": rest.removeFirst()
            case "'": tokens.append(.text(try enclosed(&rest, by: "'", "a text")))
            case "\"": tokens.append(try quotedName(&rest))
            case "{": tokens.append(.claim(try claim(&rest)))
            case "0"..."9", "-": tokens.append(.number(try number(&rest)))
            case "(", ")", ",":
                tokens.append(.sign(String(first)))
                rest.removeFirst()
            case "=", "<", ">", "!": tokens.append(.sign(try comparator(&rest)))
            default: tokens.append(.word(try word(&rest)))
            }
        }
        return tokens
    }

    /// With the mark doubled inside.
    private static func enclosed(
        _ rest: inout Substring.UnicodeScalarView, by mark: Unicode.Scalar, _ what: String
    ) throws(RowCondition.Malformed) -> String {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == mark {
                guard rest.first == mark else { return String(text) }
                rest.removeFirst()
            }
            guard scalar.value >= 0x20 else { throw .unexpected("a control character") }
            text.append(scalar)
        }
        throw .unterminated(what)
    }

    private static func quotedName(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(RowCondition.Malformed) -> RowConditionToken {
        let name = try enclosed(&rest, by: "\"", "a name")
        return .quoted(try checked(SQLName.quoted(name)))
    }

    private static func word(_ rest: inout Substring.UnicodeScalarView) throws(RowCondition.Malformed) -> String {
        let end = rest.firstIndex { !isOfName($0) } ?? rest.endIndex
        guard end > rest.startIndex else { throw .unexpected(String(rest.removeFirst())) }
        defer { rest = rest[end...] }
        let word = String(rest[..<end])
        _ = try checked(word)
        return word
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "$": true
        default: scalar.value >= 0x80
        }
    }

    /// The one name that `written` is, as the server knows it.
    static func checked(_ written: String) throws(RowCondition.Malformed) -> String {
        do { return try SQLName.parts(written, count: 1)[0] } catch { throw .name(error) }
    }

    private static func claim(_ rest: inout Substring.UnicodeScalarView) throws(RowCondition.Malformed) -> RowClaim {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "}") else { throw .unterminated("{") }
        defer { rest = rest[rest.index(after: end)...] }
        let inner = String(rest[..<end])
        if inner == "principal" { return .principal }
        let name = inner.hasPrefix("claim:") ? inner.dropFirst("claim:".count) : ""
        let isPlain = name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "{" && $0 != "'" && $0 != "\"" }
        guard !name.isEmpty, isPlain else { throw .unknownBraces(inner) }
        return .claim(String(name))
    }

    private static func number(_ rest: inout Substring.UnicodeScalarView) throws(RowCondition.Malformed) -> String {
        let end = rest.dropFirst().firstIndex { !("0"..."9" ~= $0 || $0 == ".") } ?? rest.endIndex
        let written = String(rest[..<end])
        let digits = written.hasPrefix("-") ? written.dropFirst() : written[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let isNext = end < rest.endIndex && isOfName(rest[end])
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), !isNext else { throw .unexpected(written) }
        rest = rest[end...]
        return written
    }

    private static func comparator(_ rest: inout Substring.UnicodeScalarView) throws(RowCondition.Malformed) -> String {
        var sign = ""
        while let scalar = rest.first, "=<>!".unicodeScalars.contains(scalar) {
            sign.unicodeScalars.append(scalar)
            rest.removeFirst()
        }
        let plain = sign == "!=" ? "<>" : sign
        guard RowCondition.Comparator(rawValue: plain) != nil else { throw .unexpected(sign) }
        return plain
    }
}

/// Reads the grammar of `RowCondition`.
struct RowConditionReader {
    private var rest: ArraySlice<RowConditionToken>
    private var depth = 0

    init(_ tokens: [RowConditionToken]) { rest = tokens[...] }

    mutating func condition() throws(RowCondition.Malformed) -> RowCondition.Term {
        let term = try choice()
        if let more = rest.first { throw .unexpected(more.shown) }
        return term
    }

    private mutating func choice() throws(RowCondition.Malformed) -> RowCondition.Term {
        var terms = [try conjunction()]
        while take("or") { terms.append(try conjunction()) }
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    private mutating func conjunction() throws(RowCondition.Malformed) -> RowCondition.Term {
        var terms = [try test()]
        while take("and") { terms.append(try test()) }
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    private mutating func test() throws(RowCondition.Malformed) -> RowCondition.Term {
        depth += 1
        defer { depth -= 1 }
        guard depth <= RowCondition.depthLimit else { throw .tooDeep }
        if take("not") { return .not(try test()) }
        if take(sign: "(") {
            let inner = try choice()
            try expect(")")
            return inner
        }
        return try test(of: try column())
    }

    private mutating func test(of column: String) throws(RowCondition.Malformed) -> RowCondition.Term {
        if case .sign(let sign)? = rest.first, let comparator = RowCondition.Comparator(rawValue: sign) {
            rest.removeFirst()
            return .compares(column: column, comparator, try value())
        }
        if take("is") {
            let isNegated = take("not")
            guard take("null") else { throw unexpected("NULL") }
            return isNegated ? .not(.isNull(column: column)) : .isNull(column: column)
        }
        if take("in") { return .isAmong(column: column, try list()) }
        guard rest.count > 1, isWord(rest[rest.startIndex], "not"), isWord(rest[rest.startIndex + 1], "in") else {
            return .isTrue(column: column)
        }
        rest.removeFirst(2)
        return .not(.isAmong(column: column, try list()))
    }

    private mutating func list() throws(RowCondition.Malformed) -> [RowCondition.Value] {
        try expect("(")
        var values = [try value()]
        while take(sign: ",") {
            values.append(try value())
            guard values.count <= RowCondition.valuesLimit else { throw .tooManyValues }
        }
        try expect(")")
        return values
    }

    private mutating func column() throws(RowCondition.Malformed) -> String {
        switch rest.first {
        case .word(let word)? where !Self.keywords.contains(word.lowercased()):
            rest.removeFirst()
            return try RowConditionToken.checked(word)
        case .quoted(let name)?:
            rest.removeFirst()
            return name
        default: throw unexpected("a column")
        }
    }

    private mutating func value() throws(RowCondition.Malformed) -> RowCondition.Value {
        switch rest.first {
        case .text(let text)?:
            rest.removeFirst()
            return .text(text)
        case .number(let number)?:
            rest.removeFirst()
            return .number(number)
        case .claim(let claim)?:
            rest.removeFirst()
            return .claim(claim)
        default:
            if take("true") { return .truth(true) }
            if take("false") { return .truth(false) }
            return .column(try column())
        }
    }

    private static let keywords: Set<String> = ["and", "or", "not", "in", "is", "null", "true", "false"]

    private func isWord(_ token: RowConditionToken, _ word: String) -> Bool {
        if case .word(let written) = token { written.lowercased() == word } else { false }
    }

    private mutating func take(_ word: String) -> Bool {
        guard let first = rest.first, isWord(first, word) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func take(sign: String) -> Bool {
        guard rest.first == .sign(sign) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func expect(_ sign: String) throws(RowCondition.Malformed) {
        guard take(sign: sign) else { throw unexpected("\"\(sign)\"") }
    }

    private func unexpected(_ wanted: String) -> RowCondition.Malformed {
        rest.first.map { .unexpected($0.shown) } ?? .missing(wanted)
    }
}
