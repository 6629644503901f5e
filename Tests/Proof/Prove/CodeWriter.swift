import TestSupport

/// Draws statements that run code of users' without naming it: by types, casts, operators, defaults, triggers, calls.
extension ExpressionWriter {
    mutating func coding() -> [String] {
        let composites = schema.surroundings.composites
        let holders = schema.tables.filter { table in
            table.columns.contains { column in composites.contains { $0.type == column.type } }
        }
        switch number(0...13) {
        case 0, 1: return defaulted()
        case 2: return constrainedByType()
        case 3, 4:
            guard !holders.isEmpty else { break }
            return assigned(pick(holders))
        case 5, 6, 7, 8:
            guard !holders.isEmpty else { break }
            return [implied(pick(holders))]
        case 9, 10: return called()
        case 11:
            let place = Place(scopes: [[]], depth: 1)
            guard let value = coded(place) else { break }
            return ["SELECT \(value)"]
        case 12:
            let table = pickTable()
            let place = Place(scopes: [[ScopeItem(name: "p", columns: table.columns)]], depth: 1)
            guard let value = coded(place) else { break }
            return ["SELECT \(value) FROM \(relation(table)) AS p WHERE \(bounded("p", table) ?? "true") LIMIT 3"]
        default: return populated()
        }
        return constrained()
    }

    /// Defaults run where a column is left out.
    private mutating func defaulted() -> [String] {
        let table = pick(schema.tables.filter { $0.isWritable })
        let columns = table.columns.filter { $0.isWritable && ($0.isRequired || $0.name == "id") }
        let list = columns.map(\.name.quoted).joined(separator: ", ")
        let values = columns.map { $0.name == "id" ? "\(number(900...999))" : constant($0.type) }
        let head = "INSERT INTO \(relation(table)) AS n"
        let insert =
            columns.isEmpty || chance(10)
            ? "\(head) DEFAULT VALUES" : "\(head) (\(list)) VALUES (\(values.joined(separator: ", ")))"
        return chance(50)
            ? ["\(insert) RETURNING reverse(n::text)"]
            : [insert, "SELECT reverse(n::text) FROM \(relation(table)) n WHERE id >= 900"]
    }

    /// A domain's check says whether it takes a value.
    private mutating func constrainedByType() -> [String] {
        let fitting = schema.tables.filter {
            $0.isWritable && $0.columns.contains { $0.domain != nil || $0.type == "_text" }
        }
        guard !fitting.isEmpty else { return constrained() }
        let table = pick(fitting)
        return (1...4).map { _ in
            let columns = table.columns.filter { $0.isWritable && ($0.isRequired || $0.domain != nil || chance(50)) }
            let values = columns.map { column in
                column.domain != nil
                    ? "'\(number(1...9))'" : column.type == "_text" ? "'{\(number(1...9))}'" : constant(column.type)
            }
            let list = columns.map(\.name.quoted).joined(separator: ", ")
            return "INSERT INTO \(relation(table)) (\(list)) VALUES (\(values.joined(separator: ", ")))"
        }
    }

    /// A cast that an assignment makes.
    private mutating func assigned(_ holder: Schema.Table) -> [String] {
        let texts = schema.tables.filter { table in
            table.isWritable && !table.isProtected && table.columns.contains { $0.type == "text" && $0.domain == nil }
        }
        guard !texts.isEmpty, let composite = compositeColumn(holder) else { return constrained() }
        let target = pick(texts)
        let column = pick(target.columns.filter { $0.type == "text" && $0.domain == nil })
        let others = target.columns.filter { $0.isRequired && $0.name != column.name && $0.name != "id" }
        let list = (["id", column.name] + others.map(\.name)).map(\.quoted).joined(separator: ", ")
        let values = others.map { ", " + constant($0.type) }.joined()
        let write =
            chance(60)
            ? "INSERT INTO \(relation(target)) (\(list)) SELECT 950 + row_number() OVER (), h.\(composite)\(values) FROM \(relation(holder)) h"
            : "UPDATE \(relation(target)) AS t SET \(column.name.quoted) = h.\(composite) FROM \(relation(holder)) h WHERE t.id < 5"
        let back =
            "SELECT id, reverse(\(column.name.quoted)) FROM \(relation(target)) WHERE id < 5 OR id > 900 ORDER BY id"
        return [write, back]
    }

    private mutating func compositeColumn(_ holder: Schema.Table) -> String? {
        let fitting = holder.columns.filter { column in
            schema.surroundings.composites.contains { $0.type == column.type }
        }
        return fitting.isEmpty ? nil : pick(fitting).name.quoted
    }

    /// Operators and casts that syntax and polymorphic functions imply.
    private mutating func implied(_ holder: Schema.Table) -> String {
        guard let column = compositeColumn(holder) else { return query(depth: 1) }
        let from = "FROM \(relation(holder)) h"
        let k = "h.\(column)"
        let text = pick(["'400'", "'600'", "'800'", "left(h::text, 1)", "'5' || ''", "lower('7')"])
        let forms: [String] = [
            "SELECT \(text) BETWEEN \(k) AND \(k) \(from)", "SELECT \(text) NOT BETWEEN 'a' AND \(k) \(from)",
            "SELECT \(text) BETWEEN SYMMETRIC \(k) AND 'x' || '' \(from)", "SELECT \(k) BETWEEN \(k) AND \(k) \(from)",
            "SELECT \(text) IN (\(k)) \(from)", "SELECT \(text) = ANY (ARRAY[\(k)]) \(from)",
            "SELECT \(text) >= \(k) \(from)",
            "SELECT CASE \(k) WHEN \(text) THEN 1 ELSE 2 END \(from)", "SELECT nullif(\(k), \(text)) IS NULL \(from)",
            "SELECT h.id \(from) ORDER BY \(k)", "SELECT count(*) \(from) GROUP BY \(k) ORDER BY 1",
            "SELECT h \(from) ORDER BY h",
            "SELECT DISTINCT ON (\(k)) h.id \(from)", "SELECT count(DISTINCT \(k)) \(from)",
            "SELECT max(h::text) \(from)",
            "SELECT rank() OVER (ORDER BY \(k)) \(from)", "SELECT array_agg(h.id ORDER BY \(k)) \(from)",
            "SELECT a.id FROM \(relation(holder)) a JOIN \(relation(holder)) b USING (\(column)) ORDER BY 1",
            "SELECT greatest(\(k), \(k)) \(from)", "SELECT \(k) \(from) UNION SELECT \(k) \(from)",
            "SELECT reverse(\(k)) \(from)",
            "SELECT coalesce(\(k), 'x') \(from)", "SELECT \(k) || '' \(from)", "SELECT \(k) LIKE '7%' \(from)",
            "SELECT (\(k)).reverse \(from)", "SELECT string_agg(\(k), ',') \(from)", "SELECT concat(\(k), 'x') \(from)",
            "SELECT CASE WHEN true THEN \(k) ELSE 'x' END \(from)", "SELECT \(k) \(from) UNION ALL SELECT 'x'::text",
            "SELECT \(k)::text \(from)", "SELECT (\(k)).text \(from)", "SELECT format('%s', \(k)) \(from)",
            "SELECT ROW(\(k)) < ROW(\(k)) \(from)", "SELECT \(k) IS DISTINCT FROM \(k) \(from)",
            "SELECT md5(\(k)) \(from)",
        ]
        return pick(forms)
    }

    /// Procedures by every name that may mean them, and what they have left.
    private mutating func called() -> [String] {
        let procedures = schema.surroundings.code.filter { $0.kind == "p" }
        guard !procedures.isEmpty else { return constrained() }
        let procedure = pick(procedures)
        let plain = procedure.name.split(separator: ".").last.map(String.init) ?? procedure.name
        let arguments = procedure.arguments.map { $0 == "int4" ? "\(number(1...5))" : constant($0) }
        let path = pick(["other, adv", "adv, other", "other", "adv", "public"])
        let others = schema.tables.filter {
            !$0.isProtected && $0.isWritable && $0.columns.contains { $0.type == "text" }
        }
        let name = chance(70) ? plain : procedure.name
        var statements = ["SET LOCAL search_path = \(path)", "CALL \(name)(\(arguments.joined(separator: ", ")))"]
        for other in others where other.name == "plain" || chance(5) {
            let name = "\(identifier(other.schema)).\(identifier(other.name))"
            statements.append("SELECT reverse(t::text) FROM \(name) t ORDER BY t::text DESC LIMIT 5")
        }
        return statements
    }

    /// A row made of json takes its column's types.
    private mutating func populated() -> [String] {
        let tables = schema.tables.filter { $0.columns.contains { $0.domain != nil } }
        guard !tables.isEmpty else { return constrained() }
        let table = pick(tables)
        let column = pick(table.columns.filter { $0.domain != nil })
        return (1...3).map { _ in
            let json = "'{\"\(column.name)\": \"\(number(1...9))\"}'"
            return pick([
                "SELECT jsonb_populate_record(t, \(json)) IS NULL FROM \(relation(table)) t LIMIT 1",
                "SELECT (t.json_populate_record(\(json))).* FROM \(relation(table)) t LIMIT 1",
                "SELECT r FROM \(relation(table)) t, LATERAL jsonb_populate_record(t, \(json)) r LIMIT 1",
                "SELECT json_populate_recordset(t, '[' || \(json) || ']') FROM \(relation(table)) t LIMIT 1",
                "SELECT coalesce(NULL, \(column.name.quoted)) FROM \(relation(table)) UNION ALL VALUES ('\(number(1...9))')",
                "SELECT CASE WHEN false THEN \(column.name.quoted) ELSE '\(number(1...9))' END FROM \(relation(table))",
                "SELECT r.v FROM json_to_record(\(json)) AS r(v \(column.domain ?? "text"))",
                "SELECT '\(number(1...9))'::\(column.domain ?? "text")",
                "SELECT ARRAY(SELECT \(column.name.quoted) FROM \(relation(table))) || '{\(number(1...9))}'",
            ])
        }
    }
}
