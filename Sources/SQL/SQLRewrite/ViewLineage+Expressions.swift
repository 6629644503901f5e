import Policy
import SQLSyntax

extension ViewLineage {
    /// Where a reference leads: a scope, an item of its FROM, a column of that.
    private struct Place: Equatable {
        var scope: Int
        var item: Int
        var column: Int
    }

    mutating func targetList(_ select: SyntaxNode, _ scopes: [Scope]) throws -> Output {
        var columns: [Column] = []
        var places: [Place?] = []
        for target in select.list(.targetList) {
            guard let value = target[.val] else { continue }
            try requireFreeOrders(value, scopes)
            if value.kind == .columnRef, value.list(.fields).contains(where: { $0.kind == .aStar }) {
                // Definitions are written without.
                throw Influence("a list of columns that is not written out")
            }
            if returnsRows(value), try taint(of: value, scopes) != .none {
                throw Influence("a function that returns rows")
            }
            var column = Column(
                name: target.string(.name) ?? (value.kind == .columnRef ? value.names(.fields).last : nil)
                    ?? "?column?",
                taint: try taint(of: value, scopes), isOrdered: orderedColumn(in: value, scopes) != nil)
            let place = value.kind == .columnRef ? place(of: value, scopes) : nil
            let source = place.map { scopes[$0.scope].items[$0.item].output.columns[$0.column] }
            (column.type, column.isExact) = (source?.type, source?.isExact ?? false)
            column.uniform = uniformType(of: value, scopes)
            (column.family, column.failures) = (family(of: value, scopes), failures(of: value, scopes))
            columns.append(column)
            places.append(place)
        }
        for index in columns.indices { columns[index].subject = subject(of: index, places, scopes) }
        return Output(columns: columns)
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
        }
        for child in node.children where child.key != .subselect { try requireFreeOrders(child, scopes) }
    }

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

    private func taint(ofColumn reference: SyntaxNode, _ scopes: [Scope]) -> Taint {
        let found = columns(reference, scopes)
        guard let first = found.first else {
            // Not found: taken for whatever protected data is in sight.
            return .from(
                scopes.flatMap(\.items).flatMap(\.output.columns).reduce(into: []) { $0.formUnion($1.taint.origins) })
        }
        let isWhole = first.name != reference.names(.fields).last
        if !isWhole, found.allSatisfy({ $0.taint == first.taint }) { return first.taint }
        return .from(found.reduce(into: []) { $0.formUnion($1.taint.origins) })
    }

    /// The columns that a reference may mean: one, or those of a whole row; none where it is not found.
    func columns(_ reference: SyntaxNode, _ scopes: [Scope]) -> [Column] {
        let fields = reference.names(.fields)
        guard let last = fields.last else { return [] }
        for scope in scopes.reversed() {
            if fields.count >= 2 {
                let qualifier = fields[fields.count - 2]
                guard let item = scope.items.first(where: { $0.name == qualifier }) else { continue }
                let named = item.output.columns.filter { $0.name == last }
                return named.isEmpty ? item.output.columns : named
            }
            let named = scope.items.flatMap(\.output.columns).filter { $0.name == last }
            if !named.isEmpty { return named }
            if let item = scope.items.first(where: { $0.name == last }) { return item.output.columns }
        }
        return []
    }

    /// The one column that a reference certainly means.
    private func place(of reference: SyntaxNode, _ scopes: [Scope]) -> Place? {
        let fields = reference.names(.fields)
        guard let last = fields.last else { return nil }
        for (number, scope) in scopes.enumerated().reversed() {
            let qualifier = fields.count >= 2 ? fields[fields.count - 2] : nil
            let items = scope.items.indices.filter { qualifier == nil || scope.items[$0].name == qualifier }
            let found = items.flatMap { item in
                scope.items[item].output.columns.indices.filter { scope.items[item].output.columns[$0].name == last }
                    .map { Place(scope: number, item: item, column: $0) }
            }
            if found.count == 1 { return found[0] }
            if !found.isEmpty || qualifier != nil && !items.isEmpty { return nil }
        }
        return nil
    }

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

    /// The one column that an expression is, and certainly.
    func column(_ node: SyntaxNode, _ scopes: [Scope]) -> Column? {
        guard node.kind == .columnRef, let place = place(of: node, scopes) else { return nil }
        return scopes[place.scope].items[place.item].output.columns[place.column]
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
        if node.kind == .columnRef { return columns(node, scopes).first(where: \.isOrdered) }
        if node.key == .subselect { return nil }
        for child in node.children { if let column = orderedColumn(in: child, scopes) { return column } }
        return nil
    }

    func requireUnordered(_ column: Column, _ what: String) throws {
        guard column.isOrdered else { return }
        throw Influence("\(what) over \(column.name), which an index holds beside a protected column", .order)
    }
}
