import Policy
import SQLSyntax

extension ViewLineage {
    mutating func query(_ select: SyntaxNode, outer: [Scope]) throws -> Output {
        var scopes = outer
        if let with = select[.withClause] { scopes.append(try ctes(with, of: select, scopes)) }
        for (key, what) in [(SyntaxKey.limitCount, "LIMIT"), (.limitOffset, "OFFSET")] {
            if let clause = select[key] { try requireFree(clause, what, scopes) }
        }
        let output: Output
        if let left = select[.larg], let right = select[.rarg] {
            output = try setOperation(select, try query(left, outer: scopes), try query(right, outer: scopes))
            noteOrder(of: select, output, scopes)
        } else if !select.list(.valuesLists).isEmpty {
            output = try values(select, scopes)
            noteOrder(of: select, output, scopes)
        } else {
            output = try plain(select, scopes)
        }
        if let reason = reasonToStay(select) { try requireNothingComputed(output, reason) }
        return output
    }

    private mutating func plain(_ select: SyntaxNode, _ outer: [Scope]) throws -> Output {
        var scope = Scope()
        for item in select.list(.fromClause) { try add(item, to: &scope, outer) }
        let scopes = outer + [scope]
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
            for column in output.columns {
                if !showsEquality(column) { throw Influence("DISTINCT over \(words(column.taint))") }
                if column.taint != .none { isSorted = true }
                try requireUnordered(column, "DISTINCT")
            }
        }
        noteOrder(of: select, output, scopes)
        return output
    }

    private mutating func setOperation(_ select: SyntaxNode, _ left: Output, _ right: Output) throws -> Output {
        guard left.columns.count == right.columns.count else { throw Influence("a set operation") }
        let keepsAll = select.string(.op) == "SETOP_UNION" && select.bool(.all)
        let isCut = select[.sortClause] != nil || select[.limitCount] != nil || select[.limitOffset] != nil
        let output = Output(
            columns: try zip(left.columns, right.columns).map { a, b in
                var column = a
                if a.uniform != b.uniform { column.uniform = nil }
                column.failures.formUnion(b.failures)
                column.isOrdered = a.isOrdered || b.isOrdered
                if isCut || !keepsAll { try requireUnordered(column, "a set operation") }
                let origins = a.taint.origins.union(b.taint.origins)
                if origins.isEmpty { return column }
                guard keepsAll else {
                    throw Influence("a set operation over \(origins.sorted().joined(separator: ", "))")
                }
                if isCut { throw Influence("the order of \(origins.sorted().joined(separator: ", "))") }
                column.isExact = a.isExact && b.isExact && a.type == b.type
                if a.taint == b.taint, a.type == b.type, a.subject == b.subject { return column }
                // Columns of two types are converted to one.
                let isComputed = a.taint.isComputed || b.taint.isComputed || a.type == nil || a.type != b.type
                column.taint = .derived(origins: origins, isComputed: isComputed)
                column.subject = nil
                return column
            })
        if !keepsAll { noteDistinct(output, "a set operation") }
        return output
    }

    private mutating func values(_ select: SyntaxNode, _ scopes: [Scope]) throws -> Output {
        var output = Output(columns: [])
        for (number, row) in select.list(.valuesLists).enumerated() {
            let cells = row[.items].map { Array($0.children) } ?? []
            for (place, cell) in cells.enumerated() {
                var column = try column(of: cell, scopes)
                column.name = "column\(place + 1)"
                if number == 0 {
                    output.columns.append(column)
                } else if output.columns.indices.contains(place) {
                    output.columns[place].add(column)
                }
            }
        }
        // Its keys are its own columns.
        if select[.sortClause] != nil {
            for column in output.columns {
                guard column.taint == .none else { throw Influence("ORDER BY over \(words(column.taint))") }
                try requireUnordered(column, "ORDER BY")
            }
        }
        return output
    }

    // MARK: WITH

    private mutating func ctes(_ with: SyntaxNode, of select: SyntaxNode, _ outer: [Scope]) throws -> Scope {
        var scope = Scope()
        if with.bool(.cterecursive) {
            note(gathering: "WITH RECURSIVE")
            try requireHarmless(with, ctes: Set(with.list(.ctes).compactMap { $0.string(.ctename) }), outer)
            for cte in with.list(.ctes) { scope.ctes[cte.string(.ctename) ?? ""] = Output(columns: []) }
            return scope
        }
        for cte in with.list(.ctes) {
            guard let query = cte[.ctequery], query.kind == .selectStmtNode else { throw Influence("a WITH") }
            let output = try self.query(query, outer: outer + [scope]).renamed(cte.names(.aliascolnames))
            if isComputedWhole(cte, query, select) { try requireNothingComputed(output, "a WITH") }
            scope.ctes[cte.string(.ctename) ?? ""] = output
        }
        return scope
    }

    /// Recursion is not followed: it may read only what has nothing protected about it, neither its values nor which rows
    /// there are nor their order.
    private mutating func requireHarmless(_ node: SyntaxNode, ctes: Set<String>, _ outer: [Scope]) throws {
        if node.kind == .rangeVar {
            let name = node.string(.relname) ?? ""
            guard node.string(.schemaname) != nil || !ctes.contains(name) else { return }
            let output = try relation(node, outer)
            guard output.columns.allSatisfy({ $0.taint == .none && !$0.isOrdered }) else {
                throw Influence("a recursive query over \(name)")
            }
        }
        if node.kind == .funcCall, callsUser(node) { throw Influence("a recursive query") }
        // Of what is around it, by queries in an expression and by LATERAL.
        if node.kind == .columnRef, let looked = columns(node, outer) {
            guard looked.allSatisfy({ $0.taint == .none && !$0.isOrdered }) else {
                throw Influence("a recursive query that looks at \(node.names(.fields).joined(separator: "."))")
            }
        }
        for child in node.children { try requireHarmless(child, ctes: ctes, outer) }
    }

    mutating func relation(_ node: SyntaxNode, _ scopes: [Scope]) throws -> Output {
        guard let name = node.string(.relname) else { throw Influence("a relation") }
        if let schema = node.string(.schemaname) { return try output(of: QualifiedName(schema, name)) }
        for scope in scopes.reversed() { if let output = scope.ctes[name] { return output } }
        return try output(of: QualifiedName("pg_catalog", name))
    }
}
