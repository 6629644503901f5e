import Policy
import SQLSyntax

extension ViewLineage {
    /// - Returns: the item's columns in the order in which a list of column aliases names them; nil where it is not known
    ///   which there are.
    @discardableResult
    mutating func add(_ item: SyntaxNode, to scope: inout Scope, _ outer: [Scope]) throws -> Output? {
        let alias = item[.alias]
        switch item.kind {
        case .rangeVar:
            let output = try relation(item, outer).renamed(alias?.names(.colnames) ?? [])
            scope.items.append(Item(name: alias?.string(.aliasname) ?? item.string(.relname) ?? "", output: output))
            return output
        case .rangeSubselect:
            guard let query = item[.subquery] else { throw Influence("a subquery") }
            let output = try self.query(query, outer: outer + [scope]).renamed(alias?.names(.colnames) ?? [])
            // What is beside it in an outer join keeps it apart.
            if item.bool(.lateral) { try requireNothingComputed(output, "LATERAL") }
            scope.items.append(Item(name: alias?.string(.aliasname) ?? "", output: output))
            return output
        case .joinExpr: return try addJoin(item, to: &scope, outer)
        case .rangeTableSample:
            guard let inner = item[.relation] else { throw Influence("TABLESAMPLE") }
            let output = try add(inner, to: &scope, outer)
            note(gathering: "TABLESAMPLE")
            // Which rows are in it follows from where they are stored.
            guard output?.columns.allSatisfy({ $0.taint == .none }) ?? false else {
                throw Influence("TABLESAMPLE of a protected table")
            }
            return output
        default:
            note(gathering: "a function in FROM")
            // Functions and the like: what they return cannot be followed, and how many rows depends on their arguments.
            try requireFree(item, "FROM", outer + [scope])
            scope.items.append(Item(name: alias?.string(.aliasname) ?? "", output: Output(columns: [])))
            return nil
        }
    }

    private mutating func addJoin(_ join: SyntaxNode, to scope: inout Scope, _ outer: [Scope]) throws -> Output? {
        guard let left = join[.larg], let right = join[.rarg] else { throw Influence("a join") }
        let before = scope.items.count
        let lefts = try add(left, to: &scope, outer)
        let rights = try add(right, to: &scope, outer)
        if let quals = join[.quals] {
            try requireFree(quals, "JOIN … ON", outer + [scope])
            noteOrder(in: quals, outer + [scope])
            noteFailures(choosing: quals, outer + [scope])
        }
        var row: Output?
        if let lefts, let rights {
            let pairs = try pairs(of: join, lefts, rights)
            for (left, right) in pairs {
                let (left, right) = (lefts.columns[left], rights.columns[right])
                guard tellsNoMore(left, right) else {
                    let origins = left.taint.origins.union(right.taint.origins)
                    throw Influence("a join over \(origins.sorted().joined(separator: ", "))")
                }
                if left.taint != .none { isSorted = true }
                try requireUnordered(left, "a join")
                try requireUnordered(right, "a join")
            }
            row = Output(joining: lefts, rights, merging: pairs)
        } else {
            // Which columns are merged, and so which is at which place, is not known.
            let isMerged = join.bool(.natural) || !join.names(.usingClause).isEmpty
            if isMerged { try requireNothingProtected(scope.items[before...], "a join") }
        }
        guard let alias = join[.alias], let name = alias.string(.aliasname) else { return row }
        if row == nil { try requireNothingProtected(scope.items[before...], "a join") }
        row = row?.renamed(alias.names(.colnames))
        scope.items.removeSubrange(before...)
        scope.items.append(Item(name: name, output: row ?? Output(columns: [])))
        return row
    }

    /// The columns that the join shows once, by their places.
    private func pairs(of join: SyntaxNode, _ left: Output, _ right: Output) throws -> [(Int, Int)] {
        let names =
            join.bool(.natural)
            ? left.columns.map(\.name).filter { name in right.columns.contains { $0.name == name } }
            : join.names(.usingClause)
        return try names.map { name in
            let lefts = left.columns.indices.filter { left.columns[$0].name == name }
            let rights = right.columns.indices.filter { right.columns[$0].name == name }
            // PostgreSQL refuses a name that is there twice.
            guard lefts.count == 1, rights.count == 1 else { throw Influence("a join over \(name)") }
            return (lefts[0], rights[0])
        }
    }

    private func requireNothingProtected(_ items: ArraySlice<Item>, _ what: String) throws {
        for column in items.lazy.flatMap(\.output.columns) {
            guard column.taint == .none else { throw Influence("\(what) over \(words(column.taint))") }
            try requireUnordered(column, what)
        }
    }
}
