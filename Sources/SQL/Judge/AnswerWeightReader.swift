import SQLSyntax

/// Reads from a statement how many values a cell of its answer may hold. By recognition: a cell holds one value when
/// everything that it is made of is known to give one for one; arrays, JSON and `string_agg` with a constant between values
/// are counted by what is in them; of all else nothing is known.
struct AnswerWeightReader {
    /// What a query's columns may hold.
    private enum Columns: Comparable {
        /// One value each.
        case single
        /// Arrays and JSON hold several, texts by delimiters.
        case several
        case unknown
    }

    private var delimiters: [[UInt8]] = []
    /// What columns of the answer hold.
    private var answer = ValueWeight.one
    private var inner = InnerColumns()
    /// The most that was found in what is being read.
    private var noted = ValueWeight.none
    private var hasObjects = false
    /// Names of FROM: a reference to one is a whole row.
    private var rowNames: Set<String> = []
    private var depth = 0
    /// A number may be of many values, however long it is: an inner query has such.
    private var hasInnerSums = false
    /// How many texts are being made of what is read.
    private var textDepth = 0

    /// - Parameter readsCopies: of tables that principals fill: what stands in one of their cells may be of many.
    static func weight(of statement: SyntaxNode, readsCopies: Bool = false) -> AnswerWeight {
        if readsCopies, statement.kind != .explainStmt { return .unknown }
        var reader = AnswerWeightReader()
        reader.collectRowNames(statement)
        return switch reader.columns(ofStatement: statement) {
        case .single: .single(joined: reader.answer.joined, packed: reader.answer.packed)
        case .several:
            .several(
                AnswerWeight.Parts(
                    delimiters: reader.delimiters,
                    joined: ValueWeight.most(reader.answer, reader.inner.heaviest).joined,
                    countsMembers: reader.hasObjects))
        case .unknown: .unknown
        }
    }

    private mutating func collectRowNames(_ statement: SyntaxNode) {
        statement.walk { node in
            if let name = node.string(.relname) { rowNames.insert(name) }
            if let name = node.string(.aliasname) { rowNames.insert(name) }
            if let name = node.string(.ctename) { rowNames.insert(name) }
            if !node.list(.colnames).isEmpty || !node.list(.aliascolnames).isEmpty { inner.hasOtherNames = true }
            return false
        }
    }

    private mutating func columns(ofStatement node: SyntaxNode) -> Columns {
        switch node.kind {
        case .selectStmtNode: return columns(of: node)
        case .insertStmt, .updateStmt, .deleteStmt:
            let returned = node.list(.returningList)
            if returned.isEmpty { return .single }
            guard node[.withClause] == nil, node[.fromClause] == nil, node[.usingClause] == nil else {
                return .unknown
            }
            return returned.reduce(Columns.single) { max($0, target($1, over: .single)) }
        case .declareCursorStmt, .prepareStmt, .copyStmt, .explainStmt:
            // EXPLAIN shows a plan, and no row.
            guard node.kind != .explainStmt, let query = node[.query] else { return .single }
            return columns(ofStatement: query)
        // They answer nothing, by what they are themselves, or what they run is known by its name.
        case .mergeStmt: return node.list(.returningList).isEmpty ? .single : .unknown
        default: return .single
        }
    }

    // MARK: queries

    private mutating func columns(of query: SyntaxNode) -> Columns {
        guard query.kind == .selectStmtNode else { return .unknown }
        var source = Columns.single
        if let with = query[.withClause] {
            guard !with.bool(.cterecursive) else { return .unknown }
            for cte in with.list(.ctes) {
                guard let inner = cte[.ctequery] else { return .unknown }
                source = max(source, within { $0.columns(of: inner) })
            }
        }
        if let left = query[.larg], let right = query[.rarg] {
            // They are called as the first of them calls them.
            inner.combinedDepth += 1
            defer { inner.combinedDepth -= 1 }
            return max(source, max(columns(of: left), columns(of: right)))
        }
        for item in query.list(.fromClause) { source = max(source, from(item)) }
        for row in query.list(.valuesLists) {
            for value in row.list(.items) {
                source = max(source, column(nil) { $0.expression(value, over: .single) })
            }
        }
        guard source < .unknown else { return .unknown }
        return query.list(.targetList).reduce(source) { max($0, target($1, over: source)) }
    }

    private mutating func within(_ read: (inout AnswerWeightReader) -> Columns) -> Columns {
        depth += 1
        defer { depth -= 1 }
        return read(&self)
    }

    private mutating func from(_ item: SyntaxNode) -> Columns {
        switch item.kind {
        case .rangeVar: return .single
        case .joinExpr:
            guard let left = item[.larg], let right = item[.rarg] else { return .unknown }
            return max(from(left), from(right))
        case .rangeSubselect:
            guard let query = item[.subquery] else { return .unknown }
            return within { $0.columns(of: query) }
        case .rangeTableSample: return item[.relation].map { from($0) } ?? .unknown
        default: return .unknown
        }
    }

    private mutating func target(_ node: SyntaxNode, over source: Columns) -> Columns {
        guard node.kind == .resTarget, let value = node[.val] else { return .unknown }
        let isColumn = value.kind == .columnRef && !isRow(value, inTarget: true)
        return column(node.string(.name) ?? (isColumn ? value.names(.fields).last : nil)) { reader in
            guard isColumn else { return reader.expression(value, over: source) }
            reader.note(reader.inner.weight(of: value))
            return source
        }
    }

    /// - Parameter name: by which it may be called further out; nil: that is not known.
    private mutating func column(_ name: String?, _ read: (inout AnswerWeightReader) -> Columns) -> Columns {
        let before = noted
        noted = .none
        let found = read(&self)
        if depth == 0 { answer = .most(answer, noted) } else { inner.add(noted, name) }
        noted = .most(before, noted)
        return found
    }

    private mutating func note(_ weight: ValueWeight) { noted = .most(noted, weight) }

    // MARK: expressions

    private mutating func expression(_ node: SyntaxNode, over source: Columns) -> Columns {
        // Of columns that hold several values only the columns themselves are known.
        if source == .single, isSingle(node) { return .single }
        return several(node, over: source) ? .several : .unknown
    }

    /// A whole row: by the name of a table, or with a star where no list of columns can stand.
    private func isRow(_ reference: SyntaxNode, inTarget: Bool = false) -> Bool {
        let hasStar = reference.list(.fields).contains { $0.kind != .string }
        return hasStar ? !inTarget : rowNames.contains(reference.names(.fields).last ?? "")
    }

    /// It holds as many values as are known of it, which are noted.
    private mutating func isSingle(_ node: SyntaxNode) -> Bool {
        guard let weight = weight(of: node) else { return false }
        note(weight)
        return true
    }

    /// How many values it may hold; nil: that is not known. What is made of several things holds what each of them holds, unless
    /// it is known to be one of them.
    private mutating func weight(of node: SyntaxNode) -> ValueWeight? {
        switch node.kind {
        case .columnRef: isRow(node) || textDepth > 0 && hasInnerSums ? nil : inner.weight(of: node)
        case .aConst, .paramRef, .sqlValueFunction, .setToDefault: ValueWeight.none
        // Yes or no.
        case .boolExpr, .nullTest, .booleanTest, .jsonIsPredicate: .one
        // Functions answer an array with as many values as it has elements.
        case .typeCast where node[.typeName]?.isArrayType ?? true: nil
        case .typeCast where !Self.numbers.contains(node[.typeName]?.names(.names).last ?? ""):
            inText { reader in node[.arg].flatMap { reader.weight(of: $0) } }?.inText
        case .typeCast, .collateClause: node[.arg].flatMap { weight(of: $0) }
        case .coalesceExpr, .minMaxExpr: weights(of: node.list(.args)).map { $0.reduce(.none, ValueWeight.most) }
        case .caseExpr: weight(ofCase: node)
        case .aExpr: weight(ofOperation: node)
        case .funcCall: weight(ofCall: node)
        case .subLink:
            switch node.string(.subLinkType) {
            case "EXISTS_SUBLINK", "ANY_SUBLINK", "ALL_SUBLINK": .one
            case "EXPR_SUBLINK": node[.subselect].flatMap { weight(ofQuery: $0) }
            default: nil
            }
        default: nil
        }
    }

    private mutating func weight(ofQuery query: SyntaxNode) -> ValueWeight? {
        let before = noted
        noted = .none
        defer { noted = before }
        return within { $0.columns(of: query) } == .single ? .most(.one, noted) : nil
    }

    private mutating func weights(of nodes: some Sequence<SyntaxNode>) -> [ValueWeight]? {
        var weights: [ValueWeight] = []
        for node in nodes {
            guard let weight = weight(of: node) else { return nil }
            weights.append(weight)
        }
        return weights
    }

    private mutating func weight(ofCase node: SyntaxNode) -> ValueWeight? {
        let results = node.list(.args).map { $0[.result] } + (node[.defresult].map { [$0] } ?? [])
        guard results.allSatisfy({ $0 != nil }) else { return nil }
        return weights(of: results.compactMap(\.self))?.reduce(.one, ValueWeight.most)
    }

    private mutating func weight(ofCall node: SyntaxNode) -> ValueWeight? {
        guard node.isOfServer, let name = node.names(.funcname).last,
            Self.joining.contains(name) || Self.singleFunctions.contains(name)
        else { return nil }
        if Self.sums.contains(name) {
            if textDepth > 0 { return nil }
            if depth > 0 { hasInnerSums = true }
        }
        let ordered = node.list(.aggOrder).compactMap { $0[.node] }
        let arguments = Array(node.list(.args))
        if Self.percentiles.contains(name), !arguments.allSatisfy(\.isNumericConstant) { return nil }
        let parts = arguments + ordered
        let makesText = Self.joining.contains(name) || parts.count { !$0.isGiven } > 1 && !Self.hasNoTexts(name)
        let found = makesText ? inText { $0.weights(of: parts) } : weights(of: parts)
        guard let found else { return nil }
        let weight: ValueWeight =
            if Self.choosing.contains(name) {
                found.reduce(.none, ValueWeight.most)
            } else if makesText {
                found.reduce(.none, ValueWeight.sum).inText
            } else {
                found.reduce(.none, ValueWeight.computed)
            }
        return node.isGiven ? weight : .most(.one, weight)
    }

    private static func hasNoTexts(_ name: String) -> Bool { choosing.contains(name) || computing.contains(name) }

    /// A text does not say of how many digits a number in it was.
    private mutating func inText<Found>(_ read: (inout AnswerWeightReader) -> Found) -> Found {
        textDepth += 1
        defer { textDepth -= 1 }
        return read(&self)
    }

    private mutating func weight(ofOperation node: SyntaxNode) -> ValueWeight? {
        switch node.string(.kind) {
        case "AEXPR_OP":
            guard node.names(.name).count == 1, let name = node.names(.name).last else { return nil }
            let sides = [node[.lexpr], node[.rexpr]].compactMap(\.self)
            if name == "||" {
                return inText { $0.weights(of: sides) }?.reduce(.none, ValueWeight.sum).inText
            }
            // `~` before a number or a bit string turns its bits.
            let isComparison = Self.comparisons.contains(name) && node[.lexpr] != nil
            guard isComparison || Self.singleOperators.contains(name), let found = weights(of: sides) else {
                return nil
            }
            return isComparison ? .one : found.reduce(.none, ValueWeight.computed)
        case "AEXPR_NULLIF": return node[.lexpr].flatMap { weight(of: $0) }
        case "AEXPR_OP_ANY", "AEXPR_OP_ALL", "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT", "AEXPR_IN", "AEXPR_LIKE",
            "AEXPR_ILIKE", "AEXPR_SIMILAR", "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", "AEXPR_BETWEEN_SYM",
            "AEXPR_NOT_BETWEEN_SYM":
            return .one
        default: return nil
        }
    }

    /// Arrays, JSON, or a text whose values have something known between them: what they hold is counted when it comes.
    private mutating func several(_ node: SyntaxNode, over source: Columns) -> Bool {
        if node.kind == .funcCall, node.isOfServer, node.names(.funcname).last == "string_agg" {
            let arguments = Array(node.list(.args))
            guard source == .single, arguments.count == 2, isSingle(arguments[0]), let text = arguments[1].literalText,
                !text.isEmpty
            else { return false }
            let delimiter = Array(text.utf8)
            if !delimiters.contains(delimiter) { delimiters.append(delimiter) }
            return true
        }
        return structured(node, over: source)
    }

    private mutating func structured(_ node: SyntaxNode, over source: Columns) -> Bool {
        // A row is a structure as well, and so is what passes from further in, where that has nothing between values of a text.
        if node.kind == .columnRef { return source == .single || delimiters.isEmpty }
        if source == .single, isSingle(node) { return true }
        switch node.kind {
        case .aArrayExpr: return areStructured(node.list(.elements), over: source)
        case .rowExpr, .coalesceExpr: return areStructured(node.list(.args), over: source)
        case .typeCast:
            guard let type = node[.typeName], let inner = node[.arg] else { return false }
            let isKept = ["json", "jsonb"].contains(type.names(.names).last ?? "") || type[.arrayBounds] != nil
            return isKept && structured(inner, over: source)
        case .funcCall:
            guard node.isOfServer, let name = node.names(.funcname).last, Self.structures.contains(name) else {
                return false
            }
            let keys = node.list(.args).enumerated().filter { $0.offset % 2 == 0 }
            let isNamed = name.contains("build_object") && !keys.allSatisfy { $0.element.kind == .aConst }
            if isNamed || name.contains("object_agg") { hasObjects = true }
            return areStructured(node.list(.args), over: source)
        case .subLink:
            guard ["ARRAY_SUBLINK", "EXPR_SUBLINK"].contains(node.string(.subLinkType) ?? ""),
                let query = node[.subselect]
            else { return false }
            let known = delimiters.count
            return within { $0.columns(of: query) } < .unknown && delimiters.count == known
        default: return false
        }
    }

    private mutating func areStructured(_ nodes: some Sequence<SyntaxNode>, over source: Columns) -> Bool {
        for node in nodes where !structured(node, over: source) { return false }
        return true
    }

    // MARK: what is known of the server

    private static let singleOperators: Set<String> = ["+", "-", "*", "/", "%", "^", "->", "->>", "#>", "#>>", "&&"]

    /// Between two values they give yes or no. (`&&` of tsquery does not.)
    private static let comparisons: Set<String> = [
        "=", "<>", "!=", "<", ">", "<=", ">=", "~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*", "@>", "<@", "?",
        "?|", "?&", "^@",
    ]

    private static let singleFunctions = Set(
        """
        abs age avg bit_length bool_and bool_or btrim cbrt ceil ceiling char_length character_length chr clock_timestamp
        corr count covar_pop covar_samp cume_dist date date_bin date_part date_trunc degrees dense_rank div every exp
        extract first_value floor greatest grouping initcap isfinite json_array_length json_typeof jsonb_array_length
        jsonb_typeof justify_days justify_hours justify_interval lag last_value lead least left length ln log lower lpad
        ltrim make_date make_interval make_time make_timestamp make_timestamptz max md5 min mod mode now nth_value ntile
        octet_length percent_rank percentile_cont percentile_disc pg_typeof position power radians random rank
        regexp_count regexp_like right round row_number rpad rtrim sign split_part sqrt statement_timestamp stddev
        stddev_pop stddev_samp strpos substr substring sum timezone to_char to_date to_number to_timestamp
        transaction_timestamp trim trunc upper var_pop var_samp variance width_bucket
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// They make a text of whatever they are given, also of a number.
    private static let joining: Set<String> = ["concat", "concat_ws", "to_char"]

    /// With an array of fractions they give as many values.
    private static let percentiles: Set<String> = ["percentile_cont", "percentile_disc"]

    /// Of several arguments, what they give is one of them, a part of the first, or a small number.
    private static let choosing = Set(
        """
        btrim date_trunc extract lag lead left ltrim nth_value position regexp_count regexp_like right round rtrim
        split_part strpos substr substring trim trunc
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// Of several arguments they compute a number, a time or an interval, which may have the digits of each.
    private static let computing = Set(
        """
        age corr covar_pop covar_samp date_bin date_part div log make_date make_interval make_time make_timestamp
        make_timestamptz mod power timezone to_date to_number to_timestamp width_bucket
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// What may put the digits of many values into one number.
    private static let sums: Set<String> = [
        "sum", "avg", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp",
    ]

    /// Types of which a number's digits are counted, or that have few.
    private static let numbers: Set<String> = [
        "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "money", "oid", "date", "time", "timetz",
        "timestamp", "timestamptz", "interval", "uuid",
    ]

    private static let structures = Set(
        """
        array_agg array_append array_cat array_prepend json_agg json_agg_strict jsonb_agg jsonb_agg_strict json_build_array
        json_build_object jsonb_build_array jsonb_build_object json_object_agg json_object_agg_strict jsonb_object_agg
        jsonb_object_agg_strict row_to_json to_json to_jsonb array_to_json
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}

extension SyntaxNode {
    /// It is called by its plain name, or by the server's schema.
    fileprivate var isOfServer: Bool {
        let names = names(.funcname)
        return names.count == 1 || names.count == 2 && names[0] == "pg_catalog"
    }

    /// Of a literal as it stands: a cast makes another text of it.
    fileprivate var literalText: String? {
        guard kind == .aConst else { return nil }
        return self[.sval].map { $0.string(.sval) ?? "" }
    }

    /// It cannot be an array.
    fileprivate var isNumericConstant: Bool { kind == .aConst && (self[.ival] != nil || self[.fval] != nil) }

    /// It is the client's own, or the server's clock's, and of no row.
    fileprivate var isGiven: Bool {
        switch kind {
        case .aConst, .paramRef, .sqlValueFunction: true
        case .typeCast: self[.arg]?.isGiven ?? false
        case .funcCall: isOfServer && ["now", "clock_timestamp", "random"].contains(names(.funcname).last ?? "")
        default: false
        }
    }

    /// Of the name of a type.
    fileprivate var isArrayType: Bool {
        !list(.arrayBounds).isEmpty || names(.names).last?.hasPrefix("_") ?? true
    }
}
