import Policy
import SQLRewrite
import Testing

@Suite("What newer servers brought is understood or refused") struct NewerServerTests {
    private static let lane = SmallLane(
        [
            SmallLane.table("people", ["id integer!", "ward", "ssn", "contact jsonb"]),
            SmallLane.table("old_names", ["id integer!", "old"]),
            SmallLane.view("ids", ["a json"], "SELECT JSON_ARRAYAGG(p.id ORDER BY p.ssn) AS a FROM s.people p"),
            SmallLane.view(
                "langs", ["id integer", "lang"], "SELECT p.id, JSON_VALUE(p.contact, '$.l') AS lang FROM s.people p"),
            SmallLane.view("wards", ["w json"], "SELECT JSON_ARRAY(p.ward) AS w FROM s.people p"),
        ], phi: ["people.ssn": .null, "people.contact": .null, "old_names.id": .null]
    ) { catalog in
        catalog.serverVersion = 180_000
        catalog.otherBuiltins.insert("to_json")
    }

    @Test(
        "RETURNING of the other row of a protected table is refused by name",
        arguments: [
            "UPDATE people SET ward = 'w' RETURNING old.ward", "UPDATE people SET ward = 'w' RETURNING to_json(new)",
            "DELETE FROM people RETURNING (SELECT old.ssn)", "DELETE FROM people RETURNING old.*",
        ])
    func otherRow(_ sql: String) { #expect(Self.lane.rule(sql) == "returning-other-row") }

    @Test("where old is the table's own name or column, it is that")
    func ownName() throws {
        let text = try #require(Self.lane.text("UPDATE people AS old SET ward = 'w' RETURNING old.ssn"))
        #expect(text.contains("RETURNING \"old\".*) SELECT old.ssn FROM (SELECT"))
        #expect(Self.lane.rule("UPDATE old_names SET old = 'w' RETURNING old") == nil)
    }

    @Test("options of RETURNING are refused")
    func options() {
        #expect(
            Self.lane.rule("UPDATE people SET ward = 'w' RETURNING WITH (OLD AS o) o.ssn") == "returning-options")
    }

    @Test(
        "EXPLAIN of a protected table shows nothing that statistics decide",
        arguments: ["MEMORY", "BUFFERS", "SERIALIZE", "COSTS off, MEMORY on"])
    func explain(_ option: String) {
        #expect(Self.lane.rule("EXPLAIN (\(option)) SELECT id FROM people") == "explain-option")
        #expect(Self.lane.rule("EXPLAIN (\(option)) SELECT 1") == nil)
    }

    @Test("options of EXPLAIN that text and definitions decide pass, and those that are off")
    func explained() {
        #expect(
            Self.lane.text("EXPLAIN (VERBOSE, GENERIC_PLAN, FORMAT json, MEMORY off) SELECT id FROM people")?
                .hasPrefix("EXPLAIN (VERBOSE, GENERIC_PLAN, FORMAT json, MEMORY off, COSTS off) SELECT") == true)
    }

    @Test("columns of JSON_TABLE and arguments of JSON_VALUE are masked, and not read by a write")
    func json() throws {
        let read = "SELECT j.l FROM people p, JSON_TABLE(p.contact, '$' COLUMNS (l text PATH '$.l')) j"
        #expect(try #require(Self.lane.text(read)).contains("NULL::"))
        #expect(
            Self.lane.rule(
                "UPDATE people SET ward = (SELECT l FROM JSON_TABLE(contact, '$' COLUMNS (l text PATH '$')))")
                == "raw-target")
        #expect(Self.lane.rule("UPDATE people SET ward = JSON_VALUE(contact, '$.l')") == "raw-target")
    }

    @Test("a view's JSON is no function that is known to be computed only where it is read")
    func views() {
        for name in ["ids", "langs"] {
            #expect(Self.lane.rule("SELECT * FROM \(name)") == "rows-depend-on-phi", "\(name)")
        }
        #expect(Self.lane.text("SELECT * FROM wards") == "SELECT * FROM wards")
    }
}
