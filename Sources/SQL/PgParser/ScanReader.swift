import CPgQuery
import SQLSyntax

/// Reads what libpg_query's scanner found into tokens.
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

    private let text: [UInt8]
    private var scan = Scan()
    private var level = Level()
    private var outer: [Level] = []
    /// Of `outer`.
    private var outerCount = 0
    /// The last token is one of which the scanner does not tell the end.
    private var isOpen = false

    /// - Parameter text: what was scanned, without its NUL.
    /// - Throws: where a token is placed outside of the text.
    static func read(
        _ scanned: UnsafeBufferPointer<PgQueryScanToken>, of text: [UInt8]
    ) throws(SyntaxFailure) -> Scan {
        var reader = ScanReader(text: text)
        reader.scan.tokens.reserveCapacity(scanned.count)
        for token in scanned {
            guard 0 <= token.start, token.start <= token.end, Int(token.end) <= text.count else {
                throw SyntaxFailure(sqlState: "XX000", message: "the scanner's output could not be read")
            }
            reader.add(token)
        }
        reader.close(before: text.count)
        return reader.scan
    }

    private init(text: [UInt8]) { self.text = text }

    // MARK: tokens

    private mutating func add(_ token: PgQueryScanToken) {
        close(before: Int(token.start))
        guard let kind = Self.kind(of: token) else { return }
        count(token, kind)
        scan.tokens.append(Token(start: Int(token.start), end: Int(token.end), kind: kind))
        isOpen = token.token == PG_QUERY_TOKEN_UIDENT || token.token == PG_QUERY_TOKEN_USCONST
    }

    private mutating func count(_ token: PgQueryScanToken, _ kind: Token.Kind) {
        switch token.token {
        case PG_QUERY_TOKEN_ASCII_40, PG_QUERY_TOKEN_ASCII_91:
            outer.append(level)
            outerCount += level.count
            level = Level()
        case PG_QUERY_TOKEN_ASCII_41, PG_QUERY_TOKEN_ASCII_93:
            level = outer.popLast() ?? Level()
            outerCount -= level.count
            outerCount = max(outerCount, 0)
        case PG_QUERY_TOKEN_ASCII_44: level.sinceComma = 0
        case PG_QUERY_TOKEN_ASCII_59: (level, outer, outerCount) = (Level(), [], 0)
        case PG_QUERY_TOKEN_UNION, PG_QUERY_TOKEN_INTERSECT, PG_QUERY_TOKEN_EXCEPT: level.setOperations += 1
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
    private static func kind(of token: PgQueryScanToken) -> Token.Kind? {
        switch token.token {
        case PG_QUERY_TOKEN_SQL_COMMENT, PG_QUERY_TOKEN_C_COMMENT: nil
        case PG_QUERY_TOKEN_IDENT, PG_QUERY_TOKEN_UIDENT: .identifier
        case PG_QUERY_TOKEN_SCONST, PG_QUERY_TOKEN_USCONST, PG_QUERY_TOKEN_BCONST, PG_QUERY_TOKEN_XCONST:
            .string
        case PG_QUERY_TOKEN_ICONST, PG_QUERY_TOKEN_FCONST: .number
        case PG_QUERY_TOKEN_PARAM: .parameter
        default: token.keyword_kind == PG_QUERY_NO_KEYWORD ? .symbol : .keyword
        }
    }

    // Dots and plain NULLs make no depth.
    private static func isChainable(_ token: PgQueryScanToken, _ kind: Token.Kind) -> Bool {
        switch kind {
        case .symbol: token.token != PG_QUERY_TOKEN_ASCII_46
        case .keyword:
            switch token.token {
            case PG_QUERY_TOKEN_NULL_P, PG_QUERY_TOKEN_TRUE_P, PG_QUERY_TOKEN_FALSE_P, PG_QUERY_TOKEN_DEFAULT:
                false
            default: true
            }
        default: false
        }
    }
}
