import SQLSyntax

/// `column = constant`, either way round, `column IN (constant, …)` or `column = ANY (array)`, cut at token boundaries.
struct Comparison {
    /// A longer list is compared with the mask: each constant becomes a comparison of its own.
    static let constantsLimit = 1_000

    var column: SyntaxNode
    /// What it is compared with. One of them is equal, or an element of it.
    var values: [Range<Int>]
    /// The same as nodes: constants, or the array.
    var constants: [SyntaxNode]
    /// What `= ANY` compares it with.
    var array: SyntaxNode?
    var isArray: Bool { array != nil }
    var whole: Range<Int>

    /// What says that a value is of the column's own type, without a length: of any other the server could compare something
    /// that is less than the column, as it does for `numeric = float8`.
    func cast(to column: Column) -> String {
        let type =
            column.typeSchema == "pg_catalog"
            ? "pg_catalog.\(column.typeName)"
            : "\(SQLText.identifier(column.typeSchema)).\(SQLText.identifier(column.typeName))"
        return "::\(type)\(isArray ? "[]" : "")"
    }

    /// It is with pseudonyms that were shown: they are looked for among masks.
    func isOfPseudonyms(_ parsed: ParsedText) -> Bool {
        values.allSatisfy { value in
            let text = parsed.string(value)
            return text.hasPrefix("'") && text.hasSuffix("'")
                && MaskComparison.isPseudonym(String(text.dropFirst().dropLast()))
        }
    }

    /// The types that a constant may be cast to, in what a client writes and in what is sent.
    static let types: Set<String> = [
        "bit", "bool", "bpchar", "bytea", "char", "cidr", "date", "float4", "float8", "inet", "int2", "int4", "int8",
        "interval", "macaddr", "macaddr8", "money", "name", "numeric", "oid", "text", "time", "timestamp",
        "timestamptz", "timetz", "uuid", "varbit", "varchar",
    ]

    init?(_ node: SyntaxNode, _ parsed: ParsedText) {
        guard node.kind == .aExpr, node.names(.name) == ["="], let left = node[.lexpr], let right = node[.rexpr]
        else { return nil }
        switch node.string(.kind) {
        case "AEXPR_OP": self.init(left, right, parsed)
        case "AEXPR_IN": self.init(left, among: right, parsed)
        case "AEXPR_OP_ANY": self.init(left, any: right, parsed)
        default: return nil
        }
    }

    private init?(_ left: SyntaxNode, _ right: SyntaxNode, _ parsed: ParsedText) {
        let isColumnFirst = left.kind == .columnRef
        column = isColumnFirst ? left : right
        guard let columnTokens = Self.columnTokens(column, parsed),
            let value = Constant.tokens(isColumnFirst ? right : left, parsed)
        else { return nil }
        values = [Self.place(value, parsed)]
        constants = [isColumnFirst ? right : left]
        let (first, second) = isColumnFirst ? (columnTokens, value) : (value, columnTokens)
        guard first.upperBound + 1 == second.lowerBound, parsed.isToken(first.upperBound, "=") else { return nil }
        whole = Self.place(first.lowerBound..<second.upperBound, parsed)
    }

    private init?(_ left: SyntaxNode, among list: SyntaxNode, _ parsed: ParsedText) {
        guard list.kind == .list, let columnTokens = Self.columnTokens(left, parsed) else { return nil }
        column = left
        let open = columnTokens.upperBound + 1
        guard parsed.isToken(open - 1, "in"), parsed.isToken(open, "("),
            let constants = Constant.list(Array(list.list(.items)), after: open, parsed), let last = constants.last,
            parsed.isToken(last.upperBound, ")"), constants.count <= Self.constantsLimit
        else { return nil }
        values = constants.map { Self.place($0, parsed) }
        self.constants = Array(list.list(.items))
        whole = Self.place(columnTokens.lowerBound..<(last.upperBound + 1), parsed)
    }

    private init?(_ left: SyntaxNode, any array: SyntaxNode, _ parsed: ParsedText) {
        guard let columnTokens = Self.columnTokens(left, parsed) else { return nil }
        column = left
        let open = columnTokens.upperBound + 2
        guard parsed.isToken(open - 2, "="), parsed.isToken(open - 1, "any") || parsed.isToken(open - 1, "some"),
            parsed.isToken(open, "("), let value = Constant.arrayTokens(array, parsed), value.lowerBound == open + 1,
            parsed.isToken(value.upperBound, ")")
        else { return nil }
        values = [Self.place(value, parsed)]
        constants = [array]
        self.array = array
        whole = Self.place(columnTokens.lowerBound..<(value.upperBound + 1), parsed)
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

    private static func place(_ tokens: Range<Int>, _ parsed: ParsedText) -> Range<Int> {
        parsed.tokens[tokens.lowerBound].start..<parsed.tokens[tokens.upperBound - 1].end
    }
}

/// Values that the client itself wrote or will send: literals, parameters and arrays of them, as token indices. Each may
/// have a cast to a plain built-in type, or to an array of one; none has to.
enum Constant {
    static func tokens(_ node: SyntaxNode, _ parsed: ParsedText) -> Range<Int>? {
        switch node.kind {
        case .aConst, .paramRef: literal(node, parsed)
        case .typeCast:
            node[.arg].flatMap { tokens($0, parsed) }.flatMap { cast(of: $0, node, isArray: false, parsed) }
        default: nil
        }
    }

    /// `ARRAY[constant, …]`, a literal, or a parameter.
    static func arrayTokens(_ node: SyntaxNode, _ parsed: ParsedText) -> Range<Int>? {
        switch node.kind {
        case .aConst, .paramRef: return literal(node, parsed)
        case .typeCast:
            return node[.arg].flatMap { arrayTokens($0, parsed) }.flatMap {
                cast(of: $0, node, isArray: true, parsed)
            }
        case .aArrayExpr:
            guard let first = node.list(.elements).first.flatMap({ tokens($0, parsed) }), first.lowerBound >= 2,
                parsed.isToken(first.lowerBound - 1, "["), parsed.isToken(first.lowerBound - 2, "array"),
                let last = list(Array(node.list(.elements)), after: first.lowerBound - 1, parsed)?.last,
                parsed.isToken(last.upperBound, "]")
            else { return nil }
            return (first.lowerBound - 2)..<(last.upperBound + 1)
        default: return nil
        }
    }

    /// One or more, with a comma between two.
    ///
    /// - Parameter open: the index of the bracket before the first.
    static func list(_ nodes: [SyntaxNode], after open: Int, _ parsed: ParsedText) -> [Range<Int>]? {
        var found: [Range<Int>] = []
        for node in nodes {
            let before = found.last?.upperBound ?? open
            guard let value = tokens(node, parsed), value.lowerBound == before + 1,
                found.isEmpty || parsed.isToken(before, ",")
            else { return nil }
            found.append(value)
        }
        return found.isEmpty ? nil : found
    }

    private static func literal(_ node: SyntaxNode, _ parsed: ParsedText) -> Range<Int>? {
        guard let location = node.location else { return nil }
        let index = parsed.tokenIndex(at: location)
        guard index < parsed.tokens.count, parsed.tokens[index].start == location else { return nil }
        switch parsed.tokens[index].kind {
        case .string, .number, .parameter: return index..<(index + 1)
        default: return nil
        }
    }

    private static func cast(
        of inner: Range<Int>, _ node: SyntaxNode, isArray: Bool, _ parsed: ParsedText
    ) -> Range<Int>? {
        guard parsed.isToken(inner.upperBound, "::"), let names = node[.typeName]?.names(.names), names.count <= 2,
            Comparison.types.contains(names.last ?? "")
        else { return nil }
        var end = inner.upperBound + 2
        if parsed.isToken(end - 1, "pg_catalog"), parsed.isToken(end, ".") { end += 2 }
        if parsed.isToken(end - 1, "character"), parsed.isToken(end, "varying") { end += 1 }
        if isArray {
            guard parsed.isToken(end, "["), parsed.isToken(end + 1, "]") else { return nil }
            end += 2
        }
        guard end <= parsed.tokens.count, !parsed.isToken(end, "("), !parsed.isToken(end, "[") else { return nil }
        return inner.lowerBound..<end
    }
}
