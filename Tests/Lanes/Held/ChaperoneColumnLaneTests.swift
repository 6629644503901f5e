import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

@Suite("chaperone.columns at a server", .serialized) struct ChaperoneColumnLaneTests {
    private static let text =
        "SELECT string_agg(concat_ws(' ', schema, \"table\", \"column\", mask, lookup), '; ') FROM chaperone.columns"

    @Test func `says what a role sees masked`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        #expect(try await lane.connect().cell(Self.text) == "public patients ssn last4")
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, groups: ["clinicians"]))
        #expect(try await lane.connect().cell("SELECT count(*) FROM chaperone.columns") == "0")
        try await lane.end()
    }

    @Test func `is described to clients of the extended protocol`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let client = try await lane.connect()
        client.send(FrontendMessage.extended("SELECT * FROM chaperone.columns", binary: false))
        let answer = try await client.answer()
        #expect(answer.columns == ["schema", "table", "column", "mask", "lookup"])
        #expect(answer.rows.count == 1)
        try await lane.end()
    }
}
