import Policy
import SQLSyntax

/// Comparisons with masks whose answer would say nothing: `ssn = '123-45-6789'`, `name LIKE '%x%'`, `mrn > 'M'`. A query that
/// holds one finds nothing, or everything, and an agent takes that for an answer. Where the policy does not say
/// `on_masked_comparison: notice` they are refused.
extension StatementWalker {
    func noteComparison(_ node: SyntaxNode) {
        if rewriter.refusesMaskedComparisons, !isVerifying, !selects.isEmpty { comparisons.append((node, selects)) }
    }

    func checkComparisons() throws(RewriteRefusal) {
        guard !comparisons.isEmpty, !masked.isEmpty else { return }
        let tree = parsed.tree
        let withs = Set(
            tree.slots.indices.lazy.compactMap { SyntaxNode(tree: tree, index: Int32($0)).string(.ctename) })
        var columns = MaskedColumns(protection, rewriter.derived) { [self] item in
            // The WITH of a write is not followed.
            if item.string(.schemaname) == nil, withs.contains(item.string(.relname) ?? "") { return nil }
            guard case .relation(let relation)? = try? resolve(item, isTarget: true) else { return nil }
            return relation
        }
        for (node, selects) in comparisons {
            guard let found = comparison(node, selects, &columns), found.saysNothing else { continue }
            throw RewriteRefusal(
                "masked-comparison",
                "\(found.column.name) is shown masked (\(found.column.mask.name)): this comparison would say nothing of its values",
                hint: found.instead
            )
        }
    }

    // MARK: reading

    private func comparison(
        _ node: SyntaxNode, _ selects: [SyntaxNode], _ columns: inout MaskedColumns
    ) -> MaskComparison? {
        if node.kind == .nullTest {
            guard let side = node[.arg], let (column, part) = subject(side, selects, &columns), part == .whole,
                column.mask == .redact || column.mask == .null
            else { return nil }
            return MaskComparison(column: column, part: part, relation: .equal, other: .constants(nil))
        }
        guard let relation = node.comparesBy, let left = node[.lexpr], let right = node[.rexpr] else { return nil }
        if let (column, part) = subject(left, selects, &columns) {
            return other(right, selects, &columns).map {
                MaskComparison(column: column, part: part, relation: relation, other: $0)
            }
        }
        guard let turned = relation.turned, let (column, part) = subject(right, selects, &columns) else { return nil }
        return other(left, selects, &columns).map {
            MaskComparison(column: column, part: part, relation: turned, other: $0)
        }
    }

    private func other(
        _ node: SyntaxNode, _ selects: [SyntaxNode], _ columns: inout MaskedColumns
    ) -> MaskComparison.Other? {
        if node.kind == .columnRef {
            return switch columns.content(of: node, in: selects) {
            case .plain: .column
            case .masked(let column): .masked(column)
            case .unknown: nil
            }
        }
        let isConstant = !node.contains { [.columnRef, .subLink, .selectStmtNode].contains($0.kind) }
        return isConstant ? .constants(node.plainConstants) : nil
    }

    /// The masked column that an expression is about.
    private func subject(
        _ node: SyntaxNode, _ selects: [SyntaxNode], _ columns: inout MaskedColumns
    ) -> (MaskedColumn, MaskComparison.Part)? {
        switch node.kind {
        case .columnRef:
            guard !settled.contains(node.index), case .masked(let column) = columns.content(of: node, in: selects)
            else {
                return nil
            }
            return (column, .whole)
        case .typeCast: return node[.arg].flatMap { subject($0, selects, &columns) }
        case .collateClause: return node[.arg].flatMap { subject($0, selects, &columns) }
        case .funcCall:
            let arguments = Array(node.list(.args))
            let name = node.names(.funcname).last ?? ""
            let isOfLast = ["date_part", "date_trunc", "extract"].contains(name)
            guard let value = isOfLast ? arguments.dropFirst().first : arguments.first,
                let (column, part) = subject(value, selects, &columns), part == .whole
            else { return nil }
            switch name {
            case "lower", "upper", "btrim", "ltrim", "rtrim": return arguments.count == 1 ? (column, part) : nil
            case "left": return (column, .start(arguments.dropFirst().first?[.ival]?.int(.ival)))
            case "right": return (column, .end(arguments.dropFirst().first?[.ival]?.int(.ival)))
            case "substr", "substring":
                let numbers = arguments.dropFirst().map { $0[.ival]?.int(.ival) }
                return numbers.count == 2 && numbers[0] == 1 ? (column, .start(numbers[1])) : nil
            case _ where isOfLast: return arguments[0].constantString?.lowercased() == "year" ? (column, .year) : nil
            default: return nil
            }
        case .aExpr:
            guard let name = node.names(.name).last, ["->", "->>", "#>", "#>>"].contains(name), let left = node[.lexpr],
                let key = node[.rexpr], let (column, part) = subject(left, selects, &columns)
            else { return nil }
            let keys = key.constantString.map { name.hasPrefix("#") ? Self.path($0) : [$0] }
            switch part {
            case .whole: return (column, .member(keys))
            case .member(let path): return (column, .member(path.flatMap { path in keys.map { path + $0 } }))
            default: return nil
            }
        default: return nil
        }
    }

    /// `{a,b}` without anything that is quoted.
    private static func path(_ text: String) -> [String] {
        text.dropFirst().dropLast().split(separator: ",").map(String.init)
    }
}

extension MaskComparison.Relation {
    /// As it is from the other side; nil where it has none.
    fileprivate var turned: Self? {
        switch self {
        case .equal: .equal
        case .below: .above
        case .atMost: .atLeast
        case .above: .below
        case .atLeast: .atMost
        case .between, .like, .pattern: nil
        }
    }
}

extension SyntaxNode {
    /// How an expression compares; nil where it does not.
    fileprivate var comparesBy: MaskComparison.Relation? {
        guard kind == .aExpr, let name = names(.name).last else { return nil }
        switch string(.kind) {
        case "AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL", "AEXPR_IN", "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT": break
        case "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR": return .like
        case "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", "AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN_SYM": return .between
        default: return nil
        }
        return switch name {
        case "=", "<>", "!=": .equal
        case "<": .below
        case "<=": .atMost
        case ">": .above
        case ">=": .atLeast
        case "~~", "!~~", "~~*", "!~~*": .like
        case "~", "!~", "~*", "!~*", "^@": .pattern
        default: nil
        }
    }

    /// The texts of constants, of a list or an array of them; nil where one is no plain constant.
    fileprivate var plainConstants: [String]? {
        switch kind {
        case .aConst:
            if let text = constantString { return [text] }
            if let number = self[.ival] { return [String(number.int(.ival) ?? 0)] }
            return self[.fval]?.string(.fval).map { [$0] }
        case .typeCast: return self[.arg]?.plainConstants
        case .list, .aArrayExpr:
            var all: [String] = []
            for item in list(kind == .list ? .items : .elements) {
                guard let texts = item.plainConstants else { return nil }
                all += texts
            }
            return all
        default: return nil
        }
    }
}
