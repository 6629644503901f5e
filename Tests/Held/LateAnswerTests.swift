import TestSupport
import Testing

/// The server looks names up when it has a statement's locks, and that may be long after the statement was judged.
@Suite("A statement that waits at the server", .serialized) struct LateAnswerTests {
    private static func prepare(_ name: String) async throws {
        _ = try await HeldServer.value(
            "CREATE TABLE \(name) AS SELECT 1 AS id, 'x'::text AS note; GRANT SELECT ON \(name) TO PUBLIC; "
                + "ALTER TABLE \(name) OWNER TO agent; SELECT 1")
    }

    @Test func `gets no answer when what it names has become another thing meanwhile`() async throws {
        try await Self.prepare("late")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        #expect(try await connection.cell("SELECT note FROM late") == "x")
        async let migration = HeldServer.value(
            "BEGIN; ALTER TABLE late RENAME TO late_t; CREATE VIEW late AS SELECT id, ssn AS note FROM patients; "
                + "GRANT SELECT ON late TO PUBLIC; SELECT pg_sleep(3)::text; COMMIT; SELECT 1")
        try await Task.sleep(for: .milliseconds(700))
        let answer = try await connection.answer(to: "SELECT note FROM late")
        #expect(answer.rows.isEmpty)
        #expect(answer.error?["C"] == "57P01")
        #expect(answer.error?["M"]?.contains("was changed while it waited at the server") == true)
        _ = try await migration
        let records = try await lane.end()
        #expect(!records.contains { $0.contains("219-09-") })
        _ = try await HeldServer.value("DROP VIEW late; DROP TABLE late_t; SELECT 1")
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
        #expect(try await connection.answer(to: "BEGIN").error == nil)
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
