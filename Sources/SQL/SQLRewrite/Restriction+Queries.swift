import Policy
import SQLSyntax

/// Conditions with queries and arrays in them.
extension Restriction {
    func subquery(_ node: SyntaxNode) -> Outcome {
        guard let inner = node[.subselect] else { return .none }
        switch node.string(.subLinkType) {
        case "EXISTS_SUBLINK": return Outcome(restricts: refers(inner))
        case "ANY_SUBLINK", "ALL_SUBLINK": return member(node, of: inner)
        default: return .none
        }
    }

    private func member(_ node: SyntaxNode, of select: SyntaxNode) -> Outcome {
        let name = node[.operName].map { $0.children.compactMap { $0.string(.sval) }.last ?? "" } ?? "="
        let isAny = node.string(.subLinkType) == "ANY_SUBLINK"
        guard let tested = node[.testexpr], mayGiveRows(select), isIndependent(select),
            !sources.isWhole(select: select, beside: twins.union([alias]))
        else { return .none }
        let parts = tested.kind == .rowExpr ? Array(tested.list(.args)) : [tested]
        guard let term = parts.lazy.compactMap(term).first(where: { $0.tests.isSuperset(of: [.equal, .unequal]) }),
            !term.isTruth
        else { return .none }
        let subject = parts.count == 1 ? subject(term, tested) : .expression(Self.fingerprint(tested))
        switch name {
        case "=": return Outcome(restricts: true, subject: subject, shape: .narrow)
        // Different from one of several: every value is.
        case "<>": return isAny ? .none : Outcome(restricts: true, subject: subject, shape: .wide)
        case "<", "<=", ">", ">=":
            guard parts.count == 1, term.tests.contains(.order), !readsTarget(select) else { return .none }
            let shape: Shape = name.hasPrefix(">") ? .above(nil) : .below(nil)
            return Outcome(restricts: true, subject: subject, shape: isAny ? shape : .narrow)
        default: return .none
        }
    }

    /// Whether a subquery's own conditions compare a column of the target, by its qualified name.
    private func refers(_ select: SyntaxNode) -> Bool {
        guard select.string(.op) == "SETOP_NONE", !Self.redefines(select, alias), mayGiveRows(select),
            // An aggregate gives a row of none.
            select[.havingClause] == nil,
            !select.list(.targetList).contains(where: { $0.contains { $0.kind == .funcCall } })
        else { return false }
        let scope = inside(select)
        if let condition = select[.whereClause], scope.restricts(condition) { return true }
        return select.list(.fromClause).contains { scope.joins($0) }
    }

    func joins(_ node: SyntaxNode) -> Bool {
        // An outer join leaves no row of its own side out.
        guard node.kind == .joinExpr, node.string(.jointype) == "JOIN_INNER" else { return false }
        return node[.quals].map(restricts) ?? false || node[.larg].map(joins) ?? false
            || node[.rarg].map(joins) ?? false
    }

    /// Not a query that gives nothing for certain: NOT IN (nothing) is true, and so is NOT EXISTS.
    func mayGiveRows(_ select: SyntaxNode) -> Bool {
        if let limit = select[.limitCount], Self.number(limit).map({ $0 <= 0 }) ?? false { return false }
        return select[.whereClause].map { condition in
            let parts =
                condition.kind == .boolExpr && condition.string(.boolop) == "AND_EXPR"
                ? Array(condition.list(.args)) : [condition]
            return !parts.contains { isConstant($0) && Self.truth($0) != true }
        } ?? true
    }

    /// The conditions of a query in the condition.
    func inside(_ select: SyntaxNode) -> Restriction {
        var scope = self
        scope.isInner = true
        let items = Array(select.list(.fromClause))
        let wholes = sources.wholes(items, beside: twins.union([alias]))
        scope.twins.formUnion(wholes)
        scope.isTainted = isTainted || readsRow(select)
        scope.innerColumns =
            wholes.isEmpty && !scope.isTainted ? innerColumns.union(sources.columns(of: items)) : []
        return scope
    }

    /// Whether a query calls a relation of its own so.
    static func redefines(_ select: SyntaxNode, _ alias: String) -> Bool {
        select.list(.fromClause).contains { redefinesItem($0, alias) }
    }

    private static func redefinesItem(_ item: SyntaxNode, _ alias: String) -> Bool {
        if let own = item[.alias]?.string(.aliasname) { return own == alias }
        if item.kind == .rangeVar { return item.string(.relname) == alias }
        return [item[.larg], item[.rarg], item[.relation]].contains { $0.map { redefinesItem($0, alias) } ?? false }
    }

    // MARK: what is of the target

    /// `(SELECT max(id) FROM the_same_table)`: not all rows have the one value that it gives.
    func isScalarOfTarget(_ node: SyntaxNode) -> Bool {
        guard node.kind == .subLink, node.string(.subLinkType) == "EXPR_SUBLINK", let select = node[.subselect],
            select[.larg] == nil
        else { return false }
        return isIndependent(select)
    }

    /// `ARRAY (SELECT id FROM the_same_table WHERE …)`
    func isPartOfTarget(_ node: SyntaxNode) -> Bool {
        node.kind == .subLink && node.string(.subLinkType) == "ARRAY_SUBLINK"
            && node[.subselect].map { select in
                isIndependent(select) && !sources.isWhole(select: select, beside: twins.union([alias]))
            } ?? false
    }

    /// Whether a query in it reads the target, whichever rows of it.
    func readsTarget(_ node: SyntaxNode) -> Bool {
        sources.isRead(in: node)
    }

    /// An array that is not empty, as far as the text tells: ALL of none is true.
    func isFilled(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .typeCast: node[.arg].map(isFilled) ?? false
        case .aConst: Self.text(node).map { $0.contains { $0.isLetter || $0.isNumber } } ?? false
        case .aArrayExpr: !node.list(.elements).isEmpty
        case .paramRef, .columnRef: true
        case .subLink: node[.subselect].map(mayGiveRows) ?? false
        default: false
        }
    }
}
