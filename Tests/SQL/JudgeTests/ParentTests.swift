import Judge
import Policy
import SQLRewrite
import Testing

/// A table whose children have protected columns that it lacks: what is asked of it, or done to it, is of their rows as well.
struct ParentTests {
    private static func child(_ name: String, _ columns: [String], of parent: String) -> Relation {
        var child = SmallLane.table(name, columns)
        child.parents = [QualifiedName("s", parent)]
        return child
    }

    private static let lane: SmallLane = {
        var dated = child("dated", ["id integer", "note", "at date", "mrn", "code"], of: "visit")
        dated.columns[4].generatedFrom = ["note"]
        return SmallLane(
            [
                SmallLane.table("elder", ["id integer", "note"]),
                child("younger", ["id integer", "note", "ssn"], of: "elder"),
                child("youngest", ["id integer", "note", "ssn", "more"], of: "younger"),
                SmallLane.table("visit", ["id integer", "note"]), dated,
                SmallLane.table("plain", ["id integer", "note"]),
                SmallLane.view("v", ["id integer"], "SELECT e.id FROM s.elder e"),
            ], phi: ["youngest.ssn": .redact, "dated.at": .shift(subject: "id"), "dated.code": .pseudonym]
        ) { catalog in
            catalog.cascades = [Droppable(.type, QualifiedName("s", "kind")): [QualifiedName("s", "youngest")]]
        }
    }()

    @Test(arguments: [
        "SELECT ctid FROM s.elder", "UPDATE s.elder SET note = 'z' WHERE ctid < '(3,0)'",
        "SELECT id FROM s.elder TABLESAMPLE BERNOULLI (50) REPEATABLE (3)",
        "ALTER TABLE s.elder ADD COLUMN ssn text", "ALTER TABLE s.elder ADD COLUMN other text CHECK (other > 'a')",
        "ALTER TABLE s.elder ADD CHECK (note > 'a')", "CREATE INDEX ON s.elder (note)", "DROP TABLE s.elder CASCADE",
        "CREATE TABLE s.more (x int) INHERITS (s.elder)",
        "MERGE INTO s.elder e USING s.plain p ON p.id = e.id WHEN MATCHED THEN DELETE",
        "EXPLAIN ANALYZE SELECT * FROM s.v",
    ])
    func `What is refused of a protected table is refused of it`(sql: String) {
        #expect(Self.lane.rule(sql) != nil)
    }

    @Test(arguments: [
        "UPDATE s.visit SET id = 3 WHERE id = 4", "UPDATE s.visit SET note = 'x' WHERE id = 4",
        "WITH w AS (UPDATE s.visit SET id = 3 RETURNING id) SELECT * FROM w",
    ])
    func `A subject, or what a pseudonym is computed from, is not written by way of it`(sql: String) {
        #expect(Self.lane.rule(sql) == "masked-write-back")
    }

    @Test(arguments: [
        "UPDATE s.elder SET note = 'x' WHERE id = 1", "DELETE FROM s.elder WHERE id = 1",
        "SELECT * FROM s.elder",
    ])
    func `The server's words about it are put together anew`(sql: String) throws {
        let judge = Self.lane.judge
        guard case .permit(let permit) = judge.judge(Array(sql.utf8), names: judge.initialNames) else {
            Issue.record("not permitted")
            return
        }
        #expect(permit.statements.first?.serverText == .scrub)
    }

    @Test(arguments: [
        "SELECT id, note FROM s.elder WHERE note = 'x'", "INSERT INTO s.elder VALUES (1, 'x')",
        "UPDATE s.elder SET note = 'x' WHERE id = 1 RETURNING id, note", "DELETE FROM s.elder WHERE id = 1",
        "SELECT id FROM s.v", "INSERT INTO s.visit VALUES (1, 'x')", "EXPLAIN (COSTS off) SELECT * FROM s.elder",
    ])
    func `The rest of the work goes on`(sql: String) {
        #expect(Self.lane.rule(sql) == nil)
    }

    @Test func `A check that children have by its name alone tells where a row is`() {
        func lane(_ child: String?, of parent: String?, on columns: Set<String> = ["ssn"]) -> SmallLane {
            func table(_ name: String, _ text: String?) -> Relation {
                var table = SmallLane.table(name, ["id integer", "ssn"])
                var check = Constraint(name: "c", kind: .check, columns: columns)
                (check.text, check.isSettled) = (text, true)
                table.constraints = [check]
                return table
            }
            var part = table("part", child)
            part.parents = [QualifiedName("s", "whole")]
            return SmallLane([table("whole", parent), part], phi: ["whole.ssn": .redact])
        }
        for table in ["whole", "part"] {
            let sql = "SELECT id FROM s.\(table)"
            #expect(lane("t (ssn ~ '^[0-4]')", of: "t (ssn <> '')").rule(sql) == "rows-depend-on-phi")
            #expect(lane("t (ssn <> '')", of: "t (ssn <> '')").rule(sql) == nil)
            #expect(lane("t (id > 3)", of: "t (id > 0)", on: ["id"]).rule(sql) == nil)
        }
    }

    /// Types by which tables are made: ALTER TYPE … CASCADE changes those.
    @Test func `A type is not changed together with the tables that are made of it`() {
        let change = "ALTER TYPE s.kind ALTER ATTRIBUTE a TYPE varchar(6)"
        #expect(Self.lane.rule(change) == nil)
        #expect(Self.lane.rule(change + " CASCADE") == "cascade")
    }

    /// Two children that the policy masks otherwise: a parent shows no more of a row than its own table does.
    @Test func `What a parent shows of two children is what both show`() throws {
        func shown(_ table: String, _ one: Mask, _ other: Mask) -> String? {
            SmallLane(
                [
                    SmallLane.table("whole", ["id integer", "x"]), Self.child("a", ["id integer", "x"], of: "whole"),
                    Self.child("b", ["id integer", "x"], of: "whole"),
                    Self.child("c", ["id integer", "x"], of: "whole"),
                ], phi: ["a.x": one, "b.x": other]
            ).text("SELECT x FROM s.\(table)")
        }
        let nothing = "SELECT x FROM (SELECT \"id\", NULL::pg_catalog.text AS \"x\" FROM \"s\".\"whole\") AS \"whole\""
        for _ in 0..<4 {
            #expect(shown("whole", .last4, .redact) == nothing)
            #expect(shown("c", .last4, .redact) == nothing.replacing("whole", with: "c"))
            #expect(shown("a", .last4, .redact)?.contains("NULL::") == false)
            #expect(
                shown("whole", .last4, .last4)
                    == shown("a", .last4, .last4)?.replacing("\"a\"", with: "\"whole\"").replacing(
                        "s.a", with: "s.whole"))
        }
    }
}
