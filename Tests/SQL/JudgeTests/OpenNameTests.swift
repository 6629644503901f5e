import Judge
import Policy
import SQLRewrite
import Testing

/// Columns of open tables that are called like masked ones.
struct OpenNameTests {
    private static let lane = SmallLane(
        [
            SmallLane.table("people", ["id integer!", "ward integer", "name", "note"]),
            SmallLane.table("wards", ["id integer!", "name"]), SmallLane.table("log", ["id integer", "name"]),
        ],
        phi: ["people.name": .redact])

    @Test(arguments: [
        "UPDATE people p SET note = w.name FROM wards w WHERE w.id = p.ward AND p.id = 3 RETURNING p.id",
        "UPDATE people p SET note = wards.name FROM wards WHERE wards.id = p.ward AND wards.name = 'x' RETURNING p.name",
        "DELETE FROM people p USING wards w WHERE w.id = p.ward AND w.name = 'x' RETURNING p.id",
        "INSERT INTO people (id, note) SELECT w.id, w.name FROM wards w RETURNING id",
        "INSERT INTO log SELECT w.id, w.name FROM wards w JOIN people p ON p.ward = w.id",
    ])
    func `decide what is written by their table's name`(sql: String) { #expect(Self.lane.refusal(sql)?.message == nil) }

    @Test(arguments: [
        "INSERT INTO log SELECT p.id, p.name FROM people p JOIN wards w ON p.ward = w.id",
        "INSERT INTO log SELECT w.id, w.name FROM people w",
        "INSERT INTO log SELECT w.id, w.name FROM people w WHERE EXISTS (SELECT FROM wards w)",
        "INSERT INTO log SELECT w.id, w.name FROM (SELECT id, name FROM people) w, wards x",
        "WITH w AS (SELECT id, name FROM people) INSERT INTO log SELECT w.id, w.name FROM w",
        "WITH wards AS (SELECT id, name FROM people) INSERT INTO log SELECT wards.id, wards.name FROM wards",
        "INSERT INTO log SELECT j.id, j.name FROM (wards JOIN people USING (id)) AS j",
        "INSERT INTO log SELECT w.id, w.name FROM people p JOIN wards w (id, ward) ON true JOIN wards x ON true "
            + "WHERE name = 'x'",
    ])
    func `are no way for masked ones`(sql: String) {
        #expect(Self.lane.rule(sql) == "masked-write" || Self.lane.rule(sql) == "unknown-reference")
    }
}
