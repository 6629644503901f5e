import TestSupport
import Testing

/// What a transaction has defined is seen by itself only: the lane asks on the session's own connection, and judges by that.
@Suite("A transaction's own definitions", .serialized) struct OwnDefinitionTests {
    private static func prepare() async throws {
        _ = try await HeldServer.value(
            "DROP SCHEMA IF EXISTS own CASCADE; CREATE SCHEMA own AUTHORIZATION agent; "
                + "CREATE TABLE own.safe AS SELECT 1 AS id, 'x'::text AS note; ALTER TABLE own.safe OWNER TO agent; "
                + "CREATE VIEW own.shown AS SELECT id, note FROM own.safe; ALTER VIEW own.shown OWNER TO agent; SELECT 1"
        )
    }

    /// A session in a transaction of a new lane.
    private static func session(
        _ begin: String = "BEGIN", _ test: (LaneClient) async throws -> Void
    ) async throws {
        try await prepare()
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        #expect(try await connection.answer(to: begin).error == nil)
        try await test(connection)
        let records = try await lane.end()
        #expect(!records.contains { $0.contains("219-09-") })
    }

    private static func run(_ connection: LaneClient, _ texts: String...) async throws {
        for text in texts {
            let error = try await connection.answer(to: text).error
            #expect(error == nil, "\(text): \(error?["M"] ?? "")")
        }
    }

    private static func cell(of connection: LaneClient) async throws -> String? {
        try await connection.answer().rows.first?.first?.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func holdsRaw(_ answer: Answer) -> Bool {
        answer.rows.joined().contains { $0.map { String(decoding: $0, as: UTF8.self).contains("219-09-") } ?? false }
    }

    /// Their names are written in full at the server as long as they are new.
    @Test func `leave what was prepared on them as it is when they are committed`() async throws {
        try await Self.session { connection in
            try await Self.run(
                connection, "SET search_path = own", "CREATE TABLE q (a int)",
                "PREPARE p AS INSERT INTO q VALUES ($1)", "EXECUTE p(1)",
                "DECLARE c CURSOR WITH HOLD FOR SELECT a FROM q")
            connection.send(
                FrontendMessage.message("P", Array("s\0INSERT INTO q VALUES (3)\0\0\0".utf8)) + FrontendMessage.sync)
            #expect(try await connection.answer().error == nil)
            try await Self.run(connection, "COMMIT", "EXECUTE p(2)")
            #expect(try await connection.cell("FETCH c") == "1")
            connection.send(
                FrontendMessage.message("B", Array("\0s\0".utf8) + [0, 0, 0, 0, 0, 0])
                    + FrontendMessage.message("E", [0, 0, 0, 0, 0]) + FrontendMessage.sync)
            #expect(try await connection.answer().error == nil)
            #expect(try await connection.cell("SELECT sum(a) FROM q") == "6")
        }
    }

    @Test func `are dropped again by their names alone`() async throws {
        try await Self.session { connection in
            try await Self.run(
                connection, "SET search_path = own", "CREATE TABLE kk ()", "DROP TABLE IF EXISTS kk",
                "CREATE TABLE kk (a int)", "DROP TABLE IF EXISTS kk", "CREATE VIEW kk AS SELECT 1 AS one",
                "DROP VIEW IF EXISTS kk", "CREATE SEQUENCE kk", "DROP SEQUENCE IF EXISTS kk", "COMMIT")
            #expect(try await connection.answer(to: "SELECT FROM kk").error?["C"] == "42P01")
        }
    }

    @Test func `are used before they are committed`() async throws {
        try await Self.session { connection in
            try await Self.run(
                connection, "CREATE TYPE own.mood AS ENUM ('low', 'high')",
                "CREATE TABLE own.parent (id serial PRIMARY KEY, feels own.mood)",
                "CREATE TABLE own.child (LIKE own.safe, parent int REFERENCES own.parent, PRIMARY KEY (id))",
                "ALTER TABLE own.child ADD CONSTRAINT again FOREIGN KEY (id) REFERENCES own.parent DEFERRABLE",
                "INSERT INTO own.parent (feels) VALUES ('low')", "INSERT INTO own.child VALUES (1, 'y', 1)",
                "CREATE INDEX ON own.child (note)", "ALTER TABLE own.child RENAME TO kid")
            #expect(
                try await connection.cell("SELECT feels || note FROM own.kid k JOIN own.parent p ON p.id = k.parent")
                    == "lowy")
            try await Self.run(connection, "DROP TABLE own.kid CASCADE", "CREATE TABLE own.kid (n int)")
            #expect(try await connection.cell("SELECT count(*) FROM own.kid") == "0")
            try await Self.run(connection, "COMMIT")
            #expect(try await connection.cell("SELECT feels FROM own.parent") == "low")
        }
    }

    @Test func `are gone with the savepoint before them, and with the transaction`() async throws {
        try await Self.session { connection in
            try await Self.run(
                connection, "CREATE TABLE own.first (id int)", "INSERT INTO own.first VALUES (7)",
                "SAVEPOINT chaperone",
                "CREATE TABLE own.second (id int)", "INSERT INTO own.second VALUES (8)",
                "ROLLBACK TO SAVEPOINT chaperone")
            #expect(try await connection.cell("SELECT id FROM own.first") == "7")
            #expect(try await connection.answer(to: "SELECT id FROM own.second").error?["C"] == "42P01")
            try await Self.run(connection, "ROLLBACK")
            #expect(try await connection.answer(to: "SELECT id FROM own.first").error?["C"] == "42P01")
        }
    }

    @Test func `are masked by what they have become`() async throws {
        try await Self.session { connection in
            // The name of what nothing protects leads to the protected table.
            #expect(try await connection.cell("SELECT note FROM own.shown") == "x")
            for text in ["ALTER VIEW own.shown RENAME TO aside", "ALTER VIEW own.over RENAME TO shown"] {
                _ = try await connection.answer(to: text)
            }
            let renamed = try await connection.answer(to: "SELECT note FROM own.shown")
            #expect(!Self.holdsRaw(renamed), "\(renamed.summary)")
            try await Self.run(connection, "ROLLBACK", "BEGIN", "CREATE TABLE own.news (id int)")
            let ssn = try await connection.cell("SELECT ssn FROM patients ORDER BY id LIMIT 1")
            #expect(ssn.hasPrefix("***-**-"))
            #expect(!Self.holdsRaw(try await connection.answer(to: "SELECT p::text FROM patients p LIMIT 3")))
        }
    }

    @Test func `are read by names that the session cannot stand before`() async throws {
        try await Self.session { connection in
            try await Self.run(
                connection, "CREATE TEMP TABLE pg_class (oid oid, relname name)", "CREATE TEMP TABLE regclass (a int)",
                "SET LOCAL search_path = own, public", "CREATE TABLE own.fresh (id int)", "INSERT INTO fresh VALUES (3)"
            )
            #expect(try await connection.cell("SELECT id FROM fresh") == "3")
            #expect(try await connection.cell("SHOW search_path") == "own, public")
            #expect(try await connection.cell("SHOW statement_timeout") == "0")
            #expect(
                try await connection.cell("SELECT ssn FROM public.patients ORDER BY id LIMIT 1").hasPrefix("***-**-"))
        }
    }

    @Test func `leave cursors where they are`() async throws {
        try await Self.session { connection in
            try await Self.run(connection, "DECLARE c CURSOR FOR SELECT n FROM generate_series(1, 9) n")
            #expect(try await connection.cell("FETCH 1 FROM c") == "1")
            try await Self.run(connection, "CREATE TABLE own.other (id int)", "INSERT INTO own.other VALUES (1)")
            #expect(try await connection.cell("FETCH 1 FROM c") == "2")
        }
    }

    @Test func `are refused where an older snapshot rules`() async throws {
        try await Self.session("BEGIN ISOLATION LEVEL REPEATABLE READ") { connection in
            try await Self.run(connection, "ALTER TABLE own.safe ENABLE TRIGGER ALL")
            let answer = try await connection.answer(to: "SELECT note FROM own.safe")
            #expect(answer.error?["D"]?.contains("chaperone/open-definition") == true)
            try await Self.run(connection, "COMMIT")
            #expect(try await connection.cell("SELECT note FROM own.safe") == "x")
        }
    }

    @Test func `are those of the transaction that a pipelined COMMIT leaves behind`() async throws {
        try await Self.session { connection in
            try await Self.run(connection, "CREATE TABLE own.late (id int)", "INSERT INTO own.late VALUES (4)")
            connection.send(
                FrontendMessage.message("Q", Array("COMMIT\0".utf8))
                    + FrontendMessage.message("Q", Array("SELECT id FROM own.late\0".utf8)))
            #expect(try await connection.answer().error == nil)
            #expect(try await Self.cell(of: connection) == "4")
        }
    }

    @Test func `are known to what was prepared before them`() async throws {
        try await Self.session { connection in
            connection.send(
                FrontendMessage.message("P", Array("s\0SELECT note FROM own.safe\0\0\0".utf8)) + FrontendMessage.sync)
            #expect(try await connection.answer().error == nil)
            try await Self.run(connection, "ALTER TABLE own.safe ENABLE TRIGGER ALL")
            connection.send(
                FrontendMessage.message("B", Array("\0s\0".utf8) + [0, 0, 0, 0, 0, 0])
                    + FrontendMessage.message("E", Array("\0".utf8) + [0, 0, 0, 0]) + FrontendMessage.sync)
            #expect(try await Self.cell(of: connection) == "x")
        }
    }

    @Test(
        arguments: ["ROLLBACK TO s", "ROLLBACK", "ROLLBACK AND CHAIN", "COMMIT AND CHAIN", "PREPARE TRANSACTION 'x'"])
    func `are not believed by the rest of a text that ends them`(end: String) async throws {
        try await Self.session { connection in
            try await Self.run(connection, "SAVEPOINT s")
            _ = try await connection.answer(to: "DROP TABLE own.base CASCADE")
            _ = try await connection.answer(to: "CREATE TABLE own.joined AS SELECT 1 AS id, 'mine'::text AS note")
            _ = try await connection.answer(to: "SELECT note FROM own.joined LIMIT 1")
            let answer = try await connection.answer(to: "\(end); SELECT note FROM own.joined LIMIT 2")
            #expect(!Self.holdsRaw(answer))
            #expect(answer.error != nil)
        }
    }

    @Test func `leave an unnamed statement where nothing needs them`() async throws {
        try await Self.session { connection in
            connection.send(
                FrontendMessage.message("P", Array("\0SELECT 42\0\0\0".utf8)) + FrontendMessage.sync
                    + FrontendMessage.message("P", Array("n\0CREATE TABLE own.more (id int)\0\0\0".utf8))
                    + FrontendMessage.message("B", Array("p\0n\0".utf8) + [0, 0, 0, 0, 0, 0])
                    + FrontendMessage.message("E", Array("p\0".utf8) + [0, 0, 0, 0]) + FrontendMessage.sync)
            let answers = [try await connection.answer(), try await connection.answer()]
            #expect(answers.allSatisfy { $0.error == nil })
            connection.send(
                FrontendMessage.message("B", Array("\0\0".utf8) + [0, 0, 0, 0, 0, 0])
                    + FrontendMessage.message("E", Array("\0".utf8) + [0, 0, 0, 0]) + FrontendMessage.sync)
            let cell = try await Self.cell(of: connection)
            #expect(cell == "42")
        }
    }

    @Test func `that lock what a view reads close that view, and nothing else`() async throws {
        try await Self.session { connection in
            try await Self.run(connection, "ALTER TABLE own.safe ADD COLUMN more int")
            _ = try await HeldServer.value("CREATE OR REPLACE VIEW own.besides AS SELECT 1 AS id; SELECT 1")
            #expect(try await connection.cell("SELECT note FROM own.safe") == "x")
            #expect(try await connection.cell("SELECT ssn FROM patients ORDER BY id LIMIT 1").hasPrefix("***-**-"))
            try await Task.sleep(for: .seconds(12))
            #expect(try await connection.cell("SELECT ssn FROM patients ORDER BY id LIMIT 1").hasPrefix("***-**-"))
            try await Self.run(connection, "COMMIT")
        }
    }
}
