import SQLSyntax

/// What references in a definition mean, as the server takes them: a column wherever there is one of the name, however far
/// around, before a row is called so (`colNameToVar` and `transformColumnRef` of parse_expr.c).
extension ViewLineage {
    /// A column, by its scope, an item of its FROM and its place in that.
    struct Place: Equatable {
        var scope: Int
        var item: Int
        var column: Int
    }

    enum Meaning {
        case column(Place)
        /// One of several.
        case oneOf([Column])
        case row([Column])
        /// Not found: whatever is in sight.
        case unknown
    }

    func meaning(of reference: SyntaxNode, _ scopes: [Scope]) -> Meaning {
        let names = reference.names(.fields)
        let isRow = reference.list(.fields).contains { $0.kind == .aStar }
        guard let last = names.last, names.count + (isRow ? 1 : 0) == reference.list(.fields).count else {
            return .unknown
        }
        // The server writes a row as `name.*`, and nothing of it with a schema.
        if isRow { return names.count == 1 ? row(last, scopes) : .unknown }
        switch names.count {
        case 1: return column(last, scopes)
        case 2: return column(last, of: names[0], scopes)
        default: return .unknown
        }
    }

    /// Without a qualifier the server writes the columns of the only table, and those that a join shows once, also where they
    /// are meant by a query in it, which may have a column of that name itself: then it may be either.
    private func column(_ name: String, _ scopes: [Scope]) -> Meaning {
        var found: [Place] = []
        for (number, scope) in scopes.enumerated() {
            for (item, place) in scope.items.enumerated() {
                for (column, shown) in place.output.columns.enumerated() where shown.name == name {
                    found.append(Place(scope: number, item: item, column: column))
                }
            }
        }
        if found.isEmpty { return row(name, scopes) }
        return found.count == 1 ? .column(found[0]) : .oneOf(found.map { self.column(at: $0, scopes) })
    }

    private func column(_ name: String, of qualifier: String, _ scopes: [Scope]) -> Meaning {
        guard let (scope, item) = item(qualifier, scopes) else { return .unknown }
        let columns = scopes[scope].items[item].output.columns
        let found = columns.indices.filter { columns[$0].name == name }
        switch found.count {
        case 0: return row(qualifier, scopes)
        case 1: return .column(Place(scope: scope, item: item, column: found[0]))
        default: return .oneOf(found.map { columns[$0] })
        }
    }

    /// Of what has no columns that are known nothing is known.
    private func row(_ name: String, _ scopes: [Scope]) -> Meaning {
        guard let (scope, item) = item(name, scopes) else { return .unknown }
        let columns = scopes[scope].items[item].output.columns
        return columns.isEmpty ? .unknown : .row(columns)
    }

    private func item(_ name: String, _ scopes: [Scope]) -> (scope: Int, item: Int)? {
        for (number, scope) in scopes.enumerated().reversed() {
            if let item = scope.items.firstIndex(where: { $0.name == name }) { return (number, item) }
        }
        return nil
    }

    // MARK: what is known of it

    func column(at place: Place, _ scopes: [Scope]) -> Column {
        scopes[place.scope].items[place.item].output.columns[place.column]
    }

    /// The one column that an expression is, and certainly.
    func place(of node: SyntaxNode, _ scopes: [Scope]) -> Place? {
        guard node.kind == .columnRef, case .column(let place) = meaning(of: node, scopes) else { return nil }
        return place
    }

    /// The same.
    func column(_ node: SyntaxNode, _ scopes: [Scope]) -> Column? {
        place(of: node, scopes).map { column(at: $0, scopes) }
    }

    /// The columns that a reference may mean, or be made of; nil where it is not found.
    func columns(_ reference: SyntaxNode, _ scopes: [Scope]) -> [Column]? {
        switch meaning(of: reference, scopes) {
        case .column(let place): [column(at: place, scopes)]
        case .oneOf(let columns), .row(let columns): columns
        case .unknown: nil
        }
    }

    func inSight(_ scopes: [Scope]) -> [Column] { scopes.flatMap(\.items).flatMap(\.output.columns) }

    func taint(ofColumn reference: SyntaxNode, _ scopes: [Scope]) -> Taint {
        switch meaning(of: reference, scopes) {
        case .column(let place): column(at: place, scopes).taint
        case .oneOf(let columns) where columns.allSatisfy({ $0.taint == columns[0].taint }): columns[0].taint
        case .oneOf(let columns), .row(let columns): Self.taint(of: columns)
        case .unknown: Self.taint(of: inSight(scopes))
        }
    }

    private static func taint(of columns: [Column]) -> Taint {
        .from(columns.reduce(into: []) { $0.formUnion($1.taint.origins) })
    }
}
