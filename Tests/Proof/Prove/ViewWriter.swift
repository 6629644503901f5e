import TestSupport

/// Draws statements in which a view is computed whole, or computed at all.
extension ExpressionWriter {
    mutating func viewed() -> [String] {
        let views = schema.tables.filter { $0.kind == "v" }
        let plains = schema.tables.filter { table in
            table.isWritable && !table.isProtected && table.columns.contains { $0.name == "id" && $0.type == "int4" }
        }
        guard !views.isEmpty, !plains.isEmpty else { return [query(depth: 2)] }
        let (view, plain) = (pick(views), pick(plains))
        let numbers = view.columns.filter { $0.type == "int4" }
        let (v, p) = (relation(view), relation(plain))
        let link = numbers.isEmpty ? "true" : "v.\(pick(numbers).name.quoted) = p.id"
        let bound = "p.id < \(number(3...9))"
        let column = plain.columns.first { $0.isWritable && $0.name != "id" }?.name.quoted
        let lock = pick(["FOR SHARE OF p", "FOR UPDATE OF p", "FOR KEY SHARE OF p", "FOR NO KEY UPDATE OF p NOWAIT"])
        let name = pick(view.columns).name.quoted
        switch number(0...12) {
        case 0, 1, 2: return ["SELECT p.id FROM \(p) p, \(v) v WHERE \(link) AND \(bound) \(lock)"]
        case 3 where column != nil, 4 where column != nil:
            let set = column ?? "id"
            return ["UPDATE \(p) AS p SET \(set) = p.\(set) FROM \(v) v WHERE \(link) AND \(bound)"]
        case 5: return ["DELETE FROM \(p) AS p USING \(v) v WHERE \(link) AND \(bound)"]
        case 6: return ["SELECT count(*) FROM \(v) v"]
        case 7: return ["SELECT count(v) FROM \(v) v", "SELECT v IS NULL FROM \(v) v LIMIT 5"]
        case 8: return ["SELECT v.\(name) FROM \(v) v WHERE v IS NOT NULL LIMIT 20"]
        case 9: return ["SELECT \(pick(["max", "min", "count"]))(\(name)::text) FROM \(v)"]
        case 10: return ["CREATE TEMP VIEW w AS SELECT \(name) AS x FROM \(v)", "SELECT x FROM w LIMIT 20"]
        case 11: return ["SELECT v.\(name) FROM \(v) v ORDER BY v LIMIT 20"]
        default:
            guard let number = numbers.isEmpty ? nil : pick(numbers) else { return ["TABLE \(v)"] }
            return ["SELECT \(number.name.quoted) FROM \(v) WHERE \(number.name.quoted) = \(self.number(1...9))"]
        }
    }

    /// A setting, and what every mask makes of it.
    mutating func masked() -> [String] {
        let protected = schema.tables.filter { $0.isProtected && $0.kind != "v" }
        let table = pick(protected.isEmpty ? schema.tables : protected)
        let setting = pick([
            "TimeZone = 'X+167'", "TimeZone = 'X-167'", "TimeZone = '<+Y>96'", "TimeZone = 'Asia/Tokyo'",
            "DateStyle = 'German'", "DateStyle = 'SQL, DMY'", "IntervalStyle = 'sql_standard'",
            "extra_float_digits = -15",
            "bytea_output = 'escape'", "lc_time = 'C'", "xmlbinary = hex", "search_path = other, pg_catalog",
        ])
        let columns = table.columns.filter(\.isProtected).map(\.name.quoted).joined(separator: ", ")
        let key = table.columns.first { !$0.isProtected }?.name.quoted ?? "1"
        let name = "\(identifier(table.schema)).\(identifier(table.name))"
        return [
            "SET LOCAL \(setting)", "SELECT \(key), \(columns) FROM \(name) ORDER BY \(key) LIMIT 30",
            "SELECT count(*) FROM (SELECT DISTINCT \(columns) FROM \(name)) x",
        ]
    }
}
