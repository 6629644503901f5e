import Policy
import SQLSyntax

/// Conditions that are not made of others.
extension Restriction {
    func atom(_ node: SyntaxNode) -> Outcome {
        switch node.kind {
        case .aExpr: comparison(node)
        case .nullTest:
            test(node[.arg], node.string(.nulltesttype) == "IS_NULL" ? .null : .notNull)
        case .booleanTest: booleanTest(node)
        case .subLink: subquery(node)
        case .typeCast: node[.arg].map { outcome($0, isNegated: false) } ?? .none
        // One row.
        case .currentOfExpr: Outcome(restricts: true)
        // Any branch could be true.
        case .caseExpr: .none
        default: test(node, .truth(true))
        }
    }

    /// A test of one thing.
    private func test(_ node: SyntaxNode?, _ shape: Shape) -> Outcome {
        guard let node, isTelling(columns(in: node)) else { return .none }
        return Outcome(restricts: true, subject: subject(node), shape: shape)
    }

    private func booleanTest(_ node: SyntaxNode) -> Outcome {
        let type = node.string(.booltesttype)
        if let inner = node[.arg], Self.isCondition(inner) {
            return outcome(inner, isNegated: type == "IS_FALSE" || type == "IS_NOT_TRUE")
        }
        switch type {
        case "IS_TRUE": return test(node[.arg], .truth(true))
        case "IS_FALSE": return test(node[.arg], .truth(false))
        case "IS_UNKNOWN": return test(node[.arg], .null)
        case "IS_NOT_UNKNOWN": return test(node[.arg], .notNull)
        default: return test(node[.arg], .wide)
        }
    }

    /// Made of conditions itself: they say what it restricts, not the columns in it.
    private static func isCondition(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .boolExpr, .aExpr, .nullTest, .booleanTest, .subLink, .caseExpr, .aConst, .paramRef: true
        case .typeCast: node[.arg].map(isCondition) ?? false
        default: false
        }
    }

    // MARK: comparisons

    private func comparison(_ node: SyntaxNode) -> Outcome {
        let left = node[.lexpr]
        let right = node[.rexpr]
        // (condition) = true
        for (side, other) in [(left, right), (right, left)] {
            guard let side, side.kind == .boolExpr || side.kind == .booleanTest || side.kind == .nullTest,
                let value = Self.truth(other), ["=", "<>"].contains(node.names(.name).last)
            else { continue }
            return outcome(side, isNegated: value == (node.names(.name).last == "<>"))
        }
        if !twins.isEmpty, namesTwin(node) { return .none }
        for side in [left, right] {
            guard let side, side.kind == .subLink, side.string(.subLinkType) == "ARRAY_SUBLINK" else { continue }
            if side[.subselect].map({ sources.isWhole(select: $0, beside: twins.union([alias])) }) ?? false {
                return .none
            }
        }
        var counts = left.map(columns(in:)) ?? [:]
        let leftHas = !counts.isEmpty
        let ofRight = right.map(columns(in:)) ?? [:]
        counts.merge(ofRight, uniquingKeysWith: +)
        // A column that is compared with itself tells nothing.
        guard isTelling(counts), let shape = shape(node, other: leftHas ? right : left) else { return .none }
        guard let left, let right, !ofRight.isEmpty else {
            return Outcome(restricts: true, subject: (leftHas ? left : right).map(subject), shape: shape)
        }
        if !leftHas { return Outcome(restricts: true, subject: subject(right), shape: shape.mirrored) }
        // Two columns with each other, either way round.
        let (a, b) = (Self.fingerprint(left), Self.fingerprint(right))
        let pair = Subject.expression(Self.fingerprint(of: min(a, b), max(a, b)))
        return Outcome(restricts: true, subject: pair, shape: a <= b ? shape : shape.mirrored)
    }

    /// - Parameter other: what the target's column is compared with.
    /// - Returns: nil where it tells nothing.
    private func shape(_ node: SyntaxNode, other: SyntaxNode?) -> Shape? {
        let name = node.names(.name).last ?? ""
        switch node.string(.kind) {
        case "AEXPR_OP": return shape(ofOperator: name, other)
        case "AEXPR_OP_ANY":
            // Different from one of several: every value is.
            if name == "<>" { return nil }
            return shape(ofOperator: name, nil)
        case "AEXPR_OP_ALL": return name == "<>" ? .wide : .narrow
        case "AEXPR_DISTINCT": return Self.isNull(other) ? .notNull : .wide
        case "AEXPR_NOT_DISTINCT": return Self.isNull(other) ? .null : .narrow
        case "AEXPR_IN": return name == "<>" ? .wide : .narrow
        case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM": return .narrow
        case "AEXPR_NOT_BETWEEN", "AEXPR_NOT_BETWEEN_SYM": return .wide
        case "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR":
            if let pattern = other?.constantString, pattern.allSatisfy({ $0 == "%" }) { return nil }
            return name.hasPrefix("!") ? .wide : .narrow
        default: return .wide
        }
    }

    private func shape(ofOperator name: String, _ other: SyntaxNode?) -> Shape? {
        switch name {
        case "=": return Self.truth(other).map { .truth($0) } ?? .narrow
        case "<>": return Self.truth(other).map { .truth(!$0) } ?? .wide
        case "<", "<=": return .below(Self.number(other))
        case ">", ">=": return .above(Self.number(other))
        case "~", "~*", "!~", "!~*":
            // A pattern that names nothing fits anything.
            if let pattern = other?.constantString, !pattern.contains(where: { $0.isLetter || $0.isNumber }) {
                return nil
            }
            return name.hasPrefix("!") ? .wide : .narrow
        default: return .narrow
        }
    }

    private static func isNull(_ node: SyntaxNode?) -> Bool { node?.kind == .aConst && node?.bool(.isnull) == true }

    private static func truth(_ node: SyntaxNode?) -> Bool? { node.flatMap(\.constantBool) }

    private static func number(_ node: SyntaxNode?) -> Double? {
        guard let node else { return nil }
        if node.kind == .aExpr, node[.lexpr] == nil, node.names(.name) == ["-"] {
            return number(node[.rexpr]).map { -$0 }
        }
        guard node.kind == .aConst else { return nil }
        if let integer = node[.ival] { return Double(integer.int(.ival) ?? 0) }
        return node[.fval]?.string(.fval).flatMap { Double($0) }
    }

    // MARK: subqueries

    private func subquery(_ node: SyntaxNode) -> Outcome {
        guard let inner = node[.subselect] else { return .none }
        switch node.string(.subLinkType) {
        case "EXISTS_SUBLINK":
            return Outcome(restricts: refers(inner))
        case "ANY_SUBLINK", "ALL_SUBLINK":
            guard let tested = node[.testexpr], isTelling(columns(in: tested)),
                !sources.isWhole(select: inner, beside: twins.union([alias]))
            else {
                return .none
            }
            let isAny = node.string(.subLinkType) == "ANY_SUBLINK"
            return Outcome(restricts: true, subject: subject(tested), shape: isAny ? .narrow : .wide)
        default: return .none
        }
    }

    /// Whether a subquery's own conditions compare a column of the target, by its qualified name.
    private func refers(_ select: SyntaxNode) -> Bool {
        guard select.string(.op) == "SETOP_NONE", !Self.redefines(select, alias) else { return false }
        var scope = self
        scope.isInner = true
        let twins = sources.wholes(select.list(.fromClause), beside: twins.union([alias]))
        scope.twins.formUnion(twins)
        if let condition = select[.whereClause], scope.restricts(condition) { return true }
        return select.list(.fromClause).contains { scope.joins($0) }
    }

    func joins(_ node: SyntaxNode) -> Bool {
        // An outer join leaves no row of its own side out.
        guard node.kind == .joinExpr, node.string(.jointype) == "JOIN_INNER" else { return false }
        return node[.quals].map(restricts) ?? false || node[.larg].map(joins) ?? false
            || node[.rarg].map(joins) ?? false
    }

    /// Whether a query calls a relation of its own so.
    private static func redefines(_ select: SyntaxNode, _ alias: String) -> Bool {
        select.list(.fromClause).contains { redefinesItem($0, alias) }
    }

    private static func redefinesItem(_ item: SyntaxNode, _ alias: String) -> Bool {
        if let own = item[.alias]?.string(.aliasname) { return own == alias }
        if item.kind == .rangeVar { return item.string(.relname) == alias }
        return [item[.larg], item[.rarg], item[.relation]].contains { $0.map { redefinesItem($0, alias) } ?? false }
    }

    // MARK: columns

    /// A column that stands in it once: what is compared with itself, or with nothing, tells nothing.
    private func isTelling(_ counts: [String: Int]) -> Bool { counts.values.contains(1) }

    /// How often each column of the target stands in an expression; none where a twin stands in it, too.
    private func columns(in node: SyntaxNode) -> [String: Int] {
        var counts: [String: Int] = [:]
        if !twins.isEmpty, namesTwin(node) { return counts }
        count(node, &counts)
        return counts
    }

    private func namesTwin(_ node: SyntaxNode) -> Bool {
        if node.kind == .columnRef {
            let names = node.names(.fields)
            if names.count > 1 ? twins.contains(names[names.count - 2]) : names.last.map(twins.contains) ?? false {
                return true
            }
        }
        return node.children.contains(where: namesTwin)
    }

    private func count(_ node: SyntaxNode, _ counts: inout [String: Int]) {
        switch node.kind {
        case .columnRef:
            if let name = column(node) { counts[name, default: 0] += 1 }
        case .subLink:
            if let tested = node[.testexpr] { count(tested, &counts) }
            guard let select = node[.subselect], !Self.redefines(select, alias) else { return }
            var scope = self
            scope.isInner = true
            scope.count(select, &counts)
        // Nothing is left of a column times zero.
        case .aExpr where node.names(.name) == ["*"] && (Self.isZero(node[.lexpr]) || Self.isZero(node[.rexpr])):
            return
        default: for child in node.children { count(child, &counts) }
        }
    }

    private static func isZero(_ node: SyntaxNode?) -> Bool { number(node) == 0 }

    /// The column of the target that a reference means; nil where it means another, or could.
    private func column(_ reference: SyntaxNode) -> String? {
        let names = reference.names(.fields)
        guard let name = names.last, reference.list(.fields).allSatisfy({ $0.kind == .string }) else { return nil }
        let isKnown = relation.map { $0.columns.contains { $0.name == name } || Self.systemColumns.contains(name) }
        if names.count > 1 { return names[names.count - 2] == alias && isKnown != false ? name : nil }
        if isInner { return nil }
        return isKnown ?? (!hasOthers && name != alias) ? name : nil
    }

    func isNullable(_ name: String) -> Bool {
        relation?.columns.first { $0.name == name }.map { !$0.notNull } ?? false
    }

    private static let systemColumns: Set<String> = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"]

    private func subject(_ node: SyntaxNode) -> Subject {
        if node.kind == .columnRef, let name = column(node) { return .column(name) }
        if node.kind == .typeCast, let inner = node[.arg] { return subject(inner) }
        return .expression(Self.fingerprint(node))
    }

    /// The same for expressions that are written alike, wherever they stand.
    private static func fingerprint(_ node: SyntaxNode) -> Int {
        var hasher = Hasher()
        combine(node, into: &hasher)
        return hasher.finalize()
    }

    private static func fingerprint(of a: Int, _ b: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(a)
        hasher.combine(b)
        return hasher.finalize()
    }

    private static func combine(_ node: SyntaxNode, into hasher: inout Hasher) {
        hasher.combine(node.kind)
        hasher.combine(node.stringValue)
        hasher.combine(node.intValue)
        for child in node.children where child.key != .location {
            hasher.combine(child.key)
            combine(child, into: &hasher)
        }
        hasher.combine(-1)
    }
}

extension Restriction.Shape {
    /// With the sides of the comparison changed.
    fileprivate var mirrored: Restriction.Shape {
        switch self {
        case .above(let limit): .below(limit)
        case .below(let limit): .above(limit)
        default: self
        }
    }
}
