import TestSupport

/// Draws writes whose clauses want the raw row, and read back what they have written.
extension ExpressionWriter {
    private struct Aim {
        var table: Schema.Table
        var alias: String
        /// What is assigned, and read back.
        var column: Schema.Column
    }

    /// Of a table with something to hide, and something to write to.
    private mutating func aim() -> Aim? {
        let fitting = schema.tables.filter { table in
            table.isWritable && table.isProtected && table.columns.contains { $0.name == "id" && $0.type == "int4" }
                && table.columns.contains(where: Self.isAssignable)
        }
        guard !fitting.isEmpty else { return nil }
        let table = pick(fitting)
        let assignable = table.columns.filter(Self.isAssignable)
        let texts = assignable.filter { ["text", "bpchar", "varchar"].contains($0.type) }
        let column = pick(texts.isEmpty || chance(20) ? assignable : texts)
        return Aim(table: table, alias: pick(["u", "c", "p", table.name, "ssn"]), column: column)
    }

    private static func isAssignable(_ column: Schema.Column) -> Bool {
        column.isWritable && !column.isProtected && column.name != "id" && column.domain == nil
            && ["text", "varchar", "bpchar", "int4", "int8", "numeric", "float8", "date", "bool"].contains(column.type)
    }

    private mutating func back(_ aim: Aim, _ upTo: Int) -> String {
        "SELECT id, \(aim.column.name.quoted) FROM \(relation(aim.table)) WHERE id < \(upTo) ORDER BY id"
    }

    /// SET, WHERE, RETURNING of UPDATE and DELETE, and MERGE.
    mutating func targeted() -> [String] {
        guard let aim = aim() else { return [query(depth: 2)] }
        let (table, alias, column) = (aim.table, identifier(aim.alias), aim.column.name.quoted)
        let named = aim.alias == table.name ? relation(table) : "\(relation(table)) AS \(alias)"
        let bound = "\(aim.alias == table.name ? "" : alias + ".")id < \(number(3...9))"
        let value = reach(aim.column.type, aim.alias, table)
        switch number(0...11) {
        case 0...3: return ["UPDATE \(named) SET \(column) = \(value) WHERE \(bound)", back(aim, 9)]
        case 4:
            let condition = reach("bool", aim.alias, table)
            return ["UPDATE \(named) SET \(column) = \(column) WHERE \(bound) AND \(condition) RETURNING id"]
        case 5: return ["UPDATE \(named) SET (\(column)) = (SELECT \(value)) WHERE \(bound)", back(aim, 9)]
        case 6: return ["DELETE FROM \(named) WHERE \(bound) AND \(reach("bool", aim.alias, table)) RETURNING id"]
        case 7:
            let merge = "MERGE INTO \(named) USING (VALUES (2), (3), (4), (5)) AS v(i) ON \(alias).id = v.i"
            return ["\(merge) WHEN MATCHED THEN UPDATE SET \(column) = \(value)", back(aim, 9)]
        case 8:
            let condition = reach("bool", aim.alias, table)
            let merge = "MERGE INTO \(named) USING (VALUES (2), (3), (4), (5)) AS v(i) ON \(alias).id = v.i"
            return [
                chance(50)
                    ? "\(merge) AND \(condition) WHEN MATCHED THEN DELETE"
                    : "\(merge) WHEN MATCHED AND \(condition) THEN DELETE"
            ]
        case 9: return ["UPDATE \(named) SET \(column) = \(column) WHERE \(bound) RETURNING \(value)"]
        case 10:
            // A relation that is called like something of the lane's own.
            let others = schema.tables.filter { !$0.isProtected && ["r", "v"].contains($0.kind) }
            let other = others.first { $0.name.hasPrefix("chaperone") && chance(80) } ?? pick(others)
            let seen = chance(50) ? identifier(other.name) : "\(identifier(other.schema)).\(identifier(other.name))"
            let wanted = "(SELECT string_agg(w::text, ',') FROM \(seen) w)"
            return ["UPDATE \(named) SET \(column) = \(column) WHERE \(bound) RETURNING \(wanted)"]
        default:
            let source = pickTable()
            let from = "\(relation(source)) AS f"
            let link = source.columns.contains { $0.name == "id" && $0.type == "int4" } ? "f.id = \(alias).id AND " : ""
            let taken = chance(50) ? value : reach(aim.column.type, "f", source)
            return [
                "UPDATE \(named) SET \(column) = \(taken) FROM \(from) WHERE \(link)\(alias).\(bound)", back(aim, 9),
            ]
        }
    }

    /// `INSERT … ON CONFLICT DO UPDATE`.
    mutating func conflicting() -> [String] {
        guard let aim = aim() else { return [query(depth: 2)] }
        let table = aim.table
        let columns = table.columns.filter { $0.isWritable && ($0.isRequired || $0.name == "id" || $0.isProtected) }
        let values = columns.map { column in
            column.name == "id" ? "\(number(1...5))" : leaf(column.type, Place(scopes: [], depth: 0))
        }
        let list = columns.map(\.name.quoted).joined(separator: ", ")
        let alias = aim.alias == table.name ? "" : " AS \(identifier(aim.alias))"
        let value = reach(aim.column.type, aim.alias, table)
        let condition = chance(30) ? " WHERE \(reach("bool", aim.alias, table))" : ""
        let assigned =
            chance(25) ? "(\(aim.column.name.quoted)) = (SELECT \(value))" : "\(aim.column.name.quoted) = \(value)"
        let key = chance(80) ? "(id)" : "ON CONSTRAINT \"\(table.name)_pkey\""
        return [
            "INSERT INTO \(relation(table))\(alias) (\(list)) VALUES (\(values.joined(separator: ", "))) "
                + "ON CONFLICT \(key) DO UPDATE SET \(assigned)\(condition)", back(aim, 6),
        ]
    }
}
