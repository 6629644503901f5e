import Policy
import SQLSyntax

extension ViewLineage {
    mutating func targetList(_ select: SyntaxNode, _ scopes: [Scope]) throws -> Output {
        var columns: [Column] = []
        var places: [Place?] = []
        for target in select.list(.targetList) {
            guard let value = target[.val] else { continue }
            if value.kind == .columnRef, value.list(.fields).contains(where: { $0.kind == .aStar }) {
                // Definitions are written without.
                throw Influence("a list of columns that is not written out")
            }
            var column = try column(of: value, scopes)
            column.name =
                target.string(.name) ?? (value.kind == .columnRef ? value.names(.fields).last : nil) ?? "?column?"
            columns.append(column)
            places.append(place(of: value, scopes))
        }
        for index in columns.indices { columns[index].subject = subject(of: index, places, scopes) }
        return Output(columns: columns)
    }

    /// What is known of an expression of a list, be it of SELECT or of VALUES; its name is the list's matter.
    mutating func column(of value: SyntaxNode, _ scopes: [Scope]) throws -> Column {
        try requireFreeOrders(value, scopes)
        let taint = try taint(of: value, scopes)
        if returnsRows(value), taint != .none { throw Influence("a function that returns rows") }
        var column = Column(name: "", taint: taint, isOrdered: orderedColumn(in: value, scopes) != nil)
        let source = self.column(value, scopes)
        (column.type, column.isExact) = (source?.type, source?.isExact ?? false)
        column.uniform = uniformType(of: value, scopes)
        (column.family, column.failures) = (family(of: value, scopes), failures(of: value, scopes))
        return column
    }

    /// Where the subject of a shifted date is in the same list.
    private func subject(of index: Int, _ places: [Place?], _ scopes: [Scope]) -> Int? {
        guard var place = places[index],
            let subject = scopes[place.scope].items[place.item].output.columns[place.column].subject
        else { return nil }
        place.column = subject
        return places.firstIndex(of: place)
    }

    /// What a window counts, and what an aggregate puts together in an order, follows from how its rows come.
    private mutating func requireFreeOrders(_ node: SyntaxNode, _ scopes: [Scope]) throws {
        // Of functions, and of JSON_ARRAYAGG and its like.
        if node.isObject {
            if let window = node[.over] { try requireFree(window, "a window", scopes) }
            for key in node.list(.aggOrder) { try requireFree(key, "ORDER BY", scopes) }
            if node.kind == .funcCall, try isSorting(node, scopes) { isSorted = true }
        }
        for child in node.children where child.key != .subselect { try requireFreeOrders(child, scopes) }
    }

    /// Whether an aggregate gets its rows in a raw order, and with it, from PostgreSQL 16 on, all the others that ask for none:
    /// rows are sorted for DISTINCT, and an index gives the first of several equal values for least and greatest ones.
    private mutating func isSorting(_ call: SyntaxNode, _ scopes: [Scope]) throws -> Bool {
        if call.bool(.aggDistinct) {
            guard catalog.serverVersion >= Self.sortsForDistinct else { return false }
            for value in call.list(.args) {
                if orderedColumn(in: value, scopes) != nil { return true }
                if try taint(of: value, scopes) != .none { return true }
            }
            return false
        }
        guard let name = call.names(.funcname).last, Self.extremes.contains(name) else { return false }
        return call.list(.args).contains { value in
            orderedColumn(in: value, scopes) != nil && uniformType(of: value, scopes) == nil
        }
    }

    private static let sortsForDistinct = 160_000
    private static let extremes: Set<String> = ["max", "min"]

    // MARK: what is protected in an expression

    mutating func taint(of node: SyntaxNode, _ scopes: [Scope]) throws -> Taint {
        switch node.kind {
        case .columnRef: return taint(ofColumn: node, scopes)
        case .subLink:
            var origins: Set<String> = []
            if let subselect = node[.subselect] {
                let outer = isInLink
                isInLink = true
                defer { isInLink = outer }
                for column in try query(subselect, outer: scopes).columns { origins.formUnion(column.taint.origins) }
            }
            if let test = node[.testexpr] { origins.formUnion(try taint(of: test, scopes).origins) }
            return .from(origins)
        default:
            var origins: Set<String> = []
            if node.kind == .funcCall, callsUser(node) {
                // Runs with rights of its own over tables that the text does not name.
                origins.insert(node.names(.funcname).joined(separator: ".") + "()")
            }
            for child in node.children { origins.formUnion(try taint(of: child, scopes).origins) }
            return .from(origins)
        }
    }

    func callsUser(_ call: SyntaxNode) -> Bool { !code.isTrusted(call: call) }

    // MARK: what decides the rows

    mutating func requireFree(_ node: SyntaxNode, _ what: String, _ scopes: [Scope]) throws {
        if node.kind == .boolExpr, node.string(.boolop) == "AND_EXPR" {
            for part in node.list(.args) { try requireFree(part, what, scopes) }
            return
        }
        if let column = orderedColumn(in: node, scopes) { try requireUnordered(column, what) }
        if node.kind == .aExpr, node.string(.kind) == "AEXPR_OP", node.names(.name) == ["="],
            let left = node[.lexpr].flatMap({ column($0, scopes) }),
            let right = node[.rexpr].flatMap({ column($0, scopes) }), tellsNoMore(left, right)
        {
            if left.taint != .none { isSorted = true }
            return
        }
        let taint = try taint(of: node, scopes)
        guard taint == .none else { throw Influence("\(what) over \(words(taint))") }
    }

    mutating func requireKeys(
        _ keys: SyntaxNode.Children, _ what: String, _ output: Output, _ scopes: [Scope]
    ) throws {
        for key in keys {
            guard key.isObject else { continue }
            let expression = key[.node] ?? key
            if expression.kind == .aConst, let ordinal = expression[.ival].map({ $0.int(.ival) ?? 0 }) {
                guard ordinal >= 1, ordinal <= output.columns.count else { continue }
                let column = output.columns[ordinal - 1]
                guard showsEquality(column) else { throw Influence("\(what) over \(words(column.taint))") }
                if column.taint != .none { isSorted = true }
                try requireUnordered(column, what)
            } else if what != "ORDER BY", expression.kind == .columnRef {
                let taint = taint(ofColumn: expression, scopes)
                guard taint == .none || column(expression, scopes).map(showsEquality) ?? false else {
                    throw Influence("\(what) over \(words(taint))")
                }
                if taint != .none { isSorted = true }
                if let column = orderedColumn(in: expression, scopes) { try requireUnordered(column, what) }
            } else {
                // Order shows more than equality does.
                try requireFree(expression, what, scopes)
            }
        }
    }

    /// Whether equality of two columns tells no more than what is shown of them does: neither is protected, or both are
    /// values of one type that are shown as the same pseudonyms.
    func tellsNoMore(_ left: Column, _ right: Column) -> Bool {
        switch (left.taint, right.taint) {
        case (.none, .none): true
        case (.plain(let a), .plain(let b)):
            a.mask == .pseudonym && b.mask == .pseudonym && left.isExact && right.isExact && left.type == right.type
        default: false
        }
    }

    /// Whether equality of its values is shown: it is not protected, or by pseudonyms that are equal where they are.
    func showsEquality(_ column: Column) -> Bool {
        switch column.taint {
        case .none: true
        case .plain(let mask): mask.mask == .pseudonym && column.isExact
        case .derived: false
        }
    }

    func words(_ taint: Taint) -> String { taint.origins.sorted().joined(separator: ", ") }

    // MARK: what decides their order

    /// A column in an expression by which an index over protected columns could find rows.
    private func orderedColumn(in node: SyntaxNode, _ scopes: [Scope]) -> Column? {
        if node.kind == .columnRef { return (columns(node, scopes) ?? inSight(scopes)).first(where: \.isOrdered) }
        if node.key == .subselect { return nil }
        for child in node.children { if let column = orderedColumn(in: child, scopes) { return column } }
        return nil
    }

    func requireUnordered(_ column: Column, _ what: String) throws {
        guard column.isOrdered else { return }
        throw Influence("\(what) over \(column.name), which an index holds beside a protected column", .order)
    }
}
