import Lane
import TestSupport
import Testing

/// What one session of a lane defines anew, no other runs by unjudged: neither what is on its way, nor what begins meanwhile.
@Suite("Sessions take turns with definitions", .serialized) struct TurnTests {
    /// `turns.aimed` is a view over a table of the agent's own, which it may have show another.
    private static func run(_ test: (LaneUnderTest, LaneClient, LaneClient) async throws -> Void) async throws {
        _ = try await HeldServer.value(
            "DROP SCHEMA IF EXISTS turns CASCADE; CREATE SCHEMA turns AUTHORIZATION agent; "
                + "CREATE TABLE turns.own AS SELECT 1 AS id; CREATE TABLE turns.other AS SELECT 7 AS id; "
                + "CREATE TABLE turns.free AS SELECT 1 AS id; CREATE VIEW turns.aimed AS SELECT id FROM turns.own; "
                + "ALTER TABLE turns.own OWNER TO agent; ALTER TABLE turns.other OWNER TO agent; "
                + "ALTER TABLE turns.free OWNER TO agent; ALTER VIEW turns.aimed OWNER TO agent; SELECT 1")
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let (first, second) = (try await lane.connect(), try await lane.connect())
        try await test(lane, first, second)
        try await lane.end()
        #expect(try await HeldServer.value("SELECT count(*) FROM turns.other") == "1", "nothing was deleted unseen")
    }

    private static let write = "UPDATE turns.aimed SET id = id + 1"
    private static let aim = "CREATE OR REPLACE VIEW turns.aimed AS SELECT id FROM turns.other"

    private static func run(_ client: LaneClient, _ texts: String...) async throws {
        for text in texts {
            let error = try await client.answer(to: text).error
            #expect(error == nil, "\(text): \(error?["M"] ?? "")")
        }
    }

    @Test func `what begins while a transaction has defined it anew is refused, until that has ended`() async throws {
        try await Self.run { _, first, second in
            try await Self.run(first, "BEGIN", Self.aim)
            let refused = try await second.answer(to: Self.write)
            #expect(refused.error?["C"] == "55P03")
            #expect(refused.error?["M"]?.contains("\"aimed\"") == true)
            #expect(refused.error?["D"]?.contains("chaperone/open-definition") == true)
            try await Self.run(second, "SELECT id FROM turns.free", "UPDATE turns.free SET id = 2")
            try await Self.run(first, "ROLLBACK")
            try await Self.run(second, Self.write)
        }
    }

    @Test func `a string that begins a transaction leaves it open like any`() async throws {
        try await Self.run { _, first, second in
            try await Self.run(first, "BEGIN; \(Self.aim)")
            // No statement of the session is on its way any more.
            try await Task.sleep(for: .milliseconds(1_500))
            #expect(try await second.cell(Self.write) == "55P03")
            try await Self.run(first, "ROLLBACK")
            try await Self.run(second, Self.write)
        }
    }

    /// What its client has gone from is not done later, by what it means then.
    @Test func `a statement whose client has gone is ended at the server`() async throws {
        try await Self.run { lane, first, second in
            try await Self.run(first, "BEGIN", "LOCK TABLE turns.aimed IN ACCESS EXCLUSIVE MODE")
            second.send(FrontendMessage.query("UPDATE turns.aimed SET id = 9"))
            let blocked =
                "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT granted AND query ~ 'UPDATE'"
            try await Waiting.until("its statement") { try await HeldServer.value(blocked) != "0" }
            second.abort()
            try await Waiting.until("its end") { try await HeldServer.value(blocked) == "0" }
            try await Self.run(first, "CREATE OR REPLACE VIEW turns.aimed AS SELECT id FROM turns.other", "COMMIT")
            #expect(try await HeldServer.value("SELECT id FROM turns.other") == "7")
            #expect(try await HeldServer.value("SELECT id FROM turns.own") == "1")
        }
    }

    /// Nobody looks what a long text names.
    @Test func `of a long text it is not asked what it names`() async throws {
        try await Self.run { _, first, second in
            try await Self.run(first, "BEGIN", Self.aim)
            let text = { (bytes: Int) in
                "SELECT id FROM turns.free /* " + String(repeating: "x", count: bytes - 33) + " */"
            }
            #expect(text(16 << 10).utf8.count <= 16 << 10 && text((16 << 10) + 8).utf8.count > 16 << 10)
            try await Self.run(second, text(16 << 10))
            #expect(try await second.cell(text((16 << 10) + 8)) == "55P03")
            try await Self.run(first, "ROLLBACK")
            try await Self.run(second, text((16 << 10) + 8))
        }
    }

    @Test func `what was prepared before is refused as well, however it is run`() async throws {
        try await Self.run { _, first, second in
            try await Self.run(second, "PREPARE d AS \(Self.write)")
            second.send(
                FrontendMessage.message("P", Array("s\0\(Self.write)\0\0\0".utf8)) + FrontendMessage.sync)
            #expect(try await second.answer().error == nil)
            try await Self.run(first, "BEGIN", Self.aim)
            #expect(try await second.cell("EXECUTE d") == "55P03")
            second.send(
                FrontendMessage.message("B", Array("\0s\0".utf8) + [0, 0, 0, 0, 0, 0])
                    + FrontendMessage.message("E", [0, 0, 0, 0, 0]) + FrontendMessage.sync)
            #expect(try await second.answer().error?["C"] == "55P03")
            try await Self.run(first, "ROLLBACK")
            try await Self.run(second, "EXECUTE d")
        }
    }

    /// It waits for a lock that the other has taken before its definition.
    @Test func `a definition waits for what is on its way, and is refused where that waits for it`() async throws {
        try await Self.run { _, first, second in
            try await Self.run(first, "BEGIN", "LOCK TABLE turns.aimed IN ACCESS EXCLUSIVE MODE")
            async let waiting = second.answer(to: Self.write)
            let blocked = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            try await Waiting.until("the other's statement") { try await HeldServer.value(blocked) != "0" }
            #expect(try await first.cell(Self.aim) == "55P03")
            try await Self.run(first, "ROLLBACK")
            #expect(try await waiting.error == nil)
            #expect(try await HeldServer.value("SELECT id FROM turns.own") == "2", "it ran by what it was judged by")
            try await Self.run(first, Self.aim, "CREATE OR REPLACE VIEW turns.aimed AS SELECT id FROM turns.own")
        }
    }

    /// The other looks its names up once more when it has the lock of what it found first.
    @Test func `what is new takes no name away from what another session means by it`() async throws {
        try await Self.run { _, first, second in
            try await Self.run(second, "SET search_path = turns_first, turns")
            _ = try await HeldServer.value(
                "DROP SCHEMA IF EXISTS turns_first CASCADE; CREATE SCHEMA turns_first AUTHORIZATION agent; SELECT 1")
            try await Self.run(first, "BEGIN", "CREATE VIEW turns_first.free AS SELECT id FROM turns.other")
            #expect(try await second.cell("UPDATE free SET id = 3") == "55P03")
            try await Self.run(second, "UPDATE turns.free SET id = 3")
            #expect(try await first.answer(to: "ROLLBACK").error == nil)
            _ = try await HeldServer.value("DROP SCHEMA turns_first CASCADE; SELECT 1")
        }
    }

    @Test func `definitions do not outlive their session as a prepared transaction`() async throws {
        try await Self.run { _, first, _ in
            try await Self.run(first, "BEGIN", Self.aim)
            let refused = try await first.answer(to: "PREPARE TRANSACTION 'later'")
            #expect(refused.error?["D"]?.contains("chaperone/open-definition") == true, "\(refused.summary)")
            try await Self.run(first, "ROLLBACK")
            let string = try await first.answer(to: "BEGIN; \(Self.aim); PREPARE TRANSACTION 'later'")
            #expect(string.error?["D"]?.contains("chaperone/open-definition") == true, "\(string.summary)")
        }
    }

    @Test func `a session that goes away with its transaction open keeps nobody waiting`() async throws {
        try await Self.run { lane, first, second in
            try await Self.run(first, "BEGIN", Self.aim)
            first.abort()
            try await Waiting.until("its end") { lane.lane.sessionCount == 1 }
            try await Waiting.until("the turn") { try await second.answer(to: Self.write).error == nil }
        }
    }

    @Test func `reads go on while a table only gets what its writes run into`() async throws {
        try await Self.run { _, first, second in
            try await Self.run(first, "ALTER TABLE turns.own ADD PRIMARY KEY (id)", "BEGIN")
            try await Self.run(first, "CREATE TABLE turns.referring (id int REFERENCES turns.own)")
            try await Self.run(second, "SELECT id FROM turns.own")
            #expect(try await second.cell("UPDATE turns.own SET id = 5") == "55P03")
            try await Self.run(first, "COMMIT")
        }
    }
}
