import SQLSyntax

/// What stands above rows that the server may have joined, grouped or sorted by raw values gets them in an order that
/// follows from those. So a view of such rows may hold only what gives the same in whatever order they come:
///
/// - expressions of one row, of functions that give the same each time;
/// - aggregates that are exact and whose result no order changes: sums of floating-point numbers are neither;
/// - keys of GROUP BY and DISTINCT, and least and greatest values, of types whose equal values look alike: of 1.0 and 1.00
///   the one is shown that came first.
///
/// How its expressions may fail is another matter of the kind: see `Failure`. What is not recognised is noted, and makes the
/// view unreadable if its rows turn out to come so.
extension ViewLineage {
    /// Notes what a query makes of the order of its rows.
    mutating func noteOrder(of select: SyntaxNode, _ output: Output, _ scopes: [Scope]) {
        if select[.limitCount] != nil || select[.limitOffset] != nil { note(gathering: "LIMIT") }
        if select[.lockingClause] != nil { note(gathering: "FOR UPDATE") }
        if select[.windowClause] != nil { note(gathering: "a window") }
        for key in [SyntaxKey.targetList, .whereClause, .groupClause, .havingClause, .sortClause, .valuesLists] {
            if let clause = select[key] { noteOrder(in: clause, scopes) }
        }
        noteFailures(of: select, scopes)
        for key in select.list(.groupClause) where !isUniform(key, output, scopes) {
            note(gathering: "GROUP BY \(Self.words(key)), of which equal values may look different,")
        }
        guard let distinct = select[.distinctClause] else { return }
        // DISTINCT alone has one empty element.
        if distinct.children.contains(where: { !$0.children.isEmpty }) { return note(gathering: "DISTINCT ON") }
        noteDistinct(output, "DISTINCT")
    }

    /// Notes columns of which one of several rows is shown.
    mutating func noteDistinct(_ output: Output, _ what: String) {
        guard let column = output.columns.first(where: { $0.uniform == nil }) else { return }
        note(gathering: "\(what) over \(column.name), of which equal values may look different,")
    }

    private func isUniform(_ key: SyntaxNode, _ output: Output, _ scopes: [Scope]) -> Bool {
        if key.kind == .aConst, let place = key[.ival].map({ $0.int(.ival) ?? 0 }) {
            return output.columns.indices.contains(place - 1) && output.columns[place - 1].uniform != nil
        }
        return uniformType(of: key, scopes) != nil
    }

    private static func words(_ key: SyntaxNode) -> String { key.names(.fields).last ?? "an expression" }

    // MARK: expressions

    /// Notes what is not an expression of one row. Queries in it are looked at by themselves.
    mutating func noteOrder(in node: SyntaxNode, _ scopes: [Scope]) {
        if node.isObject {
            switch node.kind {
            case .columnRef, .aConst: return
            case .funcCall: noteCall(node, scopes)
            case .subLink:
                let type = node.string(.subLinkType) ?? ""
                if !Self.rowLinks.contains(type) { note(gathering: "ARRAY (SELECT …)") }
            case .typeCast:
                let type = node[.typeName]?.names(.names) ?? []
                if type.count > 1, type.first != "pg_catalog" { note(unsteady: type.last ?? "a conversion") }
            case .aExpr:
                let names = node.names(.name)
                if names.count > 1, names.first != "pg_catalog" { note(unsteady: "operator \(names.last ?? "")") }
            case .aArrayExpr, .aIndirection, .boolExpr, .booleanTest, .caseExpr, .caseWhen, .coalesceExpr,
                .collateClause, .list, .minMaxExpr, .nullTest, .resTarget, .rowExpr, .sortBy, .sqlValueFunction,
                .string:
                break
            default: note(gathering: "an expression that is not recognised")
            }
        }
        for child in node.children where child.key != .subselect && child.key != .typeName {
            noteOrder(in: child, scopes)
        }
    }

    private static let rowLinks: Set<String> = [
        "EXISTS_SUBLINK", "ALL_SUBLINK", "ANY_SUBLINK", "ROWCOMPARE_SUBLINK", "EXPR_SUBLINK",
    ]

    private mutating func noteCall(_ call: SyntaxNode, _ scopes: [Scope]) {
        let names = call.names(.funcname)
        let name = names.last ?? ""
        if call[.over] != nil { return note(gathering: "a window") }
        guard !code.isOutsideCatalog(call: call), !isSteadyCall(names, name, isInQuery: false) else {
            if code.isOutsideCatalog(call: call) { note(unsteady: name) }
            return
        }
        if aggregatesFreely(call, name, scopes) { return }
        let isAggregate = call[.aggOrder] != nil || catalog.immutableBuiltins.contains(name)
        if isAggregate { note(gathering: name) } else { note(unsteady: name) }
    }

    /// Whether it is an aggregate that gives the same in whatever order its rows come.
    private func aggregatesFreely(_ call: SyntaxNode, _ name: String, _ scopes: [Scope]) -> Bool {
        if name == "count" { return true }
        guard let argument = call.list(.args).first, let type = uniformType(of: argument, scopes) else { return false }
        let order = Array(call.list(.aggOrder))
        switch name {
        case "sum", "avg", "bit_and", "bit_or", "bit_xor": return Self.integers.contains(type) && order.isEmpty
        case "bool_and", "bool_or", "every": return type == "bool" && order.isEmpty
        case "min", "max": return order.isEmpty
        case "array_agg", "json_agg", "jsonb_agg", "string_agg":
            // In the order of itself, and of nothing else.
            guard order.count == 1, let key = order.first?[.node], order[0][.useOp] == nil else { return false }
            return argument.kind == .columnRef && argument.names(.fields) == key.names(.fields)
                && argument.list(.fields).count == key.list(.fields).count
                && call.list(.args).dropFirst().allSatisfy { $0.kind == .typeCast && $0[.arg]?.kind == .aConst }
        default: return false
        }
    }

    // MARK: types

    /// The type of an expression, as `pg_type` calls it, where that is certain and its equal values look alike.
    func uniformType(of node: SyntaxNode, _ scopes: [Scope]) -> String? {
        switch node.kind {
        case .columnRef: return column(node, scopes)?.uniform
        case .aConst: return node[.ival] != nil ? "int4" : nil
        case .boolExpr, .nullTest, .booleanTest: return "bool"
        case .subLink:
            return ["EXISTS_SUBLINK", "ANY_SUBLINK", "ALL_SUBLINK"].contains(node.string(.subLinkType) ?? "")
                ? "bool" : nil
        case .typeCast: return cast(node, scopes)
        case .coalesceExpr, .minMaxExpr: return common(Array(node.list(.args)), scopes)
        case .caseExpr:
            return common(node.list(.args).compactMap { $0[.result] } + [node[.defresult]].compactMap(\.self), scopes)
        case .aExpr: return operation(node, scopes)
        case .funcCall: return call(node, scopes)
        default: return nil
        }
    }

    private func cast(_ node: SyntaxNode, _ scopes: [Scope]) -> String? {
        guard let type = node[.typeName], type[.arrayBounds] == nil, let argument = node[.arg] else { return nil }
        let names = type.names(.names)
        guard let name = names.last, names.count == 1 || names.first == "pg_catalog",
            UniformTypes.names.contains(name)
        else { return nil }
        // A text keeps the collation of what it is made of.
        let isText = Self.texts.contains(name)
        guard !isText || argument.kind == .aConst || uniformType(of: argument, scopes) != nil else { return nil }
        return name
    }

    private func common(_ nodes: [SyntaxNode], _ scopes: [Scope]) -> String? {
        let types = nodes.filter { !Self.isNull($0) }.map { uniformType(of: $0, scopes) }
        guard let first = types.first, types.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    /// NULL, and NULL::type.
    private static func isNull(_ node: SyntaxNode) -> Bool {
        node.kind == .typeCast ? node[.arg].map(isNull) ?? false : node.kind == .aConst && node.bool(.isnull)
    }

    private func operation(_ node: SyntaxNode, _ scopes: [Scope]) -> String? {
        guard let name = node.names(.name).last, node.names(.name).count == 1 else { return nil }
        if node.string(.kind) != "AEXPR_OP" { return node.string(.kind) == "AEXPR_NULLIF" ? nil : "bool" }
        if ["=", "<>", "<", "<=", ">", ">=", "~", "~~", "!~", "!~~"].contains(name) { return "bool" }
        guard let left = node[.lexpr].flatMap({ uniformType(of: $0, scopes) }),
            let right = node[.rexpr].flatMap({ uniformType(of: $0, scopes) })
        else { return nil }
        if ["+", "-", "*", "/", "%"].contains(name), Self.integers.contains(left), Self.integers.contains(right) {
            return max(left, right)
        }
        return name == "||" && Self.texts.contains(left) && Self.texts.contains(right) ? "text" : nil
    }

    private func call(_ node: SyntaxNode, _ scopes: [Scope]) -> String? {
        guard let name = node.names(.funcname).last, !code.isOutsideCatalog(call: node), node[.over] == nil else {
            return nil
        }
        let types = node.list(.args).map { uniformType(of: $0, scopes) }
        switch name {
        case "count": return "int8"
        case "date_trunc": return types.last.flatMap { ["timestamp", "timestamptz"].contains($0) ? $0 : nil }
        case "length", "char_length", "character_length", "octet_length":
            return types.first.flatMap { $0.map(Self.texts.contains) } == true ? "int4" : nil
        case "lower", "upper", "initcap", "btrim", "ltrim", "rtrim", "left", "right", "replace", "md5":
            guard types.allSatisfy({ $0 != nil }), let first = types.first.flatMap(\.self), Self.texts.contains(first)
            else { return nil }
            return "text"
        case "to_char": return types.count == 2 && types[1] != nil ? "text" : nil
        default: return nil
        }
    }

    private static let integers: Set<String> = ["int2", "int4", "int8"]
    private static let texts: Set<String> = ["text", "varchar", "name"]
}
