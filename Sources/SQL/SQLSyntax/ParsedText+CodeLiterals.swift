extension ParsedText {
    /// A literal that is code: the body of DO, and of a function or procedure.
    package struct CodeLiteral: Sendable, Equatable {
        /// Without the marks around it.
        package var content: Range<Int>
        /// PostgreSQL's scanner reads it as the server does: it is in SQL or PL/pgSQL, and written out as it is.
        package var isReadable: Bool
    }

    package var codeLiterals: [CodeLiteral] {
        var literals: [CodeLiteral] = []
        for raw in tree.root.list(.stmts) {
            guard let statement = raw[.stmt], let language = statement.languageOfBody else { continue }
            let start = raw.int(.stmtLocation) ?? 0
            let end = raw.int(.stmtLen).map { start + $0 } ?? bytes.count
            var index = tokenIndex(at: start)
            while index < tokens.count, tokens[index].start < end {
                if tokens[index].kind == .string, isBody(index, of: statement) {
                    literals.append(
                        CodeLiteral(
                            content: tokens[index].content(in: bytes),
                            isReadable: ["sql", "plpgsql"].contains(language) && isVerbatim(tokens[index])))
                }
                index += 1
            }
        }
        return literals
    }

    /// Of DO whatever is not the language; of a function what stands behind AS.
    private func isBody(_ index: Int, of statement: SyntaxNode) -> Bool {
        if statement.kind == .doStmt { return !isToken(index - 1, "language") }
        return isToken(index - 1, "as")
            || isToken(index - 1, ",") && index > 2 && tokens[index - 2].kind == .string && isToken(index - 3, "as")
    }

    /// What is written is what it holds.
    private func isVerbatim(_ token: Token) -> Bool {
        switch bytes[token.start] {
        case UInt8(ascii: "$"): true
        case UInt8(ascii: "'"): !bytes[token.content(in: bytes)].contains(UInt8(ascii: "'"))
        default: false
        }
    }
}

extension SyntaxNode {
    /// Of a statement that brings code in a literal; empty where it does not say.
    fileprivate var languageOfBody: String? {
        let options: SyntaxKey
        switch kind {
        case .doStmt: options = .args
        case .createFunctionStmt: options = .options
        default: return nil
        }
        let said = list(options).first { $0.string(.defname) == "language" }?[.arg]?.string(.sval)
        return said ?? (kind == .doStmt ? "plpgsql" : "")
    }
}
