import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Hazards of splicing, names, functions and writes")
struct HazardTests {
    static let source = "(SELECT \"id\", "

    @Test(
        "a protected table is read only through its mask, in every form of a reference",
        arguments: [
            "SELECT ssn FROM clinic.patients", "SELECT ssn FROM patients", "TABLE clinic.patients",
            "SELECT ssn FROM ONLY (clinic.patients)", "SELECT ssn FROM ONLY clinic.patients",
            "SELECT ssn FROM patients *",
            "SELECT c FROM clinic.patients AS q(a, b, c)", "SELECT ssn FROM U&\"clin\\0069c\".U&\"pat\\0069ents\"",
            "SELECT ssn FROM \"clinic\" /* , */ . \"patients\"",
            "SELECT (SELECT ssn FROM patients LIMIT 1)", "WITH x AS (SELECT * FROM patients) SELECT ssn FROM x",
            "SELECT 1 UNION ALL SELECT ssn::int FROM patients", "COPY clinic.patients TO STDOUT",
            "COPY patients (ssn) TO STDOUT",
            "DECLARE c CURSOR FOR SELECT ssn FROM patients", "PREPARE q AS SELECT ssn FROM patients",
            "EXPLAIN SELECT ssn FROM patients",
            "SELECT 1 FROM notes n, LATERAL (SELECT ssn FROM patients) q", "SELECT ssn FROM clinic.patients_child",
            "WITH a AS (WITH patients AS (SELECT 1) SELECT 1) SELECT ssn FROM patients",
            "SELECT ssn FROM patients FOR UPDATE",
        ])
    func masked(_ sql: String) throws {
        let text = try #require(SampleLane.text(sql))
        #expect(text.contains(Self.source))
        #expect(text.contains("'***'"))
    }

    @Test(
        "a function that may not be called is not called in attribute notation either",
        arguments: [
            "SELECT ('select to_tsvector(ssn) from clinic.patients'::text).ts_stat",
            "SELECT (t.n).ts_stat FROM (SELECT 'select 1'::text AS n) t",
            "SELECT f.ts_stat FROM lower('select 1') f", "SELECT (t).brand_new FROM (SELECT 1) t",
            "SELECT ('chaperone.key'::text).current_setting", "SELECT f.current_setting FROM lower('x') AS f, notes n",
            "SELECT id FROM notes n ORDER BY (n.body).ts_stat",
        ])
    func attributeNotation(_ sql: String) { #expect(SampleLane.rule(sql) == "chaperone/function") }

    @Test(
        "a column that has the name of a function is a column of a relation only",
        arguments: [
            ("SELECT t.peek FROM peeked t", nil), ("SELECT peeked.peek FROM peeked", nil),
            ("SELECT (1).peek FROM peeked", "chaperone/function"),
            ("SELECT (t.id).peek FROM peeked t", "chaperone/function"),
            ("SELECT f.peek FROM peeked t, upper('x') f", "chaperone/function"),
            ("SELECT s.peek FROM peeked t, (SELECT 1) s", "chaperone/function"),
            ("SELECT (SELECT t.peek FROM upper('x') t) FROM peeked t", "chaperone/function"),
            ("WITH w AS (SELECT 1) SELECT w.peek FROM w, peeked t", "chaperone/function"),
        ] as [(String, String?)])
    func columnOrFunction(_ sql: String, _ rule: String?) { #expect(SampleLane.rule(sql) == rule) }

    @Test(
        "a parameter whose name only the server knows is never one of ours",
        arguments: [
            ("SELECT current_setting($1, true)", "$1", ", true)"),
            ("SELECT current_setting('chap' || 'erone.key')", "'chap' || 'erone.key'", ")"),
            ("SELECT pg_catalog.current_setting(s.name) FROM notes s", "s.name", ") FROM notes s"),
            (
                "SELECT current_setting(/* ( */ (ARRAY['a', $$chaperone.key,$$])[2] -- )\n)",
                "(ARRAY['a', $$chaperone.key,$$])[2]", " -- )\n)"
            ),
            (
                "SELECT current_setting(lower(coalesce('x', n.body))) FROM notes n",
                "\"pg_catalog\".lower(coalesce('x', n.body))", ") FROM notes n"
            ),
        ])
    func settingNames(_ sql: String, name: String, rest: String) throws {
        let text = try #require(SampleLane.text(sql))
        #expect(
            text.hasSuffix(
                "pg_catalog.replace(pg_catalog.lower(pg_catalog.textcat(\(name), '') COLLATE pg_catalog.\"C\"), "
                    + "'.', '?')\(rest)"), "\(text)")
        let judge = SampleLane.judge(functions: [])
        guard case .permit(let permit) = judge.judge(Array(sql.utf8), names: judge.initialNames) else {
            Issue.record("it is not permitted")
            return
        }
        #expect(String(decoding: permit.text, as: UTF8.self).hasSuffix("'chaperone.', '?')\(rest)"))
    }

    @Test(
        "where the policy names functions, parameters that they may have left values in are not read",
        arguments: [
            "SHOW app.last", "SELECT current_setting('app.last')", "SELECT current_setting('App.Last'::text, true)",
        ])
    func settingsLeft(_ sql: String) {
        #expect(SampleLane.rule(sql) == "chaperone/setting")
        let judge = SampleLane.judge(functions: [])
        guard case .permit = judge.judge(Array(sql.utf8), names: judge.initialNames) else {
            Issue.record("it is not permitted where nobody leaves any")
            return
        }
    }

    @Test(
        "a parameter of ours is not read by its name, and search_path is not set to what is not known",
        arguments: [
            "SELECT current_setting('chaperone.key')", "SELECT current_setting('CHAPERONE.Key'::text, true)",
            "SELECT set_config('search_path', $1, false)", "SELECT set_config('client_encoding', $1, false)",
            "SELECT set_config($1, 'off', false)", "SELECT set_config('jit', $1 || 'n', false)",
            "SELECT current_setting(ALL 'x' || 'y')", "SELECT current_setting(VARIADIC ARRAY['x'])",
        ])
    func settingsRefused(_ sql: String) { #expect(SampleLane.rule(sql) == "chaperone/setting") }

    @Test("a parameter that a client may change may be set to a value that comes with Bind")
    func settingByParameter() {
        let sql = "SELECT set_config('jit', $1, false)"
        #expect(SampleLane.text(sql) == sql)
    }

    @Test("a name that a CTE took is the CTE")
    func shadowing() {
        let sql = "WITH patients AS (SELECT 1 AS ssn) SELECT ssn FROM patients"
        #expect(SampleLane.text(sql) == sql)
    }

    @Test("a full reference loses its schema once the table stands behind an alias")
    func fullReference() throws {
        let text = try #require(SampleLane.text("SELECT clinic.patients.ssn FROM clinic.patients"))
        #expect(text.hasPrefix("SELECT patients.ssn FROM"))
        #expect(text.hasSuffix(" AS \"patients\""))
    }

    @Test("a lookup by a full reference acts on the raw value, as one by its short name does")
    func fullReferenceLookup() throws {
        let text = try #require(
            SampleLane.text("SELECT clinic.patients.id FROM clinic.patients WHERE clinic.patients.mrn = $1::VARCHAR"))
        #expect(text.contains("\"mrn\" OPERATOR(pg_catalog.=) $1::VARCHAR"))
        #expect(text.hasPrefix("SELECT patients.id FROM") && text.hasSuffix("WHERE TRUE"))
    }

    @Test("an unqualified name that is protected elsewhere is written out in full")
    func ambiguous() throws {
        let names = SessionNames(searchPath: ["archive"])
        #expect(
            try #require(SampleLane.text("SELECT * FROM patients", names: names))
                == "SELECT * FROM \"archive\".\"patients\"")
    }

    @Test(
        "text that only looks like SQL is left alone",
        arguments: [
            "SELECT 'FROM clinic.patients; DROP TABLE x'", "SELECT $a1$ ' $a1$", "SELECT 1 -- clinic.patients",
        ])
    func untouched(_ sql: String) { #expect(SampleLane.text(sql) == sql) }

    @Test(
        "what could leave the mask is refused, by its rule",
        arguments: [
            ("SELECT clinic.peek(1)", "chaperone/function"), ("SELECT peek(1)", "chaperone/function"),
            ("SELECT query_to_xml('x', true, false, '')", "chaperone/function"),
            ("SELECT brand_new()", "chaperone/function"), ("SELECT 1 <<< 2", "chaperone/operator"),
            ("SELECT 'x'::clinic.evil", "chaperone/type"), ("SELECT (n).peek FROM notes n", "chaperone/function"),
            ("SELECT n.peek FROM notes n", "chaperone/function"),
            ("DO $$ BEGIN END $$", "chaperone/dynamic-code"), ("CALL peek(1)", "chaperone/function"),
            ("SET ROLE postgres", "chaperone/setting"), ("SET standard_conforming_strings = off", "chaperone/setting"),
            ("SET client_encoding = 'SJIS'", "chaperone/setting"),
            ("SET client_min_messages = log", "chaperone/setting"),
            ("SHOW chaperone.key", "chaperone/setting"),
            ("SELECT current_setting('chaperone.key')", "chaperone/setting"),
            ("SET enable_indexonlyscan = on", "chaperone/setting"),
            ("SELECT set_config('application_name', (SELECT ssn FROM patients), false)", "chaperone/setting"),
            ("COPY patients TO PROGRAM 'cat'", "chaperone/copy-file"),
            ("COPY patients TO '/tmp/x'", "chaperone/copy-file"),
            ("SELECT * FROM pg_stats", "chaperone/system-relation"),
            ("CREATE VIEW v AS SELECT ssn FROM patients", "chaperone/definition-over-protected"),
            ("CREATE TABLE t AS SELECT ssn FROM patients", "chaperone/definition-over-protected"),
            ("CREATE TEMP TABLE t AS EXECUTE q", "chaperone/definition-over-protected"),
            ("SELECT * FROM rowing", "chaperone/rows-depend-on-phi"),
            ("SELECT ssn INTO t FROM patients", "chaperone/definition-over-protected"),
            ("ALTER TABLE patients RENAME COLUMN ssn TO x", "chaperone/definition-over-protected"),
            ("DROP TABLE patients", "chaperone/definition-over-protected"),
            ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "chaperone/statement-kind"),
            ("SELECT * FROM nowhere", "chaperone/unknown-relation"),
            ("EXPLAIN ANALYZE SELECT * FROM patients", "chaperone/explain-analyze"),
            ("EXECUTE q", "chaperone/unknown-name"), ("FETCH 1 FROM c", "chaperone/unknown-name"),
            ("SELECT * FROM other.clinic.patients", "chaperone/other-database"),
            ("SELEC 1", "chaperone/syntax"),
        ])
    func refused(_ sql: String, _ rule: String) { #expect(SampleLane.rule(sql) == rule) }

    @Test("a built-in function is pinned to pg_catalog where somebody else's has its name")
    func pinned() { #expect(SampleLane.text("SELECT lower('X')") == "SELECT \"pg_catalog\".lower('X')") }

    @Test("a function that the policy names may be called")
    func named() { #expect(SampleLane.text("SELECT clinic.band(1)") != nil) }

    @Test("views: a plain column keeps its mask, other expressions are NULL, rows by protected values are not readable")
    func views() throws {
        let directory = try #require(SampleLane.text("SELECT * FROM directory"))
        #expect(directory.contains("***-**-"))
        #expect(directory.contains("NULL::pg_catalog.text AS \"shout\""))
        #expect(try #require(SampleLane.text("SELECT * FROM over")).contains("***-**-"))
        #expect(SampleLane.text("SELECT * FROM harmless") == "SELECT * FROM harmless")
        let peeking = try #require(SampleLane.text("SELECT * FROM peeking"))
        #expect(peeking.contains("NULL::pg_catalog.text AS \"s\""), "a user's function in a view could read anything")
        #expect(SampleLane.text("SELECT * FROM banded") == "SELECT * FROM banded", "the policy names this one")
        for name in [
            "peeking_rows", "oracle", "ordered", "capped", "multiplied", "recursing", "operating", "casting",
        ] {
            #expect(SampleLane.rule("SELECT * FROM \(name)") == "chaperone/rows-depend-on-phi", "\(name)")
        }
    }

    @Test(
        "row security that looks at protected values, or runs unknown code, makes a table and its views unreadable",
        arguments: ["by_name", "by_code", "by_view", "of_secured"])
    func rowSecurity(_ name: String) {
        #expect(SampleLane.rule("SELECT id FROM \(name)") == "chaperone/rows-depend-on-phi")
        #expect(SampleLane.rule("DELETE FROM \(name) WHERE id = 1") != nil)
    }

    @Test(
        "a sample of a masked table is rolled, not taken from its pages",
        arguments: [
            "SELECT ssn FROM patients TABLESAMPLE BERNOULLI (5)",
            "SELECT p.id FROM ONLY patients AS p TABLESAMPLE SYSTEM (5)",
            "SELECT p.id FROM clinic.patients p TABLESAMPLE system (5) WHERE id < 3",
        ])
    func samples(_ sql: String) throws {
        let text = try #require(SampleLane.text(sql))
        #expect(text.contains("WHERE (pg_catalog.random() OPERATOR(pg_catalog.*) 100) OPERATOR(pg_catalog.<) 5)"))
        #expect(!text.lowercased().contains("tablesample"))
        #expect(SampleLane.text("SELECT id FROM notes TABLESAMPLE SYSTEM (5)")?.contains("TABLESAMPLE") == true)
    }

    @Test("row security over other columns and by functions that the policy names does not")
    func plainRowSecurity() { #expect(SampleLane.text("SELECT id FROM by_id") != nil) }

    @Test(
        "a constraint must not answer whether a protected value exists",
        arguments: [
            ("INSERT INTO patients (ssn) VALUES ('1')", "chaperone/insert-oracle"),
            ("INSERT INTO patients_child (ssn) VALUES ('1')", "chaperone/insert-oracle"),
            ("COPY patients (ssn) FROM STDIN", "chaperone/insert-oracle"),
            ("COPY patients_child (ssn) FROM STDIN", "chaperone/insert-oracle"),
            ("UPDATE patients SET ssn = '1' WHERE id = 1", "chaperone/update-oracle"),
            ("INSERT INTO owned (id, owner) VALUES (1, '1')", "chaperone/insert-oracle"),
            ("COPY owned FROM STDIN", "chaperone/insert-oracle"),
            ("UPDATE owned SET owner = '1'", "chaperone/update-oracle"),
            ("INSERT INTO owned (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET owner = '1'", "chaperone/update-oracle"),
            (
                "MERGE INTO owned o USING notes n ON o.id = n.body WHEN NOT MATCHED THEN INSERT VALUES (n.id, '1')",
                "chaperone/insert-oracle"
            ),
            (
                "MERGE INTO owned o USING notes n ON o.id = n.body WHEN MATCHED THEN UPDATE SET owner = '1'",
                "chaperone/update-oracle"
            ),
            (
                "MERGE INTO insured i USING notes n ON i.number = n.id WHEN MATCHED THEN DELETE",
                "chaperone/delete-oracle"
            ),
            ("INSERT INTO defaulted (id) VALUES ('1')", "chaperone/insert-oracle"),
            ("INSERT INTO defaulted DEFAULT VALUES", "chaperone/insert-oracle"),
            ("DELETE FROM insured WHERE number = '1'", "chaperone/delete-oracle"),
            ("UPDATE insured SET number = '1'", "chaperone/update-oracle"),
        ])
    func oracles(_ sql: String, _ rule: String) { #expect(SampleLane.rule(sql) == rule) }

    @Test(
        "a constraint that tells nothing of a protected value does not stand in the way",
        arguments: [
            "INSERT INTO patients (id, mrn) VALUES (1, 'M1')", "INSERT INTO owned (id) VALUES (1)",
            "MERGE INTO owned o USING notes n ON o.id = n.body WHEN MATCHED THEN DELETE",
            "MERGE INTO insured i USING notes n ON i.number = n.id WHEN MATCHED THEN UPDATE SET plan = 'gold' "
                + "WHEN NOT MATCHED THEN INSERT VALUES ('1', 'gold')",
            "INSERT INTO looked_up VALUES ('1', 'M1')", "UPDATE owned SET id = '2'", "DELETE FROM owned WHERE id = '1'",
            "UPDATE patients SET name = 'N' WHERE id = 1", "UPDATE insured SET plan = 'gold'",
            "INSERT INTO insured VALUES ('1', 'gold')",
        ])
    func noOracle(_ sql: String) { #expect(SampleLane.rule(sql) == nil) }

    @Test("a cast between built-in types that runs unknown code keeps the lane from being ready, and is told")
    func casts() throws {
        var catalog = SampleLane.catalog
        for (use, problems) in [(SampleLane.band, 0), (SampleLane.peek, 1)] {
            catalog.anywhere = [UnnamedCode("the cast from integer to text", use: use)]
            let found = SampleLane.judge(catalog: catalog).problems
            #expect(found.count == problems)
            #expect(found.allSatisfy { $0.contains("from integer to text runs clinic.peek") })
        }
    }

    @Test("rows never come in the order of an index over protected values, through views neither")
    func indexOrder() throws {
        let kind = "COALESCE(\"kind\", \"kind\") AS \"kind\""
        let text = try #require(SampleLane.text("SELECT id FROM sorted WHERE kind = '3'"))
        #expect(text.contains(kind))
        #expect(text.contains("(SELECT \"id\", ") && text.contains(" \"code\", "), "other columns keep their indexes")
        #expect(try #require(SampleLane.text("SELECT id FROM of_sorted WHERE kind = '3'")).contains(kind))
        #expect(try #require(SampleLane.text("SELECT 1 FROM of_view WHERE kind = '3'")).contains(kind))
        let returning = try #require(SampleLane.text("UPDATE sorted SET id = 'x' WHERE kind = '3' RETURNING id"))
        #expect(returning.hasSuffix("AS \"sorted\" ORDER BY \"sorted\"::pg_catalog.text FOR KEY SHARE"))
    }

    @Test("a view's WITH that is computed whole must not compute from protected values")
    func computedWhole() {
        #expect(SampleLane.rule("SELECT id FROM computing") == "chaperone/rows-depend-on-phi")
        #expect(SampleLane.rule("SELECT id FROM computing_twice") == "chaperone/rows-depend-on-phi")
        #expect(SampleLane.rule("SELECT id FROM computing_once") == nil)
    }

    @Test("a generated column over a protected one is NULL, a child has its parent's masks")
    func spread() throws {
        let text = try #require(SampleLane.text("SELECT * FROM clinic.patients_child"))
        #expect(text.contains("NULL::pg_catalog.text AS \"initials\""))
    }

    @Test("the query of other sessions is hidden, the rest of pg_stat_activity is not")
    func activity() throws {
        let text = try #require(SampleLane.text("SELECT pid, query FROM pg_stat_activity"))
        #expect(text.contains("NULL::pg_catalog.text AS \"query\""))
    }

    static let definitions: [(String, Set<StatementKind>)] = [
        ("CREATE TEMP TABLE t (id int)", [.temporary]), ("CREATE TABLE pg_temp.t (id int)", [.temporary]),
        ("CREATE TEMP SEQUENCE s", [.temporary]),
        ("CREATE TEMP TABLE t AS SELECT id FROM notes", [.temporary, .select]),
        ("SELECT id INTO TEMP t FROM notes", [.temporary, .select]),
        ("CREATE TEMP VIEW v AS SELECT id FROM notes", [.temporary, .select]),
        ("DROP TABLE IF EXISTS pg_temp.t, pg_temp.u", [.temporary]),
        ("CREATE TABLE t (id int)", [.ddl]), ("CREATE TABLE t AS SELECT id FROM notes", [.ddl]),
        ("SELECT id INTO t FROM notes", [.ddl]), ("DROP TABLE t", [.ddl]), ("DROP TABLE pg_temp.t, t", [.ddl]),
        ("ALTER TABLE pg_temp.t ADD x int", [.temporary]), ("CREATE INDEX ON pg_temp.t (id)", [.temporary]),
        ("ANALYZE pg_temp.t", [.temporary]), ("TRUNCATE pg_temp.t, pg_temp.u", [.temporary]),
        ("ALTER TABLE t ADD x int", [.ddl]), ("CREATE INDEX ON notes (id)", [.ddl]), ("ANALYZE notes", [.utility]),
        ("DROP SCHEMA pg_temp", [.ddl]),
    ]

    @Test(
        "a temporary table is a kind of its own where the statement itself says that it is one", arguments: definitions)
    func temporary(_ sql: String, _ kinds: Set<StatementKind>) throws {
        for judge in [SampleLane.judge(), SampleLane.judge(protects: false)] {
            guard case .permit(let permit) = judge.judge(Array(sql.utf8), names: judge.initialNames) else {
                Issue.record("refused: \(sql)")
                continue
            }
            #expect(permit.statements.map(\.kinds) == [kinds], "\(sql)")
        }
    }

    @Test("what drivers call of information_schema is the server's own, and nothing else of that name")
    func informationSchema() {
        #expect(SampleLane.text("SELECT (information_schema._pg_expandarray(ARRAY[1])).n") != nil)
        #expect(SampleLane.rule("SELECT _pg_expandarray(ARRAY[1])") == "chaperone/function")
        #expect(SampleLane.rule("SELECT clinic._pg_expandarray(ARRAY[1])") == "chaperone/function")
    }

    @Test("a lookup moves inside, and only in its exact shape")
    func lookups() throws {
        let inside = "WHERE \"mrn\" OPERATOR(pg_catalog.=) "
        #expect(
            try #require(SampleLane.text("SELECT id FROM patients WHERE mrn = 'M1' AND id > 3")).contains(
                inside + "'M1'::pg_catalog.text"))
        #expect(
            try #require(SampleLane.text("SELECT id FROM patients p WHERE $1::text = p.mrn")).contains(
                inside + "$1::text::pg_catalog.text"))
        let among = try #require(
            SampleLane.text("SELECT id FROM patients p WHERE p.mrn IN ('M1', $1::text) AND id > 3"))
        let either =
            "\"mrn\" OPERATOR(pg_catalog.=) 'M1'::pg_catalog.text OR "
            + "\"mrn\" OPERATOR(pg_catalog.=) $1::text::pg_catalog.text"
        #expect(among.contains("WHERE (\(either))) p WHERE TRUE AND"))
        let manyConstants = Array(repeating: "'M1'", count: 1_001).joined(separator: ", ")
        for outside in [
            "SELECT id FROM patients WHERE mrn IN (\(manyConstants))",
            "SELECT id FROM patients WHERE mrn NOT IN ('M1')", "SELECT id FROM patients WHERE mrn IN ('M1', name)",
            "SELECT id FROM patients WHERE mrn IN ('M1', lower('M1'))",
            "SELECT id FROM patients WHERE 'M1' IN (mrn)", "SELECT id FROM patients WHERE (mrn) IN ('M1')",
            "SELECT id FROM patients WHERE (mrn, ssn) IN (('M1', '1'))",
            "SELECT id FROM patients WHERE mrn IN (SELECT 'M1')", "SELECT id FROM patients WHERE ssn IN ('1')",
            "SELECT id FROM patients WHERE mrn LIKE 'M%'", "SELECT id FROM patients WHERE mrn = 'M1' OR id = 2",
            "SELECT id FROM patients WHERE NOT mrn = 'M1'", "SELECT id FROM patients WHERE mrn = name",
            "SELECT n.id FROM notes n LEFT JOIN patients p ON true WHERE p.mrn = 'M1'",
            "SELECT id FROM patients WHERE ssn = '1'", "SELECT 1 FROM patients, notes WHERE mrn = 'M1'",
        ] {
            #expect(try #require(SampleLane.text(outside)).contains(inside) == false, "\(outside)")
        }
    }

    @Test(
        "writes that would read, tell or launder protected values are refused",
        arguments: [
            ("UPDATE patients SET risk = 1 WHERE ssn > '4'", "chaperone/raw-target"),
            ("UPDATE patients SET risk = length(name)", "chaperone/raw-target"),
            ("UPDATE patients SET risk = 1 WHERE ctid = '(0,1)'", "chaperone/raw-target"),
            ("DELETE FROM patients p WHERE p.tableoid = 1", "chaperone/raw-target"),
            ("SELECT ssn FROM patients TABLESAMPLE BERNOULLI (5) REPEATABLE (1)", "chaperone/sample"),
            ("SELECT p.id FROM patients AS p TABLESAMPLE SYSTEM (p.id)", "chaperone/sample"),
            ("SELECT p.id FROM patients AS p TABLESAMPLE SYSTEM ((SELECT 5))", "chaperone/sample"),
            ("SELECT p.id FROM patients AS p (x) TABLESAMPLE SYSTEM (5)", "chaperone/sample"),
            ("UPDATE patients p SET risk = length(p.name)", "chaperone/raw-target"),
            ("UPDATE patients p SET risk = length(p::text)", "chaperone/raw-target"),
            ("DELETE FROM patients WHERE name > 'M'", "chaperone/raw-target"),
            ("INSERT INTO notes SELECT id, ssn FROM patients", "chaperone/masked-write"),
            ("INSERT INTO notes SELECT 1, p::text FROM patients p", "chaperone/masked-write"),
            ("INSERT INTO notes SELECT 1, c FROM patients AS p (a, b, c)", "chaperone/masked-write"),
            ("UPDATE notes SET body = p.c FROM patients p (a, b, c)", "chaperone/masked-write"),
            (
                "INSERT INTO notes SELECT 1, z FROM (patients JOIN notes n ON true) AS j (x, y, z)",
                "chaperone/masked-write"
            ),
            ("INSERT INTO notes SELECT 1, j::text FROM (patients JOIN notes n ON true) AS j", "chaperone/masked-write"),
            (
                "INSERT INTO notes SELECT 1, 'x' FROM notes n JOIN patients p (a, b, body) USING (body)",
                "chaperone/masked-write"
            ),
            ("INSERT INTO notes SELECT 1, 'x' FROM notes n NATURAL JOIN patients p", "chaperone/masked-write"),
            (
                "WITH q AS (SELECT ssn AS k FROM patients), w AS (INSERT INTO notes SELECT 1, k FROM q RETURNING 1) TABLE w",
                "chaperone/masked-write"
            ),
            (
                "WITH RECURSIVE w AS (INSERT INTO notes SELECT 1, k FROM q RETURNING 1), "
                    + "q AS (SELECT ssn AS k FROM patients) SELECT 1 FROM w",
                "chaperone/masked-write"
            ),
            (
                "WITH d AS (UPDATE notes n SET body = 'x' FROM patients p WHERE p.id = n.id RETURNING p.ssn AS k) "
                    + "INSERT INTO notes SELECT 1, k FROM d",
                "chaperone/masked-write"
            ),
            ("UPDATE notes SET body = p.ssn FROM patients p", "chaperone/masked-write"),
            ("DELETE FROM notes WHERE id IN (SELECT id FROM patients WHERE ssn > '4')", "chaperone/masked-write"),
            ("INSERT INTO patients (id, ssn) VALUES (1, '123-45-6789')", "chaperone/insert-oracle"),
            ("UPDATE patients SET ssn = '123-45-6789' WHERE id = 1", "chaperone/update-oracle"),
            ("COPY patients FROM STDIN", "chaperone/insert-oracle"),
            ("UPDATE patients SET name = '***' WHERE id = 1", "chaperone/mask-marker"),
            ("INSERT INTO ruled VALUES (1)", "chaperone/write-with-rules"),
            ("UPDATE joined SET id = '1'", "chaperone/write-through-view"),
            ("UPDATE directory SET id = '1' WHERE shout > 'M'", "chaperone/raw-target"),
            ("UPDATE directory SET id = shout", "chaperone/raw-target"),
            ("UPDATE directory SET tax_id = '1' WHERE id = '1'", "chaperone/update-oracle"),
            ("UPDATE directory SET id = '1' RETURNING id", "chaperone/returning-view"),
            ("UPDATE oracle SET id = '1'", "chaperone/rows-depend-on-phi"),
            ("INSERT INTO over (tax_id) VALUES ('1')", "chaperone/insert-oracle"),
            ("COPY over FROM STDIN", "chaperone/write-through-view"),
            ("INSERT INTO harmless (id) SELECT ssn FROM patients", "chaperone/masked-write"),
            (
                "MERGE INTO harmless h USING notes n ON h.id = n.body WHEN MATCHED THEN DELETE",
                "chaperone/merge-into-protected"
            ),
            (
                "INSERT INTO patients (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET ssn = '1'",
                "chaperone/update-oracle"
            ),
            (
                "MERGE INTO patients p USING notes n ON p.id = n.id WHEN MATCHED THEN DELETE",
                "chaperone/merge-into-protected"
            ),
            (
                "INSERT INTO patients (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET risk = length(patients.name)",
                "chaperone/raw-target"
            ),
            (
                "WITH d AS (DELETE FROM patients WHERE id = 1 RETURNING ssn) SELECT * FROM d",
                "chaperone/returning-nested"
            ),
            (
                "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING n.body",
                "chaperone/returning-join"
            ),
        ])
    func writes(_ sql: String, _ rule: String) { #expect(SampleLane.rule(sql) == rule, "\(sql)") }

    @Test(
        "what a write takes of masked tables that is not masked is written, whatever it is called",
        arguments: [
            "INSERT INTO notes SELECT a, 'x' FROM patients AS p (a, b, c)",
            "INSERT INTO notes SELECT n.id, 'x' FROM notes n JOIN patients p USING (id)",
            "WITH q AS (SELECT ssn AS k FROM patients), w AS (UPDATE notes SET body = 'x' WHERE id = 1 RETURNING 1) "
                + "SELECT k FROM q, w",
        ])
    func openColumns(_ sql: String) { #expect(SampleLane.rule(sql) == nil, "\(sql)") }

    @Test("RETURNING of a protected table is masked, and its command tag restored")
    func returning() throws {
        guard
            case .permit(let permit) = SampleLane.verdict(
                "UPDATE clinic.patients SET risk = 1 WHERE id = 1 RETURNING ssn, name AS n")
        else {
            Issue.record("refused")
            return
        }
        let text = String(decoding: permit.text, as: UTF8.self)
        #expect(
            text.hasPrefix(
                "WITH \"chaperone_written\" AS (UPDATE clinic.patients SET risk = 1 WHERE id = 1 RETURNING \"patients\".*) SELECT ssn, name AS n FROM (SELECT"
            ))
        #expect(permit.statements.first?.tagRepair == .update)
        #expect(permit.statements.first?.serverText == .scrub)
    }

    @Test(
        "with FROM or USING it gives what is certainly a column of the target",
        arguments: [
            ("UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING p.id, upper(p.ssn) AS s", "p"),
            ("UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING ssn, risk + 1", "p"),
            ("UPDATE clinic.patients SET risk = 1 FROM notes n WHERE n.id = 1 RETURNING patients.*, name", "patients"),
            ("DELETE FROM patients p USING notes n JOIN notes m ON m.id = n.id WHERE n.id = p.id RETURNING p.*", "p"),
            ("DELETE FROM patients p USING (SELECT 1 AS x) q WHERE p.id = q.x RETURNING p.ssn, p.id", "p"),
            ("UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING p", "p"),
        ])
    func returningBeside(_ sql: String, _ alias: String) throws {
        let list = try #require(sql.firstRange(of: "RETURNING "))
        let text = try #require(SampleLane.text(sql))
        let head = "RETURNING \"\(alias)\".*) SELECT \(sql[list.upperBound...]) FROM (SELECT "
        #expect(text.contains(head) && text.hasSuffix(") AS \"\(alias)\" FOR KEY SHARE"), "\(text)")
        #expect(!text.contains(", \"ssn\", "), "\(text)")
    }

    @Test(
        "and nothing that could be of another table",
        arguments: [
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING p.ssn, n.body",
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING id",
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING *",
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING n",
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING body",
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING p.ctid",
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING p.row_to_json",
            "UPDATE patients p SET risk = 1 FROM notes n WHERE n.id = p.id RETURNING (SELECT max(id) FROM notes)",
            "UPDATE patients p SET risk = 1 FROM (SELECT 1 AS x) q WHERE p.id = q.x RETURNING ssn",
            "UPDATE clinic.patients SET risk = 1 FROM archive.patients WHERE clinic.patients.id = 1 RETURNING patients.id",
            "UPDATE clinic.patients SET risk = 1 FROM notes n WHERE n.id = 1 RETURNING archive.patients.id",
            "DELETE FROM patients p USING notes AS n (ssn) WHERE p.id = 1 RETURNING ssn",
            "DELETE FROM patients p USING notes n WHERE n.id = p.id RETURNING n.body",
        ])
    func returningOthers(_ sql: String) { #expect(SampleLane.rule(sql) == "chaperone/returning-join", "\(sql)") }

    @Test(
        "EXPLAIN over protected tables shows no costs, which come from statistics over raw values",
        arguments: [
            "EXPLAIN SELECT * FROM patients", "EXPLAIN VERBOSE SELECT * FROM patients",
            "EXPLAIN (VERBOSE) SELECT * FROM patients",
        ])
    func explain(_ sql: String) throws { #expect(try #require(SampleLane.text(sql)).contains("COSTS off")) }

    @Test(
        "EXPLAIN is refused where the plan itself would show statistics over raw values",
        arguments: [
            "EXPLAIN SELECT 1 FROM patients p JOIN notes n ON n.id = p.id",
            "EXPLAIN SELECT 1 FROM patients a, patients b",
            "EXPLAIN SELECT id FROM patients WHERE mrn = 'M1'",
            "EXPLAIN DELETE FROM notes WHERE id IN (SELECT id FROM patients)",
        ])
    func explainedJoin(_ sql: String) { #expect(SampleLane.rule(sql) == "chaperone/explain-join") }

    @Test("a multi-statement string is judged whole")
    func multiple() {
        #expect(SampleLane.rule("SELECT 1; SELECT clinic.peek(1)") == "chaperone/function")
        #expect(
            SampleLane.text("SET search_path = archive; SELECT * FROM patients")
                == "SET search_path = archive; SELECT * FROM \"archive\".\"patients\"")
    }

    @Test("masked columns that decide rows are told by a notice")
    func notices() {
        guard case .permit(let permit) = SampleLane.verdict("SELECT id FROM patients ORDER BY ssn") else {
            Issue.record("refused")
            return
        }
        #expect(permit.statements.first?.notices.count == 1)
    }

    @Test("a lane that protects nothing forwards what it was sent, and still knows its kinds")
    func unprotected() {
        let judge = SampleLane.judge(protects: false)
        for sql in ["DO $$ BEGIN END $$", "SELECT clinic.peek(1)", "CREATE TABLE t (a int)"] {
            guard case .permit(let permit) = judge.judge(Array(sql.utf8), names: judge.initialNames) else {
                Issue.record("refused: \(sql)")
                continue
            }
            #expect(permit.isRewritten == false)
        }
    }
}
