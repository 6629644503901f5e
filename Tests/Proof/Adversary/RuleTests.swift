import TestSupport
import Testing

/// With the policy `adversary-rules.yaml`.
@Suite("A rule sees all that a statement does", .serialized)
struct RuleTests {
    private static let stack = Result { try Stacks.start("rules", "adversary-rules") }

    private func expect(_ statement: String, isDeniedBy rule: String) throws {
        let connection = try PostgresConnection(Self.stack.get().lane("adversary"))
        _ = try connection.ask("BEGIN")
        let answer = try connection.ask(statement)
        let message = answer.error?["M"] ?? answer.summary
        #expect(message.contains("blocked by rule \"\(rule)\""), "\(message)")
    }

    @Test(
        "every relation that is made, changed, moved, emptied, granted or only named",
        arguments: [
            "ALTER TABLE adv.plain ADD c int", "ALTER TABLE plain ADD c int", "GRANT SELECT ON adv.plain TO PUBLIC",
            "ALTER TABLE adv.plain RENAME TO plain_old", "ALTER TABLE adv.plain RENAME COLUMN note TO n",
            "DROP TABLE adv.plain", "DROP TABLE IF EXISTS other.log, adv.plain CASCADE", "DROP VIEW adv.v_free",
            "CREATE INDEX ON adv.plain (note)", "DROP INDEX adv.many_partial",
            "ALTER INDEX adv.many_partial RENAME TO x",
            "CREATE TABLE adv.copied AS SELECT id FROM other.log", "SELECT id INTO adv.copied FROM other.log",
            "CREATE TABLE adv.made (id int)", "CREATE TABLE made (id int)", "CREATE VIEW adv.made AS SELECT 1",
            "CREATE OR REPLACE VIEW adv.v_free AS SELECT 1", "ALTER TABLE adv.plain SET SCHEMA other",
            "ALTER TABLE other.log SET SCHEMA adv", "CREATE TABLE other.part PARTITION OF adv.visits DEFAULT",
            "ALTER TABLE adv.visits DETACH PARTITION adv.visits_low", "ALTER TABLE other.log INHERIT adv.plain",
            "ALTER TABLE adv.visits ATTACH PARTITION other.log DEFAULT", "CREATE TABLE other.c () INHERITS (adv.plain)",
            "CREATE TABLE other.f (id int REFERENCES adv.plain)", "CREATE TABLE other.l (LIKE adv.plain)",
            "ALTER TABLE other.log ADD FOREIGN KEY (id) REFERENCES adv.plain", "COMMENT ON TABLE adv.plain IS 'x'",
            "COMMENT ON COLUMN adv.plain.note IS 'x'", "CREATE RULE r AS ON INSERT TO adv.plain DO NOTHING",
            "CREATE TRIGGER t BEFORE INSERT ON adv.plain FOR EACH ROW EXECUTE FUNCTION adv.say_row()",
            "CREATE POLICY p ON adv.plain USING (true)", "DROP POLICY own ON adv.tenant",
            "DROP TRIGGER feed ON adv.feed",
            "ALTER SEQUENCE adv.seq RESTART", "DROP SEQUENCE adv.seq", "CREATE SEQUENCE adv.seq2",
            "ALTER VIEW adv.v_free RENAME TO v", "ALTER TABLE adv.plain OWNER TO CURRENT_USER",
            "REVOKE SELECT ON adv.plain FROM PUBLIC", "GRANT SELECT ON ALL TABLES IN SCHEMA adv TO PUBLIC",
            "GRANT SELECT (note) ON adv.plain TO PUBLIC", "DROP SCHEMA adv CASCADE", "ALTER SCHEMA adv RENAME TO advx",
            "CREATE STATISTICS s ON id, note FROM adv.plain",
            "CREATE MATERIALIZED VIEW adv.m AS SELECT 1", "CREATE SCHEMA s CREATE VIEW adv.v AS SELECT 1",
            "SECURITY LABEL ON TABLE adv.plain IS 'x'", "ALTER TABLE adv.plain ENABLE ROW LEVEL SECURITY",
        ])
    func defined(statement: String) throws {
        let connection = try PostgresConnection(Self.stack.get().lane("adversary"))
        _ = try connection.ask("BEGIN")
        let message = try connection.ask(statement).error?["M"] ?? "allowed"
        // Refused for another reason of the lane's is as good; that the server has to refuse is not.
        #expect(message.hasPrefix("chaperone: "), "\(message)")
    }

    @Test(
        "every row that is deleted",
        arguments: [
            "DELETE FROM adv.plain WHERE id = 3", "WITH d AS (DELETE FROM adv.plain WHERE id = 3 RETURNING id) TABLE d",
            "MERGE INTO adv.plain p USING (VALUES (3)) AS v(i) ON p.id = v.i WHEN MATCHED THEN DELETE",
            """
            MERGE INTO adv.plain p USING (VALUES (3)) AS v(i) ON p.id = v.i WHEN MATCHED AND false THEN UPDATE SET note = 'x'
            WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN DO NOTHING
            """,
            "EXPLAIN (ANALYZE) DELETE FROM adv.plain WHERE id = 3",
            "COPY (DELETE FROM adv.plain WHERE id = 3 RETURNING id) TO STDOUT",
            "SELECT 1; DELETE FROM adv.plain WHERE id = 3", "PREPARE d AS DELETE FROM adv.plain WHERE id = 3",
            "WITH a AS (WITH b AS (DELETE FROM adv.plain WHERE id = 3 RETURNING id) SELECT * FROM b) SELECT * FROM a",
            "WITH d AS (DELETE FROM adv.plain WHERE id = 3 RETURNING id) INSERT INTO adv.seen SELECT id FROM d",
        ])
    func deleted(statement: String) throws { try expect(statement, isDeniedBy: "nothing-is-deleted") }

    @Test(
        "every row that is updated",
        arguments: [
            "UPDATE adv.claim SET status = 'x' WHERE id = 3", "UPDATE claim SET status = 'x' WHERE id = 3",
            "INSERT INTO adv.claim VALUES (3, 'x', 'x') ON CONFLICT (id) DO UPDATE SET status = 'x' WHERE claim.id = 3",
            "MERGE INTO adv.claim c USING (VALUES (3)) AS v(i) ON c.id = v.i WHEN MATCHED THEN UPDATE SET status = 'x'",
            "WITH u AS (UPDATE adv.claim SET status = 'x' WHERE id = 3 RETURNING id) SELECT * FROM u",
            "WITH u AS (INSERT INTO claim VALUES (3, 'x', 'x') ON CONFLICT (id) DO UPDATE SET status = 'x' WHERE claim.id = 3 RETURNING 1) TABLE u",
            "EXPLAIN ANALYZE UPDATE adv.claim SET status = 'x' WHERE id = 3",
            "SELECT 1; UPDATE adv.claim SET status = 'x' WHERE id = 3",
        ])
    func updated(statement: String) throws { try expect(statement, isDeniedBy: "claims-stay") }

    @Test(
        "a condition that no row fails",
        arguments: [
            "UPDATE adv.plain SET note = 'x'", "UPDATE adv.plain SET note = 'x' WHERE true",
            "UPDATE adv.plain SET note = 'x' WHERE 1 = 1", "UPDATE adv.plain SET note = 'x' WHERE NOT false",
            "UPDATE adv.plain SET note = 'x' WHERE id = 3 OR true", "UPDATE adv.plain SET note = 'x' WHERE 'a' = 'a'",
            "UPDATE adv.plain SET note = 'x' WHERE 't'::bool", "UPDATE adv.plain SET note = 'x' WHERE true AND 2 > 1",
            "UPDATE adv.plain SET note = 'x' WHERE (((true)))", "UPDATE adv.plain SET note = 'x' WHERE NULL IS NULL",
            "UPDATE adv.plain SET note = 'x' WHERE true IS TRUE", "UPDATE adv.plain SET note = 'x' WHERE 1 IN (1, 2)",
            "UPDATE adv.plain SET note = 'x' WHERE '1'::bool",
            "WITH u AS (UPDATE adv.plain SET note = 'x' WHERE true RETURNING id) SELECT * FROM u",
            "UPDATE adv.plain p SET note = 'x' FROM adv.seen WHERE true",
            "MERGE INTO adv.plain p USING (VALUES (3)) AS v(i) ON true WHEN MATCHED THEN UPDATE SET note = 'x'",
        ])
    func unfiltered(statement: String) throws { try expect(statement, isDeniedBy: "with-a-condition") }

    @Test(
        "every table that is read, by whatever name",
        arguments: [
            "SELECT id FROM adv.feed", "SELECT id FROM feed", "TABLE feed", "COPY feed TO STDOUT",
            "COPY adv.feed FROM STDIN",
            "SELECT 1 WHERE EXISTS (SELECT FROM feed)",
            "UPDATE adv.plain SET note = (SELECT max(note) FROM feed) WHERE id = 3",
            "INSERT INTO adv.seen SELECT id FROM feed", "LOCK TABLE adv.feed", "TRUNCATE adv.feed", "ANALYZE adv.feed",
            "INSERT INTO adv.feed VALUES (900, 'x', 'x')", "CREATE TEMP TABLE t AS SELECT id FROM feed",
            "CREATE TEMP VIEW v AS SELECT id FROM adv.feed", "DECLARE c CURSOR FOR SELECT id FROM feed",
            "PREPARE q AS SELECT id FROM feed", "EXPLAIN SELECT id FROM feed", "CREATE TEMP TABLE t (LIKE adv.feed)",
            "MERGE INTO adv.plain p USING adv.feed f ON p.id = f.id WHEN MATCHED THEN UPDATE SET note = f.note",
            "WITH adv AS (SELECT 1) SELECT id FROM adv.feed", "SELECT f.id FROM adv.plain, LATERAL (TABLE feed) f",
            "CREATE TEMP TABLE t () INHERITS (adv.feed)", "CREATE TEMP TABLE t (id int REFERENCES adv.feed)",
            "VACUUM adv.feed", "REINDEX TABLE adv.feed", "CLUSTER adv.feed", "COMMENT ON TABLE adv.feed IS 'x'",
        ])
    func named(statement: String) throws {
        let connection = try PostgresConnection(Self.stack.get().lane("adversary"))
        let message = try connection.ask(statement).error?["M"] ?? "allowed"
        #expect(message.hasPrefix("chaperone: "), "\(message)")
    }

    @Test(
        "and what TRUNCATE empties by its cascade",
        arguments: [
            "TRUNCATE adv.region CASCADE", "TRUNCATE region CASCADE", "TRUNCATE adv.plain, adv.site CASCADE",
            "TRUNCATE adv.clinic RESTART IDENTITY CASCADE", "SELECT 1; TRUNCATE clinic CASCADE",
        ])
    func cascade(statement: String) throws { try expect(statement, isDeniedBy: "rooms-and-patients-stay") }

    @Test(
        "and does not stand in the way of the rest",
        arguments: [
            "SELECT id FROM adv.plain WHERE id = 3", "UPDATE adv.plain SET note = 'x' WHERE id = 3",
            "INSERT INTO adv.plain VALUES (900, 'x') ON CONFLICT DO NOTHING", "CREATE TEMP TABLE t (id int)",
            "UPDATE adv.plain SET note = 'x' WHERE note = 'none'", "WITH x AS (TABLE adv.plain) SELECT count(*) FROM x",
            "MERGE INTO adv.plain p USING (VALUES (3)) AS v(i) ON p.id = v.i WHEN MATCHED THEN UPDATE SET note = 'x'",
        ])
    func ordinary(statement: String) throws {
        let connection = try PostgresConnection(Self.stack.get().lane("adversary"))
        _ = try connection.ask("BEGIN")
        let answer = try connection.ask(statement)
        #expect(answer.error == nil, "\(answer.summary)")
    }
}
