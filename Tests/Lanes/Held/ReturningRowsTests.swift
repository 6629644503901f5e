import Testing

/// RETURNING of a protected table, which the lane puts above the write.
@Suite("RETURNING of a protected table", .serialized) struct ReturningRowsTests {
    @Test("gives a row for each that was written, or the server writes none")
    func rows() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(limitsRows: false))
        let client = try await lane.connect()
        let update = "UPDATE patients SET id = id + 100000 WHERE id IN (4998, 4999) RETURNING "
        for list in [
            "count(*)", "max(ssn)", "(SELECT max(id))", "generate_series(1, 0)", "unnest(ARRAY[1, 2])",
            "row_number() OVER ()",
        ] {
            #expect(try await client.cell(update + list) == "0A000", "\(list)")
        }
        let written = "SELECT count(*) FROM patients WHERE id > 100000"
        #expect(try await HeldServer.value(written) == "0")
        #expect(try await client.cell(update + "ssn, (SELECT count(*) FROM notes)") == "***-**-4998")
        #expect(try await HeldServer.value(written) == "2")
        _ = try await HeldServer.value("UPDATE patients SET id = id - 100000 WHERE id > 100000; SELECT 1")
        try await lane.end()
    }
}
