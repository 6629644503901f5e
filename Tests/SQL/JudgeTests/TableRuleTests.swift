import Judge
import Policy
import SQLRewrite
import Testing

/// Rules with `tables`, on lanes that protect something and on those that protect nothing.
struct TableRuleTests {
    private static func frozen(_ otherDDL: Rule.Action, protects: Bool) -> RuleLane {
        RuleLane(
            [
                RuleLane.rule("core-is-frozen", .deny, [.ddl, .grant], ["core.*"]),
                RuleLane.rule("scratch-is-free", .allow, [.ddl], ["scratch.*"]),
                RuleLane.rule("other-ddl", otherDDL, [.ddl, .grant]),
            ], protects: protects)
    }

    @Test(
        arguments: [
            "ALTER TABLE core.orders ADD c int", "GRANT SELECT ON core.orders TO PUBLIC",
            "ALTER TABLE core.orders RENAME TO orders_old", "DROP TABLE core.orders",
            "CREATE INDEX ON core.orders (note)",
            "CREATE TABLE core.copied AS SELECT id FROM scratch.base", "ALTER TABLE scratch.base SET SCHEMA core",
            "CREATE TABLE scratch.x (i int REFERENCES core.orders)", "DROP TABLE scratch.base, core.orders",
            "CREATE TABLE scratch.x (LIKE core.orders)",
            "CREATE SCHEMA s CREATE TABLE t (i int REFERENCES core.orders)",
            "DROP VIEW core.open_orders CASCADE", "DROP OWNED BY agent", "ALTER TABLE orders ADD c int",
        ], [(false, Rule.Action.allow), (false, .deny), (true, .allow), (true, .deny)])
    func `A rule for tables sees what is created, altered, granted, renamed and dropped`(
        sql: String, lane: (protects: Bool, other: Rule.Action)
    ) {
        var session = Self.frozen(lane.other, protects: lane.protects)
        let rule = session.rule(sql)
        // Where columns are protected this kind is refused before any rule is asked.
        let isRefused = lane.protects && sql.hasPrefix("DROP OWNED") || lane.protects && sql.contains("SET SCHEMA")
        #expect(rule == "core-is-frozen" || isRefused && rule == "chaperone/statement-kind", "\(rule ?? "sent")")
    }

    @Test(
        arguments: [
            "CREATE TABLE scratch.newt (a int)", "ALTER TABLE scratch.base ADD c int", "CREATE TABLE newt (a int)",
            "DROP TABLE IF EXISTS scratch.gone CASCADE", "DROP TABLE base CASCADE", "CREATE INDEX ON base (id)",
            "CREATE VIEW scratch.v AS SELECT id FROM scratch.base", "CREATE TABLE x AS SELECT id FROM base",
            "ALTER TABLE base RENAME TO bass", "DROP TABLE IF EXISTS gone",
        ], [true, false])
    func `An agent or dbt has a schema of its own`(sql: String, protects: Bool) {
        var session = Self.frozen(.deny, protects: protects)
        // On such a lane what nothing has is taken for a temporary table of one's own.
        if protects, sql == "DROP TABLE IF EXISTS gone" { return }
        #expect(session.rule(sql) == nil)
    }

    @Test(arguments: [
        "CREATE TEMP TABLE t AS SELECT * FROM core.log", "COPY core.log TO STDOUT", "COPY (TABLE core.log) TO STDOUT",
        "COPY core.log FROM STDIN", "EXPLAIN SELECT * FROM core.log", "PREPARE p AS SELECT * FROM core.log",
        "DECLARE c CURSOR FOR SELECT * FROM core.log", "WITH x AS (SELECT * FROM core.log) SELECT 1",
        "SELECT * FROM log", "INSERT INTO scratch.base SELECT id FROM log", "CREATE TEMP VIEW v AS TABLE core.log",
        "LOCK core.log", "TRUNCATE log", "VACUUM", "EXPLAIN ANALYZE SELECT * FROM log",
    ])
    func `A table is denied in every kind of statement`(sql: String) {
        for protects in [true, false] {
            var session = RuleLane(
                [RuleLane.rule("no-log", .deny, [], ["core.log"])], protects: protects, searchPath: "core, other")
            #expect(session.rule(sql) == "no-log")
        }
    }

    @Test(arguments: [
        (["core.events_2025"], ["core.events", "core.events_2025", "core.events_2025_01"]),
        (["core.events_2025_*", "other.*"], ["core.events", "core.events_2025", "core.events_2025_01", "other.log"]),
        (["core.orders", "core.open_orders"], ["core.orders"]), (["*.log"], ["core.log", "other.log"]), ([], []),
    ])
    func `What shares rows with tables that rules name is watched`(tables: [String], families: [String]) {
        let session = RuleLane(
            [
                RuleLane.rule("no", .deny, [.update], tables),
                RuleLane.rule("ask", .approve(approvers: [], expiresSeconds: 1)),
            ],
            change: { catalog in
                for (number, name) in catalog.relations.keys.sorted().enumerated() {
                    catalog.relations[name]?.oid = 20_000 + UInt32(number)
                }
            })
        let watched = session.judge.watched
        let found = session.judge.catalog.relations.values.filter { watched.families.contains($0.oid) }
        #expect(found.map(\.name.description).sorted() == families)
        #expect(watched.names.map(\.description).sorted() == tables.filter { !$0.contains("*") }.sorted())
    }

    /// What code of the database has prepared may be anything.
    @Test(arguments: ["EXECUTE purge", "EXPLAIN ANALYZE EXECUTE purge", "CREATE TABLE scratch.x AS EXECUTE purge"])
    func `Only what was prepared through the lane is executed`(sql: String) {
        for rules in [[], [RuleLane.rule("all", .allow)]] {
            var session = RuleLane(rules, default: rules.isEmpty ? .allow : .deny)
            #expect(session.rule(sql) == "chaperone/unknown-name")
            #expect(session.rule("PREPARE purge AS SELECT 1") == nil)
            #expect(session.rule(sql) == nil)
            #expect(session.rule("FETCH opened_by_code") == nil, "it runs a query, and is one of any table")
        }
    }

    @Test func `A rule that allows some tables allows no statement whose tables are not known`() {
        var session = RuleLane(
            [
                RuleLane.rule("own", .allow, [], ["scratch.*"]), RuleLane.rule("transactions", .allow, [.transaction]),
            ], default: .deny)
        #expect(session.rule("SELECT * FROM base") == nil)
        #expect(session.rule("SELECT * FROM nowhere") == "default")
        #expect(session.ask("SELECT * FROM nowhere") == .unknown(rule: "default"))
        #expect(session.rule("DO 'BEGIN END'") == "default")
        #expect(session.rule("CALL p()") == "default")
        #expect(session.rule("SELECT 1") == "default")
        #expect(session.rule("TRUNCATE base CASCADE") == nil)
        #expect(session.rule("SELECT * FROM base, core.orders") == "default")
        #expect(session.rule("BEGIN") == nil)
    }

    @Test func `The session's own temporary tables stand beside tables that are allowed`() {
        var session = RuleLane(
            [
                RuleLane.rule("temporary", .allow, [.temporary], ["pg_temp.*"]),
                RuleLane.rule("own", .allow, [.select], ["scratch.*"]),
            ], default: .deny)
        #expect(session.rule("CREATE TEMP TABLE t (i int)") == nil)
        #expect(session.rule("CREATE TEMP TABLE u AS SELECT * FROM core.orders") == "default")
        #expect(session.ask("SELECT * FROM t, base") == .sent("SELECT * FROM \"pg_temp\".\"t\", base"))
        #expect(session.rule("SELECT * FROM t") == "default")
    }

    @Test func `A partition is denied with its parent and through it, and allowed with it`() {
        var session = RuleLane([RuleLane.rule("no-2025", .deny, [], ["core.events_2025"])])
        #expect(session.rule("SELECT * FROM core.events") == "no-2025")
        #expect(session.rule("SELECT * FROM ONLY core.events") == nil)
        session = RuleLane([RuleLane.rule("no-events", .deny, [], ["core.events"])])
        for sql in [
            "SELECT * FROM core.events_2025", "SELECT * FROM ONLY core.events_2025_01", "TRUNCATE core.events_2025_01",
            "DELETE FROM core.events_2025_01 WHERE id = 1", "COPY core.events_2025_01 TO STDOUT",
            "DROP TABLE core.events_2025_01", "CREATE INDEX ON core.events_2025_01 (id)",
        ] {
            #expect(session.rule(sql) == "no-events", "\(sql)")
        }
        session = RuleLane([RuleLane.rule("one", .allow, [], ["core.events_2025_01"])], default: .deny)
        #expect(session.rule("SELECT * FROM core.events_2025_01") == nil)
        #expect(session.rule("SELECT * FROM core.events_2025") == "default")
        session = RuleLane([RuleLane.rule("events", .allow, [], ["core.events"])], default: .deny)
        #expect(session.rule("SELECT * FROM core.events") == nil)
        #expect(session.rule("TRUNCATE core.events") == nil)
    }

    @Test func `A table that a transaction has just made is used by its plain name`() {
        var session = RuleLane([RuleLane.rule("own", .allow, [], ["scratch.*"])], default: .deny)
        #expect(session.ask("CREATE TABLE fresh (i int)") == .sent("CREATE TABLE \"scratch\".\"fresh\" (i int)"))
        #expect(session.ask("INSERT INTO fresh VALUES (1)") == .sent("INSERT INTO \"scratch\".\"fresh\" VALUES (1)"))
        #expect(session.rule("ALTER TABLE fresh RENAME TO newer") == nil)
        #expect(session.rule("SELECT * FROM newer") == nil)
        let hadMade = session.names.forgetMade()
        #expect(hadMade)
        #expect(session.rule("SELECT * FROM newer") == "default")
    }

    @Test(arguments: [true, false])
    func `A name that two schemas have is written with its schema, whatever the statement`(protects: Bool) {
        var session = RuleLane([RuleLane.rule("no-log", .deny, [], ["other.log"])], protects: protects)
        let name = "\"core\".\"log\""
        let texts = [
            "SELECT log.id FROM LOG", "UPDATE log SET id = 1 WHERE log.id = 2", "INSERT INTO log AS l VALUES (1)",
            "SELECT * FROM alone, ONLY (log) l", "DELETE FROM log WHERE id = 1", "COPY log (id) TO STDOUT",
            "TABLE log", "TRUNCATE log", "CREATE INDEX ON log (id)", "LOCK TABLE log", "ALTER TABLE log ADD c int",
            "DROP TABLE IF EXISTS log, core.alone", "WITH log AS (TABLE log) SELECT * FROM log",
            "SELECT 1; SELECT * FROM log", "EXPLAIN SELECT * FROM log", "GRANT SELECT ON log TO x",
            "SELECT * FROM u&\"l\\006fg\" x", "CREATE VIEW v AS SELECT * FROM log", "PREPARE p AS TABLE log",
        ]
        for text in texts {
            guard case .sent(let sent) = session.ask(text) else {
                Issue.record("\(text) is refused: \(session.rule(text) ?? "")")
                continue
            }
            #expect(sent.contains(name), "\(sent)")
            // Each is a transaction of its own.
            _ = session.names.forgetMade()
        }
        #expect(session.ask("SELECT * FROM alone, core.log") == .sent("SELECT * FROM alone, core.log"))
        #expect(session.rule("SET search_path = other") == nil)
        #expect(session.rule("TABLE log") == "no-log")
    }

    @Test func `Where no rule names tables no text is changed`() {
        var session = RuleLane([RuleLane.rule("reads", .allow, [.select])])
        #expect(session.ask("SELECT * FROM log") == .sent("SELECT * FROM log"))
        #expect(session.ask("CREATE TABLE newt (i int)") == .sent("CREATE TABLE newt (i int)"))
    }

    @Test func `Judging a long text takes time in proportion to it`() {
        var session = RuleLane([RuleLane.rule("no-log", .deny, [], ["other.log"])])
        func seconds(_ count: Int) -> Double {
            let joins = (0..<count).map { "CROSS JOIN log l\($0)" }.joined(separator: " ")
            let start = ContinuousClock.now
            _ = session.ask("SELECT 1 FROM base \(joins)")
            return (ContinuousClock.now - start) / .seconds(1)
        }
        _ = seconds(100)
        let (short, long) = (seconds(500), seconds(2_000))
        #expect(long < short * 12, "\(short) s and \(long) s")
    }
}
