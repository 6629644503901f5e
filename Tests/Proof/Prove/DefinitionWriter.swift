import TestSupport

/// Draws definitions of temporary tables and views that hold code, and what makes it run.
extension ExpressionWriter {
    mutating func defined() -> [String] {
        let columns = [
            Schema.Column(name: "id", type: "int4", isProtected: false, isWritable: true, isRequired: false),
            Schema.Column(name: "s", type: "text", isProtected: false, isWritable: true, isRequired: false),
        ]
        let own = Place(scopes: [[ScopeItem(name: "own", columns: columns)]], depth: 1)
        let constants = Place(scopes: [], depth: 1)
        func code(_ writer: inout ExpressionWriter, _ place: Place) -> String {
            if let found = writer.coded(place) { return found }
            return writer.expression("text", place)
        }
        let search =
            chance(20) ? ["SET LOCAL search_path = \(pick(["other", "clinic", "adv", "types"])), pg_catalog"] : []
        let id = number(1...7)
        let ask = "SELECT id + 0, reverse(s) FROM own ORDER BY 1"
        let made = "CREATE TEMP TABLE own (id int, s text)"
        let filled = "INSERT INTO own (id) VALUES (\(id)), (\(id + 1))"
        let domain = schema.surroundings.domains.isEmpty ? "text" : pick(schema.surroundings.domains)
        let digit = "'\(number(1...9))'"
        let composite = schema.surroundings.composites.isEmpty ? nil : pick(schema.surroundings.composites)
        let rest: [String] =
            switch number(0...13) {
            case 0, 1: ["CREATE TEMP TABLE own (id int, s text DEFAULT \(code(&self, constants)))", filled, ask]
            case 2: [made, filled, "ALTER TABLE own ALTER COLUMN s TYPE text USING \(code(&self, own))", ask]
            case 3: [made, filled, "ALTER TABLE own ADD CHECK (\(code(&self, own)) > '\(number(1...8))')"]
            case 4: ["CREATE TEMP TABLE own (id int, s text CHECK (\(code(&self, own)) > '\(number(1...8))'))", filled]
            case 5: [made, filled, "ALTER TABLE own ADD COLUMN t text DEFAULT \(code(&self, constants))", "TABLE own"]
            case 6:
                [
                    made, "CREATE TEMP VIEW seen AS SELECT id, s FROM own",
                    "ALTER VIEW seen ALTER COLUMN s SET DEFAULT \(code(&self, constants))",
                    "INSERT INTO seen (id) VALUES (1)", ask,
                ]
            case 7: ["CREATE TEMP VIEW seen AS SELECT \(code(&self, constants)) AS s", "SELECT reverse(s) FROM seen"]
            case 8: ["CREATE TEMP TABLE own AS SELECT 1 AS id, \(code(&self, constants)) AS s", ask]
            case 9: [made, filled, "CREATE INDEX ON own ((\(code(&self, own))))", ask]
            case 10: ["CREATE TEMP TABLE own (id int, s \(domain))", "INSERT INTO own VALUES (1, \(digit))", ask]
            case 11:
                [
                    "CREATE TEMP TABLE own (id int, s \(domain)[])", "INSERT INTO own VALUES (1, ARRAY[\(digit)])",
                    "TABLE own",
                ]
            case 12:
                composite.map { composite in
                    [
                        "CREATE TEMP TABLE own (id int, s \(composite.name))",
                        "INSERT INTO own SELECT i, ROW(\((0..<composite.fields).map { _ in "i" }.joined(separator: ", ")))::"
                            + "\(composite.name) FROM generate_series(1, 6) i",
                        pick(["SELECT id FROM own ORDER BY s", "CREATE UNIQUE INDEX ON own (s)", "TABLE own"]),
                    ]
                } ?? [made, ask]
            default:
                [
                    "CREATE TEMP TABLE own (LIKE \(relation(pick(schema.tables))) INCLUDING \(pick(["ALL", "DEFAULTS"])))",
                    "INSERT INTO own DEFAULT VALUES", "INSERT INTO own (id) VALUES (1)",
                    "SELECT reverse(o::text) FROM own o",
                ]
            }
        return search + rest
    }
}
