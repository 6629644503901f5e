import Policy
import SQLRewrite
import Testing

/// What goes with something is defined as well.
struct CascadeTests {
    private static let lane: SmallLane = {
        SmallLane(
            [
                SmallLane.table("people", ["id integer", "ssn"]), SmallLane.table("kinds", ["id integer"]),
                SmallLane.view("above", ["id integer", "ssn"], "SELECT p.id, p.ssn FROM s.people p"),
                SmallLane.table("free", ["id integer"]),
                SmallLane.view("on_free", ["id integer"], "SELECT f.id FROM s.free f"),
                SmallLane.table("mine", ["id integer"], schema: "scratch"),
            ], phi: ["people.ssn": .redact]
        ) { catalog in
            func takes(_ kind: Droppable.Kind, _ schema: String, _ name: String, _ taken: String) {
                catalog.cascades[Droppable(kind, QualifiedName(schema, name))] = [QualifiedName("s", taken)]
            }
            takes(.relation, "s", "kinds", "above")
            takes(.relation, "s", "counter", "people")
            takes(.relation, "s", "unique_kinds", "people")
            takes(.relation, "s", "forgotten", "nowhere")
            takes(.relation, "s", "free", "on_free")
            takes(.type, "s", "used", "people")
            takes(.schema, "other", "other", "people")
        }
    }()

    @Test(arguments: [
        "DROP TABLE s.kinds CASCADE", "DROP TABLE kinds CASCADE", "DROP TABLE s.free, s.kinds CASCADE",
        "ALTER TABLE s.kinds DROP COLUMN id CASCADE", "DROP TYPE s.used CASCADE", "DROP DOMAIN used CASCADE",
        "ALTER TYPE s.used ALTER ATTRIBUTE a TYPE text CASCADE", "DROP SEQUENCE s.counter CASCADE",

    ])
    func `It does not take what is protected, or made of it`(sql: String) {
        #expect(Self.lane.rule(sql) == "cascade")
        #expect(Self.lane.rule(String(sql.dropLast(" CASCADE".count))) == nil)
    }

    @Test(arguments: [
        "DROP TABLE s.free CASCADE", "DROP TYPE scratch.mood CASCADE",
        "DROP TYPE IF EXISTS scratch.nothing CASCADE", "DROP SCHEMA scratch CASCADE", "DROP TABLE scratch.mine CASCADE",
        "ALTER TABLE s.free DROP COLUMN id CASCADE", "DROP DOMAIN IF EXISTS d CASCADE",
    ])
    func `What nothing else needs goes`(sql: String) {
        #expect(Self.lane.rule(sql) == nil)
    }
}
