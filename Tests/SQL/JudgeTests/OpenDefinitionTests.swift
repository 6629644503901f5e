import Judge
import Policy
import SQLRewrite
import Testing

/// What the open transaction has defined itself is in no catalog: what is judged by one must not be about it.
@Suite("Definitions of the open transaction") struct OpenDefinitionTests {
    private static let rule = "chaperone/open-definition"
    /// Some rule asks for tables.
    private static let rules = [RuleLane.rule("no-log", .deny, [], ["core.log"])]

    @Test(
        "nothing is done with what may be something else by now, nor with what reaches it",
        arguments: [
            [
                "ALTER TABLE scratch.base RENAME TO old", "ALTER TABLE core.orders RENAME TO base",
                "SELECT * FROM core.base",
            ],
            ["ALTER TABLE scratch.base RENAME TO old", "INSERT INTO scratch.base VALUES (1)"],
            ["ALTER TABLE core.orders ENABLE TRIGGER ALL", "INSERT INTO core.orders (id) VALUES (4)"],
            ["ALTER TABLE core.orders ENABLE ROW LEVEL SECURITY", "SELECT id FROM core.orders"],
            ["ALTER TABLE scratch.base INHERIT core.orders", "UPDATE core.orders SET note = 'z'"],
            ["ALTER TABLE core.orders INHERIT scratch.base", "COPY scratch.base TO STDOUT"],
            [
                "CREATE TABLE scratch.n (i int REFERENCES core.orders ON UPDATE CASCADE)",
                "UPDATE core.orders SET id = 9",
            ],
            ["ALTER TABLE core.orders ENABLE ROW LEVEL SECURITY", "SELECT * FROM core.open_orders"],
            ["CREATE OR REPLACE VIEW core.open_orders AS SELECT 1 AS id", "SELECT * FROM core.open_orders"],
            [
                "ALTER TABLE core.orders ENABLE TRIGGER ALL",
                "ALTER TABLE core.orders ALTER COLUMN note TYPE varchar(3)",
            ],
            ["ALTER TABLE core.orders ENABLE TRIGGER ALL", "PREPARE p AS SELECT * FROM core.orders"],
            ["ALTER TABLE core.orders ENABLE TRIGGER ALL", "DECLARE c CURSOR FOR SELECT * FROM core.orders"],
            ["ALTER TABLE core.orders ENABLE TRIGGER ALL", "CREATE TABLE scratch.x AS SELECT id FROM core.orders"],
            ["DROP TABLE scratch.base CASCADE", "SELECT * FROM core.orders"],
            ["DROP TABLE scratch.base", "CREATE TABLE scratch.base (id int)", "SELECT * FROM scratch.base"],
            ["DROP TABLE scratch.base", "CREATE TABLE scratch.base (id int)", "INSERT INTO scratch.base VALUES (1)"],
            ["DROP TABLE scratch.base", "CREATE TABLE scratch.n AS SELECT * FROM scratch.base"],
            ["DROP TABLE scratch.base", "CREATE TABLE scratch.base AS SELECT * FROM scratch.base"],
            ["PREPARE p AS SELECT * FROM core.orders", "ALTER TABLE core.orders ENABLE TRIGGER ALL", "EXECUTE p"],
        ])
    func refused(_ statements: [String]) throws {
        for (isOneText, protects) in [(false, true), (true, true), (false, false), (true, false)] {
            var lane = RuleLane(Self.rules, protects: protects)
            // What a name made in the same text means is known to it only when it is sent by itself.
            if isOneText, statements.first?.hasPrefix("PREPARE") == true { continue }
            for statement in isOneText ? [] : ["BEGIN"] + statements.dropLast() {
                let rule = lane.rule(statement)
                #expect(rule == nil, "\(statement)")
            }
            let last = isOneText ? statements.joined(separator: "; ") : statements.last ?? ""
            let rule = lane.rule(last)
            #expect(
                rule == Self.rule || rule == "chaperone/policy-changed",
                "\(last): \(rule ?? "sent")")
        }
    }

    @Test(
        "ordinary migrations go on",
        arguments: [
            [
                "CREATE TABLE scratch.n (i int PRIMARY KEY)", "CREATE INDEX ON scratch.n (i)",
                "ALTER TABLE scratch.n ADD COLUMN x int DEFAULT 3", "COMMENT ON TABLE scratch.n IS 'new'",
                "UPDATE core.orders SET note = 'migrated'",
            ],
            [
                "ALTER TABLE core.orders ADD COLUMN y int", "UPDATE core.orders SET note = 'z'",
                "ALTER TABLE core.orders ALTER COLUMN y SET NOT NULL", "CREATE INDEX ON core.orders (y)",
            ],
            [
                "ALTER TABLE scratch.base ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES core.orders",
                "CREATE INDEX ON scratch.base (id)", "ALTER TABLE scratch.base RENAME COLUMN id TO other",
                "INSERT INTO core.roles (id) VALUES (1)",
            ],
            ["DROP TABLE scratch.base", "CREATE TABLE scratch.base AS SELECT 1 AS id", "COMMIT"],
            ["ALTER TABLE scratch.base RENAME TO old", "CREATE TABLE scratch.base (id int)", "COMMIT"],
            ["ALTER TABLE scratch.base RENAME TO old", "SELECT 1", "SET LOCAL statement_timeout = 5", "COMMIT"],
            [
                "CREATE TYPE scratch.mood AS ENUM ('a')", "CREATE TABLE scratch.n (m text)",
                "SELECT id FROM core.orders",
            ],
            [
                "DROP TYPE IF EXISTS scratch.mood CASCADE", "DROP TYPE IF EXISTS scratch.face CASCADE",
                "CREATE TYPE scratch.face AS (eyes int)", "SELECT 1",
            ],
        ])
    func ordinary(_ statements: [String]) {
        var lane = RuleLane([], protects: true)
        for statement in ["BEGIN"] + statements {
            let rule = lane.rule(statement)
            #expect(rule == nil, "\(statement)")
        }
    }

    /// On a lane that protects nothing too: the view behind which a table is, a child, a view under another name.
    @Test(
        "what rules ask for is not told of what the transaction has made, but of tables by themselves",
        arguments: [
            ["CREATE VIEW scratch.v AS SELECT * FROM core.open_orders", "UPDATE scratch.v SET note = 1 WHERE id = 1"],
            ["CREATE VIEW v AS SELECT * FROM core.open_orders", "DELETE FROM v WHERE id = 1"],
            ["CREATE VIEW scratch.v AS SELECT * FROM core.open_orders", "COPY scratch.v FROM STDIN"],
            ["CREATE VIEW scratch.v AS SELECT * FROM core.open_orders", "LOCK scratch.v"],
            [
                "CREATE VIEW scratch.v AS SELECT * FROM core.open_orders", "ALTER VIEW scratch.v RENAME TO w",
                "INSERT INTO scratch.w VALUES (1)",
            ],
            [
                "CREATE VIEW scratch.v AS SELECT * FROM core.open_orders", "ALTER VIEW scratch.v SET SCHEMA other",
                "INSERT INTO other.v VALUES (1)",
            ],
            [
                "CREATE VIEW scratch.v AS SELECT * FROM core.open_orders",
                "CREATE TABLE IF NOT EXISTS scratch.v (i int)",
                "INSERT INTO scratch.v VALUES (1)",
            ],
            [
                "SAVEPOINT s", "CREATE TABLE scratch.v (i int)", "ROLLBACK TO s",
                "CREATE VIEW scratch.v AS SELECT * FROM core.open_orders", "INSERT INTO scratch.v VALUES (1)",
            ],
            ["CREATE TABLE scratch.n PARTITION OF core.events_2025 DEFAULT", "INSERT INTO scratch.n VALUES (1)"],
            ["CREATE TABLE scratch.n () INHERITS (core.events_2025)", "TRUNCATE scratch.n"],
            ["CREATE SCHEMA s CREATE VIEW v AS SELECT * FROM core.open_orders", "DELETE FROM s.v WHERE id = 1"],
            [
                "CREATE TABLE scratch.n (i int)", "ALTER TABLE scratch.n INHERIT core.events_2025",
                "DELETE FROM scratch.n WHERE i = 1",
            ],
            [
                "CREATE TABLE scratch.n (i int PRIMARY KEY)",
                "ALTER TABLE core.alone ADD FOREIGN KEY (note) REFERENCES scratch.n ON DELETE CASCADE",
                "DELETE FROM scratch.n WHERE i = 1",
            ],
        ])
    func made(_ statements: [String]) throws {
        for isOneText in [false, true] {
            var lane = RuleLane(Self.rules)
            for statement in isOneText ? [] : ["BEGIN"] + statements.dropLast() {
                let rule = lane.rule(statement)
                #expect(rule == nil, "\(statement)")
            }
            let last = isOneText ? statements.joined(separator: "; ") : statements.last ?? ""
            let rule = lane.rule(last)
            #expect(rule == Self.rule, "\(last): \(rule ?? "sent")")
        }
    }

    @Test(
        "tables that it has made by themselves are used at once, and its views are read",
        arguments: [
            ["CREATE TABLE scratch.n (i int REFERENCES core.orders)", "INSERT INTO scratch.n VALUES (1)"],
            ["CREATE TABLE IF NOT EXISTS n (i int)", "UPDATE n SET i = 2 WHERE i = 1", "TRUNCATE n"],
            ["CREATE TABLE n AS SELECT * FROM core.orders", "COPY n FROM STDIN", "LOCK n"],
            ["SELECT 1 AS i INTO n", "DELETE FROM n WHERE i = 1"],
            ["CREATE SCHEMA s CREATE TABLE n (i int)", "INSERT INTO s.n VALUES (1)"],
            [
                "CREATE VIEW scratch.v AS SELECT * FROM core.open_orders", "SELECT * FROM scratch.v",
                "GRANT SELECT ON scratch.v TO somebody", "COMMENT ON VIEW scratch.v IS 'x'", "DROP VIEW scratch.v",
            ],
        ])
    func alone(_ statements: [String]) throws {
        for isOneText in [false, true] {
            var lane = RuleLane(Self.rules)
            for statement in isOneText ? [statements.joined(separator: "; ")] : ["BEGIN"] + statements {
                let rule = lane.rule(statement)
                #expect(rule == nil, "\(statement): \(rule ?? "")")
            }
        }
    }

    /// The server looks its names up anew when anything has changed about what it read, as by ANALYZE.
    @Test(
        "what was prepared does not follow its names to what was made since",
        arguments: [
            "CREATE VIEW scratch.orders AS SELECT * FROM core.open_orders",
            "CREATE TEMP VIEW orders AS SELECT * FROM core.open_orders", "CREATE TEMP TABLE orders (id int, note int)",
        ])
    func prepared(_ made: String) {
        var lane = RuleLane(Self.rules)
        for statement in [
            "BEGIN", "PREPARE p AS UPDATE orders SET note = 1 WHERE id = 1", "CREATE TEMP TABLE other (i int)",
            "CREATE TABLE another (i int)", "EXECUTE p", made,
        ] {
            let rule = lane.rule(statement)
            #expect(rule == nil, "\(statement)")
        }
        let rule = lane.rule("EXECUTE p")
        #expect(rule == "chaperone/policy-changed")
    }

    @Test("a change of what the catalog does not know is one of any table")
    func unknown() {
        var lane = RuleLane([RuleLane.rule("no-log", .deny, [.update], ["core.log"])])
        #expect(lane.ask("UPDATE scratch.made_by_code SET i = 1") == .unknown(rule: "no-log"))
        #expect(lane.rule("INSERT INTO scratch.made_by_code VALUES (1)") == nil)
        #expect(lane.rule("SELECT * FROM scratch.made_by_code") == nil)
    }

    @Test("all is as the catalog says when the transaction has ended") func ended() {
        var lane = RuleLane(Self.rules, protects: true)
        let select = "SELECT id FROM core.orders"
        let rules = ["BEGIN", "ALTER TABLE core.orders ENABLE TRIGGER ALL", select].map { lane.rule($0) }
        #expect(rules == [nil, nil, Self.rule])
        let hasMade = lane.names.forgetMade()
        let after = lane.rule(select)
        #expect(hasMade && after == nil)
    }

    @Test("what the server did not do has changed nothing") func takenBack() {
        let lane = RuleLane(Self.rules, protects: true)
        var names = lane.names
        let text = Array("ALTER TABLE core.orders ENABLE TRIGGER ALL".utf8)
        guard case .permit(let permit) = lane.judge.judge(text, names: names) else {
            Issue.record("it is not permitted")
            return
        }
        let changes = names.apply(permit.statements[0])
        #expect(!names.isSettled)
        names.takeBack(changes)
        #expect(names.isSettled)
    }

    @Test("a later catalog is another only for what a text reaches") func evidence() throws {
        let judge = RuleLane(Self.rules, protects: true).judge
        let text = Array("SELECT id FROM core.open_orders".utf8)
        guard case .permit(let permit) = judge.judge(text, names: judge.initialNames) else {
            Issue.record("it is not permitted")
            return
        }
        var catalog = judge.catalog
        let isSame = { !CatalogChange(since: judge, to: catalog).concerns(text, permit.statements[0]) }
        #expect(isSame())
        let added = QualifiedName("core", "added")
        catalog.relations[added] = Relation(name: added, kind: .table, columns: [])
        #expect(isSame())
        catalog.relations[QualifiedName("scratch", "open_orders")] = Relation(name: added, kind: .table, columns: [])
        #expect(!isSame())
        catalog = judge.catalog
        catalog.relations[QualifiedName("core", "orders")]?.hasTriggers = true
        #expect(!isSame())
        catalog = judge.catalog
        catalog.functions["f"] = []
        #expect(!isSame())
    }

    @Test(arguments: [true, false])
    func `What another transaction has prepared is defined when it is committed`(protects: Bool) {
        let lane = RuleLane(Self.rules, protects: protects)
        guard case .permit(let permit) = lane.judge.judge(Array("COMMIT PREPARED 'g'".utf8), names: lane.names) else {
            Issue.record("refused")
            return
        }
        #expect(permit.statements.first?.effects == [.catalogChanged])
    }
}
