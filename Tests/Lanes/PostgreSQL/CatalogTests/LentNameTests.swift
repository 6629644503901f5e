import TestSupport
import Testing

/// With a real server and sidecar: what `Tests/SQL/JudgeTests/FixedNameTests` promises of a catalog.
@Suite("What trusted code means by a name is not the session's to say", .serialized)
struct LentNameTests {
    /// What a session does between a write and the moment at which the trigger looks for its table.
    private static let meanings = [
        ["CREATE TEMP TABLE changes (at timestamptz, who text, what text)"],
        [
            "CREATE TEMP TABLE changes (at timestamptz, who text, what text)",
            "SET LOCAL search_path = pg_temp, ward",
        ],
    ]

    private static func caught(
        _ connection: PostgresConnection, _ table: String, _ statements: [String]
    ) throws -> String {
        for sql in ["BEGIN", "UPDATE ward.\(table) SET note = 'x' WHERE id = 1"] + statements + ["COMMIT"] {
            let answer = try connection.ask(sql)
            guard answer.error == nil else { return CodeStack.text(answer) }
        }
        return CodeStack.text(try connection.ask("SELECT * FROM pg_temp.changes"))
    }

    @Test(arguments: meanings)
    func `A deferred trigger with a path of its own writes where it always does`(statements: [String]) throws {
        let count = "SELECT count(*) FROM ward.changes WHERE what LIKE '%\(CodeStack.mark)%'"
        let owner = try CodeStack.owner()
        let before = CodeStack.text(try owner.ask(count))
        let caught = try Self.caught(CodeStack.lane(), "kept", statements)
        #expect(caught.contains("SELECT 0"), "\(caught)")
        #expect(CodeStack.text(try owner.ask(count)) != before)
    }

    @Test(arguments: meanings)
    func `One without is not run, though the policy names it`(statements: [String]) throws {
        let caught = try Self.caught(CodeStack.lane(), "kept_plainly", statements)
        #expect(
            caught.contains(
                "trigger keep of ward.kept_plainly runs ward.keep_plainly() by the session's names (ALTER FUNCTION "
                    + "ward.keep_plainly() SET search_path = ward, pg_temp"), "\(caught)")
        // Asked directly it tells: the test can fail.
        #expect(try Self.caught(CodeStack.owner(), "kept_plainly", statements).contains(CodeStack.mark))
    }

    @Test func `Who may create in a schema of the path could say what it means`() throws {
        let owner = try CodeStack.owner()
        func write() throws -> String? {
            try CodeStack.lane().ask("UPDATE ward.kept SET note = 'y' WHERE id = 2").error?["M"]
        }
        #expect(try write() == nil)
        #expect(try owner.ask("GRANT CREATE ON SCHEMA ward TO PUBLIC").error == nil)
        let refusal = try write()
        #expect(try owner.ask("REVOKE CREATE ON SCHEMA ward FROM PUBLIC").error == nil)
        #expect(refusal?.contains("where code-agent may create nothing in ward") == true, "\(refusal ?? "")")
        #expect(try write() == nil)
    }
}
