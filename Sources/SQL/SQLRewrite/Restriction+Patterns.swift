import SQLSyntax

/// Patterns, and what else is looked for in a value: of which kind it is clear that not everything has it.
extension Restriction {
    /// - Parameter isRegular: a regular expression, or one of SIMILAR TO, where letters alone say nothing.
    func shape(ofPattern term: Term, _ name: String, _ other: SyntaxNode, isRegular: Bool) -> Shape? {
        guard term.tests.contains(.pattern), Self.text(other).map(term.form.fits) ?? true,
            isPattern(other, of: isRegular ? Self.isTellingRegular : Self.isTelling)
        else { return nil }
        if name.hasPrefix("!") { return term.tests.contains(.unequal) ? .wide : nil }
        return .narrow
    }

    /// A text in which something is looked for: a constant that tells, a parameter, a column of another relation, or some of
    /// these one behind the other.
    func isPattern(_ node: SyntaxNode, of tells: (String) -> Bool) -> Bool {
        switch node.kind {
        case .typeCast: return node[.arg].map { isPattern($0, of: tells) } ?? false
        case .aConst: return Self.text(node).map(tells) ?? false
        case .paramRef: return true
        case .columnRef: return isOther(node)
        case .aArrayExpr:
            let elements = Array(node.list(.elements))
            return !elements.isEmpty
                && elements.allSatisfy { Self.number($0) != nil || isPattern($0, of: Self.isTelling) }
        case .aExpr:
            guard node.names(.name) == ["||"], let left = node[.lexpr], let right = node[.rexpr], isFree(left),
                isFree(right)
            else { return false }
            return isPattern(left, of: tells) || isPattern(right, of: tells)
        case .funcCall:
            let parts = Array(node.list(.args))
            switch node.names(.funcname).last {
            // What SIMILAR TO, and ESCAPE, are made of.
            case "similar_to_escape", "similar_escape", "like_escape":
                return parts.first.map { isPattern($0, of: tells) } ?? false
            case "lower", "upper", "to_tsquery", "plainto_tsquery", "websearch_to_tsquery", "phraseto_tsquery",
                "jsonb_build_object", "to_jsonb":
                return parts.last.map { isPattern($0, of: tells) } ?? false
            default: return false
            }
        default: return false
        }
    }

    /// Something of it must be there.
    static func isTelling(_ text: String) -> Bool {
        text.contains { $0.isLetter || $0.isNumber } && !text.lowercased().contains("infinity")
    }

    /// A regular expression, or one of SIMILAR TO, in which a letter, a digit or a class of them must be there: one without
    /// choices, in which something stands that may not be left out.
    static func isTellingRegular(_ text: String) -> Bool {
        var rest = text[...]
        var isFound = false
        while let character = rest.popFirst() {
            var tells = character.isLetter || character.isNumber
            switch character {
            case "|", "(", ")", "{", "*", "+", "?": return false
            // Elsewhere nothing has it.
            case "^": guard rest.count == text.count - 1 else { return false }
            case "$": guard rest.isEmpty else { return false }
            case "\\":
                // Others say where something stands, and nothing may stand there.
                guard let escaped = rest.popFirst(), "dws".contains(escaped) || !escaped.isLetter && !escaped.isNumber
                else { return false }
                tells = escaped != "s"
            case "[":
                guard let end = rest.dropFirst().firstIndex(of: "]"), rest.first != "^" else { return false }
                tells = !rest[..<end].contains("\\") && !rest[..<end].contains("[")
                rest = rest[rest.index(after: end)...]
            default: break
            }
            // How often it may be there.
            if let quantifier = rest.first, "*?{+".contains(quantifier) {
                rest = rest.dropFirst()
                if quantifier == "{" {
                    guard let end = rest.firstIndex(of: "}"), let first = rest.first, ("1"..."9").contains(first) else {
                        return false
                    }
                    rest = rest[rest.index(after: end)...]
                } else if quantifier != "+" {
                    tells = false
                }
                // Greedy or not.
                if rest.first == "?" { rest = rest.dropFirst() }
            }
            isFound = isFound || tells
        }
        return isFound
    }
}
