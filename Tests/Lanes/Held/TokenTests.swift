import Glibc
import HubAPI
import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

@Suite("A lane that wants a token", .serialized) struct TokenTests {
    private static func lane(expiresAfterSeconds: Int64 = 600) async throws -> LaneUnderTest {
        func identity(_ name: String, _ group: String) -> IdentityResponse {
            IdentityResponse(
                principal: "https://idp#\(name)", groups: [group],
                expiresAtSeconds: Int64(time(nil)) + expiresAfterSeconds)
        }
        return try await LaneUnderTest(
            await LaneUnderTest.policy(groups: []) { $0.identity = .token },
            identities: FakeIdentities(tokens: [
                "ana": identity("ana", "analysts"), "carl": identity("carl", "clinicians"),
                "nobody": identity("nobody", "guests"), long: identity("long", "analysts"),
            ]))
    }

    private static let long = String(repeating: "t", count: 16 << 10)

    @Test func `gives each client the role of its token, and records its principal with all it does`() async throws {
        let lane = try await Self.lane()
        #expect(try await lane.connect(token: "ana").cell("SELECT ssn FROM patients WHERE id = 7") == "***-**-0007")
        #expect(try await lane.connect(token: "carl").cell("SELECT ssn FROM patients WHERE id = 7") == "219-09-0007")
        let records = try await lane.end()
        let sessions = records.filter { $0.contains("\"target\":\"ehr\"") }
        #expect(sessions.count >= 8)
        #expect(sessions.allSatisfy { $0.contains("\"principal\":\"https://idp#") })
        let starts = sessions.filter { $0.contains("session_start") }
        #expect(starts.count == 2)
        #expect(starts.allSatisfy { $0.contains("\"sidecar_principal\":\"bot\"") })
    }

    @Test(
        "refuses whoever has none that gives a role",
        arguments: [("wrong", "the token is not accepted"), ("nobody", "https://idp#nobody\" has no role")])
    func refused(token: String, reason: String) async throws {
        let lane = try await Self.lane()
        var url = try lane.address
        url = url.user("agent", password: token)
        let outcome = try await OffPool.run { [url] in
            try Command("psql", ["-XAtw", url.url, "-c", "SELECT 1"]).run()
        }
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(reason))
        #expect(try await lane.end().contains { $0.contains("chaperone/connection") })
    }

    @Test func `refuses a client that gives no password`() async throws {
        let lane = try await Self.lane()
        #expect(try await lane.psql("SELECT 1").errors.contains("no password supplied"))
        try await lane.end()
    }

    @Test func `takes a token of 16 KiB, and none that is longer`() async throws {
        let lane = try await Self.lane()
        #expect(try await lane.connect(token: Self.long).cell("SELECT 1") == "1")
        await #expect(throws: TestFailure.self) { try await lane.connect(token: Self.long + "t") }
        try await lane.end()
    }

    @Test func `ends a session whose token has expired`() async throws {
        let lane = try await Self.lane(expiresAfterSeconds: 8)
        let connection = try await lane.connect(token: "ana")
        #expect(try await connection.cell("SELECT 1") == "1")
        try await Waiting.until("the session's end") { lane.lane.sessionCount == 0 }
        #expect(try await connection.cell("SELECT 1") == "28000")
        try await lane.end()
    }

    @Test func `ends a session whose token expired within a transaction at its next statement`() async throws {
        let lane = try await Self.lane(expiresAfterSeconds: 8)
        let connection = try await lane.connect(token: "ana")
        _ = try await connection.answer(to: "BEGIN")
        try await Task.sleep(for: .seconds(9))
        #expect(lane.lane.sessionCount == 1)
        #expect(try await connection.cell("SELECT 1") == "28000")
        try await lane.end()
    }
}
