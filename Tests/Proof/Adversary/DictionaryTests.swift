import TestSupport
import Testing

/// Pseudonyms and shifted dates are worth something only while nobody can choose what they are made of, or has the key.
@Suite("Nobody makes a dictionary of pseudonyms, or learns a subject's offset", .serialized)
struct DictionaryTests {
    /// What dev/stack gives to the lane.
    private static let key = "d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f"
    private static let name = "Elena Abbott"

    @Test(
        "by writing a chosen value and reading its pseudonym",
        arguments: [
            "UPDATE clinic.patients SET name = '\(name)' WHERE id = 5",
            "UPDATE clinic.patients SET name = ('{Elena Abbott,Ava Chen}'::text[])[id] WHERE id <= 2",
            "UPDATE clinic.patients SET (name) = ROW('\(name)') WHERE id = 5",
            "UPDATE clinic.patient_directory SET full_name = '\(name)' WHERE id = 5",
            "UPDATE clinic.patient_care SET full_name = '\(name)' WHERE id = 5",
            "UPDATE clinic.patients SET mrn = 'MRN9999999' WHERE id = 5",
            """
            INSERT INTO clinic.patients (id, mrn, ssn, name, birth_date, sex, zip, contact, risk_score, created_at)
            VALUES (9001, 'MRN9999999', '123-45-6789', '\(name)', '1980-01-01', 'F', '12345', '{}', 1, now())
            """,
            """
            INSERT INTO clinic.patients (id, mrn, ssn, name, birth_date, sex, zip, contact, risk_score, created_at)
            VALUES (5, 'x', 'x', 'x', '1980-01-01', 'F', '12345', '{}', 1, now())
            ON CONFLICT (id) DO UPDATE SET name = '\(name)'
            """,
            """
            WITH w AS (UPDATE clinic.patients SET name = '\(name)' WHERE id = 5 RETURNING name) SELECT * FROM w
            """,
        ])
    func chosen(text: String) throws {
        let session = try RawSession(Stacks.hub.get().lane())
        try session.ask("BEGIN")
        let before = try session.ask("SELECT id, name, mrn FROM clinic.patients WHERE id < 6 OR id > 9000 ORDER BY id")
        #expect(before.texts.count == 5)
        try session.ask("SAVEPOINT s")
        if try session.ask(text).error != nil { try session.ask("ROLLBACK TO s") }
        let after = try session.ask("SELECT id, name, mrn FROM clinic.patients WHERE id < 6 OR id > 9000 ORDER BY id")
        try session.ask("ROLLBACK")
        #expect(after.texts == before.texts)
    }

    @Test(
        "nor the offset by writing a chosen date",
        arguments: [
            "INSERT INTO adv.shifted2 VALUES (900, 3, '2000-01-01') RETURNING d",
            "UPDATE adv.shifted2 SET d = '2000-01-01' WHERE id = 3 RETURNING d",
            "INSERT INTO adv.shifted2 VALUES (3, 3, '2000-01-01') ON CONFLICT (id) DO UPDATE SET d = excluded.d RETURNING d",
            "MERGE INTO adv.shifted2 s USING (VALUES (3)) AS v(i) ON s.id = v.i WHEN MATCHED THEN UPDATE SET d = '2000-01-01'",
            "WITH w AS (INSERT INTO adv.shifted2 VALUES (900, 3, '2000-01-01') RETURNING d) SELECT * FROM w",
            "INSERT INTO adv.shifted2 SELECT 900, 3, '2000-01-01' RETURNING d - date '2000-01-01'",
            // Its dates as another subject's, whose offset is known.
            "UPDATE adv.shifted2 SET patient = 1 WHERE id = 3 RETURNING d",
            "UPDATE adv.shifted SET subject = '2020-01-05' WHERE id = 3 RETURNING d",
        ])
    func offset(text: String) throws {
        let session = try RawSession(Stacks.adversary.get().lane("adversary"))
        let question = "SELECT id, patient, d FROM adv.shifted2 ORDER BY id"
        let dates = "SELECT id, d FROM adv.shifted ORDER BY id"
        try session.ask("BEGIN")
        let before = (try session.ask(question).texts, try session.ask(dates).texts)
        try session.ask("SAVEPOINT s")
        if try session.ask(text).error != nil { try session.ask("ROLLBACK TO s") }
        let after = (try session.ask(question).texts, try session.ask(dates).texts)
        try session.ask("ROLLBACK")
        #expect(after == before)
    }

    @Test(
        "nor has the key",
        arguments: [
            "CREATE TEMP TABLE k (id int, v text DEFAULT ('chaperone.key'::text).current_setting)",
            "CREATE TEMP TABLE k (id int, v text DEFAULT current_setting('chaperone.' || 'key'))",
            "CREATE TEMP TABLE k AS SELECT 1 AS id, ('chaperone.key'::text).current_setting AS v",
            "CREATE TEMP VIEW k AS SELECT 1 AS id, ('chaperone.key'::text).current_setting AS v",
            "CREATE TEMP TABLE k (id int, v text CHECK (v > ('chaperone.key'::text).current_setting))",
            "SELECT ('chaperone.key'::text).current_setting",
            "SELECT (x).current_setting FROM (SELECT 'chaperone.key') f(x)",
            "SELECT x.current_setting FROM (SELECT 'chaperone.key'::text) x(x)",
            "SELECT current_setting('chaperone.key')", "SELECT current_setting('Chaperone' || '.Key', true)",
            "SELECT setting, reset_val FROM pg_settings WHERE name LIKE 'chap%'", "SHOW chaperone.key", "SHOW ALL",
            "SELECT pg_show_all_settings()", "SELECT s FROM pg_show_all_settings() s", "TABLE pg_settings",
            "SELECT set_config('chaperone.key', current_setting('chaperone.key'), false)",
            "SELECT query_to_xml('SELECT current_setting(''chaperone.key'')', true, true, '')",
            "UPDATE billing.claims c SET status = ('chaperone.key'::text).current_setting WHERE id = 1 RETURNING status",
            "EXPLAIN (ANALYZE, VERBOSE) SELECT name FROM clinic.patients WHERE id = 1",
            "SELECT pg_get_viewdef('clinic.patient_directory'::regclass)", "SELECT * FROM pg_db_role_setting",
            "SELECT backend_start, application_name, query FROM pg_stat_activity",
            "EXPLAIN (VERBOSE, SETTINGS) SELECT name FROM clinic.patients WHERE name = current_setting('chaperone.key')",
            "SELECT 1/0 FROM clinic.patients WHERE name::int > 0", "SET client_min_messages = debug5",
        ])
    func key(text: String) throws {
        let session = try RawSession(Stacks.hub.get().lane())
        try session.ask("SET client_min_messages = debug1")
        try session.ask(text)
        try session.ask("INSERT INTO k (id) VALUES (1)")
        try session.ask("SELECT v, reverse(v) FROM k")
        try session.ask("INSERT INTO k (id, v) VALUES (1, '')")
        try session.end()
        let shown = session.heard.filter { message in
            let text = String(String.UnicodeScalarView(message.bytes.map { Unicode.Scalar($0) }))
            return text.contains(Self.key) || text.contains(String(Self.key.reversed()))
        }
        #expect(shown.isEmpty, "\(shown.map(\.text))")
    }

    @Test(
        "nor has another key taken in its place",
        arguments: [
            "SET chaperone.key = 'mine'", "SET SESSION \"chaperone\".\"key\" TO 'mine'",
            "SET LOCAL chaperone.key = 'mine'",
            "SELECT set_config('chaperone.key', 'mine', false)", "SELECT set_config('CHAPERONE.KEY', 'mine', false)",
            "UPDATE pg_settings SET setting = 'mine' WHERE name = 'chaperone.key'", "RESET chaperone.key",
            "SELECT set_config(n, 'mine', false) FROM (VALUES ('chaperone.key')) AS f(n)", "RESET ALL", "DISCARD ALL",
            "SET U&\"chaperone\\002Ekey\" = 'mine'", "ALTER ROLE CURRENT_USER SET chaperone.key = 'mine'",
            "SET chaperone.key TO DEFAULT", "SET ROLE NONE", "SET SESSION AUTHORIZATION DEFAULT",
        ])
    func otherKey(text: String) throws {
        let lane = try Stacks.hub.get().lane()
        let question = "SELECT name, mrn FROM clinic.patients WHERE id < 4 ORDER BY id"
        let plain = try PostgresConnection(lane).ask(question).texts
        let session = try RawSession(lane)
        try session.ask("BEGIN")
        if try session.ask(text).error != nil { try session.ask("ROLLBACK") }
        let answer = try session.ask(question)
        #expect(answer.error != nil || answer.texts == plain)
        try session.ask("COMMIT")
        let after = try session.ask(question)
        #expect(after.error != nil || after.texts == plain)
    }

    @Test("nor brought another key along", arguments: ["chaperone.key", "Chaperone.Key", "options", "options --"])
    func keyAtStart(parameter: String) throws {
        let lane = try Stacks.hub.get().lane()
        let question = "SELECT name, mrn FROM clinic.patients WHERE id < 4 ORDER BY id"
        let plain = try PostgresConnection(lane).ask(question).texts
        let parameters =
            switch parameter {
            case "options": [("options", "-c chaperone.key=mine")]
            case "options --": [("options", "--chaperone.key=mine")]
            default: [(parameter, "mine")]
            }
        guard let connection = try? PostgresConnection(lane, parameters: parameters) else { return }
        let answer = try connection.ask(question)
        #expect(answer.error != nil || answer.texts == plain)
    }
}
