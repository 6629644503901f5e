package import SQLSyntax

/// Where the names of `OwnName` stand in a statement's text, cut at token boundaries. The tree says what they are, the
/// tokens say where.
package struct OwnNamePlaces {
    private let parsed: ParsedText
    /// The statement's tokens.
    private let tokens: Range<Int>

    package init(_ parsed: ParsedText, range: Range<Int>) {
        self.parsed = parsed
        tokens = parsed.tokenIndex(at: range.lowerBound)..<parsed.tokenIndex(at: range.upperBound)
    }

    /// One place for each of `names`, which are those of the statement, in order; nil where one is not found.
    package func places(of names: [OwnName], in statement: SyntaxNode) -> [Range<Int>]? {
        var found: [Range<Int>] = []
        var writes = places(ofCurrentOf: names)
        for name in names {
            let place: Range<Int>?
            switch name {
            case .prepare, .declare, .close: place = self.place(tokens.lowerBound + 1)
            case .deallocate:
                let second = tokens.lowerBound + 1
                // PREPARE is a name, too.
                let hasWord = parsed.isToken(second, "prepare") && second + 1 < tokens.upperBound
                place = self.place(hasWord ? second + 1 : second)
            case .execute: place = execution(in: statement).flatMap { self.place($0 + 1) }
            case .fetch: place = last
            case .currentOf: place = writes?.popFirst()
            }
            guard let place else { return nil }
            found.append(place)
        }
        return found
    }

    /// A name, and the UESCAPE that belongs to it.
    private func place(_ index: Int) -> Range<Int>? {
        guard tokens.contains(index),
            let next = RelationSpan.skipNames(from: index, count: 1, parsed, dotAfterLast: false),
            next <= tokens.upperBound
        else { return nil }
        return parsed.tokens[index].start..<parsed.tokens[next - 1].end
    }

    private var last: Range<Int>? {
        let isEscaped = parsed.isToken(tokens.upperBound - 2, "uescape")
        return place(tokens.upperBound - (isEscaped ? 3 : 1))
    }

    /// The word EXECUTE: first of all, behind the reserved word AS, or behind EXPLAIN and its options.
    private func execution(in statement: SyntaxNode) -> Int? {
        if statement.kind == .executeStmt { return tokens.first }
        var depth = 0
        for index in tokens {
            if parsed.isToken(index, "(") { depth += 1 }
            if parsed.isToken(index, ")") { depth -= 1 }
            guard depth == 0 else { continue }
            if statement.kind == .createTableAsStmt {
                if parsed.isToken(index, "as") { return parsed.isToken(index + 1, "execute") ? index + 1 : nil }
            } else if parsed.isToken(index, "execute") {
                return index
            }
        }
        return nil
    }

    /// Which of several stands where the tree does not say: they must be the same.
    private func places(ofCurrentOf names: [OwnName]) -> ArraySlice<Range<Int>>? {
        let wanted = names.filter { if case .currentOf = $0 { true } else { false } }
        guard let first = wanted.first, wanted.allSatisfy({ $0 == first }) else { return nil }
        let places = tokens.compactMap { index in
            parsed.isToken(index, "where") && parsed.isToken(index + 1, "current") && parsed.isToken(index + 2, "of")
                ? place(index + 3) : nil
        }
        return places.count == wanted.count ? places[...] : nil
    }
}
