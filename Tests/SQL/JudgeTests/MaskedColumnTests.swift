import Judge
import Policy
import SQLRewrite
import Testing

/// What a record says of a statement's masks.
@Suite("The columns that are masked in what is sent") struct MaskedColumnTests {
    private static let lane = SmallLane(
        [
            SmallLane.table("people", ["id integer!", "mrn", "name", "note"]),
            SmallLane.table("plain", ["id integer!"]),
        ],
        phi: ["people.mrn": .pseudonym, "people.name": .redact], lookups: ["people.mrn"])

    private static func profile(_ sql: String) throws -> StatementProfile {
        guard case .permit(let permit) = lane.judge.judge(Array(sql.utf8), names: lane.judge.initialNames) else {
            throw NotPermitted()
        }
        return try #require(permit.statements.first)
    }

    private struct NotPermitted: Error {}

    @Test func `are those of every table that stands in it`() throws {
        let profile = try Self.profile("SELECT p.id FROM people p JOIN plain USING (id)")
        #expect(profile.masked == ["s.people.mrn", "s.people.name"])
        #expect(profile.phiRead == profile.masked)
    }

    @Test func `are none of a table that shows nothing protected, nor of a write that only looks a value up`() throws {
        #expect(try Self.profile("SELECT id FROM plain").masked.isEmpty)
        let write = try Self.profile("UPDATE people SET note = 'x' WHERE mrn = '7'")
        #expect(write.phiRead == ["s.people.mrn"])
        #expect(write.masked.isEmpty)
    }
}
