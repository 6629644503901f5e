import Policy
import SQLSyntax

/// `lookup: equality`: `column = constant` as a top-level AND condition moves inside the derived table, where it acts
/// on the raw value. Whatever does not have exactly this shape stays outside and sees the mask.
extension StatementWalker {
    private struct Candidate {
        var node: SyntaxNode
        var alias: String
        var relation: Relation
    }

    func findLookups(_ select: SyntaxNode) throws(RewriteRefusal) {
        guard let condition = select[.whereClause] else { return }
        var candidates: [Candidate] = []
        var others: [SyntaxNode] = []
        for item in select.list(.fromClause) { collect(item, &candidates, &others) }
        guard !candidates.isEmpty else { return }
        let isAlone = candidates.count == 1 && others.isEmpty
        for conjunct in Self.conjuncts(condition) {
            guard let comparison = Comparison(conjunct, parsed) else { continue }
            let fields = comparison.column.names(.fields)
            guard let column = fields.last, fields.count <= 3 else { continue }
            let qualifier = fields.dropLast()
            let matching = candidates.filter { candidate in
                if let name = qualifier.last, name != candidate.alias { return false }
                if qualifier.count == 2, qualifier.first != candidate.relation.name.schema { return false }
                return protection.masks[candidate.relation.name]?[column]?.lookup == .equality
            }
            guard matching.count == 1, let target = matching.first, isAlone || !qualifier.isEmpty,
                target.node[.alias].map({ $0.list(.colnames).isEmpty }) ?? true
            else { continue }
            lookups[target.node.index, default: []].append(
                "\(SQLText.identifier(column)) OPERATOR(pg_catalog.=) \(parsed.string(comparison.constant))")
            edits.append(Edit(comparison.whole, "TRUE"))
            settled.insert(comparison.column.index)
        }
    }

    /// Protected relations of FROM that are not on the nullable side of an outer join.
    private func collect(_ item: SyntaxNode, _ candidates: inout [Candidate], _ others: inout [SyntaxNode]) {
        switch item.kind {
        case .rangeVar:
            guard case .relation(let relation)? = try? resolve(item), protection.masks[relation.name] != nil else {
                return others.append(item)
            }
            let alias = item[.alias]?.string(.aliasname) ?? relation.name.name
            candidates.append(Candidate(node: item, alias: alias, relation: relation))
        case .joinExpr:
            guard let left = item[.larg], let right = item[.rarg], item[.alias] == nil else {
                return others.append(item)
            }
            var hidden: [Candidate] = []
            switch item.string(.jointype) {
            case "JOIN_INNER":
                collect(left, &candidates, &others)
                collect(right, &candidates, &others)
            case "JOIN_LEFT":
                collect(left, &candidates, &others)
                collect(right, &hidden, &others)
                others.append(right)
            case "JOIN_RIGHT":
                collect(right, &candidates, &others)
                collect(left, &hidden, &others)
                others.append(left)
            default: others.append(item)
            }
        default: others.append(item)
        }
    }

    static func conjuncts(_ node: SyntaxNode) -> [SyntaxNode] {
        guard node.kind == .boolExpr, node.string(.boolop) == "AND_EXPR" else { return [node] }
        return node.list(.args).flatMap(conjuncts)
    }
}

/// `column = constant`, either way round, cut at token boundaries.
struct Comparison {
    var column: SyntaxNode
    var constant: Range<Int>
    var whole: Range<Int>

    init?(_ node: SyntaxNode, _ parsed: ParsedText) {
        guard node.kind == .aExpr, node.string(.kind) == "AEXPR_OP", node.names(.name) == ["="],
            let left = node[.lexpr], let right = node[.rexpr]
        else { return nil }
        let isColumnFirst = left.kind == .columnRef
        column = isColumnFirst ? left : right
        guard column.kind == .columnRef, column.list(.fields).allSatisfy({ $0.kind == .string }),
            let columnStart = column.location,
            let columnEnd = RelationSpan.skipNames(
                from: parsed.tokenIndex(at: columnStart), count: column.list(.fields).count, parsed,
                dotAfterLast: false),
            let value = Self.constant(isColumnFirst ? right : left, parsed)
        else { return nil }
        let columnTokens = parsed.tokenIndex(at: columnStart)..<columnEnd
        constant = parsed.tokens[value.lowerBound].start..<parsed.tokens[value.upperBound - 1].end
        let (first, second) = isColumnFirst ? (columnTokens, value) : (value, columnTokens)
        guard first.upperBound + 1 == second.lowerBound, parsed.isToken(first.upperBound, "=") else { return nil }
        whole = parsed.tokens[first.lowerBound].start..<parsed.tokens[second.upperBound - 1].end
    }

    /// A literal or parameter, with a cast to a plain built-in type or none, as token indices.
    private static func constant(_ node: SyntaxNode, _ parsed: ParsedText) -> Range<Int>? {
        switch node.kind {
        case .aConst, .paramRef:
            guard let location = node.location else { return nil }
            let index = parsed.tokenIndex(at: location)
            guard index < parsed.tokens.count, parsed.tokens[index].start == location else { return nil }
            switch parsed.tokens[index].kind {
            case .string, .number, .parameter: return index..<(index + 1)
            default: return nil
            }
        case .typeCast:
            guard let inner = node[.arg].flatMap({ constant($0, parsed) }), parsed.isToken(inner.upperBound, "::"),
                let names = node[.typeName]?.names(.names), names.count <= 2,
                ["text", "varchar", "bpchar", "int4", "int8", "uuid", "date"].contains(names.last ?? "")
            else { return nil }
            var end = inner.upperBound + 2
            if parsed.isToken(end - 1, "pg_catalog"), parsed.isToken(end, ".") { end += 2 }
            if parsed.isToken(end - 1, "character"), parsed.isToken(end, "varying") { end += 1 }
            guard end <= parsed.tokens.count, !parsed.isToken(end, "("), !parsed.isToken(end, "[") else { return nil }
            return inner.lowerBound..<end
        default: return nil
        }
    }
}
