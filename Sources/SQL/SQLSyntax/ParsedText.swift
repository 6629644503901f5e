/// A text, its tokens and its tree.
package struct ParsedText: Sendable {
    package let bytes: [UInt8]
    package let tokens: [Token]
    package let tree: SyntaxTree

    package init(bytes: [UInt8], tokens: [Token], tree: SyntaxTree) {
        self.bytes = bytes
        self.tokens = tokens
        self.tree = tree
    }

    /// The statements, each `stmt` node.
    package var statements: [SyntaxNode] { tree.root.list(.stmts).compactMap { $0[.stmt] } }

    /// The index of the first token that starts at or after `offset`; `tokens.count` where there is none.
    package func tokenIndex(at offset: Int) -> Int {
        var low = 0
        var high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].start < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package func text(_ token: Token) -> ArraySlice<UInt8> { bytes[token.start..<token.end] }

    /// Whether the token at `index` is this unquoted word or symbol, whatever its case.
    package func isToken(_ index: Int, _ word: StaticString) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind != .string else { return false }
        let token = text(tokens[index])
        guard token.count == word.utf8CodeUnitCount else { return false }
        var expected = word.utf8Start
        for byte in token {
            let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            if lower != expected.pointee { return false }
            expected += 1
        }
        return true
    }

    package func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// Why a text was not understood.
package struct SyntaxFailure: Error, Sendable, Equatable {
    /// 42601, or 54001 / 54000 for a limit.
    package var sqlState: String
    /// The product's rule.
    package var rule: String
    /// PostgreSQL's own words. May quote the text: for the client that sent it, never for a log.
    package var message: String
    /// Characters from the start, counted from 1; 0 where unknown.
    package var position: Int

    package init(
        sqlState: String = "42601", rule: String = "chaperone/syntax", message: String, position: Int = 0
    ) {
        self.sqlState = sqlState
        self.rule = rule
        self.message = message
        self.position = position
    }

    /// The server would read the text otherwise, or not at all.
    package init(_ newer: NewerSyntax, server: ServerVersion) {
        self.init(
            rule: "chaperone/version",
            message: "this server is PostgreSQL \(server.major), which has no \(newer.what): "
                + "PostgreSQL \(newer.since) brought it")
    }
}
