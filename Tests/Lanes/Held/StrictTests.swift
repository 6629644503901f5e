import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

@Suite("A lane with audit: strict", .serialized) struct StrictTests {
    @Test func `acts on nothing before the hub has cosigned its intent`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy { $0.audit = .strict })
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "INSERT INTO notes VALUES (77, 'strict') RETURNING id")
        try await Waiting.until("the wait for the hub") { lane.cosigner.waits }
        try await Task.sleep(for: .milliseconds(300))
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id = 77") == "0")
        lane.cosigner.cosign()
        #expect(try await answer.error == nil)
        #expect(try await HeldServer.value("DELETE FROM notes WHERE id = 77 RETURNING id") == "77")
        lane.cosigner.cosign(ahead: 1_000)
        #expect(try await connection.cell("SELECT 1") == "1")
        try await lane.end()
    }

    @Test func `sends what a client pipelines in its order`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy { $0.audit = .strict })
        let connection = try await lane.connect()
        connection.send(FrontendMessage.query("SELECT 1"))
        connection.send(FrontendMessage.query("SELECT 2"))
        let cosigning = Task {
            while !Task.isCancelled {
                lane.cosigner.cosign()
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        defer { cosigning.cancel() }
        #expect(try await connection.answer().rows == [[Array("1".utf8)]])
        #expect(try await connection.answer().rows == [[Array("2".utf8)]])
        try await lane.end()
    }

    @Test func `tells the client when the hub does not cosign in time, and has run nothing`() async throws {
        var limits = LaneLimits()
        limits.cosignTimeoutSeconds = 1
        let lane = try await LaneUnderTest(await LaneUnderTest.policy { $0.audit = .strict }, limits: limits)
        let error = try await lane.connect().answer(to: "INSERT INTO notes VALUES (78, 'strict')").error
        #expect(error?["C"] == "57P03")
        #expect(error?["M"]?.contains("has not cosigned the record of this operation within 1 s") == true)
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id = 78") == "0")
        #expect(try await lane.end().contains { $0.contains("\"status\":\"abandoned\"") })
    }
}
