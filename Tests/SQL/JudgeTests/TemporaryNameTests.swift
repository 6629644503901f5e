import Judge
import Policy
import Testing

/// What is temporary is known to be, whatever made it: a name that the server takes for a view of the session's own must not
/// be judged as a table of the catalog. `base` is one, of scratch.
struct TemporaryNameTests {
    /// Lanes that protect something, with and without rules for tables, and one that protects nothing.
    private static let lanes = [(true, false), (true, true), (false, true)]

    private static func lane(_ lane: (protects: Bool, hasRules: Bool)) -> RuleLane {
        let rules = [RuleLane.rule("no-writes", .deny, [.update, .delete], ["core.orders"])]
        return RuleLane(lane.hasRules ? rules : [], protects: lane.protects)
    }

    @Test(
        arguments: [
            [
                "CREATE TEMP TABLE a (i int)",
                "CREATE VIEW base AS SELECT id, note FROM core.orders WHERE id IN (SELECT i FROM a)",
            ],
            [
                "CREATE TEMP TABLE a (i int)", "CREATE TEMP VIEW b AS SELECT i FROM a",
                "CREATE OR REPLACE VIEW base AS WITH x AS (SELECT 1 FROM b) SELECT id, note FROM core.orders, x",
            ],
            ["SET search_path = pg_temp, scratch", "CREATE VIEW base AS SELECT id, note FROM core.orders"],
            ["SET search_path = nosuch, pg_temp, scratch", "CREATE VIEW base AS SELECT id, note FROM core.orders"],
            ["CREATE TEMP VIEW v AS SELECT id, note FROM core.orders", "ALTER VIEW v RENAME TO base"],
            ["CREATE TEMP VIEW v AS SELECT id, note FROM core.orders", "ALTER TABLE v RENAME TO base"],
            ["CREATE TEMP VIEW v AS SELECT id, note FROM core.orders", "ALTER INDEX v RENAME TO base"],
            ["CREATE TEMP VIEW v AS SELECT id, note FROM core.orders", "ALTER VIEW pg_temp.v RENAME TO base"],
        ], lanes)
    func `A temporary view is known, though its statement does not call it so`(
        statements: [String], kind: (Bool, Bool)
    ) {
        for write in ["UPDATE base SET note = 1 WHERE id = 1", "DELETE FROM base WHERE id = 1"] {
            var session = Self.lane(kind)
            for statement in statements + ["SET search_path = scratch, core"] {
                let rule = session.rule(statement)
                #expect(rule == nil, "\(statement)")
                // Each is a transaction of its own.
                _ = session.names.forgetMade()
            }
            let rule = session.rule(write)
            // Before its end is answered, a definition leaves open what the name means, which refuses it as well.
            let expected = kind.0 ? "chaperone/temporary-view" : "no-writes"
            #expect(rule == expected || rule == "chaperone/open-definition", "\(statements): \(rule ?? "sent")")
        }
    }

    @Test(arguments: lanes)
    func `Of two statements that were on their way one may fail`(kind: (Bool, Bool)) throws {
        let lane = Self.lane(kind)
        var names = lane.names
        func permit(_ sql: String) throws -> Permit {
            guard case .permit(let permit) = lane.judge.judge(Array(sql.utf8), names: names) else {
                throw Refused(statement: sql)
            }
            return permit
        }
        let first = try permit("CREATE TEMP VIEW base AS SELECT id, note FROM core.orders").statements[0]
        let second = try permit("CREATE TEMP VIEW base AS SELECT id, state AS note FROM core.orders").statements[0]
        let undone = names.apply(first)
        let done = names.apply(second)
        names.takeBack(undone)
        let write = Array("UPDATE base SET note = 1 WHERE id = 1".utf8)
        guard case .refuse = lane.judge.judge(write, names: names) else { throw Refused(statement: "the write") }
        names.takeBack(done)
        guard case .permit = lane.judge.judge(write, names: names) else { throw Refused(statement: "the table") }
    }

    private struct Refused: Error { var statement: String }

    @Test(
        arguments: [
            "CREATE VIEW pg_temp_19.bait AS SELECT id FROM core.orders", "SELECT * FROM pg_temp_3.t",
            "UPDATE \"pg_temp_3\".t SET i = 1", "DROP VIEW pg_temp_3.bait", "SELECT pg_temp_3.f()",
            "CREATE TABLE U&\"pg\\005Ftemp_3\".x (i int)", "COMMENT ON TABLE pg_toast_temp_3.t IS 'x'",
            "CREATE DOMAIN pg_temp_3.text AS int", "ALTER TABLE scratch.base SET SCHEMA pg_temp_3",
            "CREATE INDEX ON pg_temp_3.t (i)", "EXPLAIN SELECT * FROM pg_temp_3.t", "SELECT 1::pg_temp_3.text",
            "SELECT * FROM Pg_Temp_3.t",
            "SELECT * FROM u&\"!0070g_temp_3\" UESCAPE '!'.t",
            "SET search_path = pg_temp_3, core", "SELECT set_config('search_path', 'core, pg_temp_3', false)",
        ], lanes)
    func `A temporary schema is not named by its number`(sql: String, kind: (Bool, Bool)) {
        var session = Self.lane(kind)
        #expect(session.rule(sql) == "chaperone/temporary-schema")
    }

    @Test(arguments: lanes) func `A constant is no name`(kind: (Bool, Bool)) {
        var session = Self.lane(kind)
        #expect(session.rule("SELECT id FROM base WHERE note::text = 'pg_temp_3'") == nil)
        let refusal = session.judge.refusalOfStartupParameter(name: "Search_Path", value: "core, pg_temp_3")
        #expect(refusal?.rule == "chaperone/temporary-schema")
    }

    @Test(arguments: lanes) func `What EXPLAIN ANALYZE makes is made`(kind: (Bool, Bool)) {
        var session = Self.lane(kind)
        #expect(session.rule("EXPLAIN CREATE TEMP TABLE base AS SELECT 1 AS i") == nil)
        #expect(session.ask("SELECT i FROM base") == .sent("SELECT i FROM base"))
        #expect(session.rule("EXPLAIN ANALYZE CREATE TEMP TABLE base AS SELECT 1 AS i") == nil)
        let own = kind.0 ? "pg_temp.\"base\"" : "\"pg_temp\".\"base\""
        #expect(session.ask("SELECT i FROM base") == .sent("SELECT i FROM \(own)"))
    }

    @Test(arguments: lanes) func `A lasting view cannot become a temporary one`(kind: (Bool, Bool)) {
        var session = Self.lane(kind)
        guard case .sent(let text) = session.ask("CREATE VIEW v AS SELECT b.id FROM base b, orders") else {
            Issue.record("refused")
            return
        }
        #expect(text.hasSuffix("SELECT b.id FROM \"scratch\".\"base\" b, \"core\".\"orders\""))
        #expect(session.rule("SET search_path = scratch, pg_temp") == nil)
        #expect(session.ask("CREATE TABLE t (i int)") == .sent("CREATE TABLE \"scratch\".\"t\" (i int)"))
        #expect(session.rule("SELECT id INTO u FROM base") == nil)
    }

    // MARK: types

    @Test(arguments: [
        "CREATE DOMAIN %text AS pg_catalog.text CHECK (VALUE > 'a')", "CREATE TYPE %text AS ENUM ('a')",
        "CREATE TYPE %text AS (a int)", "CREATE TYPE %text AS RANGE (SUBTYPE = int)",
    ])
    func `No type of the session's own stands before the server's`(sql: String) {
        func text(_ schema: String) -> String { sql.split(separator: "%").joined(separator: schema) }
        for kind in Self.lanes {
            var session = Self.lane(kind)
            let expected = kind.0 ? "chaperone/temporary-type" : nil
            #expect(session.rule(text("pg_temp.")) == expected)
            #expect(session.rule(text("\"pg_temp\".")) == expected)
            #expect(session.rule(text("scratch.")) == nil)
            #expect(session.rule(text("")) == nil)
            #expect(session.rule("SET search_path = scratch, pg_temp") == nil)
            #expect(session.rule(text("")) == expected)
            #expect(session.rule(text("scratch.")) == nil)
        }
    }

    @Test(arguments: [
        "SET search_path = scratch, pg_catalog", "SET LOCAL search_path TO 'scratch', 'pg_catalog', core",
        "SELECT set_config('search_path', 'scratch, pg_catalog', true)", "SET search_path = pg_temp, pg_catalog",
    ])
    func `Where columns are protected, the server's own types come first`(sql: String) {
        for kind in Self.lanes {
            var session = Self.lane(kind)
            #expect(session.rule(sql) == (kind.0 ? "chaperone/setting" : nil))
            #expect(session.rule("SET search_path = pg_catalog, scratch, core") == nil)
            let judge = session.judge
            let refusal = judge.refusalOfStartupParameter(name: "search_path", value: "scratch, PG_Catalog")
            #expect((refusal != nil) == kind.0)
            #expect(judge.refusalOfStartupParameter(name: "search_path", value: "scratch, core") == nil)
        }
    }
}
