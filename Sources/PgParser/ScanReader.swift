import CPgQuery
import SQLSyntax

/// Reads the protobuf message of libpg_query's scanner into tokens, without the C structures that it could be unpacked
/// to: they are an allocation for each token. The message is made by libpg_query itself, so anything but its form is an
/// error, never a guess.
struct ScanReader {
    /// What a text holds.
    struct Scan {
        var tokens: [Token] = []
        /// The longest chain of operators and keywords, which makes a tree deep: those between two commas, with those that
        /// the brackets around them stand in. Of words that go on behind commas each counts.
        var chainCount = 0
    }

    /// What has been counted within one pair of brackets.
    private struct Level {
        var sinceComma = 0
        var setOperations = 0
        var count: Int { sinceComma + setOperations }
    }

    private struct Scanned {
        var start = 0
        var end = 0
        var code = PG_QUERY__TOKEN__NUL
        var keyword = PG_QUERY__KEYWORD_KIND__NO_KEYWORD
    }

    private let text: [UInt8]
    private let message: UnsafeRawBufferPointer
    private var position = 0
    private var scan = Scan()
    private var level = Level()
    private var outer: [Level] = []
    /// Of `outer`.
    private var outerCount = 0
    /// The last token is one of which the scanner does not tell the end.
    private var isOpen = false

    private init(_ message: UnsafeRawBufferPointer, of text: [UInt8]) {
        self.message = message
        self.text = text
        // Four fields of a byte for their number and one to four for their value, and what comes before them.
        scan.tokens.reserveCapacity(message.count / 10)
    }

    /// - Parameter text: what was scanned, without its NUL.
    /// - Throws: where `message` is of another form, or places a token outside of the text.
    static func read(_ message: UnsafeRawBufferPointer, of text: [UInt8]) throws(SyntaxFailure) -> Scan {
        var reader = ScanReader(message, of: text)
        while reader.position < message.count {
            switch try reader.varint() {
            case Field.version: _ = try reader.varint()
            case Field.token: reader.add(try reader.token())
            default: throw malformed
            }
        }
        reader.close(before: text.count)
        return reader.scan
    }

    /// A field's number and how its value is written.
    private enum Field {
        static let version: UInt32 = 1 << 3
        static let token: UInt32 = 2 << 3 | 2
        static let start: UInt32 = 1 << 3
        static let end: UInt32 = 2 << 3
        static let code: UInt32 = 4 << 3
        static let keyword: UInt32 = 5 << 3
    }

    private static var malformed: SyntaxFailure {
        SyntaxFailure(sqlState: "XX000", message: "the scanner's output could not be read")
    }

    // MARK: the message

    private mutating func token() throws(SyntaxFailure) -> Scanned {
        let count = Int(try varint())
        let end = position + count
        guard end <= message.count else { throw Self.malformed }
        var token = Scanned()
        while position < end {
            let field = try varint()
            let value = try varint()
            switch field {
            case Field.start: token.start = Int(value)
            case Field.end: token.end = Int(value)
            case Field.code: token.code = PgQuery__Token(value)
            case Field.keyword: token.keyword = PgQuery__KeywordKind(value)
            default: throw Self.malformed
            }
        }
        guard position == end, token.start <= token.end, token.end <= text.count else { throw Self.malformed }
        return token
    }

    /// Seven bits a byte, the lowest first; no number here is negative, so none takes more than five.
    private mutating func varint() throws(SyntaxFailure) -> UInt32 {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while position < message.count, shift < 28 || message[position] < 0x10 {
            let byte = message[position]
            position += 1
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Self.malformed
    }

    // MARK: tokens

    private mutating func add(_ token: Scanned) {
        close(before: token.start)
        guard let kind = Self.kind(of: token) else { return }
        count(token, kind)
        scan.tokens.append(Token(start: token.start, end: token.end, kind: kind))
        isOpen = token.code == PG_QUERY__TOKEN__UIDENT || token.code == PG_QUERY__TOKEN__USCONST
    }

    private mutating func count(_ token: Scanned, _ kind: Token.Kind) {
        switch token.code {
        case PG_QUERY__TOKEN__ASCII_40, PG_QUERY__TOKEN__ASCII_91:
            outer.append(level)
            outerCount += level.count
            level = Level()
        case PG_QUERY__TOKEN__ASCII_41, PG_QUERY__TOKEN__ASCII_93:
            level = outer.popLast() ?? Level()
            outerCount -= level.count
            outerCount = max(outerCount, 0)
        case PG_QUERY__TOKEN__ASCII_44: level.sinceComma = 0
        case PG_QUERY__TOKEN__ASCII_59: (level, outer, outerCount) = (Level(), [], 0)
        case PG_QUERY__TOKEN__UNION, PG_QUERY__TOKEN__INTERSECT, PG_QUERY__TOKEN__EXCEPT: level.setOperations += 1
        default: if Self.isChainable(token, kind) { level.sinceComma += 1 }
        }
        scan.chainCount = max(scan.chainCount, outerCount + level.count + outer.count)
    }

    /// The scanner reports the end of `U` only; the token ends where the next one, or a comment, begins.
    private mutating func close(before next: Int) {
        guard isOpen, let last = scan.tokens.indices.last else { return }
        isOpen = false
        var end = next
        while end > scan.tokens[last].start, Self.isSpace(text[end - 1]) { end -= 1 }
        scan.tokens[last].end = end
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// nil: a comment.
    private static func kind(of token: Scanned) -> Token.Kind? {
        switch token.code {
        case PG_QUERY__TOKEN__SQL_COMMENT, PG_QUERY__TOKEN__C_COMMENT: nil
        case PG_QUERY__TOKEN__IDENT, PG_QUERY__TOKEN__UIDENT: .identifier
        case PG_QUERY__TOKEN__SCONST, PG_QUERY__TOKEN__USCONST, PG_QUERY__TOKEN__BCONST, PG_QUERY__TOKEN__XCONST:
            .string
        case PG_QUERY__TOKEN__ICONST, PG_QUERY__TOKEN__FCONST: .number
        case PG_QUERY__TOKEN__PARAM: .parameter
        default: token.keyword == PG_QUERY__KEYWORD_KIND__NO_KEYWORD ? .symbol : .keyword
        }
    }

    // Dots and plain NULLs make no depth.
    private static func isChainable(_ token: Scanned, _ kind: Token.Kind) -> Bool {
        switch kind {
        case .symbol: token.code != PG_QUERY__TOKEN__ASCII_46
        case .keyword:
            switch token.code {
            case PG_QUERY__TOKEN__NULL_P, PG_QUERY__TOKEN__TRUE_P, PG_QUERY__TOKEN__FALSE_P, PG_QUERY__TOKEN__DEFAULT:
                false
            default: true
            }
        default: false
        }
    }
}
