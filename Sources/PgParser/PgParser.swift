import CPgQuery
import Glibc
package import SQLSyntax

/// PostgreSQL's own scanner and parser (libpg_query). Safe on any thread; the C code keeps its memory per thread.
package enum PgParser {
    /// Operators and keywords in one text. libpg_query recurses over chains of them when it writes its tree, and a
    /// chain of 100,000 additions overflows its stack: longer texts are refused before they are parsed.
    package static let operatorsLimit = 10_000

    /// - Parameter bytes: the text without a terminating NUL.
    /// - Throws: where the text is not UTF-8, holds a NUL, is beyond a limit, or PostgreSQL would not parse it.
    package static func parse(_ bytes: [UInt8]) throws(SyntaxFailure) -> ParsedText {
        if bytes.contains(0) {
            throw SyntaxFailure(sqlState: "22021", message: "invalid byte sequence for encoding \"UTF8\": 0x00")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw SyntaxFailure(sqlState: "22021", message: "invalid byte sequence for encoding \"UTF8\"")
        }
        let terminated = (bytes + [0]).map { CChar(bitPattern: $0) }
        let tokens = try scan(terminated)
        guard tokens.count(where: isChainable) <= operatorsLimit else {
            throw SyntaxFailure(
                sqlState: "54001", message: "statement has more than \(operatorsLimit) operators and keywords")
        }
        let tree = try parseTree(terminated)
        let kept = tokens.compactMap { token in token.kind.map { Token(start: token.start, end: token.end, kind: $0) } }
        return ParsedText(bytes: bytes, tokens: kept, tree: tree)
    }

    private struct ScannedToken {
        var start: Int
        var end: Int
        /// nil: a comment.
        var kind: Token.Kind?
        var code: PgQuery__Token
    }

    // Commas, brackets and plain NULLs make lists, not depth.
    private static func isChainable(_ token: ScannedToken) -> Bool {
        switch token.kind {
        case .symbol:
            switch token.code {
            case PG_QUERY__TOKEN__ASCII_40, PG_QUERY__TOKEN__ASCII_41, PG_QUERY__TOKEN__ASCII_44,
                PG_QUERY__TOKEN__ASCII_46, PG_QUERY__TOKEN__ASCII_59:
                false
            default: true
            }
        case .keyword:
            switch token.code {
            case PG_QUERY__TOKEN__NULL_P, PG_QUERY__TOKEN__TRUE_P, PG_QUERY__TOKEN__FALSE_P, PG_QUERY__TOKEN__DEFAULT:
                false
            default: true
            }
        default: false
        }
    }

    private static func scan(_ text: [CChar]) throws(SyntaxFailure) -> [ScannedToken] {
        let result = pg_query_scan(text)
        defer { pg_query_free_scan_result(result) }
        if let error = result.error { throw failure(error) }
        let packed = UnsafeRawPointer(result.pbuf.data)?.assumingMemoryBound(to: UInt8.self)
        guard let message = pg_query__scan_result__unpack(nil, result.pbuf.len, packed) else {
            throw SyntaxFailure(sqlState: "XX000", message: "the scanner's output could not be read")
        }
        defer { pg_query__scan_result__free_unpacked(message, nil) }
        let count = message.pointee.n_tokens
        return (0..<count).map { index in
            let token = message.pointee.tokens[index]!.pointee
            var end = Int(token.end)
            if token.token == PG_QUERY__TOKEN__UIDENT || token.token == PG_QUERY__TOKEN__USCONST {
                // The scanner reports the end of `U` only; the token ends where the next one, or a comment, begins.
                let next = index + 1 < count ? Int(message.pointee.tokens[index + 1]!.pointee.start) : text.count - 1
                end = trimmed(text, from: Int(token.start), to: next)
            }
            return ScannedToken(start: Int(token.start), end: end, kind: kind(of: token), code: token.token)
        }
    }

    /// `end` moved back over white space.
    private static func trimmed(_ text: [CChar], from start: Int, to end: Int) -> Int {
        var end = end
        while end > start, [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(text[end - 1]) { end -= 1 }
        return end
    }

    private static func kind(of token: PgQuery__ScanToken) -> Token.Kind? {
        switch token.token {
        case PG_QUERY__TOKEN__SQL_COMMENT, PG_QUERY__TOKEN__C_COMMENT: nil
        case PG_QUERY__TOKEN__IDENT, PG_QUERY__TOKEN__UIDENT: .identifier
        case PG_QUERY__TOKEN__SCONST, PG_QUERY__TOKEN__USCONST, PG_QUERY__TOKEN__BCONST, PG_QUERY__TOKEN__XCONST:
            .string
        case PG_QUERY__TOKEN__ICONST, PG_QUERY__TOKEN__FCONST: .number
        case PG_QUERY__TOKEN__PARAM: .parameter
        default: token.keyword_kind == PG_QUERY__KEYWORD_KIND__NO_KEYWORD ? .symbol : .keyword
        }
    }

    private static func parseTree(_ text: [CChar]) throws(SyntaxFailure) -> SyntaxTree {
        let result = pg_query_parse(text)
        defer { pg_query_free_parse_result(result) }
        if let error = result.error { throw failure(error) }
        guard let json = result.parse_tree else {
            throw SyntaxFailure(sqlState: "XX000", message: "the parser gave no tree")
        }
        let length = strlen(json)
        let bytes = UnsafeRawBufferPointer(start: json, count: length).assumingMemoryBound(to: UInt8.self)
        return try TreeReader.read(bytes)
    }

    private static func failure(_ error: UnsafeMutablePointer<PgQueryError>) -> SyntaxFailure {
        let message = error.pointee.message.map { String(cString: $0) } ?? "syntax error"
        return SyntaxFailure(message: message, position: Int(max(0, error.pointee.cursorpos)))
    }
}
