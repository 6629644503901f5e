import HubAPI
import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

@Suite("A lane with people who approve", .serialized) struct ApprovalLaneTests {
    @Test func `holds a statement for psql, tells it by NOTICE, and runs it when it is approved`() async throws {
        _ = try await HeldServer.value("INSERT INTO notes VALUES (500, 'five hundred') RETURNING 1")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        async let outcome = lane.psql("DELETE FROM notes WHERE id = 500")
        let request = try await lane.desk.request()
        #expect(request.rule == "deletes")
        #expect(request.principal == LaneUnderTest.principal)
        #expect(request.role == "analyst")
        #expect(request.text == "DELETE FROM notes WHERE id = 500")
        #expect(request.approvers == ["office"])
        #expect(request.expiresSeconds == 60)
        #expect(lane.lane.heldCount == 1)
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id = 500") == "1")
        lane.desk.decide(request.id, .approved)
        let done = try await outcome
        #expect(done.output == "DELETE 1\n")
        #expect(done.errors.contains("rule \"deletes\" needs approval from office; it waits 60 s at most"))
        #expect(done.errors.contains(request.id))
        #expect(lane.lane.heldCount == 0)
        let records = try await lane.end()
        let types = records.compactMap { line in
            ["\"approval\"", "\"intent\"", "\"outcome\""].first { line.contains("\"type\":\($0)") }
        }
        #expect(types == ["\"approval\"", "\"approval\"", "\"intent\"", "\"outcome\""])
        #expect(records.contains { $0.contains("\"state\":\"approved\"") && $0.contains("\"decided_by\":\"ann\"") })
        #expect(records.contains { $0.contains("\"type\":\"intent\"") && $0.contains("\"rule\":\"deletes\"") })
    }

    /// Case 37 of the adversary.
    @Test func `shows all of a statement, and what blanks and signs of direction hide`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        let blanks = String(repeating: "\n", count: 66_000)
        async let answer = connection.answer(
            to: "DELETE FROM notes WHERE id = 999999 \(blanks) OR id = 2997 /* \u{202E} */")
        let request = try await lane.desk.request()
        #expect(
            request.text
                == "DELETE FROM notes WHERE id = 999999\n[… 66,002 blanks left out …]\nOR id = 2997 /* <U+202E> */")
        #expect(request.boundValues == nil)
        lane.desk.decide(request.id, .denied)
        _ = try await answer
        try await lane.end()
    }

    @Test func `says what a prepared statement is, and how many values are bound`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        _ = try await connection.answer(to: "PREPARE wipe AS DELETE FROM notes WHERE id = $1")
        async let answer = connection.answer(to: "EXECUTE wipe(999999)")
        let request = try await lane.desk.request()
        #expect(request.text.hasPrefix("EXECUTE \"wipe~1\"(999999)\n[… which was made by: …]\nPREPARE wipe AS DELETE"))
        lane.desk.decide(request.id, .denied)
        _ = try await answer
        try await lane.end()
    }

    @Test func `tells psql the approver's reason when it is denied, and the session goes on`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "DELETE FROM notes")
        lane.desk.decide(try await lane.desk.request().id, .denied, reason: "ask for fewer")
        let error = try await answer.error
        #expect(error?["C"] == "42501")
        #expect(
            error?["M"]?.hasPrefix(
                "chaperone: blocked by rule \"deletes\": approval was denied: ask for fewer (request ") == true)
        #expect(try await connection.cell("SELECT count(*) FROM notes WHERE id <= 3") == "3")
        try await lane.end()
    }

    @Test func `withdraws the request when the client is killed`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let child = try ChildProcess(
            "psql", ["-XAtw", try lane.address.url, "-c", "DELETE FROM notes"])
        let request = try await lane.desk.request()
        child.signal(9)
        try await Waiting.until("the withdrawal") { lane.desk.withdrawn == [request.id] }
        try await Waiting.until("the session's end") { lane.lane.sessionCount == 0 }
        nonisolated(unsafe) let killed = child
        _ = try await OffPool.run { killed.wait(timeoutSeconds: 10) }
        #expect(lane.lane.heldCount == 0)
        #expect(try await lane.end().contains { $0.contains("\"state\":\"withdrawn\"") })
    }

    @Test func `ends the wait when the client cancels`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "DELETE FROM notes")
        let request = try await lane.desk.request()
        try await connection.cancel(at: lane.address)
        #expect(try await answer.error?["C"] == "57014")
        try await Waiting.until("the withdrawal") { lane.desk.withdrawn == [request.id] }
        #expect(try await connection.cell("SELECT 1") == "1")
        try await lane.end()
    }

    @Test func `expires a request of its own accord when nobody ever answers`() async throws {
        var policy = try await LaneUnderTest.policy()
        policy.bundle.rules = policy.bundle.rules.map { rule in
            var rule = rule
            rule.action = .approve(approvers: ["office"], expiresSeconds: 1)
            return rule
        }
        var limits = LaneLimits()
        limits.approvalGraceSeconds = 1
        let lane = try await LaneUnderTest(policy, limits: limits)
        let outcome = try await lane.psql("DELETE FROM notes")
        #expect(outcome.errors.contains("nobody decided within 1 s"))
        #expect(try await lane.end().contains { $0.contains("\"state\":\"expired\"") })
    }

    @Test func `holds no more than its limit at once`() async throws {
        var limits = LaneLimits()
        limits.heldStatementsLimit = 1
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(), limits: limits)
        let first = try await lane.connect()
        async let answer = first.answer(to: "DELETE FROM notes")
        let request = try await lane.desk.request()
        #expect(try await lane.connect().cell("DELETE FROM notes") == "53400")
        lane.desk.decide(request.id, .denied)
        #expect(try await answer.error?["C"] == "42501")
        try await lane.end()
    }

    @Test func `holds a long answer at its limit, and what follows the approval is the rest of it`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        async let outcome = lane.psql("SELECT id FROM patients ORDER BY id")
        let request = try await lane.desk.request()
        #expect(request.rows == 1_000)
        #expect(request.rule == "bulk")
        // The lane reads no further meanwhile.
        try await Task.sleep(for: .milliseconds(300))
        lane.desk.decide(request.id, .approved)
        let done = try await outcome
        #expect(done.output == (1...5_000).map { "\($0)\n" }.joined())
        #expect(done.errors.contains("for more than 1000 rows"))
        let records = try await lane.end()
        #expect(records.contains { $0.contains("\"type\":\"outcome\"") && $0.contains("\"rows\":5000") })
    }

    @Test func `lets the server wait while an answer is held, so that nothing piles up here`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(
            to: "SELECT repeat('x', 10000) AS held_rows FROM patients, generate_series(1, 20)")
        let request = try await lane.desk.request()
        try await Waiting.until("a server that waits for its client") {
            try await HeldServer.value(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%held\\_rows%' AND wait_event = 'ClientWrite'")
                == "1"
        }
        lane.desk.decide(request.id, .denied)
        #expect(try await answer.rows.count == 1_000)
        try await lane.end()
    }

    @Test func `cuts a long answer when it is denied, and the session goes on`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "SELECT id FROM patients")
        lane.desk.decide(try await lane.desk.request().id, .denied, reason: "no")
        let cut = try await answer
        #expect(cut.rows.count == 1_000)
        #expect(cut.error?["C"] == "42501")
        #expect(try await connection.cell("SELECT 1") == "1")
        #expect(try await lane.end().contains { $0.contains("\"status\":\"cut\"") })
    }

    @Test func `holds statements of psycopg, pipelined ones in their order`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let url = try lane.address.url
        async let done: Void = OffPool.run { try PythonScript.run("held_client.py", [url]) }
        for number in 1...3 {
            let request = try await lane.desk.request(number)
            #expect(request.rule == "deletes")
            lane.desk.decide(request.id, number == 2 ? .denied : .approved)
        }
        try await done
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id <= 3") == "3")
        try await lane.end()
    }
}
