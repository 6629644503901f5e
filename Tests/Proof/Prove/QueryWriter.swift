/// Draws queries: FROM first, so that the rest knows what is in sight.
extension ExpressionWriter {
    static let shownTypes = [
        "text", "text", "text", "text", "text", "text", "text", "int4", "int8", "date", "bool", "int4", "bool", "date",
        "numeric", "jsonb", "timestamptz", "_text", "bytea",
        "uuid", "inet", "interval", "json", "xml", "tsvector", "float8", "daterange", "varbit", "point", "_int4",
        "timestamp", "time", "money", "int4range",
    ]

    /// A whole query; with `types`, its columns have them, and it can stand in a set operation or a subquery.
    mutating func query(_ types: [String]? = nil, depth: Int, outer: [[ScopeItem]] = [], isTop: Bool = false) -> String
    {
        var with = ""
        var local = [CTE]()
        if depth > 1, chance(isTop ? 25 : 8) { (with, local) = ctes(depth: depth - 1) }
        let types = types ?? (chance(30) ? nil : (0...number(0...3)).map { _ in pick(Self.shownTypes) })
        if let types, depth > 1, chance(12), types.allSatisfy(GrammarTypes.comparable.contains) {
            let word = pick(["UNION ALL", "UNION", "INTERSECT", "EXCEPT", "EXCEPT ALL", "UNION ALL"])
            let left = query(types, depth: depth - 1, outer: outer)
            let right = query(types, depth: depth - 1, outer: outer)
            return "\(with)(\(left)) \(word) (\(right))" + (chance(60) ? " ORDER BY 1" : "") + tail(isTop: isTop)
        }
        if let types, chance(4) {
            let place = Place(scopes: outer, depth: depth)
            let rows = (0...1).map { _ in "(" + types.map { expression($0, place) }.joined(separator: ", ") + ")" }
            return "\(with)VALUES \(rows.joined(separator: ", "))"
        }
        return with + select(types, depth: depth, outer: outer, ctes: local, isTop: isTop)
    }

    // MARK: one SELECT

    private mutating func select(
        _ types: [String]?, depth: Int, outer: [[ScopeItem]], ctes: [CTE], isTop: Bool
    ) -> String {
        let from = self.from(depth: depth, outer: outer, ctes: ctes)
        var place = Place(scopes: outer + [from.items], depth: min(depth, 3))
        var conditions = from.conditions
        if chance(35) { conditions.append(expression("bool", place)) }
        if chance(8), let lookup = lookup(from.items, place) { conditions.append(lookup) }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let head = " FROM \(from.text)\(filter)"
        if chance(22) { return grouped(types, head, place) }
        if chance(8), let grouped = groupedByKey(types, head, place, from.items) { return grouped }
        place.allowsWindows = true
        guard let types else { return "SELECT \(stars(from.items, place))\(head)" + order(place) + tail(isTop: isTop) }
        let columns = types.map { "\(expression($0, place)) AS \(columnAlias())" }
        let canSort = types.allSatisfy(GrammarTypes.comparable.contains)
        switch number(0...19) {
        case 0 where canSort, 1 where canSort:
            return "SELECT DISTINCT \(columns.joined(separator: ", "))\(head)"
                + (canSort && chance(50) ? " ORDER BY 1" : "") + tail(isTop: isTop)
        case 2:
            let key = key(place)
            return "SELECT DISTINCT ON (\(key)) \(columns.joined(separator: ", "))\(head)"
        case 3:
            let window = "WINDOW w AS (PARTITION BY \(key(place)) ORDER BY \(key(place)))"
            let first = "count(*) OVER w"
            return types.contains("int8") && types.count == 1
                ? "SELECT \(first)\(head) \(window)" : "SELECT \(columns.joined(separator: ", "))\(head) \(window)"
        default:
            let order = canSort && chance(25) ? " ORDER BY \(pick(["1", "1 DESC", "1 NULLS FIRST"]))" : order(place)
            let list = columns.joined(separator: ", ")
            return "SELECT \(list)\(head)\(order)" + tail(isTop: isTop && !list.contains(" OVER "))
        }
    }

    private mutating func key(_ place: Place) -> String {
        let type = comparableType(place)
        let key = expression(type, place.withoutWindows.deeper)
        // A constant alone would be taken for the number of a column.
        return GrammarTypes.literals[type]?.contains(key) ?? true ? "coalesce(\(key), \(key))" : key
    }

    private mutating func stars(_ items: [ScopeItem], _ place: Place) -> String {
        let item = items.isEmpty ? nil : pick(items)
        guard let item else { return "*" }
        let name = identifier(item.name)
        switch number(0...8) {
        case 0: return "*"
        case 1: return "\(name).*"
        case 2: return name
        case 3: return "(\(name)).*"
        case 4: return "row_to_json(\(name)), \(name) IS NULL"
        case 5: return "to_jsonb(\(name)) - 'id', \(name)::text"
        case 6: return "ROW(\(name).*), (ROW(\(name).*)).f1"
        case 7: return "hash_record(\(name)) IS NULL, \(name) = \(name)"
        default: return "*, \(expression("text", place)) AS extra"
        }
    }

    private mutating func grouped(_ types: [String]?, _ head: String, _ place: Place) -> String {
        let keys = (0...number(0...1)).map { _ in key(place) }
        var group = keys.joined(separator: ", ")
        switch number(0...9) {
        case 0: group = "ROLLUP (\(group))"
        case 1: group = "CUBE (\(group))"
        case 2: group = "GROUPING SETS ((\(group)), ())"
        default: break
        }
        let shown =
            (types ?? (0...number(0...2)).map { _ in pick(["text", "int8", "numeric", "bool", "float8", "date"]) })
            .map { "\(aggregate($0, place)) AS \(columnAlias())" }
        let having = chance(20) ? " HAVING \(aggregate("bool", place))" : ""
        // The whole is one group, or groups by keys that are not shown.
        if chance(40) { return "SELECT \(shown.joined(separator: ", "))\(head)\(having)" }
        let order = types == nil && chance(60) ? " ORDER BY \(aggregate("text", place))" : ""
        return "SELECT \(shown.joined(separator: ", "))\(head) GROUP BY \(group)\(having)\(order)"
    }

    /// By a table's key, which covers every other column of it; nil where no table in sight has one.
    private mutating func groupedByKey(
        _ types: [String]?, _ head: String, _ place: Place, _ items: [ScopeItem]
    ) -> String? {
        let keyed = items.filter { item in item.columns.contains { $0.name == "id" && $0.type == "int4" } }
        guard !keyed.isEmpty else { return nil }
        let item = pick(keyed)
        let name = identifier(item.name)
        // The other tables' columns are not covered.
        var own = place
        own.scopes[own.scopes.count - 1] = [item]
        let shown = types?.map { "\(expression($0, own)) AS \(columnAlias())" } ?? [stars([item], own)]
        let key = "\(name).\(identifier("id"))"
        let by = pick([key, key, key, "(\(key))", "\(key), ROLLUP (\(self.key(own)))", "\(self.key(own)), \(key)"])
        let having = chance(20) ? " HAVING \(chance(50) ? aggregate("bool", own) : expression("bool", own))" : ""
        let order = chance(30) ? " ORDER BY \(self.key(own))" : ""
        return "SELECT \(shown.joined(separator: ", "))\(head) GROUP BY \(by)\(having)\(order)"
    }

    /// `column = ANY (array)` and what looks like it, of a protected column.
    private mutating func lookup(_ items: [ScopeItem], _ place: Place) -> String? {
        let found = items.flatMap { item in item.columns.filter(\.isProtected).map { (item, $0) } }
        guard !found.isEmpty else { return nil }
        let (item, column) = pick(found)
        let name = "\(identifier(item.name)).\(identifier(column.name))"
        let constants = GrammarTypes.literals[column.type]?.filter { !$0.contains("@") } ?? []
        let literals = constants.isEmpty ? ["NULL"] : constants
        let values = (0...number(0...2)).map { _ in chance(30) ? "'MRN0000037'" : pick(literals) }
        let array = "ARRAY[\(values.joined(separator: ", "))]"
        let test = pick([
            "= ANY (\(array))", "= SOME (\(array)::text[])", "= ANY ('{MRN0000037,MRN0000074}')",
            "= ANY ('{MRN0000037,NULL}'::text[])", "= ANY (ARRAY[\(name), 'MRN0000037'])",
            "= ANY (ARRAY(\(subquery([column.type], place, limit: 2))))", "<> ALL (\(array))", "> ANY (\(array))",
        ])
        return chance(80) ? "\(name) \(test)" : "NOT (\(name) \(test))"
    }

    mutating func aggregate(_ type: String, _ place: Place) -> String {
        let forms = grammar.aggregates(type)
        var inner = place.withoutWindows.deeper
        inner.depth = min(inner.depth, 2)
        guard !forms.isEmpty else {
            return "(array_agg(\(expression(type, inner)) ORDER BY \(key(inner))))[1]"
        }
        return fill(pick(forms), type, inner)
    }

    private mutating func columnAlias() -> String {
        identifier(pick(["x", "ssn", "name", "id", "c1", "v", "mrn", "patients", "data"]))
    }

    private mutating func order(_ place: Place) -> String {
        guard chance(35) else { return "" }
        let keys = (0...number(0...1)).map { _ in
            key(place) + pick(["", "", " DESC", " NULLS FIRST", " DESC NULLS LAST", " USING <"])
        }
        return " ORDER BY " + keys.joined(separator: ", ")
    }

    private mutating func tail(isTop: Bool) -> String {
        switch number(0...11) {
        case 0...4: " LIMIT \(number(0...20))"
        case 5: " OFFSET \(number(0...3)) LIMIT 5"
        case 6: " FETCH FIRST 3 ROWS ONLY"
        case 7 where isTop && !isPlain: pick([" FOR UPDATE", " FOR SHARE SKIP LOCKED", " LIMIT 2 FOR NO KEY UPDATE"])
        default: ""
        }
    }

    // MARK: FROM

    struct CTE {
        var name: String
        var columns: [Schema.Column]
    }

    private struct From {
        var text = ""
        var items: [ScopeItem] = []
        var conditions: [String] = []
    }

    private mutating func from(depth: Int, outer: [[ScopeItem]], ctes: [CTE]) -> From {
        var from = From()
        let count = pick([1, 1, 1, 2, 2, 3])
        var names = ["p", "q", "patients", "ssn", "t", "é", "select", "x1"]
        for index in 0..<count {
            let name = names.remove(at: number(0...(names.count - 1)))
            let item = item(named: name, depth: depth, outer: outer, before: from.items, ctes: ctes)
            if index == 0 {
                from.text = item.text
            } else {
                joined(item, to: &from, depth: depth, outer: outer, isLast: index == count - 1)
            }
            from.items += item.items
            from.conditions += item.conditions
        }
        return from
    }

    private mutating func joined(
        _ item: From, to from: inout From, depth: Int, outer: [[ScopeItem]], isLast: Bool
    ) {
        let place = Place(scopes: outer + [from.items + item.items], depth: min(depth - 1, 2))
        func keyed(_ items: [ScopeItem]) -> [String] {
            items.flatMap { item in
                item.columns.filter { ["id", "patient_id"].contains($0.name) && $0.type == "int4" }
                    .map { "\"\(item.name)\".\"\($0.name)\"" }
            }
        }
        let (left, right) = (keyed(from.items), keyed(item.items))
        let condition: String
        if !left.isEmpty, !right.isEmpty, chance(80) {
            condition = "\(pick(left)) = \(pick(right))" + (chance(15) ? " AND \(expression("bool", place))" : "")
        } else {
            condition = chance(50) ? "true" : expression("bool", place)
        }
        switch number(0...9) {
        case 0 where isLast, 1 where isLast: from.text += ", \(item.text)"
        case _ where item.text.hasPrefix("LATERAL"): from.text += " CROSS JOIN \(item.text)"
        case 2: from.text += " LEFT JOIN \(item.text) ON \(condition)"
        case 3: from.text += " RIGHT JOIN \(item.text) ON \(left.first ?? "1") = \(right.first ?? "1")"
        case 4: from.text += " CROSS JOIN \(item.text)"
        default: from.text += " JOIN \(item.text) ON \(condition)"
        }
    }

    private mutating func item(
        named name: String, depth: Int, outer: [[ScopeItem]], before: [ScopeItem], ctes: [CTE]
    ) -> From {
        let alias = identifier(name)
        if !ctes.isEmpty, chance(60) {
            let cte = pick(ctes)
            return From(
                text: "\(identifier(cte.name)) AS \(alias)", items: [ScopeItem(name: name, columns: cte.columns)])
        }
        if depth > 1 {
            switch number(0...15) {
            case 0, 1:
                let types = (0...number(0...2)).map { _ in pick(Self.shownTypes) }
                let isLateral = !before.isEmpty && chance(60)
                let inner = query(types, depth: depth - 1, outer: isLateral ? outer + [before] : outer)
                return derived("\(isLateral ? "LATERAL " : "")(\(inner))", name, types)
            case 2:
                let place = Place(scopes: outer + [before], depth: 1)
                let text = expression("_text", place)
                return derived("\(pick(["unnest", "pg_catalog.unnest"]))(\(text))", name, ["text"], isScalar: true)
            case 3:
                return derived("generate_series(1, \(number(1...5)))", name, ["int4"], isScalar: true)
            case 4:
                let place = Place(scopes: outer + [before], depth: 1)
                let rows = (0...1).map { _ in "(\(expression("text", place)), \(expression("int4", place)))" }
                let lateral = before.isEmpty ? "" : "LATERAL "
                return derived("\(lateral)(VALUES \(rows.joined(separator: ", ")))", name, ["text", "int4"])
            case 5:
                let place = Place(scopes: outer + [before], depth: 1)
                return derived(
                    "jsonb_each_text(jsonb_build_object('k', \(expression("text", place))))", name, ["text", "text"])
            default: break
            }
        }
        return table(name, alias)
    }

    private mutating func derived(_ text: String, _ name: String, _ types: [String], isScalar: Bool = false) -> From {
        let columns = types.enumerated().map { index, type in
            Schema.Column(name: "a\(index)", type: type, isProtected: true, isWritable: false, isRequired: false)
        }
        let list = columns.map(\.name).joined(separator: ", ")
        return From(
            text: "\(text) AS \(identifier(name))(\(list))",
            items: [ScopeItem(name: name, columns: columns, isScalar: isScalar)])
    }

    private mutating func table(_ name: String, _ alias: String) -> From {
        let table = pickTable()
        let bound = chance(92) ? bounded(name, table) : nil
        let conditions = bound.map { [$0] } ?? []
        switch number(0...19) {
        case 0 where !table.columns.isEmpty:
            // Names that say something else than what stands there.
            var columns = table.columns
            for index in columns.indices { columns[index].name = "k\(index)" }
            let list = columns.map(\.name).joined(separator: ", ")
            let isKeyFirst = table.columns[0].name == "id" && table.columns[0].type == "int4"
            return From(
                text: "\(relation(table)) AS \(alias)(\(list))", items: [ScopeItem(name: name, columns: columns)],
                conditions: isKeyFirst ? ["\(alias).k0 < \(number(2...20))"] : [])
        case 1 where ["r", "p"].contains(table.kind):
            return From(
                text: "ONLY \(relation(table)) AS \(alias)", items: [ScopeItem(name: name, columns: table.columns)],
                conditions: conditions)
        case 2 where ["r", "p", "m"].contains(table.kind):
            let method = pick(["BERNOULLI (100)", "SYSTEM (100)", "BERNOULLI (50)"])
            return From(
                text: "\(relation(table)) AS \(alias) TABLESAMPLE \(method) REPEATABLE (1)",
                items: [ScopeItem(name: name, columns: table.columns)], conditions: conditions)
        case 3:
            return From(
                text: "\(relation(table)) * AS \(alias)", items: [ScopeItem(name: name, columns: table.columns)],
                conditions: conditions)
        case 4, 5:
            let own = bounded(table.name, table).map { [$0] } ?? []
            return From(
                text: relation(table), items: [ScopeItem(name: table.name, columns: table.columns)], conditions: own)
        default:
            return From(
                text: "\(relation(table)) AS \(alias)", items: [ScopeItem(name: name, columns: table.columns)],
                conditions: conditions)
        }
    }

    // MARK: WITH

    private mutating func ctes(depth: Int) -> (String, [CTE]) {
        var ctes: [CTE] = []
        var texts: [String] = []
        for name in [pick(["c", "patients", "w"]), pick(["d", "notes", "claims"])].prefix(number(1...2)) {
            let types = (0...number(0...2)).map { _ in pick(Self.shownTypes) }
            let columns = types.enumerated().map { index, type in
                Schema.Column(name: "b\(index)", type: type, isProtected: true, isWritable: false, isRequired: false)
            }
            let list = columns.map(\.name).joined(separator: ", ")
            let mode = pick(["", "", " MATERIALIZED", " NOT MATERIALIZED"])
            texts.append("\(identifier(name))(\(list)) AS\(mode) (\(query(types, depth: depth)))")
            ctes.append(CTE(name: name, columns: columns))
        }
        return ("WITH \(chance(15) ? "RECURSIVE " : "")\(texts.joined(separator: ", ")) ", ctes)
    }
}

extension ExpressionWriter.Place {
    var withoutWindows: Self {
        var place = self
        place.allowsWindows = false
        return place
    }
}
