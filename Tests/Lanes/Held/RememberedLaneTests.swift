import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

/// What is stored of protected values stays what it is, whatever the lane, its connections and its roles do meanwhile.
@Suite("What is stored of protected values", .serialized) struct RememberedLaneTests {
    private static func session(
        groups: [String] = ["analysts"],
        _ test: (LaneUnderTest, (UInt64, [String]) async throws -> LanePolicy)
            async throws -> Void
    ) async throws {
        _ = try await HeldServer.value(
            """
            DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept; GRANT USAGE ON SCHEMA kept TO agent;
            CREATE TABLE kept.people (id int, ssn text, up text GENERATED ALWAYS AS (upper(ssn)) STORED);
            INSERT INTO kept.people VALUES (1, '900-11-1007'); GRANT ALL ON kept.people TO agent; SELECT 1
            """)
        func policy(_ number: UInt64, _ groups: [String]) async throws -> LanePolicy {
            let people = QualifiedName("kept", "people")
            var policy = try await LaneUnderTest.policy(number: number, groups: groups) { target in
                target.postgres?.phi = [ProtectedColumn(relation: people, column: "ssn", mask: .redact)]
            }
            let role = policy.bundle.roles.firstIndex { $0.name == "clinician" }
            if let role { policy.bundle.roles[role].reveal = [.init(relation: people, column: "ssn")] }
            return policy
        }
        let lane = try await LaneUnderTest(try await policy(1, groups))
        try await test(lane, policy)
        try await lane.end()
    }

    private static func drop() async throws {
        _ = try await HeldServer.value("ALTER TABLE kept.people ALTER COLUMN up DROP EXPRESSION; SELECT 1")
    }

    private static let question = "SELECT coalesce(up, 'hidden') FROM kept.people"

    @Test func `is remembered by a lane that connects anew`() async throws {
        try await Self.session { lane, policy in
            let client = try await lane.connect()
            #expect(try await client.cell(Self.question) == "hidden")
            try await Self.drop()
            try await Waiting.until("a reading of the catalog") {
                lane.lane.misfits.contains { $0.contains("kept.people.up holds what") }
            }
            #expect(try await client.cell(Self.question) == "hidden")
            var changed = try await policy(2, ["analysts"])
            changed.pseudonymKey = String(repeating: "ab", count: 32)
            try await lane.lane.update(changed)
            try await lane.ready()
            #expect(try await lane.connect().cell(Self.question) == "hidden")
        }
    }

    @Test func `is remembered for a role that comes later than the change`() async throws {
        try await Self.session(groups: ["clinicians"]) { lane, policy in
            let client = try await lane.connect()
            #expect(try await client.cell("SELECT up FROM kept.people") == "900-11-1007")
            try await Self.drop()
            try await lane.lane.update(try await policy(2, ["analysts"]))
            #expect(try await lane.connect().cell(Self.question) == "hidden")
            try await lane.lane.update(try await policy(3, ["clinicians"]))
            #expect(try await lane.connect().cell("SELECT up FROM kept.people") == "900-11-1007")
            try await lane.lane.update(try await policy(4, ["analysts"]))
            #expect(try await lane.connect().cell(Self.question) == "hidden")
        }
    }
}
