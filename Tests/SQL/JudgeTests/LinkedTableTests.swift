import Judge
import Policy
import SQLRewrite
import Testing

/// `dx.code` is protected and refers to `icd.code`; `guesses.ssn` refers to protected `reg.ssn`.
struct LinkedTableTests {
    private static let lane: SmallLane = {
        func key(_ name: String, _ column: String, to table: String, _ other: String) -> Constraint {
            Constraint(
                name: name, kind: .foreignKey, columns: [column],
                reference: Constraint.Reference(relation: QualifiedName("s", table), columns: [other]))
        }
        func unique(_ keys: [String]) -> Index { Index(name: keys.joined(), isUnique: true, keys: keys) }
        func only(_ column: String) -> Constraint { Constraint(name: column, kind: .unique, columns: [column]) }
        func view(_ name: String, _ columns: [String], _ definition: String, reads: String = "icd") -> Relation {
            var view = SmallLane.view(name, columns, definition)
            view.reads = [QualifiedName("s", reads)]
            return view
        }
        return SmallLane(
            [
                SmallLane.table(
                    "icd", ["code", "label", "alt integer"], constraints: [only("code"), only("alt")],
                    indexes: [unique(["code"]), unique(["alt"]), Index(name: "plain", keys: ["label"])]),
                SmallLane.table(
                    "dx", ["id integer", "code"], constraints: [key("dx_code", "code", to: "icd", "code")]),
                SmallLane.table("reg", ["id integer", "ssn"]),
                SmallLane.table("guesses", ["id integer", "ssn"], constraints: [key("g", "ssn", to: "reg", "ssn")]),
                SmallLane.table(
                    "defaulted", ["id integer", "ssn text="], constraints: [key("d", "ssn", to: "reg", "ssn")]),
                SmallLane.table("free", ["id integer", "code"]),
                view("held", ["x"], "SELECT i.xmax::text AS x FROM s.icd i"),
                view("labels", ["code"], "SELECT i.code FROM s.icd i"),
                view("more", ["code"], "SELECT l.code FROM s.labels l", reads: "labels"),
                view("waiting", ["code"], "SELECT l.code FROM s.labels l FOR UPDATE SKIP LOCKED", reads: "labels"),
            ], phi: ["dx.code": .redact, "reg.ssn": .redact])
    }()

    @Test(arguments: [
        "ALTER TABLE s.guesses ATTACH PARTITION s.free DEFAULT",
        "ALTER TABLE s.guesses ALTER ssn SET DEFAULT 'guess'", "ALTER TABLE s.guesses VALIDATE CONSTRAINT g",
        "ALTER TABLE s.guesses DISABLE TRIGGER ALL",
    ])
    func `What has protected values checked is refused`(sql: String) {
        #expect(Self.lane.rule(sql) == "definition-over-protected")
    }

    @Test(arguments: [
        "ALTER TABLE s.guesses ADD COLUMN more text", "ALTER TABLE s.guesses DROP COLUMN id",
        "ALTER TABLE s.free ALTER code TYPE varchar(3)", "ALTER TABLE s.free VALIDATE CONSTRAINT x",
    ])
    func `Other columns are their owner's`(sql: String) {
        #expect(Self.lane.rule(sql) == nil)
    }

    @Test func `A default that a foreign key looks up tells as much as a value that is given`() {
        #expect(Self.lane.rule("INSERT INTO s.defaulted (id) VALUES (1)") == "insert-oracle")
        #expect(Self.lane.rule("INSERT INTO s.guesses (id) VALUES (1)") == nil)
        #expect(Self.lane.rule("INSERT INTO s.guesses (id, ssn) VALUES (1, 'x')") == "insert-oracle")
    }

    /// The server locks the row that a protected value refers to.
    @Test func `Which rows are locked for protected values is not told`() {
        for sql in [
            "SELECT code FROM s.icd WHERE xmax <> 0", "SELECT i.xmax FROM s.icd i",
            "SELECT length(icd.xmax::text) FROM s.icd",
            "COPY (SELECT code, xmax FROM s.icd) TO STDOUT", "UPDATE s.icd SET label = 'x' RETURNING xmax",
            "SELECT f.id FROM s.free f JOIN s.icd i ON f.code = i.code WHERE i.xmax::text = '5'",
            "WITH q AS (SELECT xmax AS x, code FROM s.icd) SELECT code FROM q",
            "SELECT code FROM s.icd c ORDER BY (c).xmax::text::bigint DESC LIMIT 1", "SELECT (c.*).xmax FROM s.icd c",
            "SELECT (icd).xmax FROM s.icd", "SELECT l.x FROM s.icd c, LATERAL (SELECT (c).xmax AS x) l",
        ] {
            #expect(Self.lane.rule(sql) == "system-column", "\(sql)")
        }
        for sql in [
            "SELECT code FROM s.icd FOR UPDATE SKIP LOCKED", "SELECT code FROM s.icd i FOR UPDATE OF i NOWAIT",
            "SELECT code FROM s.labels FOR UPDATE SKIP LOCKED",
            "WITH l AS MATERIALIZED (SELECT code FROM s.more FOR UPDATE SKIP LOCKED) SELECT * FROM l",
        ] {
            #expect(Self.lane.rule(sql) == "row-locks", "\(sql)")
        }
        var names = Self.lane.judge.initialNames
        guard
            case .permit(let permit) = Self.lane.judge.judge(
                Array("CREATE TEMP VIEW seen AS SELECT code FROM s.icd".utf8), names: names)
        else {
            Issue.record("refused")
            return
        }
        for statement in permit.statements { names.apply(statement) }
        let locking = Self.lane.judge.judge(Array("SELECT code FROM seen FOR UPDATE SKIP LOCKED".utf8), names: names)
        guard case .refuse(let refusal) = locking else {
            Issue.record("the locks behind a temporary view are shown")
            return
        }
        #expect(refusal.rule == "chaperone/row-locks")
        for sql in [
            "SELECT code FROM s.icd FOR NO KEY UPDATE SKIP LOCKED", "SELECT xmin, ctid FROM s.icd",
            "SELECT xmax FROM s.free", "SELECT id FROM s.free FOR UPDATE", "SELECT code, label FROM s.icd",
        ] {
            #expect(Self.lane.rule(sql) == nil, "\(sql)")
        }
        #expect(Self.lane.rule("SELECT x FROM s.held") == "rows-depend-on-phi")
        #expect(Self.lane.rule("SELECT code FROM s.waiting") == "rows-depend-on-phi")
        // The key of a row that is referred to is locked.
        #expect(Self.lane.rule("UPDATE s.icd SET alt = 5 WHERE code = 'x'") == "update-oracle")
        #expect(
            Self.lane.rule("INSERT INTO s.icd (code) VALUES ('x') ON CONFLICT (code) DO UPDATE SET alt = 7")
                == "update-oracle")
        #expect(Self.lane.rule("UPDATE s.icd SET label = 'y' WHERE code = 'x'") == nil)
        #expect(Self.lane.rule("SELECT code FROM s.labels") == nil)
    }

    @Test func `EXPLAIN does not show by how many values rows are grouped`() {
        for grouped in [
            "SELECT ssn FROM s.reg GROUP BY ssn", "SELECT DISTINCT ssn FROM s.reg", "SELECT DISTINCT * FROM s.reg",
            "SELECT count(*) FROM s.reg GROUP BY left(ssn, 1)", "SELECT id, count(ssn) FROM s.reg GROUP BY 1",
        ] {
            #expect(Self.lane.rule("EXPLAIN " + grouped) == "explain-join", "\(grouped)")
            #expect(Self.lane.rule(grouped) == nil, "\(grouped)")
        }
        #expect(Self.lane.rule("EXPLAIN SELECT id FROM s.reg GROUP BY id") == nil)
        #expect(Self.lane.rule("EXPLAIN SELECT ssn FROM s.reg ORDER BY id") == nil)
    }
}
