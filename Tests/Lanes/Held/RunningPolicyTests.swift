import HubAPI
import Lane
import Policy
import TestSupport
import Testing

/// What was permitted by the policy of before does not run on by that.
@Suite("What runs while the policy changes", .serialized) struct RunningPolicyTests {
    private static let sleeps = "SELECT pg_sleep(4)"

    /// Until a statement of the agent's sleeps at the server.
    private static func sleeping() async throws {
        try await waiting("wait_event = 'PgSleep'")
    }

    private static func waiting(_ condition: String) async throws {
        let question = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'agent' AND \(condition)"
        for _ in 1...200 {
            if try await HeldServer.value(question) != "0" { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TestFailure("no session of the agent's has \(condition)")
    }

    /// Parse, Bind and Execute.
    private static func executed(_ text: String) -> [UInt8] {
        FrontendMessage.message("P", [0] + Array(text.utf8) + [0, 0, 0])
            + FrontendMessage.message("B", [0, 0, 0, 0, 0, 0, 0, 0])
            + FrontendMessage.message("E", [0, 0, 0, 0, 0])
    }

    private static func expectEnd(_ answer: Answer) {
        #expect(answer.rows.allSatisfy { $0.first == .some([]) }, "\(answer.summary)")
        #expect(answer.error?["C"] == "57P01", "\(answer.summary)")
        #expect(answer.error?["M"]?.contains("its answer is withheld") == true)
    }

    @Test(arguments: [
        "SELECT ssn FROM patients WHERE id = 7",
        "COPY (SELECT ssn FROM patients WHERE id = 7) TO STDOUT",
        "BEGIN; DECLARE c CURSOR FOR SELECT ssn FROM patients WHERE id = 7; FETCH ALL FROM c; COMMIT",
        "PREPARE z AS SELECT ssn FROM patients WHERE id = 7; EXECUTE z",
        "CREATE TEMP TABLE kept AS SELECT ssn FROM patients WHERE id = 7",
    ])
    func `ends with its session where it would be masked otherwise`(rest: String) async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "\(Self.sleeps); \(rest)")
        try await Self.sleeping()
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, mask: .null))
        Self.expectEnd(try await answer)
        let records = try await lane.end()
        #expect(!records.contains { $0.contains("***-**-0007") })
    }

    @Test func `ends with its session where it would be refused, and nothing that was sent behind it begins`()
        async throws
    {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let string = try await lane.connect()
        let ahead = try await lane.connect()
        async let answer = string.answer(to: "\(Self.sleeps); INSERT INTO notes VALUES (90, 'in a string')")
        ahead.send(FrontendMessage.query(Self.sleeps))
        ahead.send(FrontendMessage.query("INSERT INTO notes VALUES (91, 'sent ahead')"))
        try await Self.waiting("(SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep') >= 2")
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, deniesNotes: true))
        Self.expectEnd(try await answer)
        Self.expectEnd(try await ahead.answer())
        try await lane.end()
        try await Task.sleep(for: .seconds(5))
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id BETWEEN 90 AND 92") == "0")
    }

    @Test func `that copies in is not kept where it would be refused`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        connection.send(FrontendMessage.query("COPY notes FROM STDIN"))
        try await Self.waiting("state = 'active' AND wait_event = 'ClientRead'")
        connection.send(FrontendMessage.message("d", Array("92\tby an open COPY\n".utf8)))
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, deniesNotes: true))
        Self.expectEnd(try await connection.answer())
        try await lane.end()
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id BETWEEN 90 AND 92") == "0")
    }

    @Test func `and waits for a person with its rows is not approved under the policy of before`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "SELECT ssn FROM patients ORDER BY id")
        let request = try await lane.desk.request()
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, mask: .null))
        lane.desk.decide(request.id, .approved)
        let seen = try await answer
        #expect(seen.rows.count <= 1_000)
        #expect(seen.error?["C"] == "57P01", "\(seen.error ?? [:])")
        try await lane.end()
    }

    @Test(arguments: [
        "SELECT ssn FROM patients WHERE id = 7",
        "SET statement_timeout = 60000; SELECT ssn FROM patients WHERE id = 7",
    ])
    func `goes on where it is judged and sent the same`(rest: String) async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "\(Self.sleeps); \(rest)")
        try await Self.sleeping()
        // Of another table; and no row limit that this statement has.
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, deniesNotes: true))
        let seen = try await answer
        #expect(seen.error == nil, "\(seen.error ?? [:])")
        #expect(seen.rows.last == [Array("***-**-0007".utf8)])
        #expect(try await connection.cell("SELECT 1") == "1")
        try await lane.end()
    }

    @Test func `goes on as a portal, too, and ends where it would be masked otherwise`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        let pipeline =
            Self.executed(Self.sleeps) + Self.executed("SELECT ssn FROM patients WHERE id = 7") + FrontendMessage.sync
        connection.send(pipeline)
        try await Self.sleeping()
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, deniesNotes: true))
        #expect(try await connection.answer().rows.last == [Array("***-**-0007".utf8)])
        connection.send(pipeline)
        try await Self.sleeping()
        try await lane.lane.update(await LaneUnderTest.policy(number: 3, mask: .null))
        Self.expectEnd(try await connection.answer())
        try await lane.end()
    }
}
