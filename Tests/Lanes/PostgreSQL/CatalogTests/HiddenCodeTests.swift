import TestSupport
import Testing

/// With a real server and sidecar: what `Tests/SQL/JudgeTests/RunningCodeTests` promises of a catalog.
@Suite("Code that no statement names tells nothing", .serialized)
struct HiddenCodeTests {
    @Test(
        "a statement that would run it is refused with its name",
        arguments: [
            ("UPDATE ward.parts SET note = 'x' WHERE id = 3", "trigger say of ward.parts_1 runs ward.say()"),
            ("UPDATE ward.parent SET id = 500 WHERE id = 3", "trigger say of ward.child runs ward.say()"),
            ("UPDATE ward.late SET note = 'x' WHERE id = 3", "trigger late of ward.late runs ward.say_later()"),
            ("INSERT INTO ward.coded VALUES (2, '503')", "of ward.code runs ward.known(text)"),
            ("SELECT jsonb_populate_record(c, '{\"v\": \"503\"}') IS NULL FROM ward.coded c", "ward.known(text)"),
            ("SELECT lag(v, 1, '503') OVER () FROM ward.coded", "ward.known(text)"),
            ("SELECT '503'::ward.code", "ward.known(text)"),
            ("SELECT jsonb_populate_record(NULL::ward.coded, '{\"v\": \"503\"}')", "ward.known(text)"),
            ("CREATE TEMP TABLE t (LIKE ward.coded)", "ward.known(text)"),
            ("CREATE TEMP TABLE t AS SELECT * FROM ward.coded", "ward.known(text)"),
            ("INSERT INTO ward.defaulted (id) VALUES (1) RETURNING reverse(x)", "the default of ward.defaulted.x"),
            ("INSERT INTO ward.checked VALUES (1, '503')", "the check known of ward.checked runs ward.known(text)"),
            ("INSERT INTO ward.walled VALUES (1, '503')", "the row security of ward.walled"),
            ("INSERT INTO ward.plain (note) SELECT k FROM ward.keyed", "the cast from ward.key to text"),
            ("SELECT k::text FROM ward.keyed", "the cast from ward.key to text"),
            ("SELECT note BETWEEN 'a' AND 'b' FROM ward.plain", "operator >="),
            ("SET search_path = other, ward; CALL tidy()", "other.tidy"),
        ])
    func refused(_ sql: String, _ words: String) throws {
        let answer = try CodeStack.lane().ask(sql)
        let message = try #require(answer.error?["M"], "\(answer.summary)")
        #expect(message.hasPrefix("chaperone: ") && message.contains(words), "\(message)")
        #expect(!CodeStack.text(answer).contains(CodeStack.mark))
        // Asked directly it tells: the test can fail.
        #expect(try CodeStack.owner().ask("BEGIN; \(sql)").error?["M"]?.hasPrefix("chaperone") != true)
    }

    @Test("types that a Parse message names by number are looked at like names")
    func parameterTypes() throws {
        let owner = try CodeStack.owner()
        for (type, argument) in [("code", "503"), ("key", "(3,0)")] {
            let rows = try owner.ask("SELECT 'ward.\(type)'::regtype::oid").rows
            let number = try #require(rows.first?.first??.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 48) })
            let lane = try CodeStack.lane()
            let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
            let value = [0, 0, 0, UInt8(argument.utf8.count)] + Array(argument.utf8)
            lane.send(
                FrontendMessage.message("P", [0] + Array("SELECT $1".utf8) + [0, 0, 1] + bytes)
                    + FrontendMessage.message("B", [0, 0, 0, 0, 0, 1] + value + [0, 0])
                    + FrontendMessage.message("E", [0, 0, 0, 0, 0]) + FrontendMessage.sync)
            let answer = try lane.answer()
            #expect(answer.error?["M"]?.contains("type ward.\(type) may not be used") == true, "\(answer.summary)")
        }
    }

    @Test(
        "what runs nothing but the server's own goes on, and so does what the policy names",
        arguments: [
            "INSERT INTO ward.plain (note) VALUES ('n') RETURNING id, short",
            "UPDATE ward.plain SET note = 'm' WHERE id = 1", "DELETE FROM ward.plain WHERE id = 2",
            "SELECT * FROM ward.plain WHERE id IN (1, 2)", "INSERT INTO ward.defaulted VALUES (1, 'x')",
            "CALL ward.tidy()", "SELECT * FROM ward.parts", "INSERT INTO ward.parts VALUES (9, 1, 'x')",
            "UPDATE ward.people SET note = 'm' WHERE id = 1", "CREATE TEMP TABLE own (LIKE ward.plain INCLUDING ALL)",
        ])
    func permitted(_ sql: String) throws {
        let answer = try CodeStack.lane().ask(sql)
        #expect(answer.error == nil, "\(answer.summary)")
    }

    /// The pseudonym key stands in a parameter that every session of the lane has.
    @Test("no row says which setting a definition reads")
    func settings() throws {
        let owner = try CodeStack.owner()
        defer { _ = try? owner.ask("SET client_min_messages = error; DROP SCHEMA IF EXISTS reads CASCADE") }
        let made = try owner.ask(
            """
            CREATE SCHEMA reads; CREATE TABLE reads.names (id int, name text); GRANT USAGE ON SCHEMA reads TO PUBLIC;
            CREATE VIEW reads.by_row AS SELECT id, current_setting(name, true) FROM reads.names;
            CREATE VIEW reads.own AS SELECT current_setting('Chaperone.key', true);
            CREATE VIEW reads.clear AS SELECT current_setting('work_mem') a, current_setting('app.tenant', true) b;
            CREATE VIEW reads.both AS SELECT current_setting('work_mem') a, current_setting(name, true) b FROM reads.names;
            CREATE TABLE reads.stamped (id int, tenant text DEFAULT current_setting('app.tenant', true));
            CREATE TABLE reads.leaking (id int, k text DEFAULT current_setting(lower('CHAPERONE.KEY'), true));
            GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA reads TO PUBLIC;
            """)
        #expect(made.error == nil, "\(made.summary)")
        let session = try CodeStack.lane()
        for sql in [
            "SELECT * FROM reads.by_row", "SELECT * FROM reads.own", "SELECT a FROM reads.both",
            "INSERT INTO reads.leaking (id) VALUES (1) RETURNING k",
        ] {
            let message = try #require(try session.ask(sql).error?["M"], "\(sql)")
            #expect(
                message.contains("runs pg_catalog.current_setting(text, boolean)")
                    || message.contains("runs pg_catalog.current_setting(text)"), "\(message)")
        }
        for sql in ["SELECT * FROM reads.clear", "INSERT INTO reads.stamped (id) VALUES (1)"] {
            let answer = try session.ask(sql)
            #expect(answer.error == nil, "\(sql): \(answer.summary)")
        }
    }

    @Test("a schema does not go with what is made of protected tables, by CASCADE")
    func schema() async throws {
        let owner = try CodeStack.owner()
        let lane = try CodeStack.lane()
        let role = String(
            decoding: try #require(try lane.ask("SELECT current_user").rows.first?.first ?? nil), as: UTF8.self)
        let made = try owner.ask(
            """
            CREATE SCHEMA goes AUTHORIZATION "\(role)"; CREATE TABLE goes.kinds (id int);
            CREATE VIEW ward.shown_kinds AS SELECT p.ssn, k.id FROM ward.people p CROSS JOIN goes.kinds k;
            """)
        #expect(made.error == nil, "\(made.summary)")
        defer { _ = try? owner.ask("SET client_min_messages = error; DROP SCHEMA IF EXISTS goes CASCADE") }
        let dropped = try CodeStack.lane().ask("DROP SCHEMA goes CASCADE")
        #expect(dropped.error?["D"]?.contains("chaperone/cascade") == true, "\(dropped.summary)")
        #expect(try owner.ask("SELECT 1 FROM ward.shown_kinds").error == nil)
    }

    @Test("nor does a table whose rows a generated column is made of, on which a view stands")
    func generated() async throws {
        let owner = try CodeStack.owner()
        let role = String(
            decoding: try #require(try CodeStack.lane().ask("SELECT current_user").rows.first?.first ?? nil),
            as: UTF8.self)
        let made = try owner.ask(
            """
            CREATE SCHEMA rows AUTHORIZATION "\(role)"; CREATE TABLE rows.kind (a int, b text);
            ALTER TABLE rows.kind OWNER TO "\(role)";
            CREATE TABLE ward.made (id int, x text GENERATED ALWAYS AS ((ROW(id, 'y')::rows.kind).b) STORED);
            CREATE VIEW ward.shown_made AS SELECT m.x, p.ssn FROM ward.made m CROSS JOIN ward.people p;
            """)
        #expect(made.error == nil, "\(made.summary)")
        defer {
            _ = try? owner.ask(
                "SET client_min_messages = error; DROP SCHEMA IF EXISTS rows CASCADE; DROP TABLE IF EXISTS ward.made CASCADE"
            )
        }
        let dropped = try CodeStack.lane().ask("DROP TABLE rows.kind CASCADE")
        #expect(dropped.error?["D"]?.contains("chaperone/cascade") == true, "\(dropped.summary)")
        #expect(try owner.ask("SELECT 1 FROM ward.shown_made").error == nil)
    }

    @Test("what a foreign key writes into a protected table says nothing of its rows")
    func cascades() throws {
        let answer = try CodeStack.lane().ask("UPDATE ward.unit SET id = 5000 WHERE id = 2")
        #expect(answer.error?["C"] == "23514")
        #expect(!CodeStack.text(answer).contains(CodeStack.mark))
        #expect(
            CodeStack.text(try CodeStack.owner().ask("UPDATE ward.unit SET id = 5000 WHERE id = 2"))
                .contains(CodeStack.mark))
    }
}
