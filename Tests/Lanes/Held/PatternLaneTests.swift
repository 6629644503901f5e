import Lane
import Policy
import TestSupport
import Testing

/// Migrations while sessions are open, under a policy that names no table of theirs.
@Suite("Tables that come while a lane runs", .serialized) struct PatternLaneTests {
    private static func lane(_ change: @escaping (inout Target) -> Void) async throws -> LaneUnderTest {
        _ = try await HeldServer.value(
            """
            DROP SCHEMA IF EXISTS later CASCADE; CREATE SCHEMA later; GRANT ALL ON SCHEMA later TO agent;
            CREATE TABLE later.staff (id integer); INSERT INTO later.staff VALUES (1);
            GRANT ALL ON ALL TABLES IN SCHEMA later TO agent; SELECT 1
            """)
        return try await LaneUnderTest(
            try await LaneUnderTest.policy { target in
                target.postgres?.phi = []
                change(&target)
            })
    }

    private static func eventually(_ client: LaneClient, _ text: String, _ expected: String) async throws {
        try await Waiting.until("\(text): \(expected)") { try await client.cell(text) == expected }
    }

    @Test("A column that a pattern names is masked from its first answer on, in old tables and new ones")
    func patterns() async throws {
        let lane = try await Self.lane { target in
            target.postgres?.phiPatterns = [ProtectedPattern(columns: "later.*.ssn", mask: .last4)]
        }
        let client = try await lane.connect()
        #expect(try await client.cell("SELECT id FROM later.staff") == "1")
        _ = try await HeldServer.value(
            """
            CREATE TABLE later.guests (ssn text); INSERT INTO later.guests VALUES ('123-45-6789');
            GRANT ALL ON later.guests TO agent; SELECT 1
            """)
        // Not known is not readable: it is asked for at once.
        #expect(try await client.cell("SELECT ssn FROM later.guests") == "***-**-6789")
        #expect(try await client.cell("SELECT ssn FROM later.guests WHERE ssn LIKE '%6789'") == "***-**-6789")
        _ = try await HeldServer.value(
            "ALTER TABLE later.staff ADD ssn text; UPDATE later.staff SET ssn = '987-65-4321'; SELECT 1")
        try await Self.eventually(client, "SELECT ssn FROM later.staff", "***-**-4321")
        _ = try await HeldServer.value("ALTER TABLE later.guests RENAME ssn TO social; SELECT 1")
        try await Self.eventually(client, "SELECT social FROM later.guests", "42501")
        try await lane.end()
    }

    @Test("In a closed schema a new table is not readable, and a new column NULL, until the policy says what they are")
    func unlisted() async throws {
        let lane = try await Self.lane { target in
            target.postgres?.unlisted = UnlistedColumns(schemas: ["later"], reviewed: ["later.staff.id"])
        }
        let client = try await lane.connect()
        #expect(try await client.cell("SELECT id FROM later.staff") == "1")
        _ = try await HeldServer.value(
            """
            CREATE TABLE later.fresh (id integer); INSERT INTO later.fresh VALUES (7);
            GRANT ALL ON later.fresh TO agent; ALTER TABLE later.staff ADD note text DEFAULT 'raw'; SELECT 1
            """)
        #expect(try await client.cell("SELECT id FROM later.fresh") == "42501")
        try await Self.eventually(client, "SELECT coalesce(note, 'hidden') FROM later.staff", "hidden")
        try await lane.end()
    }
}
