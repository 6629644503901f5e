import TestSupport

/// Draws writes that constraints answer: keys that others refer to, unique and partial indexes, checks, subscripts.
extension ExpressionWriter {
    /// Several of one kind, each undone by itself.
    mutating func constrained() -> [String] {
        let tables = schema.tables.filter { $0.isWritable && $0.kind != "f" }
        let table = pick(tables)
        let kind = number(0...9)
        var statements: [String] = []
        for id in 1...number(2...4) {
            statements.append(write(table, kind, id))
            if chance(30) { statements.append("SET CONSTRAINTS ALL IMMEDIATE") }
        }
        return statements
    }

    private mutating func write(_ table: Schema.Table, _ kind: Int, _ id: Int) -> String {
        let name = relation(table)
        let keys = table.columns.filter { ["int4", "int8"].contains($0.type) && $0.isWritable && !$0.isProtected }
        let key = keys.first { $0.name == "id" } ?? keys.first
        let condition = key.map { "\($0.name.quoted) = \(id)" } ?? "true"
        let open = table.columns.filter { $0.isWritable && !$0.isProtected && $0.name != "id" }
        switch kind {
        case 0, 1:
            // A key that moves, and whatever refers to it.
            guard let moved = keys.isEmpty ? nil : pick(keys) else { break }
            let value = pick(["500", "1052", "1053", "1055", "5000", "NULL", "\(number(1...20))", "\(900 + id)"])
            return "UPDATE \(name) SET \(moved.name.quoted) = \(value) WHERE \(moved.name.quoted) = \(id)"
        case 2: return "DELETE FROM \(name) WHERE \(condition)"
        case 3, 4, 5:
            var columns = table.columns.filter { $0.isWritable && ($0.isRequired || chance(50)) }
            if kind == 3 { columns.removeAll { $0.isProtected && !$0.isRequired } }
            let values = columns.map { column in
                column.name == "id"
                    ? "\(900 + id)" : keys.contains(column) && chance(70) ? "\(id)" : held(column, table)
            }
            let list = columns.map(\.name.quoted).joined(separator: ", ")
            guard !columns.isEmpty else { return "INSERT INTO \(name) DEFAULT VALUES" }
            return "INSERT INTO \(name) (\(list)) VALUES (\(values.joined(separator: ", ")))"
                + pick(["", "", " ON CONFLICT DO NOTHING"])
        case 6, 7:
            guard let column = open.isEmpty ? nil : pick(open) else { break }
            return "UPDATE \(name) SET \(column.name.quoted) = \(held(column, table)) WHERE \(condition)"
        case 8:
            // Only a value of the right shape takes a subscript.
            let fitting = table.columns.filter { ["jsonb", "_text", "_int4"].contains($0.type) && $0.isWritable }
            guard let column = fitting.isEmpty ? nil : pick(fitting) else { break }
            let place =
                column.type == "jsonb" ? pick(["['phone']['b']", "['phone'][0]", "['k']", "['a']['b']"]) : "[3]"
            let value = column.type == "jsonb" ? "'1'" : column.type == "_int4" ? "7" : "'x'"
            return "UPDATE \(name) SET \(column.name.quoted)\(place) = \(value) WHERE \(condition)"
        default:
            // A protected column as one of the values that the first of the twins holds.
            let hidden = table.columns.filter { $0.isProtected && $0.isWritable && !$0.isOpen }
            guard let column = hidden.isEmpty ? nil : pick(hidden) else { break }
            return "UPDATE \(name) SET \(column.name.quoted) = \(held(column, table)) WHERE id < \(id * 5)"
        }
        return "DELETE FROM \(name) WHERE \(condition)"
    }

    private mutating func held(_ column: Schema.Column, _ table: Schema.Table) -> String {
        if column.domain != nil { return "'\(number(1...9))'" }
        if column.type == "date" { return pick(["date '2021-06-01'", "date '2021-04-01'", "date '2021-08-15'"]) }
        if column.isRequired || chance(85) {
            return constant(column.type, of: "\(table.schema).\(table.name).\(column.name)")
        }
        return "NULL"
    }

    /// An entry of an index that holds a protected column has the length that its parts have together.
    mutating func stored() -> [String] {
        if chance(50) { return toasted() }
        let tables = schema.tables.filter { table in
            table.isProtected && table.isWritable
                && table.columns.contains { table.indexed.contains($0.name) && $0.type == "text" && !$0.isProtected }
        }
        guard !tables.isEmpty else { return constrained() }
        let table = pick(tables)
        let column = pick(
            table.columns.filter { table.indexed.contains($0.name) && $0.type == "text" && !$0.isProtected })
        return (1...3).map { id in
            let long =
                "left((SELECT string_agg(md5(i::text), '' ORDER BY i) FROM generate_series(1, 90) i), \(number(2_620...2_690)))"
            return "UPDATE \(relation(table)) SET \(column.name.quoted) = \(long) WHERE id = \(id)"
        }
    }

    /// A row that gets too long is made shorter, and its columns say so.
    private mutating func toasted() -> [String] {
        let fitting = schema.tables.filter { table in
            table.isProtected && table.isWritable && table.columns.contains { $0.name == "id" }
                && table.columns.contains { $0.type == "text" && !$0.isProtected && $0.isWritable && $0.domain == nil }
        }
        guard !fitting.isEmpty else { return constrained() }
        let table = pick(fitting)
        let columns = table.columns.filter { $0.type == "text" && !$0.isProtected && $0.isWritable && $0.domain == nil }
        let (name, column) = (relation(table), pick(columns).name.quoted)
        return [
            "UPDATE \(name) SET \(column) = repeat('y', \(number(1_900...1_990))) WHERE id < 12",
            "SELECT id, \(pick(["pg_column_size", "pg_column_compression", "length"]))(\(column)) FROM \(name) WHERE id < 12 ORDER BY id",
        ]
    }
}
