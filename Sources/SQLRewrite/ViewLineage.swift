import Policy
import SQLSyntax

/// Follows protected columns through the definitions of views and materialized views.
///
/// A view runs on raw values with its owner's rights, so what it shows is masked at its output: a plain column keeps
/// its mask, any other expression over protected data becomes NULL. What cannot be followed is taken for protected.
/// A view whose *rows* depend on protected values (a predicate, join, grouping or limit over them) tells them by being
/// there or not: it is not readable. Joins and groupings over pseudonyms are the exception, since pseudonyms show
/// equality anyway.
struct ViewLineage {
    enum Ruling: Equatable {
        case free
        case masked([String: ColumnMask])
        case unreadable(String)
    }

    /// What is known of one output column.
    fileprivate enum Taint: Equatable {
        case none
        case plain(ColumnMask)
        case derived(origins: Set<String>)

        var origins: Set<String> {
            switch self {
            case .none: []
            case .plain(let mask): Set(mask.origins)
            case .derived(let origins): origins
            }
        }

        var derivedOrigins: Set<String> { if case .derived(let origins) = self { origins } else { [] } }
    }

    fileprivate struct Output { var columns: [(name: String, taint: Taint)] }

    /// One FROM item: its columns, by the name it is called in this query.
    private struct Item {
        var name: String
        var output: Output
    }

    private struct Scope {
        var items: [Item] = []
        var ctes: [String: Output] = [:]
    }

    /// The rows depend on protected values.
    private struct Influence: Error { var reason: String }

    private let catalog: Catalog
    private let tables: [QualifiedName: [String: ColumnMask]]
    private let unreadable: [QualifiedName: String]
    private let code: TrustedCode
    private let parse: ProtectionMap.Parse
    private var rulings: [QualifiedName: Ruling] = [:]
    /// The relations that each view reads itself, as far as it was followed.
    private(set) var reads: [QualifiedName: Set<QualifiedName>] = [:]
    /// The views whose definitions are being followed, the innermost last.
    private var path: [QualifiedName] = []
    private var underway: Set<QualifiedName> = []

    init(
        catalog: Catalog, tables: [QualifiedName: [String: ColumnMask]], unreadable: [QualifiedName: String],
        code: TrustedCode,
        parse: @escaping ProtectionMap.Parse
    ) {
        self.catalog = catalog
        self.tables = tables
        self.unreadable = unreadable
        self.code = code
        self.parse = parse
    }

    mutating func ruling(of name: QualifiedName) -> Ruling {
        if let known = rulings[name] { return known }
        guard let relation = catalog.relations[name], let definition = relation.definition else { return .free }
        guard underway.insert(name).inserted else { return .unreadable("\(name) refers to itself") }
        path.append(name)
        defer {
            underway.remove(name)
            path.removeLast()
        }
        let ruling = examine(relation, definition)
        rulings[name] = ruling
        return ruling
    }

    private mutating func examine(_ relation: Relation, _ definition: String) -> Ruling {
        guard let parsed = parse(definition), let statement = parsed.statements.first,
            statement.kind == .selectStmtNode, parsed.statements.count == 1
        else { return .unreadable("the definition of \(relation.name) cannot be read") }
        if let code = unknownCode(in: statement) {
            return .unreadable("\(relation.name) runs user-defined code (\(code))")
        }
        do {
            let output = try query(statement, outer: [Scope()])
            guard output.columns.count == relation.columns.count else {
                return output.columns.allSatisfy { $0.taint == .none } && !mentionsProtected(statement)
                    ? .free : .unreadable("the columns of \(relation.name) cannot be followed")
            }
            var masks: [String: ColumnMask] = [:]
            for (column, shown) in zip(relation.columns, output.columns) {
                switch shown.taint {
                case .none: continue
                case .plain(let mask): masks[column.name] = mask
                case .derived(let origins): masks[column.name] = ColumnMask(mask: .null, origins: origins.sorted())
                }
            }
            return masks.isEmpty ? .free : .masked(masks)
        } catch let influence as Influence {
            return .unreadable("the rows of \(relation.name) depend on protected values (\(influence.reason))")
        } catch {
            return .unreadable("the definition of \(relation.name) cannot be followed")
        }
    }

    /// A user-defined operator or conversion whose function could read anything.
    private func unknownCode(in node: SyntaxNode) -> String? {
        switch node.kind {
        case .aExpr:
            if let name = node.names(.name).last, node.names(.name).first != "pg_catalog",
                let words = code.unknown(operator: name)
            {
                return "operator \(name) \(words)"
            }
        case .typeNameNode:
            let names = node.names(.names)
            if let name = names.last, names.first != "pg_catalog", let unknown = code.unknown(type: name, in: nil) {
                return "type \(name): \(unknown.words)"
            }
        default: break
        }
        for child in node.children { if let code = unknownCode(in: child) { return code } }
        return nil
    }

    private func callsUserAnywhere(_ node: SyntaxNode) -> Bool {
        node.kind == .funcCall && callsUser(node) || node.children.contains(where: callsUserAnywhere)
    }

    private func mentionsProtected(_ node: SyntaxNode) -> Bool {
        if node.kind == .rangeVar, let name = node.string(.relname) {
            let isView = catalog.relations.values.contains { $0.name.name == name && $0.definition != nil }
            if isView || tables.keys.contains(where: { $0.name == name }) { return true }
        }
        return node.children.contains(where: mentionsProtected)
    }

    // MARK: queries

    private mutating func query(_ select: SyntaxNode, outer: [Scope]) throws -> Output {
        var scopes = outer
        if let with = select[.withClause] { scopes.append(try ctes(with, of: select, scopes)) }
        for (key, what) in [(SyntaxKey.limitCount, "LIMIT"), (.limitOffset, "OFFSET")] {
            if let clause = select[key] { try requireFree(clause, what, scopes) }
        }
        if let left = select[.larg], let right = select[.rarg] {
            let output = try setOperation(select, try query(left, outer: scopes), try query(right, outer: scopes))
            let isCut = select[.sortClause] != nil || select[.limitCount] != nil || select[.limitOffset] != nil
            if isCut, let protected = output.columns.first(where: { $0.taint != .none }) {
                throw Influence(reason: "the order of \(protected.taint.origins.sorted().joined(separator: ", "))")
            }
            return output
        }
        if !select.list(.valuesLists).isEmpty { return try values(select, scopes) }
        var scope = Scope()
        for item in select.list(.fromClause) { try add(item, to: &scope, scopes) }
        scopes.append(scope)
        for (key, what) in [
            (SyntaxKey.whereClause, "WHERE"), (.havingClause, "HAVING"), (.limitCount, "LIMIT"),
            (.limitOffset, "OFFSET"),
        ] {
            if let clause = select[key] { try requireFree(clause, what, scopes) }
        }
        for window in select.list(.windowClause) { try requireFree(window, "WINDOW", scopes) }
        let output = try targetList(select, scopes)
        for (key, what) in [
            (SyntaxKey.groupClause, "GROUP BY"), (.distinctClause, "DISTINCT"), (.sortClause, "ORDER BY"),
        ] {
            try requireKeys(select.list(key), what, output, scopes)
        }
        if select[.distinctClause] != nil {
            for column in output.columns where !isPseudonym(column.taint) {
                throw Influence(reason: "DISTINCT over \(column.taint.origins.sorted().joined(separator: ", "))")
            }
        }
        return output
    }

    private func setOperation(_ select: SyntaxNode, _ left: Output, _ right: Output) throws -> Output {
        guard left.columns.count == right.columns.count else { throw Influence(reason: "a set operation") }
        let keepsAll = select.string(.op) == "SETOP_UNION" && select.bool(.all)
        return Output(
            columns: try zip(left.columns, right.columns).map { a, b in
                let origins = a.taint.origins.union(b.taint.origins)
                if origins.isEmpty { return a }
                guard keepsAll else {
                    throw Influence(reason: "a set operation over \(origins.sorted().joined(separator: ", "))")
                }
                return (a.name, a.taint == b.taint ? a.taint : .derived(origins: origins))
            })
    }

    private mutating func values(_ select: SyntaxNode, _ scopes: [Scope]) throws -> Output {
        var columns: [(name: String, taint: Taint)] = []
        for row in select.list(.valuesLists) {
            for (index, cell) in row[.items].map({ Array($0.children) })?.enumerated() ?? [SyntaxNode]().enumerated() {
                let taint = try taint(of: cell, scopes)
                if index < columns.count {
                    columns[index].taint = .derived(origins: columns[index].taint.origins.union(taint.origins))
                } else {
                    columns.append(("column\(index + 1)", taint))
                }
            }
        }
        return Output(columns: columns.map { $0.taint.origins.isEmpty ? ($0.name, .none) : $0 })
    }

    private mutating func ctes(_ with: SyntaxNode, of select: SyntaxNode, _ outer: [Scope]) throws -> Scope {
        guard !with.bool(.cterecursive) else {
            guard !mentionsProtected(with), !callsUserAnywhere(with) else {
                throw Influence(reason: "a recursive query")
            }
            var scope = Scope()
            for cte in with.list(.ctes) { scope.ctes[cte.string(.ctename) ?? ""] = Output(columns: []) }
            return scope
        }
        var scope = Scope()
        for cte in with.list(.ctes) {
            guard let query = cte[.ctequery], query.kind == .selectStmtNode else { throw Influence(reason: "a WITH") }
            let output = try self.query(query, outer: outer + [scope]).renamed(cte.names(.aliascolnames))
            let derived = output.columns.reduce(into: Set<String>()) { $0.formUnion($1.taint.derivedOrigins) }
            if !derived.isEmpty, isComputedWhole(cte, query, select) {
                throw Influence(reason: "a WITH that computes from \(derived.sorted().joined(separator: ", "))")
            }
            scope.ctes[cte.string(.ctename) ?? ""] = output
        }
        return scope
    }

    /// The server computes every column, whether it is read or not: one that fails for some values would tell them.
    private func isComputedWhole(_ cte: SyntaxNode, _ query: SyntaxNode, _ select: SyntaxNode) -> Bool {
        cte.string(.ctematerialized) == "CTEMaterializeAlways" || callsUnsteady(query)
            || Self.mentions(of: cte.string(.ctename) ?? "", in: select) > 1
    }

    private func callsUnsteady(_ node: SyntaxNode) -> Bool {
        let isUnsteady =
            node.kind == .funcCall && !(node.names(.funcname).last.map(catalog.immutableBuiltins.contains) ?? false)
        return isUnsteady || node.children.contains(where: callsUnsteady)
    }

    private static func mentions(of name: String, in node: SyntaxNode) -> Int {
        let isOne = node.kind == .rangeVar && node.string(.relname) == name && node.string(.schemaname) == nil
        return node.children.reduce(isOne ? 1 : 0) { $0 + mentions(of: name, in: $1) }
    }

    // MARK: FROM

    private mutating func add(_ item: SyntaxNode, to scope: inout Scope, _ outer: [Scope]) throws {
        switch item.kind {
        case .rangeVar:
            let alias = item[.alias]
            let output = try relation(item, outer).renamed(alias?.names(.colnames) ?? [])
            scope.items.append(Item(name: alias?.string(.aliasname) ?? item.string(.relname) ?? "", output: output))
        case .rangeSubselect:
            guard let query = item[.subquery] else { throw Influence(reason: "a subquery") }
            let output = try self.query(query, outer: outer + [scope]).renamed(item[.alias]?.names(.colnames) ?? [])
            scope.items.append(Item(name: item[.alias]?.string(.aliasname) ?? "", output: output))
        case .joinExpr: try addJoin(item, to: &scope, outer)
        case .rangeTableSample:
            guard let inner = item[.relation] else { throw Influence(reason: "TABLESAMPLE") }
            try add(inner, to: &scope, outer)
        default:
            // Functions and the like: what they return cannot be followed, and how many rows depends on their arguments.
            try requireFree(item, "FROM", outer + [scope])
            scope.items.append(Item(name: item[.alias]?.string(.aliasname) ?? "", output: Output(columns: [])))
        }
    }

    private mutating func addJoin(_ join: SyntaxNode, to scope: inout Scope, _ outer: [Scope]) throws {
        guard let left = join[.larg], let right = join[.rarg] else { throw Influence(reason: "a join") }
        let before = scope.items.count
        try add(left, to: &scope, outer)
        let middle = scope.items.count
        try add(right, to: &scope, outer)
        if let quals = join[.quals] { try requireFree(quals, "JOIN … ON", outer + [scope]) }
        var shared = Set(join.names(.usingClause))
        if join.bool(.natural) {
            let names = Set(scope.items[before..<middle].flatMap { $0.output.columns.map(\.name) })
            shared = names.intersection(scope.items[middle...].flatMap { $0.output.columns.map(\.name) })
        }
        for item in scope.items[before...] {
            for column in item.output.columns where shared.contains(column.name) && !isPseudonym(column.taint) {
                throw Influence(reason: "a join over \(column.taint.origins.sorted().joined(separator: ", "))")
            }
        }
        if let alias = join[.alias], let name = alias.string(.aliasname) {
            let columns = scope.items[before...].flatMap(\.output.columns)
            scope.items.removeSubrange(before...)
            scope.items.append(Item(name: name, output: Output(columns: columns).renamed(alias.names(.colnames))))
        }
    }

    private mutating func relation(_ node: SyntaxNode, _ scopes: [Scope]) throws -> Output {
        guard let name = node.string(.relname) else { throw Influence(reason: "a relation") }
        guard let schema = node.string(.schemaname) else {
            for scope in scopes.reversed() { if let output = scope.ctes[name] { return output } }
            let system = QualifiedName("pg_catalog", name)
            guard let relation = catalog.relations[system] else { throw Influence(reason: "relation \(name)") }
            return Output(columns: relation.columns.map { ($0.name, .none) })
        }
        let qualified = QualifiedName(schema, name)
        guard let relation = catalog.relations[qualified] else { throw Influence(reason: "relation \(qualified)") }
        if let view = path.last { reads[view, default: []].insert(qualified) }
        if let reason = unreadable[qualified] { throw Influence(reason: reason) }
        var masks = tables[qualified] ?? [:]
        if relation.definition != nil {
            switch ruling(of: qualified) {
            case .free: break
            case .masked(let columns): masks = columns
            case .unreadable(let reason): throw Influence(reason: reason)
            }
        }
        return Output(columns: relation.columns.map { ($0.name, masks[$0.name].map(Taint.plain) ?? .none) })
    }

    // MARK: expressions

    private mutating func targetList(_ select: SyntaxNode, _ scopes: [Scope]) throws -> Output {
        var columns: [(name: String, taint: Taint)] = []
        for target in select.list(.targetList) {
            guard let value = target[.val] else { continue }
            if value.kind == .columnRef, value.list(.fields).contains(where: { $0.kind == .aStar }) {
                let qualifier = value.names(.fields).last
                for item in scopes.last?.items ?? [] where qualifier == nil || item.name == qualifier {
                    columns += item.output.columns
                }
                continue
            }
            if returnsRows(value), try taint(of: value, scopes) != .none {
                throw Influence(reason: "a function that returns rows")
            }
            let name =
                target.string(.name) ?? (value.kind == .columnRef ? value.names(.fields).last : nil) ?? "?column?"
            columns.append((name, try taint(of: value, scopes)))
        }
        return Output(columns: columns)
    }

    /// Whether a set-returning function may stand in an expression of the select list: how many rows it returns depends
    /// on its arguments.
    private func returnsRows(_ node: SyntaxNode) -> Bool {
        if node.kind == .funcCall, let name = node.names(.funcname).last {
            // Trusted code returns rows too.
            if code.isOutsideCatalog(call: node) && code.mayReturnRows(call: node)
                || Self.setReturning.contains(where: { name.hasPrefix($0) })
            {
                return true
            }
        }
        return node.kind != .subLink && node.children.contains(where: returnsRows)
    }

    private static let setReturning = [
        "generate_", "unnest", "regexp_matches", "regexp_split_to_table", "string_to_table", "json", "ts_",
        "aclexplode",
        "pg_", "_pg_expandarray", "xpath_table", "each", "skeys", "svals", "txid_snapshot_xip",
    ]

    private mutating func taint(of node: SyntaxNode, _ scopes: [Scope]) throws -> Taint {
        switch node.kind {
        case .columnRef: return columnTaint(node, scopes)
        case .subLink:
            var origins: Set<String> = []
            if let subselect = node[.subselect] {
                for column in try query(subselect, outer: scopes).columns { origins.formUnion(column.taint.origins) }
            }
            if let test = node[.testexpr] { origins.formUnion(try taint(of: test, scopes).origins) }
            return origins.isEmpty ? .none : .derived(origins: origins)
        default:
            var origins: Set<String> = []
            if node.kind == .funcCall, callsUser(node) {
                // Runs with rights of its own over tables that the text does not name.
                origins.insert(node.names(.funcname).joined(separator: ".") + "()")
            }
            for child in node.children { origins.formUnion(try taint(of: child, scopes).origins) }
            return origins.isEmpty ? .none : .derived(origins: origins)
        }
    }

    private func callsUser(_ call: SyntaxNode) -> Bool { !code.isTrusted(call: call) }

    private func columnTaint(_ reference: SyntaxNode, _ scopes: [Scope]) -> Taint {
        let fields = reference.names(.fields)
        guard let last = fields.last else { return .none }
        for scope in scopes.reversed() {
            if fields.count >= 2 {
                let qualifier = fields[fields.count - 2]
                if let item = scope.items.first(where: { $0.name == qualifier }) {
                    if let column = item.output.columns.first(where: { $0.name == last }) { return column.taint }
                    return whole(item)
                }
                continue
            }
            let matches = scope.items.flatMap(\.output.columns).filter { $0.name == last }
            if let first = matches.first {
                return matches.allSatisfy { $0.taint == first.taint }
                    ? first.taint : .derived(origins: matches.reduce(into: []) { $0.formUnion($1.taint.origins) })
            }
            if let item = scope.items.first(where: { $0.name == last }) { return whole(item) }
        }
        // Not found: taken for whatever protected data is in sight.
        let origins = scopes.flatMap(\.items).reduce(into: Set<String>()) { $0.formUnion(whole($1).origins) }
        return origins.isEmpty ? .none : .derived(origins: origins)
    }

    private func whole(_ item: Item) -> Taint {
        let origins = item.output.columns.reduce(into: Set<String>()) { $0.formUnion($1.taint.origins) }
        return origins.isEmpty ? .none : .derived(origins: origins)
    }

    // MARK: what decides the rows

    private mutating func requireFree(_ node: SyntaxNode, _ what: String, _ scopes: [Scope]) throws {
        if node.kind == .boolExpr, node.string(.boolop) == "AND_EXPR" {
            for part in node.list(.args) { try requireFree(part, what, scopes) }
            return
        }
        // `a = b` over two pseudonyms tells no more than the pseudonyms do.
        if node.kind == .aExpr, node.string(.kind) == "AEXPR_OP", node.names(.name) == ["="],
            let left = node[.lexpr], let right = node[.rexpr], left.kind == .columnRef, right.kind == .columnRef,
            isPseudonym(columnTaint(left, scopes)), isPseudonym(columnTaint(right, scopes))
        {
            return
        }
        let taint = try taint(of: node, scopes)
        guard taint == .none else {
            throw Influence(reason: "\(what) over \(taint.origins.sorted().joined(separator: ", "))")
        }
    }

    private mutating func requireKeys(
        _ keys: SyntaxNode.Children, _ what: String, _ output: Output, _ scopes: [Scope]
    ) throws {
        for key in keys {
            guard key.isObject else { continue }
            let expression = key[.node] ?? key
            if expression.kind == .aConst, let ordinal = expression[.ival].map({ $0.int(.ival) ?? 0 }) {
                guard ordinal >= 1, ordinal <= output.columns.count else { continue }
                let taint = output.columns[ordinal - 1].taint
                guard isPseudonym(taint) else {
                    throw Influence(reason: "\(what) over \(taint.origins.sorted().joined(separator: ", "))")
                }
                continue
            }
            if what == "ORDER BY" {
                // Order shows more than equality does.
                try requireFree(expression, what, scopes)
            } else if expression.kind == .columnRef {
                let taint = columnTaint(expression, scopes)
                guard isPseudonym(taint) else {
                    throw Influence(reason: "\(what) over \(taint.origins.sorted().joined(separator: ", "))")
                }
            } else {
                try requireFree(expression, what, scopes)
            }
        }
    }

    private func isPseudonym(_ taint: Taint) -> Bool {
        switch taint {
        case .none: true
        case .plain(let mask): mask.mask == .pseudonym
        case .derived: false
        }
    }
}

extension ViewLineage.Output {
    fileprivate func renamed(_ names: [String]) -> Self {
        var copy = self
        for (index, name) in names.enumerated() where index < copy.columns.count { copy.columns[index].name = name }
        return copy
    }
}
