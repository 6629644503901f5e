/// Draws copies of masked rows, and what is asked of them and done to them: nobody's values but the masks are there.
extension ExpressionWriter {
    mutating func kept() -> [String] {
        let types = (0...number(0...3)).map { _ in pick(Self.shownTypes) }
        let columns = types.enumerated().map { index, type in
            Schema.Column(
                name: "c\(index)", type: type, isProtected: false, isWritable: true, isRequired: false)
        }
        let name = pick(["kept", "kept", "patients", "scratch"])
        let place = Place(scopes: [[ScopeItem(name: name, columns: columns)]], depth: 2)
        let list = columns.map(\.name).joined(separator: ", ")
        var statements = [
            "CREATE \(pick(["TEMP TABLE \(name)", "TABLE pg_temp.\(name)"]))(\(list)) AS \(query(types, depth: 2))"
        ]
        for _ in 0...number(0...2) { statements.append(change(name, list, types, place)) }
        return statements + [
            pick([
                "SELECT ctid, * FROM \(name)", "TABLE \(name)", "COPY \(name) TO STDOUT",
                "SELECT \(expression("text", place)) FROM \(name)",
                "SELECT p.id, \(expression("text", place)) FROM \(name) JOIN \(relation(pickTable())) AS p ON \(expression("bool", place))",
            ])
        ]
    }

    private mutating func change(_ name: String, _ list: String, _ types: [String], _ place: Place) -> String {
        let condition = expression("bool", place)
        switch number(0...9) {
        case 0...2: return "INSERT INTO \(name) (\(list)) \(query(types, depth: 2))"
        case 3:
            return "UPDATE \(name) SET c0 = \(expression(types[0], place)) WHERE \(condition) RETURNING \(name)::text"
        case 4: return "UPDATE \(name) SET c0 = s.v FROM (\(subquery([types[0]], place, limit: 2))) AS s(v)"
        case 5: return "DELETE FROM \(name) WHERE \(condition)"
        case 6: return "CREATE UNIQUE INDEX ON \(name) (c0)"
        case 7: return "ALTER TABLE \(name) ADD CHECK (\(condition))"
        case 8: return "ANALYZE \(name)"
        default:
            return "MERGE INTO \(name) USING (\(subquery(["int4", types[0]], place, limit: 5))) AS s(i, v) ON s.i < 3 "
                + pick(["WHEN MATCHED THEN DELETE", "WHEN MATCHED THEN UPDATE SET c0 = s.v"])
        }
    }
}
