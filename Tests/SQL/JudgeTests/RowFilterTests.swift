import Judge
import Policy
import SQLRewrite
import Testing

/// Tables of which a role sees some rows.
struct RowFilterTests {
    private static func key(_ column: String, to table: String, _ other: String) -> Constraint {
        Constraint(
            name: "\(table)_key", kind: .foreignKey, columns: [column],
            reference: Constraint.Reference(
                relation: QualifiedName("s", table), columns: [other], onUpdate: .none, onDelete: .none))
    }

    private static let patients = SmallLane.table(
        "patients", ["id integer!", "ward", "ssn", "archived boolean", "cost numeric", "kept uuid", "born date"],
        constraints: [
            Constraint(name: "pk", kind: .unique, columns: ["id"]), key("ward", to: "wards", "name"),
        ], indexes: [Index(name: "by_ward", keys: ["ward", "ssn"])])

    private static func lane(
        _ rows: [String: String] = ["patients": "ward = 'west' AND NOT archived"], phi: [String: Mask] = [:],
        lookups: Set<String> = [], remembered: RememberedTables = RememberedTables(),
        change: (inout Catalog) -> Void = { _ in }
    ) -> SmallLane {
        var sequence = SmallLane.table("ids", ["last_value bigint"])
        sequence.kind = .sequence
        sequence.owner = patients.name
        sequence.counts = [patients.name, QualifiedName("s", "alike")]
        return SmallLane(
            [
                patients, sequence,
                SmallLane.table(
                    "wards", ["name", "floor integer", "clinic"], constraints: [key("clinic", to: "clinics", "name")]),
                SmallLane.table("clinics", ["name"]),
                SmallLane.table(
                    "letters", ["id integer", "patient integer", "body"],
                    constraints: [key("patient", to: "patients", "id")]),
                SmallLane.table("alike", ["id integer", "note"]), SmallLane.table("free", ["id integer", "note"]),
                SmallLane.view("v", ["id integer", "ward"], "SELECT patients.id, patients.ward FROM s.patients"),
                SmallLane.view("vv", ["id integer"], "SELECT v.id FROM s.v"),
            ], phi: phi, rows: rows, lookups: lookups, remembered: remembered, change: change)
    }

    private static let list = #""id", "ward", "ssn", "archived", "cost", "kept", "born""#
    private static let filter =
        #"(("ward" OPERATOR(pg_catalog.=) 'west'::pg_catalog.text) AND (NOT "archived"))"#

    @Test func `Such a table is read by a derived one with the condition, which nothing around it is asked before`() {
        let lane = Self.lane()
        let table = #"(SELECT \#(Self.list) FROM "s"."patients" WHERE \#(Self.filter) OFFSET 0)"#
        #expect(lane.text("SELECT * FROM patients p WHERE 1 / id > 0") == "SELECT * FROM \(table) p WHERE 1 / id > 0")
        #expect(lane.text("TABLE patients") == #"SELECT * FROM \#(table) AS "patients""#)
        #expect(
            lane.text("COPY patients (id) TO STDOUT")
                == #"COPY (SELECT "id" FROM (SELECT \#(Self.list) FROM ONLY "s"."patients" WHERE \#(Self.filter)) AS "t") TO STDOUT"#
        )
        #expect(lane.text("DELETE FROM free USING patients p WHERE p.id = free.id")?.contains(table) == true)
        #expect(lane.text("SELECT 1 FROM free") == "SELECT 1 FROM free")
    }

    @Test func `A key that is asked for stands in it as well, as a value of the column's own type`() {
        let lane = Self.lane(phi: ["patients.ssn": .last4], lookups: ["patients.ssn"])
        #expect(
            lane.text("SELECT 1 FROM patients WHERE id = $1")?.contains(
                #"(NOT "archived")) AND "id" OPERATOR(pg_catalog.=) $1::pg_catalog.int4 OFFSET 0)"#) == true)
        #expect(lane.text("SELECT 1 FROM patients WHERE cost = 5")?.contains("OPERATOR(pg_catalog.=) 5") == false)
        #expect(
            lane.text("SELECT 1 FROM patients WHERE ssn = 'x'")?.contains(#"= 'x'"#) == false)
        #expect(
            lane.text("SELECT 1 FROM patients WHERE ssn = 'x'")?.contains(
                #"AND "ssn" OPERATOR(pg_catalog.=) 'x'::pg_catalog.text OFFSET 0)"#) == true)
        // An index that holds a protected column does not answer for the condition either.
        #expect(
            lane.text("SELECT 1 FROM patients")?.contains(
                #"WHERE ((COALESCE("ward", "ward") OPERATOR(pg_catalog.=) 'west'"#) == true)
    }

    @Test(
        "What cannot fail for any row stands in it: a literal that is a value of the type, and a parameter of it",
        arguments: [
            ("id = 5", [], "5::pg_catalog.int8"), ("id = '5'::int2", [], "'5'::int2::pg_catalog.int8"),
            ("id = 9000000000", [], "9000000000::pg_catalog.int8"), ("id IN (1, $1)", [], "$1::pg_catalog.int8)"),
            ("id = ANY ($1)", [], "ANY ($1::pg_catalog.int4[])"), ("id = $1", [23], "$1::pg_catalog.int8"),
            ("id = $1::bigint", [], "$1::bigint::pg_catalog.int8"),
            ("id = ANY ($1)", [1016], "ANY ($1::pg_catalog.int8[])"),
            ("id = ANY (ARRAY[1, $1])", [0], "ANY (ARRAY[1, $1]::pg_catalog.int8[])"),
            ("ward = 'x'", [], "'x'::pg_catalog.text"), ("ward = $1", [1043], "$1::pg_catalog.text"),
            ("born = '2024-02-29'", [], "'2024-02-29'::pg_catalog.date"),
            ("archived = 'f'", [], "'f'::pg_catalog.bool"),
            ("kept = '0a000000-0000-0000-0000-00000000000F'", [], "F'::pg_catalog.uuid"),
            ("ssn = 'x'", [], "'x'::pg_catalog.text"), ("ssn = $1", [25], "$1::pg_catalog.text"),
        ] as [(String, [UInt32], String)])
    func sure(condition: String, types: [UInt32], written: String) {
        let lane = Self.lane(["patients": "cost = 1"], phi: ["patients.ssn": .last4], lookups: ["patients.ssn"])
        // A judgement of other types is none of these.
        for _ in 0..<3 { _ = lane.text("SELECT 1 FROM patients WHERE \(condition)", parameterTypes: [701]) }
        for _ in 0..<3 {
            let text = lane.text("SELECT 1 FROM patients WHERE \(condition)", parameterTypes: types)
            #expect(text?.contains("\(written) OFFSET 0)") == true, "\(text ?? "")")
        }
    }

    @Test(
        "What is converted for each row does not stand beside the condition",
        arguments: [
            ("id = $1", [701]), ("id = $1", [1700]), ("id = $1", [26]), ("id = $1", [25]),
            ("id = $1 AND 1 = $1::float8", []),
            ("id = 1e300", []), ("id = 99999999999999999999", []), ("id IN (1, 1e300)", []), ("id IN (1, $1)", [701]),
            ("id = ANY ($1)", [1022]), ("id = ANY ($1)", [23]), ("id = ANY (ARRAY[1, $1])", [701]),
            ("id = ANY ('{1,x}')", []),
            ("id = '99999'::int2", []), ("id = $1::int2", [20]), ("id = $1::float8", []), ("id = 5.0::float8", []),
            ("born = '29.2.2024'", []), ("born = $1", [1184]), ("kept = 'x'", []), ("kept = $1", [25]),
            ("archived = $1", [23]),
            ("ward = $1", [1042]), ("ward = $1", [2205]), ("ssn = $1", [1042]), ("ssn = $1", [701]),
        ] as [(String, [UInt32])])
    func unsure(condition: String, types: [UInt32]) {
        let lane = Self.lane(["patients": "cost = 1"], phi: ["patients.ssn": .last4], lookups: ["patients.ssn"])
        for _ in 0..<3 { _ = lane.text("SELECT 1 FROM patients WHERE \(condition)") }
        for _ in 0..<3 {
            let text = lane.text("SELECT 1 FROM patients WHERE \(condition)", parameterTypes: types)
            #expect(
                text?.contains(#"(("cost" OPERATOR(pg_catalog.=) '1'::pg_catalog.numeric) OFFSET 0)"#) == true
                    || text?.contains(#"WHERE ("cost" OPERATOR(pg_catalog.=) '1'::pg_catalog.numeric) OFFSET 0)"#)
                        == true,
                "\(text ?? "")")
        }
    }

    @Test(
        "PREPARE declares its parameters by name",
        arguments: [
            ("PREPARE q (text, float8)", false), ("PREPARE q (text, int)", true),
            ("PREPARE q (text, pg_catalog.int8)", true),
            ("PREPARE q (text, s.int4)", false), ("PREPARE q (text, int[])", false), ("PREPARE q (text)", true),
            ("PREPARE q", true), ("PREPARE q (text, numeric(5))", false),
        ])
    func prepared(head: String, isSure: Bool) {
        let text = Self.lane().text("\(head) AS SELECT 1 FROM patients WHERE ward = $1 AND id = $2")
        #expect(text?.contains(#"AND "ward" OPERATOR(pg_catalog.=) $1::pg_catalog.text"#) == true, "\(text ?? "")")
        #expect(text?.contains(#"AND "id" OPERATOR(pg_catalog.=) $2"#) == isSure, "\(text ?? "")")
    }

    @Test(
        "A view that counts by a sequence of it, or tells sizes, is not readable",
        arguments: [
            ("SELECT last_value FROM s.ids", false), ("SELECT nextval('s.ids'::regclass) AS last_value", false),
            ("SELECT nextval(free.note::regclass) AS last_value FROM s.free", false),
            ("SELECT pg_relation_size('s.patients'::regclass) AS last_value", false),
            ("SELECT nextval('s.others'::regclass) AS last_value", true),
            ("SELECT free.id AS last_value FROM s.free", true),
        ])
    func viewsThatCount(definition: String, isReadable: Bool) {
        func lane(_ rows: [String: String]?) -> SmallLane {
            let add: (inout Catalog) -> Void = { catalog in
                let view = SmallLane.view("counted", ["last_value bigint"], definition)
                catalog.relations[view.name] = view
            }
            return rows.map { Self.lane($0, change: add) } ?? Self.lane(change: add)
        }
        #expect((lane(nil).rule("SELECT * FROM counted") == nil) == isReadable)
        #expect(lane([:]).rule("SELECT * FROM counted") == nil)
    }

    @Test(
        "Conditions are written with types, in which no text is code",
        arguments: [
            (
                #"ward = 'it''s' OR ward = {claim:a}"#,
                #"(("ward" OPERATOR(pg_catalog.=) 'it''s'::pg_catalog.text) OR ("ward" OPERATOR(pg_catalog.=) NULLIF(pg_catalog.current_setting('chaperone.row_1', true), '')::pg_catalog.text))"#
            ),
            (
                "id IN (1, {claim:b}) AND ward <> {principal}",
                #"(("id" OPERATOR(pg_catalog.=) ANY (ARRAY['1'::pg_catalog.int4, NULLIF(pg_catalog.current_setting('chaperone.row_2', true), '')::pg_catalog.int4])) AND ("ward" OPERATOR(pg_catalog.<>) NULLIF(pg_catalog.current_setting('chaperone.row_1', true), '')::pg_catalog.text))"#
            ),
            (
                "born >= '2024-02-29' AND cost < -1.5",
                #"(("born" OPERATOR(pg_catalog.>=) '2024-02-29'::pg_catalog.date) AND ("cost" OPERATOR(pg_catalog.<) '-1.5'::pg_catalog.numeric))"#
            ),
            (
                "archived = FALSE AND kept IS NOT NULL AND ward = ssn",
                #"(("archived" OPERATOR(pg_catalog.=) FALSE) AND (NOT ("kept" IS NULL)) AND ("ward" OPERATOR(pg_catalog.=) "ssn"))"#
            ),
        ])
    func conditions(text: String, sql: String) {
        #expect(
            Self.lane(["patients": text]).text("SELECT 1 FROM patients")?.contains(" WHERE \(sql) OFFSET 0)") == true)
    }

    @Test(
        "One that does not fit closes the table, and the operator is told",
        arguments: [
            ("nowhere = 1", "has no column"), ("id = 'x'", "write a whole number"), ("id = 2147483648", "whole number"),
            ("born = '2023-02-29'", "write 'YYYY-MM-DD'"), ("kept < 'x'", "by =, <> and IN only"),
            ("kept = 'x'", "xxxxxxxx"), ("born = {claim:x}", "not compared with {claim:x}"),
            ("id = {principal}", "not compared with {principal}"), ("ward", "not of type boolean"),
            ("ward = id", "not of one type"), ("archived = 1", "TRUE or FALSE"),
        ])
    func misfits(text: String, words: String) {
        let lane = Self.lane(["patients": text])
        #expect(lane.judge.misfits.contains { $0.contains(words) }, "\(lane.judge.misfits)")
        #expect(lane.rule("SELECT 1 FROM patients") == "closed")
    }

    @Test(
        "Nothing writes to it, and nothing whose keys would tell of its rows",
        arguments: [
            ("INSERT INTO patients (id) VALUES (1)", "row-filter"), ("UPDATE patients SET ward = 'x'", "row-filter"),
            ("DELETE FROM patients WHERE id = 1", "row-filter"), ("TRUNCATE patients", "row-filter"),
            ("COPY patients FROM STDIN", "row-filter"), ("TRUNCATE clinics CASCADE", "row-filter"),
            ("TRUNCATE wards", "row-locks"),
            ("MERGE INTO patients p USING free f ON p.id = f.id WHEN MATCHED THEN DELETE", "row-filter"),
            ("INSERT INTO alike (note) VALUES ('x')", "row-filter"),
            ("INSERT INTO letters (id, patient) VALUES (1, 2)", "insert-oracle"),
            ("UPDATE letters SET patient = 2", "update-oracle"), ("DELETE FROM wards", "delete-oracle"),
            ("UPDATE wards SET name = 'x'", "update-oracle"),
            ("SELECT name FROM wards FOR UPDATE", "row-locks"), ("SELECT xmax FROM wards", "system-column"),
            ("CREATE INDEX ON patients (id)", "definition-over-protected"),
            ("CREATE TEMP TABLE own (LIKE alike INCLUDING DEFAULTS)", "definition-over-protected"),
            ("CREATE VIEW w AS SELECT * FROM patients", "definition-over-protected"),
            ("ALTER TABLE patients ADD COLUMN x text", "definition-over-protected"),
        ])
    func writes(sql: String, rule: String) { #expect(Self.lane().rule(sql) == rule, "\(sql)") }

    @Test func `A key that would tell of rows is called so, and no lookup is offered`() {
        let refusal = Self.lane().refusal("DELETE FROM wards")
        #expect(refusal?.message.contains("would tell of rows of s.patients that this role does not see") == true)
        #expect(refusal?.hint?.contains("lookup") == false)
    }

    @Test(
        "What has no key to it is written",
        arguments: [
            "INSERT INTO letters (id, body) VALUES (1, 'x')", "UPDATE letters SET body = 'x'",
            "UPDATE wards SET floor = 1",
            "DELETE FROM letters", "INSERT INTO free SELECT id, ward FROM patients", "TRUNCATE letters CASCADE",
        ])
    func otherWrites(sql: String) { #expect(Self.lane().rule(sql) == nil, "\(sql)") }

    @Test(
        "What shows all rows, their number or their order is not readable",
        arguments: [
            ("SELECT * FROM v", "rows-depend-on-phi"), ("SELECT * FROM vv", "rows-depend-on-phi"),
            ("SELECT last_value FROM ids", "rows-depend-on-phi"), ("EXPLAIN SELECT * FROM patients", "row-filter"),
            ("SELECT nextval('s.ids')", "row-filter"), ("SELECT nextval($1)", "row-filter"),
            ("SELECT pg_relation_size('s.patients')", "function"),
            ("SELECT pg_stat_get_live_tuples(1)", "function"), ("SELECT * FROM patients FOR SHARE", "row-filter"),
            ("SELECT * FROM patients TABLESAMPLE BERNOULLI (10)", "row-filter"),
            ("SELECT ctid FROM patients", "system-column"), ("SET chaperone.row_1 = 'x'", "setting"),
            ("SELECT current_setting('chaperone.row_1')", "setting"),
        ])
    func around(sql: String, rule: String) { #expect(Self.lane().rule(sql) == rule, "\(sql)") }

    @Test func `Other sequences count, and other lanes' sizes are shown`() {
        #expect(Self.lane().rule("SELECT nextval('s.others')") == nil)
        let plain = Self.lane([:], phi: ["patients.ssn": .last4])
        #expect(plain.rule("SELECT pg_relation_size('s.patients')") == nil && plain.rule("SELECT nextval($1)") == nil)
        #expect(plain.text("SELECT 1 FROM patients")?.contains("OFFSET") == false)
    }

    @Test func `Whoever shares rows is read by the same condition, or not at all`() {
        func family(_ rows: [String: String]) -> SmallLane {
            var child = SmallLane.table("child", ["id integer", "ward", "more"])
            child.parents = [QualifiedName("s", "parent")]
            return SmallLane([SmallLane.table("parent", ["id integer", "ward"]), child], phi: [:], rows: rows)
        }
        let parent = family(["parent": "ward = 'x'"])
        #expect(parent.text("SELECT more FROM child")?.contains(#"FROM "s"."child" WHERE ("ward""#) == true)
        #expect(parent.text("SELECT * FROM ONLY parent")?.contains(#"FROM ONLY "s"."parent" WHERE ("ward""#) == true)
        let child = family(["child": "more = 'x'"])
        #expect(
            child.rule("SELECT * FROM parent") == "closed" && child.rule("INSERT INTO parent VALUES (1)") == "closed")
        #expect(child.rule("SELECT * FROM ONLY parent") == "closed")
        #expect(child.text("SELECT id FROM child")?.contains(#"FROM "s"."child" WHERE ("more""#) == true)
    }

    @Test func `A table that is not there yet, or is called otherwise now, is not shown whole`() {
        var table = Self.patients
        table.oid = 20_001
        let known = Self.lane { $0.relations[table.name] = table }.judge.remembered
        #expect(known.tables == [20_001: table.name])
        let renamed = Self.lane(remembered: known) { catalog in
            catalog.relations[table.name] = nil
            var other = table
            other.name = QualifiedName("s", "others")
            catalog.relations[other.name] = other
        }
        #expect(renamed.rule("SELECT * FROM others") == "closed")
        #expect(renamed.rule("CREATE TABLE patients (id int)") == "definition-over-protected")
        #expect(renamed.judge.misfits.contains { $0.contains("does not exist") })
        let role = Role(
            name: "analyst", groups: ["analysts"], targets: ["t"],
            rows: (try? RowCondition("x")).map { [RowFilter(target: "t", relation: table.name, condition: $0)] })
        let terms = PostgresTerms(database: "app", tls: .disable)
        #expect(known.kept(by: terms, for: role, in: renamed.judge.catalog) == known)
    }

    @Test func `What a session says of itself must be there and of the type that it is compared with`() {
        let lane = Self.lane(["patients": "id = {claim:n} AND ward = {principal} OR kept = {claim:u}"])
        func settings(_ claims: [String: String]) -> [String]? {
            try? lane.judge.rowSettings(principal: "me", claims: claims).get().map { "\($0.name)=\($0.value)" }
        }
        let uuid = "0a000000-0000-0000-0000-00000000000F"
        #expect(
            settings(["n": "5", "u": uuid]) == ["chaperone.row_1=me", "chaperone.row_2=5", "chaperone.row_3=\(uuid)"])
        for claims in [
            ["u": uuid], ["n": "", "u": uuid], ["n": "5; x", "u": uuid], ["n": "2147483648", "u": uuid],
            ["n": "05", "u": uuid], ["n": "5", "u": "x"],
        ] { #expect(settings(claims) == nil, "\(claims)") }
        #expect(lane.judge.tables(chosenBy: .claim("n")) == [Self.patients.name])
    }

    @Test func `Whoever asks is told by what rows are chosen`() {
        let lane = Self.lane()
        let judgement = lane.judge.judge(Array("SELECT 1 FROM patients".utf8), names: lane.judge.initialNames)
        #expect(
            lane.judge.notes(on: judgement)
                == ["of s.patients this role sees the rows with ward = 'west' AND NOT archived"])
    }
}
