import Detectors
import Judge

/// What is permitted parses again, reads no protected column without its mask, and is permitted again in the same form;
/// what the log keeps of it holds nothing that a detector finds.
///
/// An input is the text of a statement, for the clinic of `FuzzLane`.
enum Statement {
    static let seeds: [[UInt8]] = [
        "SELECT p.ssn, upper(name) FROM clinic.patients p JOIN notes n ON n.id = p.id WHERE mrn = 'a' ORDER BY 1",
        "WITH x AS (SELECT * FROM patients) UPDATE notes SET body = 'x' WHERE id = 1 RETURNING (SELECT ssn FROM patients)",
        "COPY (SELECT ssn FROM ONLY (clinic.patients) TABLESAMPLE BERNOULLI (1)) TO STDOUT", "COPY patients TO STDOUT",
        "UPDATE clinic.patients AS p SET risk = risk + 1 WHERE p.mrn = 'MRN1' RETURNING p.*, name",
        "DELETE FROM patients USING notes n WHERE n.id = patients.id RETURNING ssn",
        "INSERT INTO patients (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET risk = 2 RETURNING *",
        "MERGE INTO notes n USING patients p ON n.id = p.id WHEN MATCHED THEN UPDATE SET body = p.ssn",
        "TABLE patients; TABLE ONLY clinic.\"Order\"", "EXPLAIN (COSTS off) SELECT * FROM directory WHERE id IN (1, 2)",
        "SELECT \"patients\".* FROM U&\"patient\\0073\", LATERAL (SELECT ssn) AS l(x) GROUP BY GROUPING SETS ((1), ())",
        "DECLARE c CURSOR FOR SELECT * FROM patients FOR UPDATE OF patients; FETCH 2 FROM c", "VALUES (1), ($1)",
        "PREPARE q(text) AS SELECT row_to_json(patients) FROM patients WHERE mrn = $1; EXECUTE q('a')",
        "CREATE TEMP TABLE t AS SELECT ssn /* c */ FROM patients -- end\n; SELECT * FROM t",
        "SELECT (p).ssn FROM patients p", "DELETE FROM patients AS \"a\"\"\u{308}b\" WHERE id = 1 RETURNING ssn",
        "WITH caf\u{e9} AS (SELECT ssn FROM patients) SELECT ssn FROM U&\"caf\\00e9\"",
        "SELECT count(*) FILTER (WHERE ssn > 'a') OVER (PARTITION BY name ORDER BY risk) FROM patients WINDOW w AS ()",
        "SELECT id FROM patients UNION ALL SELECT id FROM archive.patients EXCEPT (SELECT 1 FROM pg_stat_activity)",
        "SET search_path = archive, clinic; SELECT * FROM patients; RESET ALL", "SELECT $q$patients$q$, E'\\x41', B'1'",
        "CREATE VIEW v AS SELECT name FROM patients", "BEGIN; SAVEPOINT a; ROLLBACK TO a; COMMIT",
        "SELECT 1 WHERE EXISTS (SELECT FROM patients p WHERE (p.ssn, 1) = ANY (SELECT name, 1 FROM patients))",
        "UPDATE patients p SET risk = length(p.row_to_json ->> 'ssn') WHERE (p).name > 'a' AND p.* IS NOT NULL",
        "UPDATE patients SET (risk) = (WITH x AS (SELECT patients.ssn AS m) SELECT length(m) FROM x) WHERE id = 1",
        "INSERT INTO patients AS p (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET risk = 2 WHERE p.to_jsonb IS NULL",
        "MERGE INTO patients p USING notes n ON p.id = n.id WHEN MATCHED AND p.risk > 1 THEN UPDATE SET risk = p.risk + 1",
        "UPDATE directory d SET id = id WHERE (d.tax_id).upper = 'x'",
        "SELECT (p.ssn).upper, (p).name, p.upper FROM patients p",
        "CREATE TEMP TABLE t (id int DEFAULT (1).peek, CHECK ((id).band > 1)); ALTER TABLE t ADD s text DEFAULT (2).peek",
        "ALTER TABLE pg_temp.t ALTER COLUMN id TYPE text USING (id).peek; CREATE INDEX ON pg_temp.t (((id).peek))",
        "SET LOCAL TimeZone = 'X+167'; SELECT 'a' BETWEEN ssn AND name FROM patients; LISTEN bell; SHOW search_path",
        "DECLARE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnA CURSOR FOR SELECT 1; CLOSE ALL",
        "SELECT page FROM pg_stat_activity; SELECT (c).relname, c.relname::regclass FROM pg_catalog.pg_class c",
    ].map { Array($0.utf8) }

    private static let judge = FuzzLane.judge()

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        let judgement = judge.judge(bytes, names: judge.initialNames)
        guard case .permit(let permit) = judgement else {
            if case .refuse(let refusal) = judgement { try requireMasked(refusal.auditText) }
            return
        }
        try RawReferences.requireNone(in: permit.text)
        guard case .permit(let again) = judge.judge(bytes, names: judge.initialNames), again.text == permit.text else {
            throw BrokenProperty("the same statement is judged otherwise a second time")
        }
        try requireMasked(permit.auditText)
        if let rewritten = permit.rewrittenAuditText { try requireMasked(rewritten) }
    }

    private static func requireMasked(_ text: String) throws(BrokenProperty) {
        let isMasked = Array(text.utf8).withUnsafeBytes { DetectorSet.all.masked($0) } == nil
        try require(isMasked, "the log's text holds a finding: \(text)")
    }
}
