import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Copies of what masks show, in temporary tables and where the policy says so") struct MaskedCopyTests {
    /// A session; each text is judged, and taken as done where it is permitted.
    private final class Session {
        let judge: Judge
        var names: SessionNames

        init(derive: [String]? = ["scratch.*"], rules: [Rule] = []) {
            judge =
                SmallLane(
                    [
                        SmallLane.table("people", ["id integer!", "mrn", "ssn", "ward", "note"]),
                        SmallLane.table("plain", ["id integer!", "note"]),
                        SmallLane.table("copy", ["id integer!", "note"], schema: "scratch"),
                        SmallLane.table("people", ["id integer!", "mrn"], schema: "scratch"), Self.overCopies,
                        SmallLane.table("parent", ["id integer!"]), Self.child,
                        SmallLane.table("referred", ["mrn"], schema: "scratch"),
                        SmallLane.table("referring", ["mrn"], constraints: [Self.carrying]),
                    ],
                    phi: ["people.mrn": .pseudonym, "people.ssn": .last4], lookups: ["people.mrn"],
                    writable: ["people.ssn"], derive: derive, rules: rules
                ).judge
            names = judge.initialNames
        }

        func ask(_ sql: String) -> (permit: Permit?, refusal: Refusal?) {
            switch judge.judge(Array(sql.utf8), names: names) {
            case .permit(let permit), .approve(let permit):
                for statement in permit.statements { names.apply(statement) }
                return (permit, nil)
            case .refuse(let refusal), .needsCatalog(let refusal): return (nil, refusal)
            }
        }

        private static var child: Relation {
            var table = SmallLane.table("child", ["id integer!"], schema: "scratch")
            table.parents = [QualifiedName("s", "parent")]
            return table
        }

        private static let carrying = Constraint(
            name: "f", kind: .foreignKey, columns: ["mrn"],
            reference: Constraint.Reference(
                relation: QualifiedName("scratch", "referred"), columns: ["mrn"], onUpdate: .cascade))

        private static var overCopies: Relation {
            var view = SmallLane.view("over", ["id integer"], "SELECT c.id FROM scratch.copy c")
            view.reads = [QualifiedName("scratch", "copy")]
            return view
        }

        /// The product's rule that refuses it, without its prefix, or the policy's.
        func rule(_ sql: String) -> String? {
            ask(sql).refusal.map { $0.rule.hasPrefix("chaperone/") ? String($0.rule.dropFirst(10)) : $0.rule }
        }

        func text(_ sql: String) -> String? {
            ask(sql).permit.map { String(decoding: $0.text, as: UTF8.self) }
        }

        func profile(_ sql: String) throws -> StatementProfile {
            try #require(ask(sql).permit?.statements.first, "\(sql)")
        }
    }

    /// Some rule asks for tables: names are read twice.
    private static let readers: [[Rule]] = [[], [RuleLane.rule("no-log", .deny, [], ["core.log"])]]

    @Test(
        "a table is made of masked rows where they may stand, and its name is written with its schema",
        arguments: [
            ("CREATE TEMP TABLE t AS SELECT * FROM people", "CREATE TEMP TABLE t AS SELECT * FROM (SELECT \"id\", "),
            ("SELECT id, ssn INTO TEMP t FROM people p", "INTO TEMP t FROM (SELECT \"id\", "),
            ("CREATE TABLE pg_temp.t AS TABLE people", "CREATE TABLE pg_temp.t AS SELECT * FROM (SELECT \"id\", "),
            ("CREATE TABLE scratch.t AS SELECT ssn FROM people", "CREATE TABLE scratch.t AS SELECT ssn FROM (SELECT "),
            (
                "CREATE TABLE app.scratch.t (a) AS (SELECT ssn FROM people) WITH NO DATA",
                "CREATE TABLE app.scratch.t (a) AS (SELECT ssn FROM (SELECT "
            ),
            ("SELECT mrn INTO scratch.t FROM s.people", "INTO scratch.t FROM (SELECT "),
            (
                "WITH w AS (SELECT ssn FROM people) SELECT * INTO scratch.t FROM w",
                "WITH w AS (SELECT ssn FROM (SELECT \"id\", "
            ),
            ("CREATE UNLOGGED TABLE IF NOT EXISTS scratch.people AS SELECT 1 AS mrn", "scratch.people AS SELECT 1"),
        ])
    func made(_ sql: String, _ part: String) throws {
        let session = Session()
        let text = try #require(session.text(sql), "\(sql)")
        #expect(text.contains(part), "\(text)")
    }

    @Test("an unqualified name is that of the schema in which it will be made", arguments: readers)
    func pinned(_ rules: [Rule]) throws {
        let session = Session(rules: rules)
        #expect(session.rule("CREATE TABLE t AS SELECT ssn FROM people") == "definition-over-protected")
        #expect(session.rule("SET search_path = scratch, s") == nil)
        let text = try #require(session.text("CREATE TABLE t AS SELECT ssn FROM s.people"))
        #expect(text.hasPrefix("CREATE TABLE \"scratch\".\"t\" AS SELECT ssn FROM (SELECT "), "\(text)")
        let into = try #require(session.text("SELECT ssn INTO u FROM s.people"))
        #expect(into.contains("INTO \"scratch\".\"u\" FROM (SELECT "), "\(into)")
    }

    @Test(
        "nowhere else, and nothing that keeps the text of its query",
        arguments: [
            "CREATE TABLE t AS SELECT ssn FROM people", "CREATE TABLE s.t AS SELECT id FROM people",
            "SELECT ssn INTO t FROM people", "CREATE VIEW scratch.v AS SELECT ssn FROM people",
            "CREATE TEMP VIEW v AS SELECT ssn FROM people",
            "CREATE MATERIALIZED VIEW scratch.v AS SELECT ssn FROM people", "CREATE TABLE scratch.t AS EXECUTE q",
            "CREATE TABLE s.people AS SELECT 1 AS id", "CREATE TABLE scratch.t (LIKE people)",
            "CREATE TABLE scratch.t () INHERITS (people)",
        ])
    func refused(_ sql: String) {
        let session = Session()
        #expect(session.rule(sql) == "definition-over-protected")
        #expect(session.ask(sql).refusal?.hint != nil)
    }

    @Test(
        "masked values are written to such tables, and choose rows of them",
        arguments: [
            "INSERT INTO scratch.copy SELECT id, ssn FROM people",
            "INSERT INTO scratch.copy SELECT id, p::text FROM people p",
            "UPDATE scratch.copy c SET note = p.mrn FROM people p WHERE p.id = c.id",
            "DELETE FROM scratch.copy WHERE id IN (SELECT id FROM people WHERE ssn > '4')",
            "MERGE INTO scratch.copy c USING people p ON c.id = p.id WHEN MATCHED THEN UPDATE SET note = p.ssn "
                + "WHEN NOT MATCHED THEN INSERT VALUES (p.id, p.mrn)",
            "INSERT INTO scratch.people SELECT id, mrn FROM s.people",
        ])
    func written(_ sql: String) {
        let open = Session()
        #expect(open.rule(sql) == nil)
        let closed = Session(derive: nil)
        #expect(closed.rule(sql) == "masked-write")
        // To one's own temporary table they are, whatever the policy names.
        #expect(closed.rule("CREATE TEMP TABLE copy (id int, note text)") == nil)
        if sql.contains("scratch.copy") {
            #expect(closed.rule(sql.replacing("scratch.copy", with: "copy")) == nil)
        }
    }

    @Test(
        "and to no other",
        arguments: [
            "INSERT INTO plain SELECT id, ssn FROM people",
            "UPDATE plain c SET note = p.mrn FROM people p WHERE p.id = c.id",
            "MERGE INTO plain c USING people p ON c.id = p.id WHEN MATCHED THEN UPDATE SET note = p.ssn",
        ])
    func others(_ sql: String) throws {
        let session = Session()
        let refusal = try #require(session.ask(sql).refusal)
        #expect(refusal.rule == "chaperone/masked-write")
        #expect(refusal.hint?.contains("\"derive\"") == true)
    }

    @Test("a copy stays one: nothing is made of it where rules would not know it for one")
    func oneStepOn() throws {
        for road in [
            "INSERT INTO plain SELECT id, note FROM scratch.copy", "INSERT INTO plain SELECT id, 'x' FROM over",
            "UPDATE plain SET note = c.note FROM scratch.copy c", "CREATE TABLE s.more AS SELECT * FROM scratch.copy",
            "SELECT * INTO s.more FROM scratch.copy", "INSERT INTO referring SELECT id FROM scratch.copy",
            "MERGE INTO plain USING scratch.copy c ON plain.id = c.id WHEN MATCHED THEN UPDATE SET note = c.note",
        ] {
            #expect(Session().rule(road) == "masked-write", "\(road)")
        }
        let session = Session()
        #expect(session.rule("CREATE TEMP TABLE t AS SELECT ssn FROM people") == nil)
        #expect(session.rule("INSERT INTO plain SELECT 1, ssn FROM t") == "masked-write")
        #expect(session.rule("INSERT INTO scratch.copy SELECT 1, ssn FROM t") == nil)
        #expect(session.rule("CREATE TEMP TABLE u AS SELECT * FROM t") == nil)
        // What RETURNING gives is read.
        #expect(try session.profile("UPDATE scratch.copy SET id = id RETURNING note").phiRead == ["scratch.copy.*"])
        #expect(try session.profile("UPDATE scratch.copy SET id = 1").phiRead == [])
        #expect(try session.profile("DELETE FROM t RETURNING *").phiRead.contains("s.people.ssn"))
        for moved in [
            "WITH d AS (DELETE FROM scratch.copy RETURNING *) INSERT INTO plain SELECT * FROM d",
            "WITH d AS (UPDATE t SET ssn = ssn RETURNING ssn) INSERT INTO plain SELECT 1, ssn FROM d",
        ] {
            #expect(session.rule(moved) == "masked-write", "\(moved)")
        }
        #expect(session.rule("CREATE TEMP TABLE c () INHERITS (plain)") == "temporary-child")
        #expect(session.rule("ALTER TABLE t INHERIT plain") == "temporary-child")
        // By its parent, too.
        #expect(try session.profile("SELECT * FROM parent").phiRead == ["s.parent.*"])
        // Its own columns may be such, too.
        #expect(session.rule("UPDATE scratch.referred SET mrn = left(mrn, 3)") == "masked-write")
        let shadowing = Session()
        #expect(shadowing.rule("SET search_path = pg_temp, s") == nil)
        #expect(shadowing.rule("CREATE TABLE c () INHERITS (s.plain)") == "temporary-child")
        // What a foreign key would carry on is not written.
        #expect(session.rule("UPDATE scratch.referred SET mrn = (SELECT mrn FROM people LIMIT 1)") == "masked-write")
    }

    @Test("what was copied is not written to protected columns again")
    func writtenBack() {
        let session = Session()
        #expect(session.rule("INSERT INTO people (id, ssn) SELECT id, note FROM scratch.copy") == "masked-write")
        #expect(session.rule("INSERT INTO people (id, note) SELECT id, note FROM scratch.copy") == "masked-write")
        #expect(
            session.rule("UPDATE people p SET ssn = c.note FROM scratch.copy c WHERE c.id = p.id") == "masked-write")
        #expect(session.rule("INSERT INTO people (id, ssn) SELECT id, note FROM plain") == nil)
        #expect(session.rule("CREATE TEMP TABLE t (id int, note text)") == nil)
        #expect(session.rule("INSERT INTO people (id, ssn) SELECT id, note FROM t") == nil)
        #expect(session.rule("INSERT INTO t SELECT id, ssn FROM people") == nil)
        #expect(session.rule("INSERT INTO people (id, ssn) SELECT id, note FROM t") == "masked-write")
    }

    @Test("rules about PHI hold for what was copied")
    func remembered() throws {
        let session = Session()
        #expect(try session.profile("SELECT * FROM scratch.copy").phiRead == ["scratch.copy.*"])
        #expect(try session.profile("COPY scratch.copy TO STDOUT").phiRead == ["scratch.copy.*"])
        #expect(try session.profile("SELECT * FROM over").phiRead == ["scratch.copy.*"], "by a view")
        #expect(try session.profile("SELECT * FROM plain").phiRead == [])
        #expect(session.rule("CREATE TEMP TABLE t (id int)") == nil)
        #expect(try session.profile("SELECT * FROM t").phiRead == [])
        #expect(session.rule("EXPLAIN CREATE TEMP TABLE u AS SELECT * FROM people") == nil)
        #expect(try session.profile("SELECT * FROM t").phiRead == [])
        #expect(session.rule("CREATE TEMP TABLE u AS SELECT * FROM people") == nil)
        #expect(try session.profile("SELECT * FROM u").phiRead == ["s.people.mrn", "s.people.ssn"])
        let viewing = Session()
        #expect(viewing.rule("CREATE TEMP VIEW v AS SELECT id FROM scratch.copy") == nil)
        #expect(try viewing.profile("SELECT * FROM v").phiRead == ["scratch.copy.*"])
        let prepared = Session()
        for sql in ["CREATE TEMP TABLE t (id int, note text)", "PREPARE p AS SELECT * FROM t"] {
            #expect(prepared.rule(sql) == nil)
        }
        #expect(try prepared.profile("EXECUTE p").phiRead == [])
        #expect(prepared.rule("INSERT INTO t SELECT id, ssn FROM people") == nil)
        #expect(
            try prepared.profile("EXECUTE p").phiRead == ["s.people.mrn", "s.people.ssn"], "also what was prepared")
        #expect(try session.profile("COPY u TO STDOUT").phiRead == ["s.people.mrn", "s.people.ssn"])
    }

    @Test("a table keeps the name by which it is known for one")
    func renamed() {
        func rule(_ sql: String) -> String? { Session(derive: ["scratch.copy*", "s.kept"]).rule(sql) }
        #expect(rule("ALTER TABLE scratch.copy RENAME TO copy_2") == nil)
        #expect(rule("ALTER TABLE plain RENAME TO plainer") == nil)
        for sql in [
            "ALTER TABLE scratch.copy RENAME TO other", "ALTER INDEX scratch.copy RENAME TO other",
            "ALTER TABLE plain RENAME TO kept", "ALTER TABLE s.plain RENAME TO kept",
        ] {
            #expect(rule(sql) == "masked-write", "\(sql)")
        }
    }

    @Test("making one is \"derive\" and \"select\" for rules; a rule for ddl holds for it, too")
    func kinds() throws {
        let session = Session()
        #expect(try session.profile("CREATE TABLE scratch.t AS SELECT 1 AS a").kinds == [.derive, .select])
        #expect(try session.profile("SELECT 1 AS a INTO scratch.u").kinds == [.derive, .select])
        #expect(try session.profile("CREATE TABLE s.t AS SELECT 1 AS a").kinds == [.ddl])
        #expect(try session.profile("CREATE TABLE scratch.w (a int)").kinds == [.ddl])
        let denied = RuleLane.rule("no-ddl", .deny, [.ddl])
        let closed = Session(rules: [denied])
        #expect(closed.rule("CREATE TABLE scratch.t AS SELECT ssn FROM people") == "no-ddl")
        let open = Session(rules: [RuleLane.rule("copies", .allow, [.derive]), denied])
        #expect(open.rule("CREATE TABLE scratch.t AS SELECT ssn FROM people") == nil)
        #expect(open.rule("CREATE TABLE scratch.u (a int)") == "no-ddl")
    }

    @Test("a table that the open transaction has made of nothing else's is used before COMMIT", arguments: readers)
    func open(_ rules: [Rule]) throws {
        for plain in [
            "CREATE TABLE scratch.t AS SELECT id, ssn FROM people", "SELECT id, ssn INTO scratch.t FROM people",
            "CREATE TABLE scratch.t (id int PRIMARY KEY, ssn text DEFAULT 'x', n int CHECK (n > 3), d date UNIQUE)",
        ] {
            let session = Session(rules: rules)
            #expect(session.rule("BEGIN") == nil)
            #expect(session.rule("SELECT * FROM scratch.t") == "unknown-relation")
            #expect(session.rule(plain) == nil, "\(plain)")
            #expect(session.text("SELECT t.id FROM scratch.t") == "SELECT t.id FROM scratch.t")
            #expect(try session.profile("SELECT id FROM scratch.t").phiRead == ["scratch.t.*"])
            for sql in [
                "INSERT INTO scratch.t (id, ssn) SELECT id, ssn FROM people",
                "UPDATE scratch.t SET ssn = 'x' WHERE id = 3",
                "DELETE FROM scratch.t WHERE id = 3 RETURNING *", "COPY scratch.t FROM STDIN",
                "COPY scratch.t TO STDOUT",
                "CREATE INDEX ON scratch.t (id)", "ALTER TABLE scratch.t ADD COLUMN more int",
                "TRUNCATE scratch.t", "LOCK TABLE scratch.t",
            ] {
                #expect(session.rule(sql) == nil, "\(sql)")
            }
            #expect(session.rule("INSERT INTO people (id, ssn) SELECT id, ssn FROM scratch.t") == "masked-write")
            #expect(session.rule("CREATE VIEW scratch.v AS SELECT id FROM scratch.t") == "open-definition")
            #expect(session.rule("SET search_path = scratch") == nil)
            #expect(session.text("SELECT id FROM t") == "SELECT id FROM \"scratch\".\"t\"")
            #expect(session.text("INSERT INTO t VALUES (1)") == "INSERT INTO \"scratch\".\"t\" VALUES (1)")
            #expect(session.rule("ROLLBACK") == nil)
            #expect(session.rule("SELECT * FROM scratch.t") == "unknown-relation")
        }
    }

    @Test("also in one text, and by a name that was written out", arguments: readers)
    func oneText(_ rules: [Rule]) throws {
        let session = Session(rules: rules)
        #expect(
            session.text("CREATE TABLE t (id int); INSERT INTO t VALUES (1)")
                == "CREATE TABLE \"s\".\"t\" (id int); INSERT INTO \"s\".\"t\" VALUES (1)")
    }

    @Test(
        "one that has anything of another relation, or may have been there, is not",
        arguments: [
            "CREATE TABLE IF NOT EXISTS scratch.t (id int)", "CREATE TABLE scratch.t (LIKE plain INCLUDING ALL)",
            "CREATE TABLE scratch.t (id int REFERENCES plain)", "CREATE TABLE scratch.t () INHERITS (plain)",
            "CREATE TABLE IF NOT EXISTS scratch.t AS SELECT 1 AS id",
            "CREATE TABLE scratch.t (id int) PARTITION BY LIST (id)",
            "CREATE TABLE scratch.t OF plain", "EXPLAIN CREATE TABLE scratch.t AS SELECT 1 AS id",
            "CREATE SCHEMA other CREATE TABLE t (id int)",
        ])
    func notPlain(_ sql: String) {
        let session = Session()
        #expect(session.rule("BEGIN") == nil)
        #expect(session.rule(sql) == nil)
        for name in ["scratch.t", "s.t", "other.t"] {
            #expect(["unknown-relation", "open-definition"].contains(session.rule("SELECT * FROM \(name)")))
        }
    }

    @Test(
        "nor one that was renamed, dropped, undone to a savepoint, or made a relative",
        arguments: [
            "ALTER TABLE scratch.t RENAME TO u", "DROP TABLE scratch.t", "ROLLBACK TO a",
            "ALTER TABLE scratch.t INHERIT plain",
            "COMMIT", "ROLLBACK",
        ])
    func changed(_ sql: String) {
        let session = Session()
        for statement in ["BEGIN", "SAVEPOINT a", "CREATE TABLE scratch.t (id int)", "SELECT * FROM scratch.t", sql] {
            #expect(session.rule(statement) == nil, "\(statement)")
        }
        #expect(["unknown-relation", "open-definition"].contains(session.rule("SELECT * FROM scratch.t")))
    }
}
