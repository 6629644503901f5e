import CPgQuery
package import SQLSyntax

/// PostgreSQL's own scanner and parser (libpg_query). Safe on any thread; the C code keeps its memory per thread.
package enum PgParser {
    /// Operators and keywords of one chain (`ScanReader.Scan.chainCount`). Longer ones are refused before the parser takes time and
    /// memory for a tree that `TreeReader.depthLimit` would refuse in most cases.
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
        let scan = try scan(terminated, of: bytes)
        guard scan.chainCount <= operatorsLimit else {
            throw SyntaxFailure(
                sqlState: "54001", message: "an expression has more than \(operatorsLimit) operators and keywords")
        }
        let parsed = ParsedText(bytes: bytes, tokens: scan.tokens, tree: try TreeReader.read(terminated, for: server))
        return server.major < ServerVersion.newest.major ? try OlderGrammar(server, parsed).reading() : parsed
    }

    /// The tokens of a text, whether it would be parsed or not; nil where it has none: an end of something is missing.
    package static func tokens(of bytes: [UInt8]) -> [Token]? {
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { return nil }
        return try? scan((bytes + [0]).map { CChar(bitPattern: $0) }, of: bytes).tokens
    }

    private static func scan(_ terminated: [CChar], of text: [UInt8]) throws(SyntaxFailure) -> ScanReader.Scan {
        let result = pg_query_scan_tokens(terminated)
        defer { pg_query_free_scan_tokens_result(result) }
        if let error = result.error { throw SyntaxFailure(error.pointee) }
        return try ScanReader.read(UnsafeBufferPointer(start: result.tokens, count: Int(result.n_tokens)), of: text)
    }
}

extension SyntaxFailure {
    /// What PostgreSQL says.
    init(_ error: PgQueryError?) {
        let message = error?.message.map { String(cString: $0) } ?? "syntax error"
        self.init(message: message, position: Int(max(0, error?.cursorpos ?? 0)))
    }
}
