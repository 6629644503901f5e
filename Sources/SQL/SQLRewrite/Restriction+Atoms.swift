import Policy
import SQLSyntax

/// Conditions that are not made of others. What is not among them restricts nothing.
extension Restriction {
    func atom(_ node: SyntaxNode) -> Outcome {
        switch node.kind {
        case .aExpr: comparison(node)
        case .nullTest:
            test(node[.arg], .null, node.string(.nulltesttype) == "IS_NULL" ? .null : .notNull)
        case .booleanTest: booleanTest(node)
        case .subLink: subquery(node)
        case .typeCast: node[.arg].map { outcome($0, isNegated: false) } ?? .none
        // One row.
        case .currentOfExpr: Outcome(restricts: true)
        case .funcCall: prefixTest(node)
        default: test(node, .truth, .truth(true))
        }
    }

    /// A test of one thing.
    private func test(_ node: SyntaxNode?, _ kind: Tests, _ shape: Shape) -> Outcome {
        guard let node, let term = term(node), term.tests.contains(kind) else { return .none }
        return Outcome(restricts: true, subject: subject(term, node), shape: shape)
    }

    private func booleanTest(_ node: SyntaxNode) -> Outcome {
        if let (inner, isOpposite) = wrapped(node) { return outcome(inner, isNegated: isOpposite) }
        // Every condition is, or is not, known.
        if let inner = node[.arg], Self.isMade(inner) { return .none }
        switch node.string(.booltesttype) {
        case "IS_TRUE": return test(node[.arg], .truth, .truth(true))
        case "IS_FALSE": return test(node[.arg], .truth, .truth(false))
        case "IS_UNKNOWN": return test(node[.arg], .null, .null)
        case "IS_NOT_UNKNOWN": return test(node[.arg], .null, .notNull)
        default: return test(node[.arg], .truth, .wide)
        }
    }

    /// A condition that says no more than another one does, or the opposite of it.
    func wrapped(_ node: SyntaxNode) -> (inner: SyntaxNode, isOpposite: Bool)? {
        switch node.kind {
        case .booleanTest:
            guard let inner = node[.arg], Self.isMade(inner) else { return nil }
            switch node.string(.booltesttype) {
            case "IS_TRUE", "IS_NOT_FALSE": return (inner, false)
            case "IS_FALSE", "IS_NOT_TRUE": return (inner, true)
            default: return nil
            }
        case .typeCast: return node[.arg].flatMap { Self.isMade($0) ? ($0, false) : nil }
        case .aExpr:
            // (condition) = true
            guard let left = node[.lexpr], let right = node[.rexpr], node.string(.kind) == "AEXPR_OP",
                let name = node.names(.name).last, ["=", "<>"].contains(name)
            else { return nil }
            for (side, other) in [(left, right), (right, left)] where Self.isMade(side) {
                return Self.truth(other).map { (side, $0 == (name == "<>")) }
            }
            return nil
        default: return nil
        }
    }

    /// Made of conditions itself: they say what it restricts, not the columns in it.
    private static func isMade(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .boolExpr, .nullTest, .booleanTest: true
        case .subLink: ["EXISTS_SUBLINK", "ANY_SUBLINK", "ALL_SUBLINK"].contains(node.string(.subLinkType) ?? "")
        case .aExpr:
            node.string(.kind) == "AEXPR_OP"
                ? ["=", "<>", "<", "<=", ">", ">=", "~", "~*", "!~", "!~*"].contains(node.names(.name).last ?? "")
                : node.string(.kind) != "AEXPR_NULLIF"
        case .typeCast: node[.arg].map(isMade) ?? false
        default: false
        }
    }

    /// `starts_with(column, 'a')`
    private func prefixTest(_ node: SyntaxNode) -> Outcome {
        let parts = Array(node.list(.args))
        guard node.names(.funcname).last == "starts_with", parts.count == 2, isPattern(parts[1], of: Self.isTelling)
        else { return test(node, .truth, .truth(true)) }
        return test(parts[0], .pattern, .narrow)
    }

    // MARK: comparisons

    private func comparison(_ node: SyntaxNode) -> Outcome {
        guard let left = node[.lexpr], let right = node[.rexpr] else { return .none }
        let name = node.names(.name).last ?? ""
        if let (inner, isOpposite) = wrapped(node) { return outcome(inner, isNegated: isOpposite) }
        if Self.isMade(left) || Self.isMade(right) { return .none }
        if left.kind == .rowExpr, right.kind == .rowExpr { return rows(node, left, right, name) }
        if left.kind == .rowExpr, node.string(.kind) == "AEXPR_IN" {
            return parts(of: left).lazy.map { among($0, node, right, name) }.first(where: \.restricts) ?? .none
        }
        switch (term(left), term(right)) {
        case (let a?, let b?): return columns(node, (a, subject(a, left)), (b, subject(b, right)), name)
        case (let term?, nil): return compare(term, subject(term, left), node, right, name)
        case (nil, let term?):
            let outcome = compare(term, subject(term, right), node, left, name)
            return Outcome(
                restricts: outcome.restricts, subject: outcome.subject, shape: outcome.shape.mirrored,
                isNegatable: outcome.isNegatable, columns: outcome.columns)
        case (nil, nil): return .none
        }
    }

    private func parts(of row: SyntaxNode) -> [SyntaxNode] { Array(row.list(.args)) }

    /// `(a, b) = (1, 2)`: one of them is enough. Different from `(1, 2)` is every `(a, a)`.
    private func rows(_ node: SyntaxNode, _ left: SyntaxNode, _ right: SyntaxNode, _ name: String) -> Outcome {
        guard node.string(.kind) == "AEXPR_OP", ["=", "<>"].contains(name) else { return .none }
        let pairs = zip(parts(of: left), parts(of: right))
        let isOne = pairs.contains { a, b in
            term(a).map { $0.tests.contains(.unequal) && isFree(b) } ?? false
                || term(b).map { $0.tests.contains(.unequal) && isFree(a) } ?? false
        }
        let areApart = areApart(parts(of: left)) || areApart(parts(of: right))
        guard isOne, name == "=" || areApart else { return .none }
        return Outcome(
            restricts: true, subject: .expression(Self.fingerprint(node)), shape: name == "=" ? .narrow : .wide,
            isNegatable: areApart)
    }

    /// Columns, each another one.
    private func areApart(_ parts: [SyntaxNode]) -> Bool {
        let names = parts.compactMap { part in term(part).flatMap { $0.isPlain ? $0.name : nil } }
        return names.count == parts.count && Set(names).count == names.count
    }

    /// Two columns of the target with each other, either way round.
    private func columns(
        _ node: SyntaxNode, _ left: (term: Term, subject: Subject), _ right: (term: Term, subject: Subject),
        _ name: String
    ) -> Outcome {
        let tests: Tests = [.equal, .unequal, .order]
        guard left.term.name != right.term.name, node.string(.kind) == "AEXPR_OP",
            left.term.tests.isSuperset(of: tests), right.term.tests.isSuperset(of: tests),
            let shape = Self.shape(ofOperator: name)
        else { return .none }
        let (first, second) = (left.subject.hashValue, right.subject.hashValue)
        let pair = Subject.expression([min(first, second), max(first, second)].hashValue)
        return Outcome(restricts: true, subject: pair, shape: first <= second ? shape : shape.mirrored)
    }

    /// - Parameter other: what the target's column is compared with.
    private func compare(
        _ term: Term, _ subject: Subject, _ node: SyntaxNode, _ other: SyntaxNode, _ name: String
    ) -> Outcome {
        func outcome(_ shape: Shape?) -> Outcome {
            guard let shape else { return .none }
            return Outcome(
                restricts: true, subject: subject, shape: shape, isNegatable: term.tests.contains(.unequal))
        }
        switch node.string(.kind) {
        case "AEXPR_OP": return outcome(shape(of: term, name, other))
        case "AEXPR_OP_ANY", "AEXPR_OP_ALL":
            return outcome(shape(ofArray: term, name, other, isAll: node.string(.kind) == "AEXPR_OP_ALL"))
        // Everything is distinct from NULL that is not NULL: of a query or a function nobody knows that.
        case "AEXPR_DISTINCT":
            guard other.kind == .paramRef || isColumnOfOther(other) || isConstant(other) && other.kind != .aExpr else {
                return .none
            }
            if Self.isNull(other) { return outcome(term.tests.contains(.null) ? .notNull : nil) }
            return outcome(shape(of: term, "<>", other) == nil ? nil : .wide)
        case "AEXPR_NOT_DISTINCT":
            if Self.isNull(other) { return outcome(term.tests.contains(.null) ? .null : nil) }
            return outcome(shape(of: term, "=", other) == nil ? nil : .narrow)
        case "AEXPR_IN": return among(term, subject, other, name)
        case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN", "AEXPR_NOT_BETWEEN_SYM":
            let bounds = Array(other.list(.items))
            guard bounds.count == 2,
                shape(of: term, ">=", bounds[0]) != nil || shape(of: term, "<=", bounds[1]) != nil,
                bounds.allSatisfy(isFree)
            else { return .none }
            let isOpposite = (node.string(.kind) ?? "").hasPrefix("AEXPR_NOT")
            // Between a bound and a lower one is nothing.
            guard isAscending(bounds) else { return .none }
            return outcome(isOpposite ? .wide : .narrow)
        case "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR":
            return outcome(shape(ofPattern: term, name, other, isRegular: node.string(.kind) == "AEXPR_SIMILAR"))
        default: return .none
        }
    }

    /// Two bounds between which there is something, as far as they are written out. What is computed may be any two.
    private func isAscending(_ bounds: [SyntaxNode]) -> Bool {
        if let low = Self.number(bounds[0]), let high = Self.number(bounds[1]) { return low <= high }
        if let low = Self.text(bounds[0]), let high = Self.text(bounds[1]) {
            return low.utf8.count == high.utf8.count && low <= high
        }
        return bounds.allSatisfy { !isConstant($0) || Self.text($0) != nil || Self.number($0) != nil }
    }

    private func among(_ element: SyntaxNode, _ node: SyntaxNode, _ list: SyntaxNode, _ name: String) -> Outcome {
        guard let place = parts(of: node[.lexpr] ?? element).firstIndex(where: { $0.index == element.index }),
            let term = term(element)
        else { return .none }
        let values = list.list(.items).map { row in row.kind == .rowExpr ? parts(of: row) : [] }
        let areApart = areApart(parts(of: node[.lexpr] ?? element))
        guard values.allSatisfy({ $0.indices.contains(place) && isFree($0[place]) }), term.tests.contains(.unequal),
            name != "<>" || areApart
        else { return .none }
        return Outcome(
            restricts: true, subject: .expression(Self.fingerprint(node)), shape: name == "<>" ? .wide : .narrow,
            isNegatable: areApart)
    }

    private func among(_ term: Term, _ subject: Subject, _ list: SyntaxNode, _ name: String) -> Outcome {
        let values = Array(list.list(.items))
        guard values.allSatisfy({ shape(of: term, "=", $0) != nil }), values.count == 1 || !term.isTruth,
            name != "<>" || term.tests.contains(.unequal)
        else { return .none }
        // Of what has few values, several may be all of them.
        if values.count > 1, term.tests == .equal { return .none }
        return Outcome(
            restricts: true, subject: subject, shape: name == "<>" ? .wide : .narrow,
            isNegatable: term.tests.contains(.unequal))
    }

    // MARK: shapes

    private func shape(of term: Term, _ name: String, _ other: SyntaxNode) -> Shape? {
        switch name {
        case "=", "<>":
            guard term.tests.contains(name == "=" ? .equal : .unequal), isComparable(term, other) else { return nil }
            if let truth = Self.truth(other) { return .truth(truth == (name == "=")) }
            return name == "=" ? .narrow : .wide
        case "<", "<=", ">", ">=":
            guard term.tests.contains(.order), isBound(term, other, isLow: name.hasPrefix(">")) else { return nil }
            let number = Self.number(other)
            return name.hasPrefix(">") ? .above(number) : .below(number)
        case "~", "~*", "!~", "!~*": return shape(ofPattern: term, name, other, isRegular: true)
        case "^@":
            return term.tests.contains(.pattern) && isPattern(other, of: Self.isTelling) ? .narrow : nil
        case "@>", "<@", "&&", "?", "?|", "?&":
            guard term.tests.contains(.content), isPattern(other, of: Self.isTelling) || isColumnOfOther(other) else {
                return nil
            }
            // Within a range may be almost everything.
            return name == "<@" ? .wide : .narrow
        default: return nil
        }
    }

    /// Something that a row may well be equal to, or not.
    private func isComparable(_ term: Term, _ other: SyntaxNode) -> Bool {
        if let text = Self.text(other), !term.form.fits(text) || !fits(text, in: term) { return false }
        if let number = Self.number(other), !term.ends.holds(number) { return false }
        guard !isComputed(other) else { return false }
        return isFree(other) || isScalarOfTarget(other)
    }

    /// A constant that is not written out: nobody has looked which it is.
    private func isComputed(_ node: SyntaxNode) -> Bool {
        isConstant(node) && Self.text(node) == nil && Self.number(node) == nil && Self.truth(node) == nil
            && !Self.isNull(node) && !node.contains(where: Self.isTime)
    }

    /// What time it is, from which all else of the expression is reckoned.
    private static func isTime(_ node: SyntaxNode) -> Bool {
        node.kind == .sqlValueFunction
            || node.kind == .funcCall
                && ["now", "clock_timestamp", "statement_timestamp", "transaction_timestamp"]
                    .contains(node.names(.funcname).last ?? "")
    }

    /// `character(3)` is no longer text.
    private func fits(_ text: String, in term: Term) -> Bool {
        guard term.isPlain, let type = relation?.columns.first(where: { $0.name == term.name })?.sqlType,
            type.hasPrefix("character"), let open = type.firstIndex(of: "("), let close = type.firstIndex(of: ")"),
            let limit = Int(type[type.index(after: open)..<close])
        else { return true }
        return text.unicodeScalars.count <= limit
    }

    /// A limit that is not one of all values.
    private func isBound(_ term: Term, _ other: SyntaxNode, isLow: Bool) -> Bool {
        guard isFree(other), !readsTarget(other), !term.isTruth else { return false }
        if let text = Self.text(other)?.lowercased() {
            let isEnd = text.contains("infinity") || text.contains("nan")
            let first = text.filter { $0.isLetter || $0.isNumber }
            // The least and the greatest uuid, and the least text.
            return !isEnd && (isLow ? first.contains { $0 != "0" } : first.count < 8 || first.contains { $0 != "f" })
        }
        if Self.truth(other) != nil { return false }
        guard let number = Self.number(other) else { return !isComputed(other) || term.ends.isOpen }
        return isLow ? term.ends.low.map { number > $0 } ?? true : term.ends.high.map { number < $0 } ?? true
    }

    private func shape(ofArray term: Term, _ name: String, _ other: SyntaxNode, isAll: Bool) -> Shape? {
        guard term.tests.isSuperset(of: [.equal, .unequal]), isFree(other) || isPartOfTarget(other), isFilled(other),
            !term.isTruth
        else { return nil }
        // Different from one of several: every value is.
        if !isAll, name == "<>" { return nil }
        guard let shape = Self.shape(ofOperator: name) else { return nil }
        return isAll ? (name == "<>" ? .wide : .narrow) : shape
    }

    private static func shape(ofOperator name: String) -> Shape? {
        switch name {
        case "=": .narrow
        case "<>": .wide
        case "<", "<=": .below(nil)
        case ">", ">=": .above(nil)
        default: nil
        }
    }

    // MARK: types

    private func type(of name: String) -> String? { relation?.columns.first { $0.name == name }?.typeName }

    func isBoolean(_ name: String) -> Bool { type(of: name) == "bool" }
    func isDate(_ name: String) -> Bool { type(of: name) == "date" }
    func ends(of name: String) -> Ends { Ends(ofType: type(of: name)) }
}

extension Restriction.Shape {
    /// With the sides of the comparison changed.
    var mirrored: Restriction.Shape {
        switch self {
        case .above(let limit): .below(limit)
        case .below(let limit): .above(limit)
        default: self
        }
    }
}
