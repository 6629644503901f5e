import Foundation
import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Shapes that only the derived table would have refused")
struct TaughtTests {
    /// The names of a session that has made these temporary tables.
    private static func names(_ temporaries: String...) -> SessionNames {
        let judge = SampleLane.judge()
        var names = judge.initialNames
        for temporary in temporaries {
            guard
                case .permit(let permit) = judge.judge(
                    Array("CREATE TABLE pg_temp.\(temporary) (i int)".utf8), names: names)
            else { continue }
            for statement in permit.statements { names.apply(statement) }
        }
        return names
    }

    @Test(
        "a primary key in GROUP BY covers the columns that the query shows",
        arguments: [
            ("SELECT p.id, p.name, count(*) FROM patients p GROUP BY p.id", "GROUP BY p.id, \"p\".\"name\""),
            (
                "SELECT name, max(ssn) FROM patients GROUP BY id ORDER BY risk",
                "GROUP BY id, \"patients\".\"name\", \"patients\".\"risk\" ORDER"
            ),
            ("SELECT p.id AS k, p.risk FROM patients p GROUP BY k", "GROUP BY k, \"p\".\"risk\""),
            ("SELECT p.id, p.risk FROM patients p GROUP BY 1 HAVING true", "GROUP BY 1, \"p\".\"risk\" HAVING"),
            ("SELECT b, a FROM patients AS p(a, b) GROUP BY (a)", "GROUP BY (a, \"p\".\"b\")"),
            (
                "SELECT clinic.patients.risk FROM clinic.patients GROUP BY clinic.patients.id",
                "GROUP BY patients.id, \"patients\".\"risk\""
            ),
            (
                "SELECT (SELECT count(*) FROM notes n WHERE n.id = p.risk) FROM patients p GROUP BY p.id",
                "GROUP BY p.id, \"p\".\"risk\""
            ),
            (
                "SELECT sum(sum(p.risk)) OVER (ORDER BY p.mrn) FROM patients p GROUP BY p.id",
                "GROUP BY p.id, \"p\".\"mrn\""
            ),
            (
                "SELECT p.risk, n.id FROM notes n LEFT JOIN patients p ON true GROUP BY n.id, p.id",
                "p.id, \"p\".\"risk\""
            ),
            (
                "SELECT p.mrn, p.risk FROM patients p GROUP BY p.id, ROLLUP (p.risk)",
                "p.id, \"p\".\"mrn\", ROLLUP (p.risk)"
            ),
            ("SELECT row_to_json(p) FROM patients p GROUP BY p.id", "\"p\".\"initials\", \"p\".*"),
        ])
    func groups(_ sql: String, _ part: String) throws {
        #expect(try #require(SampleLane.text(sql)).contains(part), "\(SampleLane.text(sql) ?? "")")
    }

    @Test(
        "GROUP BY stays as it is where no key is named, or where all is named",
        arguments: [
            "SELECT p.id, count(*) FROM patients p GROUP BY p.id",
            "SELECT p.id, p.name FROM patients p GROUP BY p.id, p.name",
            "SELECT p.id, sum(p.risk) FILTER (WHERE p.risk > 3) FROM patients p GROUP BY p.id",
            "SELECT p.risk FROM patients p GROUP BY p.mrn", "SELECT d.id, d.tax_id FROM directory d GROUP BY d.id",
            "SELECT w.kind FROM worded w GROUP BY w.word", "SELECT p.risk FROM patients p GROUP BY ROLLUP (p.id)",
            "SELECT p.risk, id FROM notes n JOIN patients p USING (id) GROUP BY id",
            "SELECT p.id AS body, p.risk FROM patients p, notes n GROUP BY body",
            "SELECT n.body FROM notes n GROUP BY n.id",
        ])
    func plainGroups(_ sql: String) throws {
        let text = try #require(SampleLane.text(sql))
        let clause = try #require(sql.range(of: "GROUP BY"))
        #expect(text.hasSuffix(sql[clause.lowerBound...]), "\(text)")
    }

    @Test(
        "a lookup in an array of one's own constants acts on the raw value",
        arguments: [
            "ANY (ARRAY['M1', $1::text])", "ANY ($1)", "SOME ($1::text[])", "any('{M1,M2}')",
            "ANY ('{M1}'::pg_catalog.varchar[])", "ANY (ARRAY['M1']::character varying[])",
        ])
    func arrays(_ test: String) throws {
        let text = try #require(SampleLane.text("SELECT id FROM patients p WHERE p.mrn = \(test) AND id > 3"))
        let array = test.drop { $0 != "(" }.dropLast() + "::pg_catalog.text[])"
        #expect(text.contains("WHERE \"mrn\" OPERATOR(pg_catalog.=) ANY \(array)) p WHERE TRUE AND id > 3"), "\(text)")
    }

    @Test(
        "any other comparison with an array sees the mask",
        arguments: [
            "mrn = ANY (ARRAY[ssn])", "mrn = ANY (ARRAY['M1', lower('M1')])",
            "mrn = ANY (ARRAY(SELECT ssn FROM patients))",
            "mrn = ANY (SELECT ssn FROM patients)", "mrn <> ALL ('{M1}')", "mrn = ALL ('{M1}')", "mrn > ANY ('{M1}')",
            "NOT mrn = ANY ('{M1}')", "mrn = ANY ('{M1}') OR id = 1", "ssn = ANY ('{M1}')", "mrn LIKE ANY ('{M1}')",
            "mrn = ANY ('{M1}'::clinic.patients[])", "(mrn) = ANY ('{M1}')",
            "mrn = ANY (('{M1}'))", "mrn = ANY (ARRAY[]::text[])", "mrn = ANY ($1::text)", "mrn = ANY ($1[1])",
        ])
    func otherArrays(_ test: String) throws {
        let text = try #require(SampleLane.text("SELECT id FROM patients WHERE \(test)"))
        #expect(!text.contains("\"mrn\" OPERATOR(pg_catalog.=) ANY"), "\(text)")
    }

    @Test(
        "the session's own temporary table is written so that nothing else can be meant",
        arguments: [
            ("COPY patients TO STDOUT", "COPY pg_temp.\"patients\" TO STDOUT"),
            ("COPY patients FROM STDIN", "COPY pg_temp.\"patients\" FROM STDIN"),
            ("UPDATE ONLY patients SET i = 1 RETURNING i", "UPDATE ONLY pg_temp.\"patients\" SET i = 1 RETURNING i"),
            ("INSERT INTO patients AS p VALUES (1)", "INSERT INTO pg_temp.\"patients\" AS p VALUES (1)"),
            ("DELETE FROM patients WHERE i = 1", "DELETE FROM pg_temp.\"patients\" WHERE i = 1"),
            ("LOCK TABLE patients", "LOCK TABLE pg_temp.\"patients\""),
            ("TRUNCATE patients", "TRUNCATE pg_temp.\"patients\""),
            ("ANALYZE patients", "ANALYZE pg_temp.\"patients\""),
            ("CREATE INDEX x ON patients (i)", "CREATE INDEX x ON pg_temp.\"patients\" (i)"),
            ("ALTER TABLE IF EXISTS patients ADD n int", "ALTER TABLE IF EXISTS pg_temp.\"patients\" ADD n int"),
            ("ALTER TABLE patients RENAME i TO n", "ALTER TABLE pg_temp.\"patients\" RENAME i TO n"),
            ("DROP TABLE patients", "DROP TABLE pg_temp.\"patients\""),
            (
                "DROP TABLE IF EXISTS patients, nowhere CASCADE",
                "DROP TABLE IF EXISTS pg_temp.\"patients\", pg_temp.\"nowhere\" CASCADE"
            ),
            ("/* x */ DROP VIEW pg_temp.patients", "/* x */ DROP VIEW pg_temp.\"patients\""),
        ])
    func temporary(_ sql: String, _ text: String) {
        #expect(SampleLane.text(sql, names: Self.names("patients")) == text)
    }

    @Test(
        "changing one's own temporary table is of that kind, and changing anything beside it is not",
        arguments: [
            ("DROP TABLE t", [.temporary]), ("DROP TABLE t, notes", [.ddl]), ("DROP TABLE notes", [.ddl]),
            ("DROP TABLE IF EXISTS nowhere", [.temporary]), ("DROP TABLE IF EXISTS notes", [.ddl]),
            ("DROP TABLE IF EXISTS clinic.nowhere", [.ddl]), ("DROP INDEX IF EXISTS nowhere", [.ddl]),
            ("DROP TABLE nowhere", [.ddl]), ("ALTER TABLE t ADD n int", [.temporary]),
            ("ALTER TABLE t ADD FOREIGN KEY (i) REFERENCES notes", [.ddl]),
            ("TRUNCATE t", [.temporary]), ("TRUNCATE t, notes", [.delete]), ("ANALYZE t, notes", [.utility]),
            ("ANALYZE", [.utility]), ("CREATE INDEX ON t (i)", [.temporary]),
        ] as [(String, Set<StatementKind>)])
    func kinds(_ sql: String, _ kinds: Set<StatementKind>) {
        guard case .permit(let permit) = SampleLane.verdict(sql, names: Self.names("t")) else {
            Issue.record("refused: \(sql)")
            return
        }
        #expect(permit.statements.map(\.kinds) == [kinds])
    }

    @Test(
        "a definition of one's own must not reach for protected tables",
        arguments: [
            "ALTER TABLE t INHERIT patients", "CREATE INDEX ON t (peek(i))", "ALTER TABLE t ADD n int DEFAULT peek(1)",
            "DROP TABLE IF EXISTS t, patients", "DROP TABLE IF EXISTS patients", "ALTER TABLE t ADD e clinic.evil",
        ])
    func reaching(_ sql: String) {
        guard case .permit(let permit) = SampleLane.verdict(sql, names: Self.names("t")) else { return }
        Issue.record("permitted: \(String(decoding: permit.text, as: UTF8.self))")
    }

    @Test("a name with a schema is none of the session's own: what its definitions run is looked at")
    func besideOwn() {
        let names = Self.names("checked")
        #expect(names.temporaries.contains("checked"))
        guard
            case .refuse(let refusal) = CodeLane.judge.judge(
                Array("CREATE INDEX ON clinic.checked (id)".utf8), names: names)
        else {
            Issue.record("permitted")
            return
        }
        #expect(refusal.rule == "chaperone/code")
    }

    @Test("a temporary table may have the name of a protected one, and is read and written as itself")
    func sameName() {
        for made in [
            "CREATE TEMP TABLE patients (id int)", "CREATE TEMP TABLE patients AS SELECT id FROM notes",
            "SELECT id INTO TEMP patients FROM notes", "CREATE TEMP VIEW patients AS SELECT id FROM notes",
        ] {
            let judge = SampleLane.judge()
            var names = judge.initialNames
            guard case .permit(let permit) = judge.judge(Array(made.utf8), names: names) else {
                Issue.record("refused: \(made)")
                continue
            }
            for statement in permit.statements { names.apply(statement) }
            #expect(SampleLane.text("TABLE patients", names: names) == "TABLE pg_temp.\"patients\"")
            #expect(SampleLane.text("SELECT id FROM clinic.patients", names: names)?.contains("'***'") == true)
        }
        #expect(SampleLane.rule("CREATE TABLE patients (id int)") == "chaperone/definition-over-protected")
        #expect(SampleLane.rule("CREATE TEMP TABLE t (LIKE patients)") == "chaperone/definition-over-protected")
        #expect(SampleLane.rule("CREATE TEMP TABLE t () INHERITS (patients)") == "chaperone/temporary-child")
    }

    @Test("a temporary table's new name, and its index's, are the session's own as well")
    func renamed() {
        var names = Self.names("t")
        for sql in ["ALTER TABLE t RENAME TO patients", "CREATE INDEX by_i ON patients (i)"] {
            guard case .permit(let permit) = SampleLane.verdict(sql, names: names) else {
                Issue.record("refused: \(sql)")
                return
            }
            for statement in permit.statements { names.apply(statement) }
        }
        #expect(SampleLane.text("SELECT * FROM patients", names: names) == "SELECT * FROM pg_temp.\"patients\"")
        #expect(SampleLane.text("DROP INDEX by_i", names: names) == "DROP INDEX pg_temp.\"by_i\"")
    }

    @Test(
        "a view over one table is written through, with the checks of the table",
        arguments: [
            "UPDATE harmless SET id = '2' WHERE id = '1'", "INSERT INTO harmless (id) VALUES ('1')",
            "DELETE FROM harmless WHERE id = '1' RETURNING *", "UPDATE directory SET id = '2' WHERE id = '1'",
            "UPDATE shown SET risk = '1' WHERE mrn = 'M1'",
        ])
    func views(_ sql: String) throws {
        guard case .permit(let permit) = SampleLane.verdict(sql) else {
            Issue.record("refused: \(sql)")
            return
        }
        #expect(permit.statements.first?.serverText == .scrub)
    }

    @Test("RETURNING of a view over a protected table is masked")
    func returning() throws {
        let text = try #require(SampleLane.text("UPDATE shown SET risk = '1' WHERE id = '1' RETURNING name"))
        #expect(text.contains("RETURNING \"shown\".*) SELECT name FROM (SELECT \"id\", "))
        #expect(text.contains("'***'"))
    }
}
