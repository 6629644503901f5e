import SQLSyntax

/// Where a relation's name stands in the text, cut at token boundaries: `ONLY (clinic.patients)`, `t *`, `"a"."b"`.
struct RelationSpan {
    /// The dotted name alone.
    var name: Range<Int>
    /// With ONLY, its parentheses, and `*`.
    var whole: Range<Int>
    var isOnly: Bool

    init?(_ node: SyntaxNode, _ parsed: ParsedText) {
        guard let location = node.location else { return nil }
        let parts = [SyntaxKey.catalogname, .schemaname, .relname].count { node.string($0) != nil }
        let first = parsed.tokenIndex(at: location)
        guard first < parsed.tokens.count, parsed.tokens[first].start == location,
            let next = Self.skipNames(from: first, count: parts, parsed, dotAfterLast: false)
        else { return nil }
        name = location..<parsed.tokens[next - 1].end
        whole = name
        isOnly = !node.bool(.inh)
        if isOnly {
            if parsed.isToken(first - 1, "only") {
                whole = parsed.tokens[first - 1].start..<name.upperBound
            } else if parsed.isToken(first - 1, "("), parsed.isToken(first - 2, "only"), parsed.isToken(next, ")") {
                whole = parsed.tokens[first - 2].start..<parsed.tokens[next].end
            } else {
                return nil
            }
        } else if parsed.isToken(next, "*") {
            whole = location..<parsed.tokens[next].end
        }
    }

    /// The index of the token after `count` name parts and the dots between (and, where asked, after) them.
    /// A part may be `U&"…" UESCAPE '…'`.
    static func skipNames(from first: Int, count: Int, _ parsed: ParsedText, dotAfterLast: Bool = true) -> Int? {
        var index = first
        for part in 0..<count {
            guard index < parsed.tokens.count,
                parsed.tokens[index].kind == .identifier || parsed.tokens[index].kind == .keyword
            else { return nil }
            index += 1
            if parsed.isToken(index, "uescape") { index += 2 }
            if part < count - 1 || dotAfterLast {
                guard parsed.isToken(index, ".") else { return nil }
                index += 1
            }
        }
        return index
    }
}

/// `TABLESAMPLE BERNOULLI (constant)`, or SYSTEM, without REPEATABLE.
struct Sample {
    var percentage: Range<Int>
    var clause: Range<Int>

    init?(of relation: SyntaxNode, _ parsed: ParsedText) {
        guard let start = RelationSpan(relation, parsed)?.whole.upperBound else { return nil }
        var index = parsed.tokenIndex(at: start)
        // The alias may stand between.
        for _ in 0..<2 where !parsed.isToken(index, "tablesample") { index += 1 }
        let isMethod = parsed.isToken(index + 1, "bernoulli") || parsed.isToken(index + 1, "system")
        guard parsed.isToken(index, "tablesample"), isMethod, parsed.isToken(index + 2, "("),
            index + 4 < parsed.tokens.count, [.number, .parameter].contains(parsed.tokens[index + 3].kind),
            parsed.isToken(index + 4, ")"), !parsed.isToken(index + 5, "repeatable")
        else { return nil }
        percentage = parsed.tokens[index + 3].start..<parsed.tokens[index + 3].end
        clause = parsed.tokens[index].start..<parsed.tokens[index + 4].end
    }
}

enum Parentheses {
    /// The index of the parenthesis that closes the one at `open`.
    static func closing(_ open: Int, _ parsed: ParsedText) -> Int? {
        guard parsed.isToken(open, "(") else { return nil }
        var depth = 0
        for index in open..<parsed.tokens.count {
            if parsed.isToken(index, "(") { depth += 1 }
            if parsed.isToken(index, ")") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}
