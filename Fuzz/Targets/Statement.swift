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
