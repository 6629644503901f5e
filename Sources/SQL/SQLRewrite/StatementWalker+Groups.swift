import Policy
import SQLSyntax

/// `GROUP BY p.id` covers the other columns of a table whose primary key id is. A masked table is a derived table, of
/// which the server knows no key: the columns that the query shows are grouped by as well. As they follow from the key,
/// the groups stay the same, and what is added are names of masked columns, which any statement may use.
extension StatementWalker {
    /// A protected table of FROM whose primary key is not masked.
    private struct Keyed {
        var alias: String
        /// nil where the table is called by an alias: its schema then names nothing.
        var schema: String?
        /// In order, under the names that they have here.
        var columns: [(name: String, type: String)]
        /// Of the columns.
        var names: Set<String>
        var key: Set<String>
    }

    /// What the query shows of each table, as an index into `Offered.keyed`.
    private struct Used {
        var columns: [Int: Set<String>] = [:]
        /// Tables all of whose columns are shown.
        var whole: Set<Int> = []
        /// All of them are.
        var isAll = false
    }

    /// The select list, as GROUP BY refers to it.
    private struct Targets {
        let values: [SyntaxNode?]
        /// By name, the first of several.
        private var byName: [String: SyntaxNode] = [:]
        private let firstStar: Int

        init(_ select: SyntaxNode) {
            let targets = Array(select.list(.targetList))
            values = targets.map { $0[.val] }
            firstStar = values.firstIndex { $0?.list(.fields).contains { $0.kind == .aStar } ?? false } ?? values.count
            for target in targets {
                if let name = target.string(.name), byName[name] == nil { byName[name] = target[.val] }
            }
        }

        func value(named name: String) -> SyntaxNode? { byName[name] }

        /// Counted from 1; nil where a star before it makes the count unknown.
        func value(at place: Int) -> SyntaxNode? {
            values.indices.contains(place - 1) && place - 1 < firstStar ? values[place - 1] : nil
        }
    }

    /// What FROM offers, as far as names without a qualifier ask for it.
    private struct Offered {
        private(set) var keyed: [Keyed] = []
        /// Indexes into `keyed`.
        private(set) var byAlias: [String: [Int]] = [:]
        private var byColumn: [String: [Int]] = [:]
        /// Columns of other relations.
        var others: Set<String> = []
        /// Something whose columns are not known here.
        var isOpen = false
        /// Columns that a join merged belong to no table.
        var merged: Set<String> = []
        var mergesAny = false

        mutating func add(_ table: Keyed) {
            byAlias[table.alias, default: []].append(keyed.count)
            for name in table.names { byColumn[name, default: []].append(keyed.count) }
            keyed.append(table)
        }

        /// The tables that have a column of this name.
        func tables(with column: String) -> [Int] { byColumn[column] ?? [] }
    }

    private struct Grouped {
        /// By table, as an index into `Offered.keyed`.
        var columns: [Int: Set<String>] = [:]
        /// The end of the last of them in the text.
        var end: [Int: Int] = [:]
        /// Inside ROLLUP and its like, where a column is NULL for some groups: it must not be grouped by as well.
        var varying: [Int: Set<String>] = [:]
    }

    func expandGroups(_ select: SyntaxNode) {
        guard !select.list(.groupClause).isEmpty else { return }
        var offered = Offered()
        for item in select.list(.fromClause) { offer(item, &offered) }
        guard !offered.keyed.isEmpty else { return }
        let grouped = self.grouped(select, offered)
        var used = Used()
        for key in [SyntaxKey.targetList, .havingClause, .sortClause, .windowClause, .distinctClause] {
            if let clause = select[key] { note(clause, offered, &used, isInner: false) }
        }
        for (index, table) in offered.keyed.enumerated() {
            guard let columns = grouped.columns[index], table.key.isSubset(of: columns), let end = grouped.end[index]
            else { continue }
            let known = columns.union(grouped.varying[index] ?? [])
            let alias = SQLText.identifier(table.alias)
            var added = table.columns.filter { column in
                used.columns[index]?.contains(column.name) ?? false && !known.contains(column.name)
                    && !Self.isWithoutEquality(column.type)
            }.map { "\(alias).\(SQLText.identifier($0.name))" }
            if used.columns[index]?.contains(Self.wholeRow) ?? false,
                !table.columns.contains(where: { Self.isWithoutEquality($0.type) })
            {
                added.append("\(alias).*")
            }
            if !added.isEmpty { edits.append(Edit(end..<end, ", " + added.joined(separator: ", "))) }
        }
    }

    // MARK: FROM

    private func offer(_ item: SyntaxNode, _ offered: inout Offered) {
        switch item.kind {
        case .rangeVar:
            guard case .relation(let relation)? = try? resolve(item) else {
                offered.isOpen = true
                return
            }
            var names = item[.alias]?.names(.colnames) ?? []
            names += relation.columns.dropFirst(names.count).map(\.name)
            let masks = protection.masks[relation.name]
            guard let masks, !relation.primaryKey.isEmpty, masks.keys.allSatisfy({ !relation.primaryKey.contains($0) })
            else { return offered.others.formUnion(names) }
            let columns = zip(relation.columns, names)
            offered.add(
                Keyed(
                    alias: item[.alias]?.string(.aliasname) ?? relation.name.name,
                    schema: item[.alias] == nil ? relation.name.schema : nil,
                    columns: columns.map { ($1, $0.typeName) }, names: Set(names),
                    key: Set(columns.filter { relation.primaryKey.contains($0.0.name) }.map(\.1))))
        case .rangeTableSample:
            if let inner = item[.relation] { offer(inner, &offered) } else { offered.isOpen = true }
        case .joinExpr:
            // Behind an alias of its own a join's tables have no names.
            guard item[.alias] == nil, let left = item[.larg], let right = item[.rarg] else {
                offered.isOpen = true
                return
            }
            offer(left, &offered)
            offer(right, &offered)
            offered.merged.formUnion(item.names(.usingClause))
            if item.bool(.natural) { offered.mergesAny = true }
        default: offered.isOpen = true
        }
    }

    /// The table that a reference names a column of. A whole row is `wholeRow`.
    private func column(_ reference: SyntaxNode, _ offered: Offered) -> (table: Int, name: String)? {
        let fields = reference.list(.fields).map { $0.string(.sval) }
        let isStar = fields.last == .some(nil)
        guard let last = fields.last, fields.dropLast().allSatisfy({ $0 != nil }) else { return nil }
        let qualifier = fields.dropLast().compactMap(\.self)
        guard let alias = qualifier.last else {
            guard let last, !offered.mergesAny, !offered.merged.contains(last) else { return nil }
            let tables = offered.tables(with: last)
            if tables.count == 1 { return (tables[0], last) }
            let rows = offered.byAlias[last] ?? []
            return tables.isEmpty && rows.count == 1 ? (rows[0], Self.wholeRow) : nil
        }
        let table = (offered.byAlias[alias] ?? []).first { index in
            qualifier.count == 1 || offered.keyed[index].schema == qualifier[qualifier.count - 2]
        }
        guard let table else { return nil }
        if isStar { return (table, Self.wholeRow) }
        guard let last, offered.keyed[table].names.contains(last) else { return nil }
        return (table, last)
    }

    // MARK: GROUP BY

    private func grouped(_ select: SyntaxNode, _ offered: Offered) -> Grouped {
        var grouped = Grouped()
        let targets = Targets(select)
        for item in select.list(.groupClause) {
            if item.kind == .groupingSet {
                var varying = Used()
                note(item, offered, &varying, isInner: false)
                grouped.varying.merge(varying.columns) { $0.union($1) }
                continue
            }
            guard let end = end(of: item), let meant = meaning(of: item, targets, offered),
                let found = column(meant, offered), found.name != Self.wholeRow
            else { continue }
            grouped.columns[found.table, default: []].insert(found.name)
            grouped.end[found.table] = max(grouped.end[found.table] ?? 0, end)
        }
        return grouped
    }

    /// The column reference that an item stands for: itself, or what the select list has at that place or by that name.
    private func meaning(of item: SyntaxNode, _ targets: Targets, _ offered: Offered) -> SyntaxNode? {
        switch item.kind {
        case .columnRef:
            let names = item.names(.fields)
            guard names.count == 1, column(item, offered) == nil else { return item }
            // A name is a column of FROM before it is one of the select list.
            let isFromColumn =
                offered.isOpen || offered.mergesAny || offered.others.contains(names[0])
                || offered.merged.contains(names[0])
            let value = targets.value(named: names[0])
            return isFromColumn || value?.kind != .columnRef ? nil : value
        case .aConst:
            guard let place = item[.ival].map({ $0.int(.ival) ?? 0 }), let value = targets.value(at: place),
                value.kind == .columnRef
            else { return nil }
            return value
        default: return nil
        }
    }

    private func end(of item: SyntaxNode) -> Int? {
        guard let location = item.location else { return nil }
        let first = parsed.tokenIndex(at: location)
        guard first < parsed.tokens.count, parsed.tokens[first].start == location else { return nil }
        guard item.kind == .columnRef else { return parsed.tokens[first].end }
        let count = item.list(.fields).count
        return RelationSpan.skipNames(from: first, count: count, parsed, dotAfterLast: false).map {
            parsed.tokens[$0 - 1].end
        }
    }

    // MARK: what is shown

    /// Collects the columns that stand under a node outside aggregates. Too many do no harm.
    ///
    /// - Parameter isInner: in a subquery, where an aggregate may be the subquery's own.
    private func note(_ node: SyntaxNode, _ offered: Offered, _ used: inout Used, isInner: Bool) {
        switch node.kind {
        case .columnRef:
            if let found = column(node, offered) {
                used.columns[found.table, default: []].insert(found.name)
                if found.name == Self.wholeRow { noteAll(found.table, offered, &used) }
            } else if !isInner, !used.isAll, node.list(.fields).first?.kind == .aStar {
                used.isAll = true
                for index in offered.keyed.indices { noteAll(index, offered, &used) }
            }
            return
        case .resTarget:
            // As an item of the list `p.*` is its columns; elsewhere it is the row.
            if let value = node[.val], value.kind == .columnRef,
                value.list(.fields).contains(where: { $0.kind == .aStar }),
                let found = column(value, offered)
            {
                return noteAll(found.table, offered, &used)
            }
        case .funcCall:
            let isAggregate = Self.aggregates.contains(node.names(.funcname).last ?? "") || node[.aggFilter] != nil
            if !isInner, isAggregate, node[.over] == nil { return }
        default: break
        }
        let isInner = isInner || node.kind == .selectStmtNode
        for child in node.children { note(child, offered, &used, isInner: isInner) }
    }

    private func noteAll(_ index: Int, _ offered: Offered, _ used: inout Used) {
        guard used.whole.insert(index).inserted else { return }
        used.columns[index, default: []].formUnion(offered.keyed[index].names)
    }

    /// No column has an empty name.
    private static let wholeRow = ""

    /// The server cannot group by these.
    private static func isWithoutEquality(_ type: String) -> Bool {
        withoutEquality.contains(type) || type.hasPrefix("_") && withoutEquality.contains(String(type.dropFirst()))
    }

    private static let withoutEquality: Set<String> = [
        "json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle", "jsonpath", "refcursor", "cid",
        "pg_snapshot", "txid_snapshot",
    ]

    /// The usual ones: what only they use need not be grouped by. Of any other the arguments are, which changes nothing.
    private static let aggregates: Set<String> = [
        "count", "sum", "avg", "min", "max", "array_agg", "string_agg", "json_agg", "jsonb_agg", "json_object_agg",
        "jsonb_object_agg", "bool_and", "bool_or", "every", "stddev", "stddev_pop", "stddev_samp", "variance",
        "var_pop",
        "var_samp", "corr", "mode", "percentile_cont", "percentile_disc", "xmlagg", "bit_and", "bit_or",
    ]
}
