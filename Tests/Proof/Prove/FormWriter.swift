/// Draws the statements that stand around a query, and those about a session and its own tables.
extension ExpressionWriter {
    mutating func explained() -> [String] {
        let query = query(depth: number(1...2), isTop: true)
        let options = pick([
            "", "", " VERBOSE", " (VERBOSE)", " (FORMAT json)", " (COSTS on, FORMAT xml)", " (SETTINGS, VERBOSE)",
            " (ANALYZE, COSTS off, TIMING off, SUMMARY off)", " (SUMMARY off)", " (FORMAT yaml, VERBOSE on, COSTS on)",
        ])
        return ["EXPLAIN\(options) \(chance(80) ? query : update()[0])"]
    }

    mutating func copied() -> [String] {
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

    mutating func cursor() -> [String] {
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

    mutating func prepared() -> [String] {
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

    mutating func several() -> [String] {
        let parts = (0...number(1...2)).map { _ in query(depth: 1) }
        return [parts.joined(separator: pick(["; ", ";;", ";\n", " ; /* ; */ "]))]
    }

    mutating func settings() -> [String] {
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

    mutating func temporary() -> [String] {
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
    mutating func catalog() -> [String] {
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
}
