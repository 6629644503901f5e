import SQLSyntax

/// Of rows that come in a raw order, the first that fails ends the statement: where two of them fail in different ways, the
/// SQLSTATE tells which came first; and a condition that fails for some rows tells whether these were looked at. So in a view
/// of such rows an expression may fail in one way only, as far as it is recognised, and a condition in none.
extension ViewLineage {
    enum Failure: Hashable {
        /// 22003: a number, 22008: a moment is out of range.
        case number, moment
        /// 22012
        case division
        /// 22P02, 22007: a text is none of a type.
        case text, form
        /// 21000: a query that should give one row gives several.
        case rows
        /// A condition fails, in whatever way.
        case condition
        /// In ways that nobody here knows.
        case unknown
    }

    /// What kind of type an expression has.
    enum Family {
        case number, moment, text, truth, document

        /// - Parameter type: as `pg_type` calls it.
        init?(_ type: String) {
            switch type {
            case "int2", "int4", "int8", "numeric", "float4", "float8": self = .number
            case "date", "timestamp", "timestamptz", "time", "timetz", "interval": self = .moment
            case "text", "varchar", "bpchar", "name", "uuid": self = .text
            case "bool": self = .truth
            case "jsonb": self = .document
            default: return nil
            }
        }
    }

    /// Why rows must not come in a raw order, where they fail so; nil: they may.
    static func words(_ failures: Set<Failure>) -> String? {
        if failures.contains(.condition) { return "a condition that may fail" }
        return failures.contains(.unknown) || failures.count > 1 ? "an expression that may fail in several ways" : nil
    }

    /// Notes how what a query computes of each row may fail, and conditions that may.
    mutating func noteFailures(of select: SyntaxNode, _ scopes: [Scope]) {
        if let clause = select[.whereClause] { noteFailures(choosing: clause, scopes) }
        for key in [SyntaxKey.targetList, .groupClause, .havingClause, .sortClause, .valuesLists] {
            guard let clause = select[key] else { continue }
            // What is asked in a condition is asked until there is an answer.
            if isInLink { noteFailures(choosing: clause, scopes) } else { note(failures: failures(of: clause, scopes)) }
        }
    }

    mutating func noteFailures(choosing node: SyntaxNode, _ scopes: [Scope]) {
        if !failures(of: node, scopes).isEmpty { note(failures: [.condition]) }
    }

    func failures(of node: SyntaxNode, _ scopes: [Scope]) -> Set<Failure> {
        var found: Set<Failure> = []
        switch node.kind {
        case .columnRef:
            guard let columns = columns(node, scopes) else { return [.unknown] }
            return columns.reduce(into: []) { $0.formUnion($1.failures) }
        case .aConst: return []
        case .typeCast: found = ofCast(node, scopes)
        case .aExpr: found = ofOperator(node, scopes)
        case .funcCall: found = ofCall(node, scopes)
        case .subLink: found = Self.givesOneRow(node) ? [] : [.rows]
        default: break
        }
        for child in node.children where child.key != .subselect && child.key != .typeName {
            found.formUnion(failures(of: child, scopes))
        }
        return found
    }

    /// A test gives a truth, and an aggregate of everything one row.
    private static func givesOneRow(_ link: SyntaxNode) -> Bool {
        guard link.string(.subLinkType) == "EXPR_SUBLINK", let select = link[.subselect] else {
            return link.string(.subLinkType) != "ROWCOMPARE_SUBLINK"
        }
        let aggregates = ["count", "sum", "avg", "min", "max", "bool_and", "bool_or"]
        let targets = Array(select.list(.targetList))
        return targets.count == 1 && select[.groupClause] == nil && select[.larg] == nil
            && targets[0][.val]?.kind == .funcCall
            && aggregates.contains(targets[0][.val]?.names(.funcname).last ?? "")
    }

    private func ofOperator(_ node: SyntaxNode, _ scopes: [Scope]) -> Set<Failure> {
        let name = node.names(.name).last ?? ""
        switch node.string(.kind) {
        case "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR": return isConstant(node[.rexpr]) ? [] : [.unknown]
        case "AEXPR_OP": break
        default: return []
        }
        let families = [node[.lexpr], node[.rexpr]].compactMap { $0.map { family(of: $0, scopes) } }
        let isNumber = families.allSatisfy { $0 == .number }
        switch name {
        case "=", "<>", "<", "<=", ">", ">=", "@>", "<@", "&&": return []
        // The server writes LIKE as an operator.
        case "~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*": return isConstant(node[.rexpr]) ? [] : [.unknown]
        case "+", "-", "*":
            if isNumber { return [.number] }
            return families.contains(.moment) && families.allSatisfy { $0 == .moment || $0 == .number }
                ? [.moment] : [.unknown]
        case "/", "%":
            guard isNumber else { return [.unknown] }
            return Self.isNeverZero(node[.rexpr]) ? [.number] : [.number, .division]
        case "||": return families.allSatisfy { $0 == .text } ? [] : [.unknown]
        case "->", "->>", "#>", "#>>": return families.first == .document ? [] : [.unknown]
        default: return [.unknown]
        }
    }

    private func isConstant(_ node: SyntaxNode?) -> Bool {
        node.map { !$0.contains { $0.kind == .columnRef || $0.kind == .subLink } } ?? false
    }

    /// A number that is written out, or NULLIF(…, 0).
    private static func isNeverZero(_ node: SyntaxNode?) -> Bool {
        if node?.kind == .aExpr, node?.string(.kind) == "AEXPR_NULLIF" { return Restriction.number(node?[.rexpr]) == 0 }
        return Restriction.number(node).map { $0 != 0 } ?? false
    }

    private func ofCast(_ node: SyntaxNode, _ scopes: [Scope]) -> Set<Failure> {
        guard let argument = node[.arg], !isConstant(argument) else { return [] }
        guard let type = node[.typeName], type[.arrayBounds] == nil, let target = type.names(.names).last,
            type.names(.names).count == 1 || type.names(.names).first == "pg_catalog",
            let to = Family(target), let from = family(of: argument, scopes)
        else { return [.unknown] }
        switch (from, to) {
        case (_, .text) where target != "uuid": return []
        case (.number, .number):
            let isInteger = uniformType(of: argument, scopes) != nil
            return isInteger && ["int8", "float8"].contains(target) ? [] : [.number]
        case (.moment, .moment): return [.moment]
        case (.truth, .number), (.number, .truth), (.truth, .truth): return []
        case (.text, .number): return [.text, .number]
        case (.text, .moment): return [.form, .moment]
        case (.text, .truth), (.text, .text): return [.text]
        default: return [.unknown]
        }
    }

    private func ofCall(_ node: SyntaxNode, _ scopes: [Scope]) -> Set<Failure> {
        let name = node.names(.funcname).last ?? ""
        if code.isOutsideCatalog(call: node) { return [.unknown] }
        if Self.neverFailing.contains(name) || isConstant(node) { return [] }
        let argument = node.list(.args).first.flatMap { family(of: $0, scopes) }
        switch name {
        case "abs", "avg", "ceil", "ceiling", "floor", "round", "sum", "trunc":
            return argument == .number ? [.number] : argument == .moment ? [.moment] : [.unknown]
        case "age", "date_trunc": return [.moment]
        default: return [.unknown]
        }
    }

    private static let neverFailing: Set<String> = [
        "array_agg", "bool_and", "bool_or", "btrim", "char_length", "character_length", "concat", "concat_ws", "count",
        "date_part", "every", "extract", "initcap", "json_agg", "jsonb_agg", "left", "length", "lower", "ltrim", "max",
        "md5", "min", "now", "octet_length", "replace", "right", "rtrim", "string_agg", "to_char", "upper",
    ]

    /// Nil: of none that is known.
    func family(of node: SyntaxNode, _ scopes: [Scope]) -> Family? {
        switch node.kind {
        case .boolExpr, .nullTest, .booleanTest: return .truth
        case .columnRef: return column(node, scopes)?.family
        case .aConst: return node[.ival] != nil || node[.fval] != nil ? .number : node[.sval] != nil ? .text : nil
        case .typeCast:
            guard let type = node[.typeName], type[.arrayBounds] == nil else { return nil }
            return type.names(.names).last.flatMap { Family($0) }
        case .coalesceExpr, .minMaxExpr: return node.list(.args).first.flatMap { family(of: $0, scopes) }
        case .caseExpr: return node.list(.args).first?[.result].flatMap { family(of: $0, scopes) }
        case .aExpr:
            let families = [node[.lexpr], node[.rexpr]].compactMap { $0.flatMap { family(of: $0, scopes) } }
            switch node.names(.name).last {
            case "+", "-", "*", "/", "%": return families.contains(.moment) ? .moment : families.first
            case "->", "#>": return .document
            case "||", "->>", "#>>": return .text
            default: return node.string(.kind) == "AEXPR_NULLIF" ? families.first : .truth
            }
        case .funcCall: return family(ofCall: node, scopes)
        default: return nil
        }
    }

    private func family(ofCall node: SyntaxNode, _ scopes: [Scope]) -> Family? {
        switch node.names(.funcname).last {
        case "count", "length", "char_length", "octet_length", "extract", "date_part": .number
        case "abs", "avg", "ceil", "ceiling", "floor", "round", "sum", "trunc", "min", "max":
            node.list(.args).first.flatMap { family(of: $0, scopes) }
        case "age", "date_trunc", "now": .moment
        case "lower", "upper", "btrim", "ltrim", "rtrim", "left", "right", "replace", "concat", "concat_ws", "to_char",
            "md5", "string_agg":
            .text
        case "bool_and", "bool_or", "every": .truth
        default: nil
        }
    }
}
