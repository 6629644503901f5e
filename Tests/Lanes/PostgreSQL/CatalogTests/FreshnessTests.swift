import Foundation
import TestSupport
import Testing

/// What another road changes, the lane knows within about a second.
@Suite("Knowledge is never old", .serialized)
struct FreshnessTests {
    /// The lane asks every 0.8 s; reading takes its time on a busy machine.
    private static let limitSeconds = 3.0

    struct Change: Sendable, CustomTestStringConvertible {
        var name: String
        var change: String
        var question: String
        /// Of the answer, when it is known.
        var sign: String
        var undo: String
        var testDescription: String { name }
    }

    private static let changes = [
        Change(
            name: "a view comes to show a protected column",
            change: "CREATE OR REPLACE VIEW ward.label AS SELECT id, ssn AS label FROM ward.people",
            question: "SELECT label FROM ward.label WHERE id = 3", sign: "***-**-",
            undo: "CREATE OR REPLACE VIEW ward.label AS SELECT id, note AS label FROM ward.people"),
        Change(
            name: "a materialized view is made anew",
            change: "DROP MATERIALIZED VIEW ward.stored; "
                + "CREATE MATERIALIZED VIEW ward.stored AS SELECT id, ssn AS label FROM ward.people",
            question: "SELECT * FROM ward.stored WHERE id = 3", sign: "***-**-",
            undo: "DROP MATERIALIZED VIEW ward.stored; "
                + "CREATE MATERIALIZED VIEW ward.stored AS SELECT id, note AS label FROM ward.people"),
        Change(
            name: "a view takes the place of a table",
            change: "ALTER TABLE ward.open RENAME TO opened; "
                + "CREATE VIEW ward.open AS SELECT id, ssn AS label FROM ward.people",
            question: "SELECT * FROM ward.open WHERE id = 3", sign: "***-**-",
            undo: "DROP VIEW ward.open; ALTER TABLE ward.opened RENAME TO open"),
        Change(
            name: "a table becomes a child of a protected one",
            change: "ALTER TABLE ward.older INHERIT ward.entries",
            question: "SELECT ssn FROM ward.older WHERE id = 3", sign: "***-**-",
            undo: "SELECT 1"),
        Change(
            name: "a child is taken away again",
            change: "ALTER TABLE ward.older NO INHERIT ward.entries",
            question: "SELECT ssn FROM ward.older WHERE id = 3", sign: "is closed",
            undo: "ALTER TABLE ward.older INHERIT ward.entries"),
        Change(
            name: "a protected table is renamed", change: "ALTER TABLE ward.people RENAME TO persons",
            question: "SELECT * FROM ward.persons WHERE id = 3", sign: "it was ward.people",
            undo: "ALTER TABLE ward.persons RENAME TO people"),
        Change(
            name: "a protected column is renamed", change: "ALTER TABLE ward.people RENAME COLUMN ssn TO number",
            question: "SELECT * FROM ward.people WHERE id = 3", sign: "ward.people is closed",
            undo: "ALTER TABLE ward.people RENAME COLUMN number TO ssn"),
        Change(
            name: "a protected table moves to another schema", change: "ALTER TABLE ward.people SET SCHEMA other",
            question: "SELECT * FROM other.people WHERE id = 3", sign: "it was ward.people",
            undo: "ALTER TABLE other.people SET SCHEMA ward"),
        Change(
            name: "a schema is renamed", change: "ALTER SCHEMA ward RENAME TO wards",
            question: "SELECT * FROM wards.people WHERE id = 3", sign: "it was ward.people",
            undo: "ALTER SCHEMA wards RENAME TO ward"),
        Change(
            name: "a default runs code that was there before",
            change: "ALTER TABLE ward.open ALTER COLUMN label SET DEFAULT ward.ssn_of(3)",
            question: "INSERT INTO ward.open (id) VALUES (7) RETURNING reverse(label)", sign: "ward.ssn_of(integer)",
            undo: "ALTER TABLE ward.open ALTER COLUMN label DROP DEFAULT"),
        Change(
            name: "a trigger is made",
            change: "CREATE TRIGGER say BEFORE UPDATE ON ward.visits FOR EACH ROW EXECUTE FUNCTION ward.say()",
            question: "UPDATE ward.visits SET name = 'x' WHERE id = 3", sign: "trigger say of ward.visits",
            undo: "SELECT 1"),
        Change(
            name: "a trigger that was switched off is switched on",
            change: "ALTER TABLE ward.visits ENABLE TRIGGER say",
            question: "UPDATE ward.visits SET name = 'x' WHERE id = 3", sign: "trigger say of ward.visits",
            undo: "DROP TRIGGER say ON ward.visits"),
        Change(
            name: "row security looks at protected values",
            change: "CREATE POLICY p ON ward.open USING (EXISTS (SELECT FROM ward.people p WHERE p.ssn < '505')); "
                + "ALTER TABLE ward.open ENABLE ROW LEVEL SECURITY",
            question: "SELECT * FROM ward.open", sign: "the row security of ward.open looks at ward.people.ssn",
            undo: "DROP POLICY p ON ward.open; ALTER TABLE ward.open DISABLE ROW LEVEL SECURITY"),
        Change(
            name: "a cast between built-in types runs code",
            change: "CREATE FUNCTION ward.bool_of(float8) RETURNS boolean LANGUAGE plpgsql AS "
                + "'BEGIN RETURN ward.known($1::text); END'; "
                + "CREATE CAST (float8 AS boolean) WITH FUNCTION ward.bool_of(float8)",
            question: "", sign: "is not ready: the policy does not fit the database",
            undo: "DROP CAST (float8 AS boolean); DROP FUNCTION ward.bool_of(float8)"),
    ]

    @Test("a change by another road is seen", arguments: changes)
    func seen(_ change: Change) throws {
        let owner = try CodeStack.owner()
        defer {
            _ = try? owner.ask(change.undo)
            if change.question.isEmpty { _ = try? Self.becomes { Self.refusalOfSession().isEmpty } }
        }
        if change.name.hasPrefix("a trigger that was") {
            #expect(try owner.ask("ALTER TABLE ward.visits DISABLE TRIGGER say").error == nil)
            Thread.sleep(forTimeInterval: 2)
        }
        // The lane has knowledge from before.
        let lane = try CodeStack.lane()
        #expect(try lane.ask("SELECT 1").error == nil)
        let answer = try owner.ask(change.change)
        try #require(answer.error == nil, "\(answer.summary)")
        let began = Date()
        var heard = ""
        while Date().timeIntervalSince(began) < Self.limitSeconds {
            heard = change.question.isEmpty ? Self.refusalOfSession() : CodeStack.text(try lane.ask(change.question))
            if heard.contains(change.sign) { return }
            Thread.sleep(forTimeInterval: 0.02)
        }
        Issue.record("not seen within \(Self.limitSeconds) s: \(heard)")
    }

    private static func refusalOfSession() -> String {
        do {
            _ = try CodeStack.lane()
            return ""
        } catch { return "\(error)" }
    }

    @Test("a session that begins after a change knows it with its first statement")
    func firstStatement() throws {
        let owner = try CodeStack.owner()
        // What the changes before have left undone is known by now.
        #expect(try Self.becomes { Self.refusalOfSession().isEmpty })
        for round in 1...5 {
            let column = round % 2 == 1 ? "ssn" : "note"
            let change = "CREATE OR REPLACE VIEW ward.label AS SELECT id, \(column) AS label FROM ward.people"
            #expect(try owner.ask(change).error == nil)
            let answer = try CodeStack.lane().ask("SELECT label FROM ward.label WHERE id = 3")
            #expect(CodeStack.text(answer).contains(column == "ssn" ? "***-**-" : "note"), "\(answer.summary)")
        }
        _ = try owner.ask("CREATE OR REPLACE VIEW ward.label AS SELECT id, note AS label FROM ward.people")
    }

    @Test("a lane that is not ready because of the catalog is ready again soon after it was mended")
    func mended() throws {
        let owner = try CodeStack.owner()
        let broken = """
            CREATE FUNCTION ward.bool_of(float8) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN true; END';
            CREATE CAST (float8 AS boolean) WITH FUNCTION ward.bool_of(float8)
            """
        #expect(try owner.ask(broken).error == nil)
        #expect(try Self.becomes { Self.refusalOfSession().contains("is not ready") })
        #expect(try owner.ask("DROP CAST (float8 AS boolean); DROP FUNCTION ward.bool_of(float8)").error == nil)
        #expect(try Self.becomes { Self.refusalOfSession().isEmpty })
    }

    @Test("a server's default of SERIALIZABLE reaches no session, neither a new one nor one that is open")
    func isolation() throws {
        let owner = try CodeStack.owner()
        let before = try CodeStack.lane()
        let level = "SHOW transaction_isolation"
        defer {
            _ = try? owner.ask("ALTER SYSTEM RESET default_transaction_isolation")
            _ = try? owner.ask("SELECT pg_reload_conf()")
        }
        #expect(try owner.ask("ALTER SYSTEM SET default_transaction_isolation = 'serializable'").error == nil)
        #expect(try owner.ask("SELECT pg_reload_conf()").error == nil)
        #expect(
            try Self.becomes { (try? CodeStack.text(owner.ask(level))).map { $0.contains("serializable") } ?? false })
        for lane in [before, try CodeStack.lane()] {
            #expect(try !CodeStack.text(lane.ask(level)).contains("serializable"))
            #expect(try lane.ask("RESET default_transaction_isolation").error == nil)
            #expect(try !CodeStack.text(lane.ask(level)).contains("serializable"))
        }
    }

    @Test("what is closed is told, and the rest is served")
    func told() throws {
        let owner = try CodeStack.owner()
        #expect(try owner.ask("ALTER TABLE ward.people RENAME COLUMN ssn TO number").error == nil)
        defer { _ = try? owner.ask("ALTER TABLE ward.people RENAME COLUMN number TO ssn") }
        let lane = try CodeStack.lane()
        #expect(try lane.ask("SELECT id FROM ward.people").error?["M"]?.contains("is closed") == true)
        #expect(try lane.ask("SELECT id FROM ward.unit").error == nil)
        let admin = try CodeStack.stack.get().variable("SIDECAR_ADMIN")
        let ready = try Command("curl", ["-s", "\(admin)/readyz"]).check()
        let reason = "ward.people.ssn: ward.people has no column \\\"ssn\\\""
        #expect(ready.contains("\"ready\":true") && ready.contains(reason), "\(ready)")
        let metrics = try Command("curl", ["-s", "\(admin)/metrics"]).check()
        #expect(metrics.contains("chaperone_policy_misfits{target=\"code\"} 1"), "\(metrics)")
        let log = try String(contentsOf: CodeStack.stack.get().folder.appending(path: "sidecar.log"), encoding: .utf8)
        #expect(log.contains("policy does not fit") && log.contains("ward.people has no column"))
    }

    @Test("the optional event trigger makes it immediate, and does not stand in the way of definitions")
    func eventTrigger() throws {
        let owner = try CodeStack.owner()
        let script = try Command(Repository.hub.path(), ["policy", "watch-sql"]).check()
        #expect(try owner.ask(script).error == nil)
        defer { _ = try? owner.ask("SET client_min_messages = error; DROP SCHEMA chaperone CASCADE") }
        let lane = try CodeStack.lane()
        #expect(try lane.ask("SELECT id FROM ward.unit").error == nil)
        // Without it the lane would ask once or twice in the meantime.
        Thread.sleep(forTimeInterval: 1.5)
        let before = try Self.watches()
        for round in 1...10 {
            #expect(try owner.ask("CREATE TABLE other.made_\(round) (id int)").error == nil)
            Thread.sleep(forTimeInterval: 0.1)
        }
        Thread.sleep(forTimeInterval: 0.3)
        #expect(try Self.watches() - before >= 6)
        for round in 1...10 { _ = try owner.ask("DROP TABLE other.made_\(round)") }
        #expect(try lane.ask("CREATE TEMP TABLE own (id int)").error == nil)
    }

    private static func watches() throws -> Int {
        let admin = try CodeStack.stack.get().variable("SIDECAR_ADMIN")
        let metrics = try Command("curl", ["-s", "\(admin)/metrics"]).check()
        let line = metrics.split(separator: "\n").first { $0.hasPrefix("chaperone_catalog_watches_total{") }
        return try #require(line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) })
    }

    @Test("sessions of the lane know what one of them has defined")
    func fenced() throws {
        let first = try CodeStack.lane()
        var second = try CodeStack.lane()
        let owner = try CodeStack.owner()
        #expect(try owner.ask("GRANT CREATE ON SCHEMA other TO PUBLIC").error == nil)
        for round in 1...3 {
            let answer = try first.ask("CREATE VIEW other.shared AS SELECT \(round) AS id FROM ward.unit")
            #expect(answer.error == nil, "\(answer.summary)")
            #expect(try second.ask("SELECT id FROM other.shared LIMIT 1").error == nil)
            #expect(try first.ask("DROP VIEW other.shared").error == nil)
            var gone = try second.ask("SELECT id FROM other.shared LIMIT 1")
            if gone.error?["C"] == "57P01" {
                // A server so busy that its answer is old when it comes: it is withheld, and says what to do.
                second = try CodeStack.lane()
                gone = try second.ask("SELECT id FROM other.shared LIMIT 1")
            }
            #expect(gone.error?["C"] == "42P01", "\(gone.summary)")
        }
        // In a transaction it is there for the others when that has ended.
        #expect(try first.ask("BEGIN; CREATE VIEW other.shared AS SELECT 1 AS id FROM ward.unit").error == nil)
        #expect(try second.ask("SELECT id FROM other.shared LIMIT 1").error?["C"] == "42P01")
        #expect(try first.ask("COMMIT").error == nil)
        #expect(try second.ask("SELECT id FROM other.shared LIMIT 1").error == nil)
        #expect(try first.ask("DROP VIEW other.shared").error == nil)
    }

    /// A lane that is not ready reads the whole catalog, which takes its time on a busy machine.
    private static func becomes(_ test: () -> Bool) throws -> Bool {
        let began = Date()
        while Date().timeIntervalSince(began) < 3 * limitSeconds {
            if test() { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }
}
