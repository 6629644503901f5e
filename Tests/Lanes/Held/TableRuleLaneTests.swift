import Lane
import Policy
import TestSupport
import Testing

/// Rules that name tables, on a lane that protects no column.
@Suite("A lane with rules for tables", .serialized) struct TableRuleLaneTests {
    private static func session(_ test: (LaneClient) async throws -> Void) async throws {
        _ = try await HeldServer.value(
            """
            DROP SCHEMA IF EXISTS ruled CASCADE; CREATE SCHEMA ruled AUTHORIZATION agent;
            CREATE TABLE ruled.kept (id int, note text); INSERT INTO ruled.kept VALUES (1, 'x');
            CREATE TABLE ruled.free (id int, note text); INSERT INTO ruled.free VALUES (1, 'x');
            CREATE TABLE ruled.later (id int, note text);
            CREATE VIEW ruled.of_kept AS SELECT id, note FROM ruled.kept;
            CREATE VIEW ruled.of_free AS SELECT id, note FROM ruled.free;
            CREATE FUNCTION ruled.prepares() RETURNS void LANGUAGE plpgsql AS
              $$ BEGIN EXECUTE 'PREPARE purge AS DELETE FROM ruled.kept'; END $$;
            ALTER TABLE ruled.kept OWNER TO agent; ALTER TABLE ruled.free OWNER TO agent;
            ALTER TABLE ruled.later OWNER TO agent;
            ALTER VIEW ruled.of_kept OWNER TO agent; ALTER VIEW ruled.of_free OWNER TO agent; SELECT 1
            """)
        let base = try await LaneUnderTest.policy { $0.postgres?.phi = [] }
        var bundle = base.bundle
        var kept = Rule.Condition()
        kept.statements = [.update, .delete]
        kept.tables = ["ruled.kep*"]
        bundle.rules = [Rule(name: "kept", when: kept, action: .deny)]
        let policy = LanePolicy(
            target: base.target, bundle: bundle, principal: LaneUnderTest.principal, groups: ["analysts"])
        let lane = try await LaneUnderTest(policy)
        try await test(try await lane.connect())
        try await lane.end()
        #expect(try await HeldServer.value("SELECT note FROM ruled.kept") == "x")
    }

    private static func rule(_ client: LaneClient, _ text: String) async throws -> String? {
        let error = try await client.answer(to: text).error
        return error.map { $0["D"] ?? $0["M"] ?? "" }
    }

    @Test func `knows what a view of the same transaction leads to`() async throws {
        try await Self.session { client in
            for (begin, reason) in [
                ("BEGIN", "rule kept"), ("BEGIN ISOLATION LEVEL REPEATABLE READ", "rule chaperone/open-definition"),
            ] {
                #expect(try await Self.rule(client, begin) == nil)
                #expect(try await Self.rule(client, "CREATE VIEW ruled.v AS SELECT * FROM ruled.of_kept") == nil)
                #expect(try await Self.rule(client, "UPDATE ruled.v SET note = 'y'") == reason)
                #expect(try await Self.rule(client, "ROLLBACK") == nil)
            }
            let text = "CREATE VIEW ruled.v AS SELECT * FROM ruled.of_kept; UPDATE ruled.v SET note = 'y'"
            #expect(try await Self.rule(client, text) == "rule chaperone/open-definition")
            for statement in [
                "BEGIN", "CREATE VIEW ruled.v AS SELECT * FROM ruled.of_free", "UPDATE ruled.v SET note = 'y'",
                "CREATE TABLE ruled.part (LIKE ruled.free); INSERT INTO ruled.part VALUES (1, 'z')",
                "ALTER TABLE ruled.part INHERIT ruled.free", "DELETE FROM ruled.part", "COMMIT",
            ] {
                let reason = try await Self.rule(client, statement)
                #expect(reason == nil, "\(statement)")
            }
            #expect(try await client.cell("SELECT note FROM ruled.free") == "y")
        }
    }

    @Test func `leaves what was prepared with the table that it named`() async throws {
        try await Self.session { client in
            for statement in [
                "SET search_path = ruled", "PREPARE p AS UPDATE free SET note = 'y'",
                "CREATE TEMP TABLE other (id int)",
                "EXECUTE p", "CREATE TEMP VIEW free AS SELECT * FROM ruled.of_kept", "ANALYZE ruled.free",
            ] {
                let reason = try await Self.rule(client, statement)
                #expect(reason == nil, "\(statement)")
            }
            #expect(try await Self.rule(client, "EXECUTE p") == "rule chaperone/policy-changed")
        }
    }

    @Test func `knows within a second or two what another road has made a child`() async throws {
        try await Self.session { client in
            #expect(try await Self.rule(client, "UPDATE ruled.later SET note = 'y'") == nil)
            _ = try await HeldServer.value("ALTER TABLE ruled.later INHERIT ruled.kept; SELECT 1")
            try await Waiting.until("the child to be known") {
                try await Self.rule(client, "UPDATE ruled.later SET note = 'y'") == "rule kept"
            }
        }
    }

    @Test func `executes nothing that code of the database has prepared`() async throws {
        try await Self.session { client in
            #expect(try await Self.rule(client, "SELECT ruled.prepares()") == nil)
            let error = try await client.answer(to: "EXECUTE purge").error
            #expect(error?["C"] == "26000" && error?["H"]?.contains("prepared through the lane") == true)
            client.send(
                FrontendMessage.message("B", Array("\0purge\0".utf8) + [0, 0, 0, 0, 0, 0])
                    + FrontendMessage.message("E", [0, 0, 0, 0, 0]) + FrontendMessage.sync)
            #expect(try await client.answer().error?["C"] == "26000")
            #expect(try await client.cell("SELECT count(*) FROM ruled.kept") == "1")
        }
    }
}
