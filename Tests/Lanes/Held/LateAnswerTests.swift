import Foundation
import TestSupport
import Testing

/// The server looks names up when it has a statement's locks, and that may be long after the statement was judged.
@Suite("A statement that waits at the server", .serialized) struct LateAnswerTests {
    private static func prepare(_ name: String) async throws {
        _ = try await HeldServer.value(
            "CREATE TABLE \(name) AS SELECT 1 AS id, 'x'::text AS note; GRANT SELECT ON \(name) TO PUBLIC; "
                + "ALTER TABLE \(name) OWNER TO agent; SELECT 1")
    }

    /// Asks while a migration holds its locks, which is committed when the statement has waited for them for a second. Where
    /// the lane itself wants them first, to read the catalog, it asks nothing: the migration is taken back, and tried again.
    private static func answer(
        _ connection: LaneClient, to text: String, behind migration: String
    ) async throws -> Answer {
        for _ in 1...20 {
            if let answer = try await waiting(connection, for: text, behind: migration) { return answer }
        }
        throw TestFailure("the statement did not wait for the migration in any of 20 times")
    }

    /// Nil: it did not wait within five seconds.
    private static func waiting(
        _ connection: LaneClient, for text: String, behind migration: String
    ) async throws -> Answer? {
        let address = try await HeldServer.address()
        let exclusive = Self.locks("granted AND mode = 'AccessExclusiveLock'")
        // Those of the asking transaction, which may have changed something itself.
        let own = try await HeldServer.value(exclusive)
        let asked = DispatchSemaphore(value: 0)
        async let hasWaited: Bool = OffPool.run {
            let other = try PostgresConnection(address)
            let begun = try other.ask("BEGIN; \(migration)")
            guard begun.error == nil else { throw TestFailure(begun.summary) }
            asked.wait()
            let observer = try PostgresConnection(address)
            // Not the lane's own reading.
            let asker =
                "NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE application_name <> 'chaperone-catalog')"
            for _ in 1...100 {
                guard try observer.ask(Self.locks(asker)).rows == [[Array("0".utf8)]] else {
                    sleep(1)
                    _ = try other.ask("COMMIT")
                    return true
                }
                usleep(50_000)
            }
            _ = try other.ask("ROLLBACK")
            return false
        }
        while try await HeldServer.value(exclusive) == own {
            try await Task.sleep(for: .milliseconds(50))
        }
        asked.signal()
        let answer = try await connection.answer(to: text)
        return try await hasWaited ? answer : nil
    }

    private static func locks(_ condition: String) -> String {
        "SELECT count(*) FROM pg_locks WHERE locktype = 'relation' AND \(condition)"
    }

    @Test func `gets no answer when what it names has become another thing meanwhile`() async throws {
        try await Self.prepare("late")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        #expect(try await connection.cell("SELECT note FROM late") == "x")
        let answer = try await Self.answer(
            connection, to: "SELECT note FROM late",
            behind: "ALTER TABLE late RENAME TO late_t; CREATE VIEW late AS SELECT id, ssn AS note FROM patients; "
                + "GRANT SELECT ON late TO PUBLIC")
        #expect(answer.rows.isEmpty)
        #expect(answer.error?["C"] == "57P01")
        #expect(answer.error?["M"]?.contains("was changed while it waited at the server") == true)
        let records = try await lane.end()
        #expect(!records.contains { $0.contains("219-09-") })
        _ = try await HeldServer.value("DROP VIEW late; DROP TABLE late_t; SELECT 1")
    }

    /// What it says names nothing: what was prepared does, what a temporary view reads, and what the transaction has made of it.
    @Test(arguments: [
        (["PREPARE q AS SELECT note FROM later"], "EXECUTE q"),
        (["CREATE TEMP VIEW own AS SELECT note FROM later"], "SELECT note FROM own"),
        (
            [
                "BEGIN", "ALTER VIEW late_own.over_later RENAME TO over_it",
                "ALTER TABLE late_own.base ENABLE TRIGGER ALL",
                "SELECT count(*) FROM late_own.base",
            ], "SELECT note FROM late_own.over_it"
        ),
    ])
    func `gets none when what it means has become another thing`(before: [String], text: String) async throws {
        _ = try await HeldServer.value(
            "CREATE TABLE late_plain AS SELECT 1 AS id, 'x'::text AS note; CREATE VIEW later AS SELECT id, note FROM late_plain; "
                + "GRANT SELECT ON later TO PUBLIC; CREATE SCHEMA late_own AUTHORIZATION agent; "
                + "CREATE TABLE late_own.base (id int); ALTER TABLE late_own.base OWNER TO agent; "
                + "CREATE VIEW late_own.over_later AS SELECT note FROM later; ALTER VIEW late_own.over_later OWNER TO agent; "
                + "SELECT 1")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        for statement in before {
            let answer = try await connection.answer(to: statement)
            #expect(answer.error == nil, "\(statement): \(answer.error ?? [:])")
        }
        let answer = try await Self.answer(
            connection, to: text, behind: "CREATE OR REPLACE VIEW later AS SELECT id, ssn AS note FROM patients")
        #expect(answer.rows.isEmpty)
        #expect(answer.error?["C"] == "57P01")
        let records = try await lane.end()
        #expect(!records.contains { $0.contains("219-09-") })
        _ = try await HeldServer.value(
            "DROP SCHEMA late_own CASCADE; DROP VIEW later CASCADE; DROP TABLE late_plain; SELECT 1")
    }

    @Test func `is answered when something else has changed`() async throws {
        try await Self.prepare("calm")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.cell("SELECT note FROM calm, (SELECT pg_sleep(2)) AS s")
        try await Task.sleep(for: .milliseconds(300))
        _ = try await HeldServer.value("CREATE TABLE besides (id int); SELECT 1")
        #expect(try await answer == "x")
        _ = try await HeldServer.value("DROP TABLE besides, calm; SELECT 1")
        try await lane.end()
    }

    @Test func `or that is bound before a definition of its transaction does not run by it`() async throws {
        try await Self.prepare("mine")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        // Its own definitions are not read in this one.
        #expect(try await connection.answer(to: "BEGIN ISOLATION LEVEL REPEATABLE READ").error == nil)
        connection.send(
            FrontendMessage.message("P", Array("s\0INSERT INTO mine VALUES (1, 'a') RETURNING *\0\0\0".utf8))
                + FrontendMessage.message("B", Array("p\0s\0".utf8) + [0, 0, 0, 0, 0, 0]) + FrontendMessage.sync)
        #expect(try await connection.answer().error == nil)
        #expect(try await connection.answer(to: "ALTER TABLE mine ENABLE TRIGGER ALL").error == nil)
        connection.send(FrontendMessage.message("E", Array("p\0".utf8) + [0, 0, 0, 0]) + FrontendMessage.sync)
        #expect(try await connection.answer().error?["D"]?.contains("chaperone/open-definition") == true)
        #expect(try await connection.answer(to: "ROLLBACK").error == nil)
        try await lane.end()
        _ = try await HeldServer.value("DROP TABLE mine; SELECT 1")
    }
}
