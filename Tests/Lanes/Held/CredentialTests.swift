import HubAPI
import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

@Suite("A lane whose password is elsewhere", .serialized) struct CredentialTests {
    @Test(
        "connects with proofs alone, one use for each connection, which ends with it",
        arguments: [("agent", CredentialMethod.scramSHA256), ("old", .md5)])
    func proofs(user: String, method: CredentialMethod) async throws {
        let credentials = RemoteCredentials(user: user, password: HeldServer.password)
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(), credentials: credentials)
        do {
            let connection = try await lane.connect()
            #expect(try await connection.cell("SELECT ssn FROM patients WHERE id = 7") == "***-**-0007")
        }
        // The catalog, the question of every second, and the session.
        try await Waiting.until("the ends of what a session uses") { credentials.ended >= 2 }
        let records = try await lane.end()
        let sessions = credentials.uses.map(\.session)
        #expect(sessions.filter { !$0.isEmpty }.count == 1)
        #expect(sessions.first == "" && sessions.count == 3)
        #expect(
            records.contains {
                $0.contains("session_start") && $0.contains("\"\(sessions.first { !$0.isEmpty } ?? "?")\"")
            })
        #expect(credentials.uses.allSatisfy { $0.principal == LaneUnderTest.principal })
        #expect(credentials.methods == [method, method, method])
        #expect(credentials.refused == 0)
    }

    @Test func `tells a client that the hub is away`() async throws {
        let credentials = RemoteCredentials(user: "agent", password: HeldServer.password)
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(), credentials: credentials)
        credentials.isAway = true
        let outcome = try await lane.psql("SELECT 1")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("the hub cannot be reached, and only it has the credential"))
        credentials.isAway = false
        var answered = false
        for _ in 0..<100 where !answered {
            answered = try await lane.psql("SELECT 1").output == "1\n"
            if !answered { try await Task.sleep(for: .milliseconds(200)) }
        }
        #expect(answered)
        try await lane.end()
    }

    @Test func `tells a client that the proof is wrong`() async throws {
        let lane = try await LaneUnderTest(
            await LaneUnderTest.policy(), credentials: SwitchedCredentials(first: "open sesame", then: "wrong"))
        let outcome = try await lane.psql("SELECT 1")
        #expect(outcome.errors.contains("the upstream server refused the lane's credential"))
        try await lane.end()
    }

    @Test func `never sends it in clear over an unencrypted connection`() async throws {
        let credentials = RemoteCredentials(user: "agent", password: HeldServer.password)
        let policy = try await LaneUnderTest.policy { $0.postgres?.cleartextPassword = true }
        let lane = try await LaneUnderTest(
            policy, credentials: SwitchedCredentials(first: "open sesame", thenUser: "plain"))
        let outcome = try await lane.psql("SELECT 1")
        #expect(outcome.errors.contains("asks for a password in clear over an unencrypted connection"))
        #expect(credentials.methods.isEmpty)
        try await lane.end()
    }
}
