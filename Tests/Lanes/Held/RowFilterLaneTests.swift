import Glibc
import HubAPI
import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

/// Which rows a client sees by what its token says, before a real server.
@Suite("Rows that a role sees", .serialized) struct RowFilterLaneTests {
    private static let notes = "SELECT string_agg(id::text, ',' ORDER BY id) FROM notes"

    private static func policy(
        _ condition: String?, of table: String = "notes", identity: Target.Identity = .token, number: UInt64 = 1
    ) async throws -> LanePolicy {
        var policy = try await LaneUnderTest.policy(
            number: number, groups: identity == .token ? [] : ["analysts"]
        ) { target in
            target.postgres?.phi = []
            target.identity = identity
        }
        if let condition {
            policy.bundle.roles[0].rows = [
                RowFilter(
                    target: "ehr", relation: QualifiedName("public", table), condition: try RowCondition(condition))
            ]
        }
        return policy
    }

    private static func identities(_ claims: [String: [String: String]]) -> FakeIdentities {
        FakeIdentities(
            tokens: claims.mapValues {
                IdentityResponse(
                    principal: "https://idp#ana", groups: ["analysts"], expiresAtSeconds: Int64(time(nil)) + 600,
                    claims: $0)
            })
    }

    @Test func `are those of its token's claim, whatever the client sets, prepares or declares`() async throws {
        let lane = try await LaneUnderTest(
            await Self.policy("body = {claim:topic} OR id = 3"),
            identities: Self.identities(["one": ["topic": "one"], "two": ["topic": "' OR true OR '"]]))
        let client = try await lane.connect(token: "one")
        #expect(try await client.cell(Self.notes) == "1,3")
        #expect(try await client.cell("SELECT count(*) FROM notes WHERE 1 / (id - 2) < 9") == "2")
        for text in ["RESET ALL", "DISCARD ALL", "SET row_security = off", "BEGIN; ROLLBACK"] {
            #expect(try await client.answer(to: text).error == nil, "\(text)")
            #expect(try await client.cell(Self.notes) == "1,3", "\(text)")
        }
        for text in [
            "SET chaperone.row_1 = 'two'", "SELECT set_config('chaperone.row_1', 'two', false)", "SHOW chaperone.row_1",
        ] {
            #expect(try await client.cell(text) == "42501", "\(text)")
        }
        client.send(
            ExtendedMessage.parse("", "SELECT body FROM notes WHERE id = $1")
                + ExtendedMessage.bind("", values: ["2"]) + ExtendedMessage.execute()
                + ExtendedMessage.bind("", values: ["1"]) + ExtendedMessage.execute() + FrontendMessage.sync)
        #expect(
            try await client.answer().rows.map { $0.map { String(decoding: $0 ?? [], as: UTF8.self) } } == [["one"]])
        #expect(try await lane.connect(token: "two").cell(Self.notes) == "3")
        try await lane.end()
    }

    @Test func `are none where the token lacks the claim, or has one of another type, and the error says so`()
        async throws
    {
        let lane = try await LaneUnderTest(
            await Self.policy("id = {claim:org.note}"),
            identities: Self.identities(["ok": ["org.note": "2"], "none": [:], "word": ["org.note": "two"]]))
        #expect(try await lane.connect(token: "ok").cell(Self.notes) == "2")
        await #expect(throws: TestFailure.self) { try await lane.connect(token: "none") }
        await #expect(throws: TestFailure.self) { try await lane.connect(token: "word") }
        let records = try await lane.end()
        #expect(
            records.contains {
                $0.contains(
                    "{claim:org.note} of this session is missing; it chooses the rows of public.notes that role \\\"analyst\\\" sees"
                )
            })
        #expect(records.contains { $0.contains("is not of type int4") })
        #expect(!records.contains { $0.contains("two") })
    }

    @Test func `are chosen by the new condition when the policy changes, also for what was prepared`() async throws {
        let lane = try await LaneUnderTest(await Self.policy("id < 3", identity: .pod))
        let client = try await lane.connect()
        _ = try await client.answer(to: "PREPARE q AS \(Self.notes)")
        #expect(try await client.cell("EXECUTE q") == "1,2")
        _ = try await client.answer(to: "BEGIN")
        _ = try await client.answer(to: "DECLARE c CURSOR WITH HOLD FOR SELECT id FROM notes ORDER BY id")
        _ = try await client.answer(to: "COMMIT")
        try await lane.lane.update(await Self.policy("id = 3", identity: .pod, number: 2))
        #expect(try await client.cell(Self.notes) == "3")
        #expect(try await client.cell("EXECUTE q") == "0A000")
        #expect(try await client.answer(to: "FETCH ALL FROM c").error != nil)
        // By who asks: the session has not said so.
        try await lane.lane.update(await Self.policy("body = {principal}", identity: .pod, number: 3))
        try await Waiting.until("the session's end") { lane.lane.sessionCount == 0 }
        try await lane.end()
    }

    @Test func `are none of a table with row security of its own, which is closed`() async throws {
        let lane = try await LaneUnderTest(await Self.policy("id < 3", of: "own_notes", identity: .pod))
        #expect(try await lane.connect().cell("SELECT count(*) FROM own_notes") == "42501")
        try await lane.end()
    }
}
