import Judge
import Policy
import SQLRewrite
import Testing

/// What is protected without being named.
@Suite("Tables that the policy does not name") struct PatternProtectionTests {
    private static let plain = SmallLane.table("plain", ["id integer", "body"])

    private static func table(_ name: String, _ columns: [String], oid: UInt32, parents: [String] = []) -> Relation {
        var table = SmallLane.table(name, columns)
        table.oid = oid
        table.parents = parents.map { QualifiedName("s", $0) }
        return table
    }

    @Test("A column is masked by what it is called, and so is what shows it")
    func masked() throws {
        let staff = Self.table("staff", ["id integer", "ssn"], oid: 20_001)
        let lane = SmallLane(
            [staff, Self.plain, SmallLane.view("v", ["x"], "SELECT staff.ssn AS x FROM s.staff")], phi: [:],
            patterns: ["**.ssn": .last4])
        for text in ["SELECT * FROM staff", "SELECT ssn FROM s.staff", "SELECT x FROM v"] {
            #expect(try #require(lane.text(text)).contains("***"), "\(text)")
        }
        #expect(lane.text("SELECT body FROM plain")?.contains("***") == false)
        #expect(lane.rule("UPDATE staff SET ssn = 'x'") != nil && lane.rule("SELECT staff FROM staff") == nil)
    }

    @Test("What is not there yet is not known, although nothing is protected so far")
    func later() {
        let before = SmallLane([Self.plain], phi: [:], patterns: ["**.ssn": .last4])
        #expect(before.rule("SELECT ssn FROM staff") == "unknown-relation")
        #expect(before.rule("SELECT body FROM plain") == nil)
        #expect(SmallLane([Self.plain], phi: [:]).rule("SELECT ssn FROM staff") == nil)
    }

    @Test("What could gain such a column is watched, and what could not is not")
    func watched() {
        let all = [
            Self.table("a", ["id integer"], oid: 20_001), Self.table("b", ["id integer"], oid: 20_002),
        ]
        let some = SmallLane(all, phi: [:], patterns: ["s.a.ssn": .last4]).judge.watched
        #expect(some.relations == [20_001])
        let any = SmallLane(all, phi: [:], patterns: ["**.ssn": .last4]).judge.watched
        #expect(any.relations == [20_001, 20_002])
        // A name may become a table's.
        var sequence = Self.table("q", ["last_value"], oid: 20_003)
        sequence.kind = .sequence
        var type = Self.table("y", ["ssn"], oid: 20_004)
        type.kind = .compositeType
        let others = SmallLane([sequence, type], phi: [:], patterns: ["**.ssn": .last4])
        #expect(others.judge.watched.relations == [20_003])
        #expect(others.rule("SELECT last_value FROM q") == nil && others.rule("SELECT * FROM y") == "unknown-relation")
    }

    @Test("A partition is masked as its parent says, also where a pattern would have it otherwise")
    func families() throws {
        let parent = Self.table("visits", ["id integer", "ssn"], oid: 20_001)
        let child = Self.table("visits_1", ["id integer", "ssn"], oid: 20_002, parents: ["visits"])
        let lane = SmallLane(
            [parent, child], phi: [:], patterns: ["*.visits.ssn": .last4, "*.visits_1.ssn": .redact])
        for name in ["visits", "visits_1"] {
            let text = try #require(lane.text("SELECT ssn FROM \(name)"))
            #expect(text.contains("right"), "\(text)")
        }
    }

    @Test(
        "Nobody makes a column whose mask would be a dictionary",
        arguments: [
            "CREATE TABLE s.mine AS SELECT 1 AS id, 'x' AS mrn", "CREATE TABLE s.mine (id int, mrn text)",
            "CREATE TABLE mine (LIKE plain, mrn text)", "SELECT 1 AS id, 'x' AS mrn INTO s.mine",
            "CREATE TABLE s.mine AS SELECT * FROM plain", "CREATE TABLE s.mine AS SELECT upper(body) FROM plain",
            "CREATE TABLE s.mine (a, mrn) AS SELECT id, body FROM plain", "CREATE TABLE s.mine AS VALUES (1, 'x')",
            "ALTER TABLE plain ADD COLUMN mrn text DEFAULT 'x'", "ALTER TABLE s.plain RENAME body TO mrn",
            "ALTER TABLE s.plain RENAME COLUMN body TO mrn", "CREATE TABLE s.mine OF s.pair",
            "CREATE TABLE s.mine () INHERITS (s.unknown)", "ALTER INDEX s.unknown RENAME TO mine",
        ])
    func dictionaries(sql: String) {
        let lane = SmallLane([Self.plain], phi: [:], derive: ["kept.*"], patterns: ["**.mrn": .pseudonym])
        #expect(lane.rule(sql) == "pattern-dictionary")
        #expect(SmallLane([Self.plain], phi: [:], patterns: ["**.mrn": .redact]).rule(sql) != "pattern-dictionary")
    }

    /// `**.mrn` in schema `t`, whose tables are children of `s.plain`.
    @Test("Nor by what their parents get, by a schema's own elements, or by two steps within a transaction")
    func dictionariesBySteps() throws {
        var child = Self.table("child", ["id", "body"], oid: 9)
        child.name = QualifiedName("t", "child")
        child.parents = [Self.plain.name]
        var free = Self.table("free", ["id", "body"], oid: 10)
        free.name = QualifiedName("t", "free")
        let other = Self.table("other", ["id", "body"], oid: 11)
        let lane = SmallLane([Self.plain, child, free, other], phi: [:], patterns: ["t.*.mrn": .pseudonym]) {
            $0.schemas = ["s", "t"]
        }
        for sql in [
            "ALTER TABLE s.plain ADD COLUMN mrn text", "ALTER TABLE s.plain RENAME body TO mrn",
            "CREATE SCHEMA t CREATE TABLE mine (mrn text)",
        ] {
            #expect(lane.rule(sql) == "pattern-dictionary", "\(sql)")
        }
        #expect(lane.rule("ALTER TABLE s.plain ADD COLUMN more text") == nil)
        func rule(after first: String, _ sql: String) -> String? {
            var names = lane.judge.initialNames
            guard case .permit(let permit) = lane.judge.judge(Array(first.utf8), names: names) else { return "first" }
            for statement in permit.statements { names.apply(statement) }
            switch lane.judge.judge(Array(sql.utf8), names: names) {
            case .permit, .approve: return nil
            case .refuse(let refusal), .needsCatalog(let refusal): return refusal.rule
            }
        }
        let like = "CREATE TABLE t.copy (LIKE s.plain)"
        #expect(rule(after: "SELECT 1", like) == nil)
        #expect(rule(after: "ALTER TABLE s.plain ADD COLUMN more text", like) == "chaperone/pattern-dictionary")
        // Whatever it is that the transaction has defined.
        let rename = "ALTER TABLE s.plain RENAME TO plainer"
        for first in ["CREATE VIEW s.v AS SELECT 1 AS x", "CREATE TABLE s.made AS SELECT 1 AS id"] {
            let into = "CREATE TABLE t.copy (LIKE s.plain)"
            #expect(rule(after: first, into) == "chaperone/pattern-dictionary", "\(first)")
        }
        #expect(rule(after: "SELECT 1", rename) == nil)
        let given = "ALTER TABLE s.other RENAME body TO mrn"
        #expect(rule(after: "ALTER TABLE t.free INHERIT s.other", given) == "chaperone/pattern-dictionary")
        #expect(rule(after: "SELECT 1", given) == nil)
        #expect(lane.rule("ALTER TYPE s.pair ADD ATTRIBUTE mrn text CASCADE") == "pattern-dictionary")
        let shadowed = rule(after: "CREATE TEMP TABLE plain (mrn text)", "CREATE TABLE t.copy (LIKE plain)")
        #expect(shadowed == "chaperone/pattern-dictionary")
        #expect(rule(after: "CREATE TEMP TABLE plain (mrn text)", like) == nil)
    }

    @Test("What is made is none of the session's own, whatever is called so there")
    func besideOwn() {
        let lane = SmallLane([Self.plain], phi: [:], patterns: ["**.mrn": .pseudonym])
        var names = lane.judge.initialNames
        let own = lane.judge.judge(Array("CREATE TEMP TABLE mine (x int)".utf8), names: names)
        guard case .permit(let permit) = own else {
            Issue.record("refused")
            return
        }
        for statement in permit.statements { names.apply(statement) }
        let made = lane.judge.judge(Array("CREATE TABLE mine AS SELECT 1 AS id, 'x' AS mrn".utf8), names: names)
        guard case .refuse(let refusal) = made else {
            Issue.record("permitted")
            return
        }
        #expect(refusal.rule == "chaperone/pattern-dictionary")
    }

    @Test(
        "Other columns are free, and so is what holds masks or is the session's own",
        arguments: [
            "CREATE TABLE s.mine (id int, name text)", "CREATE TABLE s.mine AS SELECT id, body AS name FROM plain",
            "CREATE TEMP TABLE mine (id int, mrn text)", "CREATE TEMP TABLE mine AS SELECT * FROM plain",
            "CREATE TABLE kept.mine AS SELECT * FROM plain", "ALTER TABLE plain ADD COLUMN more text",
            "ALTER TABLE s.plain RENAME body TO text", "CREATE TABLE s.mine (LIKE plain)",
        ])
    func free(sql: String) {
        let lane = SmallLane([Self.plain], phi: [:], derive: ["kept.*"], patterns: ["**.mrn": .pseudonym])
        #expect(lane.rule(sql) == nil)
    }

    @Test("A table that loses its protected column stays closed until the policy says something else")
    func renamed() {
        let before = SmallLane(
            [Self.table("staff", ["id integer", "ssn"], oid: 20_001)], phi: [:], patterns: ["**.ssn": .last4])
        #expect(before.judge.remembered.tables == [20_001: QualifiedName("s", "staff")])
        let after = SmallLane(
            [Self.table("staff", ["id integer", "social"], oid: 20_001)], phi: [:], patterns: ["**.ssn": .last4],
            remembered: before.judge.remembered)
        #expect(after.rule("SELECT social FROM staff") == "closed")
    }

    @Test("In a closed schema a table is not readable before somebody has said something of it, and a column NULL")
    func unlisted() throws {
        func lane(_ reviewed: [String], remembered: RememberedTables = RememberedTables()) -> SmallLane {
            SmallLane(
                [
                    Self.table("wards", ["id integer", "name"], oid: 20_001),
                    Self.table("fresh", ["id integer"], oid: 20_002),
                ],
                phi: ["wards.name": .redact], unlisted: UnlistedColumns(schemas: ["s"], reviewed: reviewed),
                remembered: remembered)
        }
        let closed = lane([])
        #expect(closed.rule("SELECT * FROM fresh") == "closed" && closed.rule("SELECT count(*) FROM fresh") == "closed")
        #expect(closed.refusal("TABLE fresh")?.message.contains("no column of it is in") == true)
        #expect(try #require(closed.text("SELECT id FROM wards")).contains("NULL"))
        // Nobody has said that these are protected: nothing of it stays when they are reviewed.
        #expect(closed.judge.remembered.tables == [20_001: QualifiedName("s", "wards")])
        let open = lane(["s.fresh.*", "s.wards.id"], remembered: closed.judge.remembered)
        #expect(open.rule("SELECT * FROM fresh") == nil)
        #expect(open.text("SELECT id FROM wards")?.contains("NULL") == false)
        #expect(closed.judge.watched.relations == [20_001, 20_002])
    }
}
