import Foundation
import Policy
import Testing

@Suite("What a write may see of its own target")
struct RawScopeTests {
    @Test(
        "nothing of a raw row is read but columns that the role may see, whatever names it and however deep",
        arguments: [
            "UPDATE patients p SET risk = length(p.row_to_json ->> 'ssn')",
            "UPDATE patients SET risk = length(patients.row_to_json ->> 'ssn')",
            "UPDATE clinic.patients SET risk = length(clinic.patients.row_to_json ->> 'ssn')",
            "UPDATE patients p SET risk = 1 WHERE p.id < 5 AND p.row_to_json ->> 'ssn' > '4'",
            "UPDATE patients p SET risk = length((p).ssn)", "UPDATE patients p SET risk = length((p.*)::text)",
            "UPDATE patients p SET risk = length(ROW(p.*)::text)", "UPDATE patients p SET risk = length(p::text)",
            "UPDATE patients SET risk = length(patients::text)", "UPDATE patients SET risk = length(ssn)",
            "UPDATE patients p SET risk = p.xmin", "UPDATE patients p SET risk = 1 WHERE ctid = '(0,1)'",
            "UPDATE patients p SET risk = p.no_such_column", "UPDATE patients p SET risk = nobody.id",
            "UPDATE patients p SET risk = (SELECT length(p.ssn))",
            "UPDATE patients p SET risk = (SELECT max(p.ssn) FROM notes n WHERE n.id = p.id)",
            "UPDATE patients p SET risk = (WITH x AS (SELECT p.ssn AS s) SELECT length(s) FROM x)",
            "UPDATE patients p SET risk = (SELECT length(q.s) FROM (SELECT p.name AS s) q)",
            "UPDATE patients p SET risk = (SELECT length(q.s) FROM (SELECT p.name AS s) q, notes p)",
            "UPDATE patients p SET risk = (SELECT length(p.name) FROM notes p)",
            "UPDATE patients p SET risk = (SELECT 1 FROM notes n ORDER BY p.row_to_json LIMIT 1)",
            "UPDATE patients p SET (risk, id) = (SELECT length(p.ssn), 1)",
            "DELETE FROM patients p WHERE EXISTS (SELECT 1 FROM notes n WHERE n.body = p.name)",
            "DELETE FROM patients p USING notes n WHERE n.id = p.id AND p.row_to_json IS NOT NULL",
            "DELETE FROM patients WHERE CASE WHEN ssn > '4' THEN true END",
            "INSERT INTO insured SELECT 1; UPDATE patients p SET risk = (TABLE p)",
            "INSERT INTO patients (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET risk = length(patients.ssn)",
            "INSERT INTO patients AS c (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET risk = length(c.row_to_json ->> 'n')",
            "INSERT INTO patients (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET risk = (WITH x AS (SELECT patients.ssn AS s) SELECT length(s) FROM x)",
            "INSERT INTO patients (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET risk = 1 WHERE patients.name > 'm'",
            "INSERT INTO patients (id) VALUES (1) ON CONFLICT (id) WHERE ssn > '4' DO NOTHING",
            "UPDATE directory d SET id = length(d.row_to_json ->> 'tax_id')",
            "WITH w AS (UPDATE patients p SET risk = length((p).name) RETURNING id) SELECT 1",
        ])
    func refused(_ sql: String) { #expect(SampleLane.rule(sql) != nil, "\(SampleLane.text(sql) ?? "")") }

    @Test(
        "columns that are not protected are read in every part of a write",
        arguments: [
            "UPDATE patients SET risk = risk + 1 WHERE id = 5",
            "UPDATE patients p SET risk = p.risk + n.id FROM notes n WHERE n.id = p.id",
            "UPDATE clinic.patients SET risk = clinic.patients.risk WHERE clinic.patients.id = 5",
            "UPDATE patients SET risk = (SELECT count(*) FROM notes WHERE notes.id = patients.id)",
            "UPDATE patients SET risk = (SELECT max(x.n) FROM (SELECT id AS n FROM notes) x WHERE x.n > risk)",
            "UPDATE patients p SET risk = (WITH c AS (SELECT id FROM notes) SELECT max(c.id) FROM c WHERE c.id < p.id)",
            "UPDATE patients SET risk = 2 WHERE mrn = 'MRN1' AND risk < 3",
            "DELETE FROM patients USING notes n JOIN notes m ON n.id = m.id WHERE n.id = patients.id",
            "INSERT INTO patients (id, risk) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET risk = excluded.risk + patients.risk",
            "DELETE FROM patients p WHERE p.id IN (SELECT v.x FROM (VALUES (1), (2)) v(x))",
            "UPDATE patients p SET risk = s.n FROM (SELECT id, count(*) AS n FROM notes GROUP BY id) s WHERE s.id = p.id",
        ])
    func allowed(_ sql: String) {
        let text = SampleLane.text(sql)?.replacing("\"clinic\".\"patients\"", with: "patients")
            .replacing("'::pg_catalog.text", with: "'")
        #expect(text == sql.replacing("INTO clinic.patients", with: "INTO patients"), "\(SampleLane.rule(sql) ?? "")")
    }

    @Test(
        "columns of an index over protected values do not choose the rows of a write by it",
        arguments: [
            ("UPDATE sorted SET id = 'x' WHERE kind = 'a'", "WHERE (COALESCE(kind, kind)) = 'a'"),
            ("UPDATE sorted s SET id = s.kind WHERE s.kind = 'a'", "s.kind WHERE (COALESCE(s.kind, s.kind)) = 'a'"),
            (
                "DELETE FROM sorted WHERE EXISTS (SELECT 1 FROM notes n WHERE n.body = clinic.sorted.kind)",
                "(COALESCE(clinic.sorted.kind, clinic.sorted.kind)))"
            ),
            ("DELETE FROM sorted USING notes n WHERE n.body = kind", "n.body = (COALESCE(kind, kind))"),
        ])
    func order(_ sql: String, _ part: String) throws {
        #expect(try #require(SampleLane.text(sql)).hasSuffix(part), "\(SampleLane.text(sql) ?? "")")
    }

    @Test(
        "what a FROM offers is not meant in that FROM itself, nor in WITH",
        arguments: [
            "DELETE FROM sorted WHERE EXISTS (SELECT 1 FROM (SELECT kind AS k) x, clinic.sorted o WHERE x.k = 'a')",
            "DELETE FROM sorted WHERE EXISTS (WITH x AS (SELECT kind AS k) SELECT 1 FROM x, clinic.sorted o WHERE x.k = 'a')",
        ])
    func unseen(_ sql: String) throws {
        #expect(try #require(SampleLane.text(sql)).contains("(SELECT (COALESCE(kind, kind)) AS k)"))
        let inner = "DELETE FROM sorted WHERE EXISTS (SELECT 1 FROM clinic.sorted o WHERE kind = 'a')"
        #expect(try #require(SampleLane.text(inner)).hasSuffix("WHERE kind = 'a')"), "it is the inner one's")
    }

    @Test("a name that the text has already is not taken for the rows that RETURNING shows")
    func ownNames() throws {
        let sql = "UPDATE patients SET risk = 1 RETURNING ssn, (SELECT max(id) FROM chaperone_written) FROM x"
        #expect(SampleLane.rule(sql) != nil)
        let text = try #require(
            SampleLane.text("UPDATE patients SET risk = 1 RETURNING ssn, 'chaperone_written'"))
        #expect(text.hasPrefix("WITH \"chaperone_written_1\" AS ("))
    }

    @Test(
        "code in a definition is looked at as in any other statement",
        arguments: [
            "CREATE TEMP TABLE t (i int, s text DEFAULT (7).peek)",
            "CREATE TEMP TABLE t (i int, s text DEFAULT ('chaperone.key'::text).current_setting)",
            "CREATE TEMP TABLE t (i int CHECK ((i).peek > 'a'))",
            "CREATE TEMP TABLE t (i int, s text GENERATED ALWAYS AS ((i).peek) STORED)",
            "CREATE TABLE pg_temp.t (i int, EXCLUDE USING gist ((i + 1) WITH <<<))",
            "ALTER TABLE pg_temp.t ALTER COLUMN s TYPE text USING (i).peek",
            "ALTER TABLE pg_temp.t ADD CHECK ((i).peek > '400')", "CREATE INDEX ON pg_temp.t (((i).peek))",
            "CREATE INDEX ON pg_temp.t (i) WHERE (i).peek > 'a'",
            "ALTER TABLE pg_temp.t ALTER COLUMN s SET DEFAULT (9).peek",
            "CREATE TEMP VIEW v AS SELECT (i).peek FROM notes",
            "CREATE SCHEMA s CREATE TABLE t (i int DEFAULT peek(1))",
            "CREATE SCHEMA s CREATE TRIGGER t AFTER INSERT ON t EXECUTE FUNCTION peek()",
        ])
    func definitions(_ sql: String) { #expect(SampleLane.rule(sql) != nil, "\(SampleLane.text(sql) ?? "")") }
}
