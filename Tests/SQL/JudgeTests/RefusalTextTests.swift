import Judge
import Policy
import SQLRewrite
import Testing

@Suite("A refusal says what would pass")
struct RefusalTexts {
    @Test(
        "with the column or the name that it is about, and the nearest statement",
        arguments: [
            ("SELECT * FROM claims", "(clinic, public)", "check its name, or write schema.table"),
            ("SELECT * FROM public.patients", "\"public.patients\"", "write archive.patients or clinic.patients"),
            ("SELECT * FROM pg_temp.t", "was not made in this session", "CREATE TEMP TABLE makes it"),
            ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE FUNCTION is not", "owners"),
            ("CREATE OR REPLACE RULE r AS ON SELECT TO notes DO NOTHING", "CREATE OR REPLACE RULE is not", "owners"),
            ("LOAD 'x'", "LOAD is not", "owners"), ("DO 'BEGIN END'", "DO is not", "send the statements themselves"),
            ("CREATE TABLE t AS SELECT id FROM patients", "names patients", "make it a temporary table"),
            ("CREATE TEMP VIEW v AS SELECT id FROM patients", "names patients", "WITH name AS"),
            ("UPDATE patients SET risk = 1 WHERE mrn > 'M'", "clinic.patients.mrn", "mrn = constant"),
            ("UPDATE patients SET risk = 1 WHERE ssn > '4'", "clinic.patients.ssn", "use other columns"),
            ("SELECT peek(1)", "clinic.peek", "named under \"functions\""),
            ("SELECT * FROM other.clinic.patients", "this lane serves \"app\"", "write schema.table"),
        ])
    func text(_ sql: String, message: String, hint: String) {
        switch SampleLane.verdict(sql) {
        case .permit, .approve: Issue.record("permitted: \(sql)")
        case .refuse(let refusal), .needsCatalog(let refusal):
            #expect(refusal.message.contains(message), "\(refusal.message)")
            #expect(refusal.hint?.contains(hint) == true, "\(refusal.hint ?? "no hint")")
        }
    }

    @Test(
        "whichever rule of the product it is",
        arguments: [
            "SELECT query_to_xml('x', true, false, '')", "SELECT brand_new()", "SELECT nosuch(1)", "SELECT 1 <<< 2",
            "SELECT 'x'::clinic.evil", "SELECT (1).peek", "CALL peek(1)", "COPY patients TO PROGRAM 'cat'",
            "SELECT * FROM pg_stats", "EXPLAIN ANALYZE SELECT * FROM patients",
            "INSERT INTO patients (ssn) VALUES ('1')",
            "UPDATE patients SET ssn = '1' WHERE id = 1", "INSERT INTO notes SELECT id, ssn FROM patients",
            "SELECT ssn FROM patients TABLESAMPLE BERNOULLI (5) REPEATABLE (1)", "UPDATE joined SET id = '1'",
            "UPDATE patients SET name = '***' WHERE id = 1", "DROP TABLE patients",
            "WITH d AS (DELETE FROM patients WHERE id = 1 RETURNING ssn) SELECT * FROM d",
        ])
    func hinted(_ sql: String) {
        switch SampleLane.verdict(sql) {
        case .permit, .approve: Issue.record("permitted: \(sql)")
        case .refuse(let refusal), .needsCatalog(let refusal): #expect(refusal.hint != nil, "\(refusal.message)")
        }
    }
}
