/// Draws writes, most of which depend on nothing that is protected.
extension ExpressionWriter {
    mutating func target() -> Schema.Table {
        let views = schema.tables.filter { $0.kind == "v" }
        let writable = chance(15) && !views.isEmpty ? views : schema.tables.filter(\.isWritable)
        let protected = writable.filter(\.isProtected)
        return pick(chance(65) && !protected.isEmpty ? protected : writable)
    }

    mutating func update() -> [String] {
        let table = target()
        let assignable = table.columns.filter { $0.isWritable && !$0.isProtected && $0.name != "id" }
        let hostile = chance(20)
        isPlain = !hostile
        defer { isPlain = false }
        guard let column = assignable.isEmpty ? nil : pick(hostile ? table.columns : assignable) else {
            return [query(depth: 2)]
        }
        let place = Place(scopes: [[ScopeItem(name: "u", columns: table.columns)]], depth: 2)
        let value = chance(50) ? "\(identifier("u")).\(column.name.quoted)" : expression(column.type, place)
        let bound = bounded("u", table) ?? "true"
        let extra = chance(30) ? " AND \(expression("bool", place))" : ""
        let system = hostile && chance(30) ? " AND u.ctid < '(\(number(0...9)),\(number(1...60)))'" : ""
        isPlain = isPlain && chance(20)
        let from = hostile && chance(30) ? " FROM (\(subquery(["int4"], place, limit: 3))) AS f" : ""
        return [
            "UPDATE \(relation(table)) AS u SET \(column.name.quoted) = \(value)\(from) WHERE \(bound)\(extra)\(system)"
                + returning("u", table)
        ]
    }

    private mutating func returning(_ name: String, _ table: Schema.Table) -> String {
        guard chance(50) else { return "" }
        let place = Place(scopes: [[ScopeItem(name: name, columns: table.columns)]], depth: 2)
        return " RETURNING "
            + pick(["*", "\(name).*", name, "\(expression("text", place)) AS ssn", expression("jsonb", place)])
    }

    mutating func insert() -> [String] {
        let table = target()
        let columns = table.columns.filter { $0.isWritable && ($0.isRequired || chance(60)) }
        guard !columns.isEmpty else { return [query(depth: 2)] }
        isPlain = !chance(15)
        defer { isPlain = false }
        let place = Place(scopes: [[]], depth: 1)
        let values = columns.map { column in
            column.name == "id"
                ? "\(chance(85) ? 900_000 + number(1...999) : number(1...50))" : leaf(column.type, place)
        }
        let list = columns.map(\.name.quoted).joined(separator: ", ")
        let head = "INSERT INTO \(relation(table)) AS n (\(list))"
        let source = chance(80) ? "VALUES (\(values.joined(separator: ", ")))" : query(columns.map(\.type), depth: 1)
        let conflict = pick(["", "", "", " ON CONFLICT DO NOTHING"])
        return ["\(head) \(source)\(conflict)\(returning("n", table))"]
    }

    mutating func delete() -> [String] {
        let table = target()
        isPlain = chance(70)
        defer { isPlain = false }
        let place = Place(scopes: [[ScopeItem(name: "d", columns: table.columns)]], depth: 2)
        let bound = bounded("d", table) ?? "true"
        return [
            "DELETE FROM \(relation(table)) AS d WHERE \(bound) AND \(expression("bool", place))\(returning("d", table))"
        ]
    }

    mutating func merge() -> [String] {
        let table = target()
        let place = Place(scopes: [[ScopeItem(name: "s", columns: table.columns)]], depth: 1)
        let source = subquery(["int4", "text"], place, limit: 5)
        return [
            "MERGE INTO \(relation(table)) AS m USING (\(source)) AS s(i, v) ON m.id = s.i "
                + pick([
                    "WHEN MATCHED THEN DELETE", "WHEN NOT MATCHED THEN DO NOTHING",
                    "WHEN MATCHED AND s.v > 'A' THEN DO NOTHING",
                ])
        ]
    }
}
