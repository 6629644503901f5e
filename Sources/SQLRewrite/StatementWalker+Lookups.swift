import Policy
import SQLSyntax

/// `lookup: equality`: `column = constant`, or IN a list of them, as a top-level AND condition moves inside the derived table, where it acts
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
            let isOrdering = protection.indexOrder.columns(of: target.relation.name).contains(column)
            let own = isOrdering ? SQLText.unindexed(column) : SQLText.identifier(column)
            let tests = comparison.constants.map { constant in
                "\(own) OPERATOR(pg_catalog.=) \(parsed.string(constant))"
            }
            lookups[target.node.index, default: []].append(
                tests.count == 1 ? tests[0] : "(\(tests.joined(separator: " OR ")))")
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

/// `column = constant`, either way round, or `column IN (constant, …)`, cut at token boundaries.
struct Comparison {
    /// A longer list is compared with the mask: each constant becomes a comparison of its own.
    static let constantsLimit = 1_000

    var column: SyntaxNode
    /// One of them is equal.
    var constants: [Range<Int>]
    var whole: Range<Int>

    init?(_ node: SyntaxNode, _ parsed: ParsedText) {
        guard node.kind == .aExpr, node.names(.name) == ["="], let left = node[.lexpr], let right = node[.rexpr]
        else { return nil }
        switch node.string(.kind) {
        case "AEXPR_OP": self.init(left, right, parsed)
        case "AEXPR_IN": self.init(left, among: right, parsed)
        default: return nil
        }
    }

    private init?(_ left: SyntaxNode, _ right: SyntaxNode, _ parsed: ParsedText) {
        let isColumnFirst = left.kind == .columnRef
        column = isColumnFirst ? left : right
        guard let columnTokens = Self.columnTokens(column, parsed),
            let value = Self.constant(isColumnFirst ? right : left, parsed)
        else { return nil }
        constants = [Self.text(value, parsed)]
        let (first, second) = isColumnFirst ? (columnTokens, value) : (value, columnTokens)
        guard first.upperBound + 1 == second.lowerBound, parsed.isToken(first.upperBound, "=") else { return nil }
        whole = Self.text(first.lowerBound..<second.upperBound, parsed)
    }

    private init?(_ left: SyntaxNode, among list: SyntaxNode, _ parsed: ParsedText) {
        guard list.kind == .list, let columnTokens = Self.columnTokens(left, parsed) else { return nil }
        column = left
        constants = []
        var index = columnTokens.upperBound
        guard parsed.isToken(index, "in"), parsed.isToken(index + 1, "(") else { return nil }
        index += 1
        // At each turn the index is at what stands before a constant: the parenthesis, or a comma.
        for item in list.list(.items) {
            guard let value = Self.constant(item, parsed), value.lowerBound == index + 1,
                parsed.isToken(value.upperBound, ",") || parsed.isToken(value.upperBound, ")"),
                constants.count < Self.constantsLimit
            else { return nil }
            constants.append(Self.text(value, parsed))
            index = value.upperBound
        }
        guard !constants.isEmpty, parsed.isToken(index, ")") else { return nil }
        whole = Self.text(columnTokens.lowerBound..<(index + 1), parsed)
    }

    private static func columnTokens(_ column: SyntaxNode, _ parsed: ParsedText) -> Range<Int>? {
        guard column.kind == .columnRef, column.list(.fields).allSatisfy({ $0.kind == .string }),
            let start = column.location
        else { return nil }
        let first = parsed.tokenIndex(at: start)
        return RelationSpan.skipNames(
            from: first, count: column.list(.fields).count, parsed, dotAfterLast: false
        ).map { first..<$0 }
    }

    private static func text(_ tokens: Range<Int>, _ parsed: ParsedText) -> Range<Int> {
        parsed.tokens[tokens.lowerBound].start..<parsed.tokens[tokens.upperBound - 1].end
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
