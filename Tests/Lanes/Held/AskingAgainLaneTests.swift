import HubAPI
import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

@Suite("A lane whose clients ask again", .serialized) struct AskingAgainLaneTests {
    private static let delete = "DELETE FROM notes WHERE id = $1"

    private static func bound(_ value: String) -> [UInt8] {
        ExtendedMessage.parse("", delete) + ExtendedMessage.bind("", values: [value]) + ExtendedMessage.execute()
            + FrontendMessage.sync
    }

    @Test func `refuses at once, and runs once what comes again after the approval, on another connection too`()
        async throws
    {
        _ = try await HeldServer.value("INSERT INTO notes VALUES (700, 'x'), (700, 'y'), (701, 'z') RETURNING 1")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(asksAgain: true))
        let first = try await lane.connect()
        first.send(Self.bound("700"))
        let error = try await first.answer().error
        let request = try await lane.desk.request()
        #expect(error?["C"] == "42501" && error?["M"]?.contains("request \(request.id)") == true)
        #expect(error?["H"]?.contains(request.id) == true)
        #expect(request.parameters == ["'700'"] && request.boundValues == 1)
        // The session went on, and its end takes nothing back.
        #expect(try await first.cell("SELECT 1") == "1")
        first.abort()
        lane.desk.decide(request.id, .approved)
        let second = try await lane.connect()
        second.send(Self.bound("701"))
        #expect(try await second.answer().error?["C"] == "42501")
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id IN (700, 701)") == "3")
        second.send(Self.bound("700"))
        let answer = try await second.answer()
        #expect(answer.error == nil, "\(answer.summary)")
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id IN (700, 701)") == "1")
        second.send(Self.bound("700"))
        #expect(try await second.answer().error?["C"] == "42501")
        #expect(lane.desk.withdrawn.isEmpty && lane.lane.heldCount == 0)
        let records = try await lane.end()
        #expect(records.contains { $0.contains("\"state\":\"approved\"") && $0.contains("\"decided_by\":\"ann\"") })
        #expect(records.contains { $0.contains("\"state\":\"pending\"") && $0.contains("\"parameters\":[\"'700'\"]") })
    }

    @Test func `runs what a name stands for by an approval of that text, and of no other`() async throws {
        _ = try await HeldServer.value("INSERT INTO notes VALUES (710, 'x'), (711, 'y') RETURNING 1")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(asksAgain: true))
        func prepared(_ condition: String) async throws -> LaneClient {
            let client = try await lane.connect()
            _ = try await client.answer(to: "PREPARE p AS DELETE FROM notes WHERE \(condition)")
            return client
        }
        #expect(try await prepared("id = 710").cell("EXECUTE p") == "42501")
        let request = try await lane.desk.request()
        #expect(request.text.contains("WHERE id = 710"))
        lane.desk.decide(request.id, .approved)
        #expect(try await prepared("id IN (710, 711)").cell("EXECUTE p") == "42501")
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id IN (710, 711)") == "2")
        let answer = try await prepared("id = 710").answer(to: "EXECUTE p")
        #expect(answer.error == nil, "\(answer.summary)")
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id IN (710, 711)") == "1")
        try await lane.end()
    }

    /// Also where no column is protected, and no rule names a table.
    @Test(arguments: [true, false], [true, false])
    func `An approval is for the table that had the name, and not for the one that has it now`(
        asksAgain: Bool, protects: Bool
    ) async throws {
        try await swap(asksAgain: asksAgain, protects: protects) { lane in
            let other = try await lane.connect()
            for rename in ["swap.a RENAME TO tmp", "swap.b RENAME TO a"] {
                let answer = try await other.answer(to: "ALTER TABLE \(rename)")
                #expect(answer.error == nil, "\(answer.summary)")
            }
            // A name of after it: what the lane has read is younger.
            #expect(try await other.cell("SELECT count(*) FROM swap.tmp") == "1")
        }
    }

    /// By another road, which the lane does not see before it looks.
    @Test(arguments: [true, false])
    func `An approval is for the table that had the name, whoever else has renamed it`(asksAgain: Bool) async throws {
        try await swap(asksAgain: asksAgain, protects: false) { _ in
            try await Task.sleep(for: .seconds(1))
            _ = try await HeldServer.value(
                "ALTER TABLE swap.a RENAME TO tmp; ALTER TABLE swap.b RENAME TO a; SELECT 1")
        }
    }

    private func swap(
        asksAgain: Bool, protects: Bool, _ rename: (LaneUnderTest) async throws -> Void
    ) async throws {
        _ = try await HeldServer.value(
            """
            DROP SCHEMA IF EXISTS swap CASCADE; CREATE SCHEMA swap AUTHORIZATION agent;
            CREATE TABLE swap.a (id int); CREATE TABLE swap.b (id int); INSERT INTO swap.a VALUES (2);
            INSERT INTO swap.b VALUES (2); ALTER TABLE swap.a OWNER TO agent; ALTER TABLE swap.b OWNER TO agent; SELECT 1
            """)
        let policy = try await LaneUnderTest.policy(asksAgain: asksAgain, limitsRows: protects) { target in
            if !protects { target.postgres?.phi = [] }
        }
        let lane = try await LaneUnderTest(policy)
        let client = try await lane.connect()
        let delete = "DELETE FROM swap.a WHERE id = 2"
        async let waiting = client.cell(delete)
        let request = try await lane.desk.request()
        if asksAgain { #expect(try await waiting == "42501") }
        try await rename(lane)
        lane.desk.decide(request.id, .approved)
        if asksAgain {
            #expect(try await client.cell(delete) == "42501")
        } else {
            #expect(try await waiting == "42501")
        }
        #expect(try await HeldServer.value("SELECT count(*) FROM swap.a") == "1")
        try await lane.end()
    }

    @Test func `gives a long answer whole when it is asked for again`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(asksAgain: true))
        let client = try await lane.connect()
        let text = "SELECT id FROM patients ORDER BY id"
        let cut = try await client.answer(to: text)
        let request = try await lane.desk.request()
        #expect(cut.rows.count == 1_000 && cut.error?["M"]?.contains(request.id) == true)
        lane.desk.decide(request.id, .approved)
        #expect(try await client.answer(to: text).rows.count == 5_000)
        try await lane.end()
    }

    @Test func `works with psycopg, which drops notices`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(asksAgain: true))
        let url = try lane.address.url
        async let done: Void = OffPool.run { try PythonScript.run("asking_again.py", [url]) }
        lane.desk.decide(try await lane.desk.request(1).id, .approved)
        lane.desk.decide(try await lane.desk.request(2).id, .denied, reason: "use the archive")
        try await done
        try await lane.end()
    }

    @Test func `ends the wait of others when statement_timeout is over`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let client = try await lane.connect()
        _ = try await client.answer(to: "SET statement_timeout = '300ms'")
        let error = try await client.answer(to: "DELETE FROM notes WHERE id = 1").error
        let request = try await lane.desk.request()
        #expect(error?["C"] == "57014" && error?["M"]?.contains(request.id) == true)
        #expect(try await client.cell("SELECT 1") == "1")
        let long = try await client.answer(to: "SELECT id FROM patients")
        #expect(long.rows.count == 1_000 && long.error?["C"] == "57014")
        #expect(try await client.cell("SELECT count(*) FROM notes WHERE id = 1") == "1")
        try await Waiting.until("the withdrawals") { lane.desk.withdrawn.count == 2 }
        #expect(lane.lane.heldCount == 0)
        // By the role's own setting, too.
        _ = try await HeldServer.value("ALTER ROLE agent SET statement_timeout = '200ms'; SELECT 1")
        try await lane.lane.update(await LaneUnderTest.policy(number: 2) { $0.credential = "agent2" })
        try await lane.ready()
        #expect(try await lane.connect().cell("DELETE FROM notes WHERE id = 1") == "57014")
        _ = try await HeldServer.value("ALTER ROLE agent RESET statement_timeout; SELECT 1")
        try await lane.end()
    }

    @Test func `tells what the server ends a session for while a statement waits in its transaction`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let client = try await lane.connect()
        _ = try await client.answer(to: "SET idle_in_transaction_session_timeout = '300ms'")
        _ = try await client.answer(to: "BEGIN")
        let answer = try await client.answer(to: "DELETE FROM notes WHERE id = 1")
        let request = try await lane.desk.request()
        #expect(answer.closed && answer.error?["C"] == "25P03")
        #expect(answer.error?["H"]?.contains(request.id) == true)
        #expect(answer.messages.first { $0.letter == "N" }?.fields["H"]?.contains("open transaction") == true)
        try await lane.end()
    }
}
