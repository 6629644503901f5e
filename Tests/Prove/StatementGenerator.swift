import TestSupport

/// Draws statements of every kind, seeded: trial `n` of a seed is always the same.
package struct StatementGenerator: TrialSource {
    private let schema: Schema
    private let grammar: Grammar
    private let seed: UInt64

    package init(schema: Schema, seed: UInt64) {
        self.schema = schema
        self.grammar = Grammar(schema)
        self.seed = seed
    }

    package func trial(_ number: Int) -> Trial {
        var writer = ExpressionWriter(
            schema: schema, grammar: grammar,
            random: SeededGenerator(seed: seed &* 0x1_0000_0001 &+ UInt64(number) &* 0x9E37_79B9))
        writer.isDaring = writer.chance(15)
        var trial = Trial(origin: "grammar, seed \(seed), trial \(number)", statements: writer.statements())
        trial.resets = trial.statements.contains { statement in
            ["PREPARE", "SET", "SAVEPOINT made"].contains(where: statement.hasPrefix)
        }
        trial.statements = trial.statements.map { writer.disguised($0) }
        return trial
    }
}

extension ExpressionWriter {
    private var top: Int { 3 }

    fileprivate mutating func statements() -> [String] {
        switch number(0...99) {
        case 0..<60: [query(depth: number(1...top), isTop: true)]
        case 60..<66: explained()
        case 66..<71: copied()
        case 71..<75: cursor()
        case 75..<78: prepared()
        case 78..<85: update()
        case 85..<89: insert()
        case 89..<91: delete()
        case 91..<92: merge()
        case 92..<94: several()
        case 94..<96: settings()
        case 96..<98: temporary()
        default: catalog()
        }
    }

    /// Blanks outside quotes become comments and other blanks.
    fileprivate mutating func disguised(_ text: String) -> String {
        guard chance(30) else { return text }
        var result = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
                result.append(character)
            } else if "'\"$".contains(character) {
                quote = character
                result.append(character)
            } else if character == " ", chance(10) {
                result += pick(["\n", "\t", "/**/ ", " /* ; FROM x */ ", " -- '\n", "  ", " /* /* */ */ "])
            } else {
                result.append(character)
            }
        }
        return result
    }

    // MARK: around a query

    private mutating func explained() -> [String] {
        let query = query(depth: number(1...2), isTop: true)
        let options = pick([
            "", "", " VERBOSE", " (VERBOSE)", " (FORMAT json)", " (COSTS on, FORMAT xml)", " (SETTINGS, VERBOSE)",
            " (ANALYZE, COSTS off, TIMING off, SUMMARY off)", " (SUMMARY off)", " (FORMAT yaml, VERBOSE on, COSTS on)",
        ])
        return ["EXPLAIN\(options) \(chance(80) ? query : update()[0])"]
    }

    private mutating func copied() -> [String] {
        let options = pick([
            "", "", " WITH (FORMAT csv, HEADER)", " WITH (FORMAT binary)", " (FORMAT csv, FORCE_QUOTE *)", " CSV",
            " WITH (DELIMITER '|', NULL '∅')", " (FORMAT text, HEADER true)",
        ])
        if chance(25) {
            var table = pickTable()
            if table.kind == "m" { table = target() }
            let columns = table.columns.filter(\.isWritable)
            let some = columns.isEmpty || chance(50) ? "" : " (\(pick(columns).name.quoted), \(columns[0].name.quoted))"
            return ["COPY \(relation(table))\(some) TO STDOUT\(options)"]
        }
        return ["COPY (\(query(depth: number(1...2)))) TO STDOUT\(options)"]
    }

    private mutating func cursor() -> [String] {
        let kind = pick(["", " SCROLL", " NO SCROLL", " INSENSITIVE", " BINARY"])
        var statements = ["DECLARE k\(kind) CURSOR FOR \(query(depth: 2, isTop: chance(20)))"]
        for _ in 0...number(0...2) {
            let step = pick([
                "FETCH 2 FROM", "FETCH ALL FROM", "FETCH NEXT FROM", "MOVE 1 IN", "FETCH PRIOR FROM",
                "FETCH ABSOLUTE 1 FROM",
                "FETCH FORWARD 3 IN",
            ])
            statements.append("\(step) k")
        }
        return statements + (chance(50) ? ["CLOSE k"] : [])
    }

    private mutating func prepared() -> [String] {
        let types = pick(["", " (int)", " (text)"])
        let use = types.isEmpty ? "" : types == " (int)" ? " AND $1 > 0" : " AND $1 <> ''"
        let table = pickTable()
        let place = Place(scopes: [[ScopeItem(name: "p", columns: table.columns)]], depth: 2)
        let condition = bounded("p", table) ?? expression("bool", place)
        let list = "\(expression("text", place)), \(expression(pick(Self.shownTypes), place))"
        let body = "SELECT \(list) FROM \(relation(table)) AS p WHERE \(condition)\(use)"
        let value = types.isEmpty ? "" : types == " (int)" ? "(\(number(0...3)))" : "('\(pick(["a", "400", ""]))')"
        return ["PREPARE s\(types) AS \(body)", "EXECUTE s\(value)"]
            + (chance(30) ? ["EXPLAIN (COSTS off) EXECUTE s\(value)"] : [])
            + (chance(30) ? ["DEALLOCATE s", "EXECUTE s\(value)"] : [])
    }

    private mutating func several() -> [String] {
        let parts = (0...number(1...2)).map { _ in query(depth: 1) }
        return [parts.joined(separator: pick(["; ", ";;", ";\n", " ; /* ; */ "]))]
    }

    private mutating func settings() -> [String] {
        let change = pick([
            "SET LOCAL search_path = archive, clinic, billing, types, public, pg_catalog", "SET DateStyle = 'SQL, DMY'",
            "SET TimeZone = 'Asia/Tokyo'",
            "SET bytea_output = escape", "SET IntervalStyle = iso_8601", "SET extra_float_digits = -3",
            "SET enable_seqscan = off", "SET enable_hashjoin = off", "SET enable_nestloop = off", "SET xmlbinary = hex",
            "SET client_min_messages = notice", "SET lc_monetary = 'C'", "SET plan_cache_mode = force_generic_plan",
            "SET quote_all_identifiers = on", "SET row_security = off", "SET work_mem = '64kB'", "SET jit = off",
            "SET default_text_search_config = 'simple'", "SET xmloption = document", "SET enable_hashagg = off",
        ])
        return [change, query(depth: 2), query(depth: 1), "RESET ALL"]
    }

    private mutating func temporary() -> [String] {
        if chance(60) { return own() }
        isPlain = true
        defer { isPlain = false }
        let body = query(["text", "int4"], depth: 1)
        let name = pick(["patients", "scratch"])
        return [
            "CREATE TEMP TABLE \(name)(ssn, id) AS \(body)",
            "SELECT \(pick(["*", "ssn", "max(ssn)"])) FROM \(pick([name, "pg_temp.\(name)"])) WHERE id < 5",
        ]
    }

    /// A temporary table with the name of another, which may be gone when the name is used.
    private mutating func own() -> [String] {
        let name = pick(["patients", "patients", "claims", "notes", "scratch"])
        let made = chance(50) ? "TABLE pg_temp.\(name)" : "TEMP TABLE \(name)"
        var statements = chance(25) ? ["SET LOCAL search_path = clinic, billing, types, pg_temp"] : []
        statements += ["SAVEPOINT made", "CREATE \(made) (id int, ssn text, risk_score numeric)"]
        if chance(50) { statements.append("ROLLBACK TO made") }
        let table = pickTable()
        let columns = ["id", "ssn", "risk_score"].map { column in
            let type = column == "id" ? "int4" : column == "ssn" ? "text" : "numeric"
            return Schema.Column(name: column, type: type, isProtected: true, isWritable: true, isRequired: false)
        }
        let place = Place(scopes: [[ScopeItem(name: name, columns: columns)]], depth: 1)
        for _ in 0...number(0...2) {
            let condition = expression("bool", place)
            statements.append(
                pick([
                    "COPY \(name) TO STDOUT", "COPY \(name) (ssn) TO STDOUT",
                    "SELECT \(name)::text FROM \(name) WHERE id < 9",
                    "UPDATE \(name) SET risk_score = risk_score WHERE \(condition)",
                    "UPDATE \(name) SET risk_score = risk_score WHERE id < 9 RETURNING ssn || ''",
                    "DELETE FROM \(name) WHERE \(condition)",
                    "INSERT INTO \(name) (id, ssn) VALUES (1, 'x') RETURNING \(name)::text",
                    "INSERT INTO \(name) (id) SELECT id FROM \(relation(table)) WHERE id < 5",
                    "ALTER TABLE \(name) RENAME TO \(pick(["claims", "scratch", "\"Order\""]))",
                    "ALTER TABLE \(name) INHERIT \(relation(table))", "ALTER TABLE \(name) ADD CHECK (\(condition))",
                    "CREATE INDEX ON \(name) (id) WHERE \(condition)", "TRUNCATE \(name)", "ANALYZE \(name)",
                    "DROP TABLE \(name)", "DROP TABLE IF EXISTS \(name), nosuch", "LOCK TABLE \(name)",
                ]))
        }
        return statements
    }

    /// What the server's catalog says of the tables.
    private mutating func catalog() -> [String] {
        let source = pick([
            "pg_class c", "pg_attribute c", "pg_index c", "pg_constraint c", "pg_views c", "pg_tables c",
            "pg_indexes c",
            "information_schema.columns c", "pg_stats c", "pg_type c", "pg_proc c", "pg_attrdef c", "pg_matviews c",
            "information_schema.table_constraints c", "pg_depend c", "pg_settings c", "pg_description c",
            "pg_statistic c",
            "pg_stat_user_tables c", "pg_partitioned_table c", "pg_inherits c", "pg_policies c", "pg_rules c",
            "pg_foreign_table c", "pg_user_mappings c", "pg_stat_user_indexes c", "pg_statio_user_tables c",
        ])
        return [
            "SELECT count(*), count(c) > 0 FROM \(source) WHERE \(expression("bool", Place(scopes: [[]], depth: 1)))"
        ]
    }

    // MARK: writes

    private mutating func target() -> Schema.Table {
        let views = schema.tables.filter { $0.kind == "v" }
        let writable = chance(15) && !views.isEmpty ? views : schema.tables.filter(\.isWritable)
        let protected = writable.filter(\.isProtected)
        return pick(chance(65) && !protected.isEmpty ? protected : writable)
    }

    private mutating func update() -> [String] {
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

    private mutating func insert() -> [String] {
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

    private mutating func delete() -> [String] {
        let table = target()
        isPlain = chance(70)
        defer { isPlain = false }
        let place = Place(scopes: [[ScopeItem(name: "d", columns: table.columns)]], depth: 2)
        let bound = bounded("d", table) ?? "true"
        return [
            "DELETE FROM \(relation(table)) AS d WHERE \(bound) AND \(expression("bool", place))\(returning("d", table))"
        ]
    }

    private mutating func merge() -> [String] {
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

extension String {
    /// As an SQL identifier.
    fileprivate var quoted: String { "\"\(self)\"" }
}
