import CPgQuery
import Glibc
package import SQLSyntax

/// PostgreSQL's own scanner and parser (libpg_query). Safe on any thread; the C code keeps its memory per thread.
package enum PgParser {
    /// Operators and keywords in one text. libpg_query recurses over chains of them when it writes its tree, and a
    /// chain of 100,000 additions overflows its stack: longer texts are refused before they are parsed.
    package static let operatorsLimit = 10_000

    /// - Parameters:
    ///   - bytes: the text without a terminating NUL.
    ///   - server: the one that is to read the text. The tree is what its own grammar would give.
    /// - Throws: where the text is not UTF-8, holds a NUL, is beyond a limit, or PostgreSQL, or a PostgreSQL of that
    ///   version, would not parse it.
    package static func parse(_ bytes: [UInt8], for server: ServerVersion) throws(SyntaxFailure) -> ParsedText {
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
        let tree = try parseTree(terminated, for: server)
        let kept = tokens.compactMap { token in token.kind.map { Token(start: token.start, end: token.end, kind: $0) } }
        let parsed = ParsedText(bytes: bytes, tokens: kept, tree: tree)
        return server.major < ServerVersion.newest.major ? try OlderGrammar(server, parsed).reading() : parsed
    }

    private struct ScannedToken {
        var start: Int
        var end: Int
        /// nil: a comment.
        var kind: Token.Kind?
        var code: PgQueryToken
    }

    // Commas, brackets and plain NULLs make lists, not depth.
    private static func isChainable(_ token: ScannedToken) -> Bool {
        switch token.kind {
        case .symbol:
            switch token.code {
            case PG_QUERY_TOKEN_ASCII_40, PG_QUERY_TOKEN_ASCII_41, PG_QUERY_TOKEN_ASCII_44,
                PG_QUERY_TOKEN_ASCII_46, PG_QUERY_TOKEN_ASCII_59:
                false
            default: true
            }
        case .keyword:
            switch token.code {
            case PG_QUERY_TOKEN_NULL_P, PG_QUERY_TOKEN_TRUE_P, PG_QUERY_TOKEN_FALSE_P, PG_QUERY_TOKEN_DEFAULT:
                false
            default: true
            }
        default: false
        }
    }

    private static func scan(_ text: [CChar]) throws(SyntaxFailure) -> [ScannedToken] {
        let result = pg_query_scan_tokens(text)
        defer { pg_query_free_scan_tokens_result(result) }
        if let error = result.error { throw failure(error) }
        return UnsafeBufferPointer(start: result.tokens, count: Int(result.n_tokens)).map { token in
            ScannedToken(start: Int(token.start), end: Int(token.end), kind: kind(of: token), code: token.token)
        }
    }

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

    private static func parseTree(_ text: [CChar], for server: ServerVersion) throws(SyntaxFailure) -> SyntaxTree {
        let result = pg_query_parse(text)
        defer { pg_query_free_parse_result(result) }
        if let error = result.error { throw failure(error) }
        guard let json = result.parse_tree else {
            throw SyntaxFailure(sqlState: "XX000", message: "the parser gave no tree")
        }
        let length = strlen(json)
        let bytes = UnsafeRawBufferPointer(start: json, count: length).assumingMemoryBound(to: UInt8.self)
        return try TreeReader.read(bytes, for: server)
    }

    private static func failure(_ error: UnsafeMutablePointer<PgQueryError>) -> SyntaxFailure {
        let message = error.pointee.message.map { String(cString: $0) } ?? "syntax error"
        return SyntaxFailure(message: message, position: Int(max(0, error.pointee.cursorpos)))
    }
}
