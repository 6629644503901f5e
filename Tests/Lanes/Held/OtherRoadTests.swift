import Lane
import Policy
import TestSupport
import Testing

/// What is renamed and granted at the server while a session is open, and changes what a verdict rests on.
@Suite("What another road changes while a session is open", .serialized) struct OtherRoadTests {
    private static func lane(
        _ change: @escaping (inout Target) -> Void = { _ in }, rules: [Rule]? = nil
    ) async throws -> LaneUnderTest {
        _ = try await HeldServer.value(
            """
            DROP SCHEMA IF EXISTS road CASCADE; DROP SCHEMA IF EXISTS arch CASCADE; DROP ROLE IF EXISTS archivist;
            CREATE SCHEMA road; GRANT USAGE ON SCHEMA road TO agent;
            CREATE TABLE road.par (k int PRIMARY KEY, label text); INSERT INTO road.par VALUES (1, 'a'), (2, 'b');
            CREATE TABLE road.kid (id int PRIMARY KEY, k int REFERENCES road.par ON UPDATE CASCADE, code int,
              CONSTRAINT above CHECK (code > k));
            INSERT INTO road.kid VALUES (1, 1, 73421), (2, 2, 5555);
            CREATE VIEW road.shown AS SELECT k, label FROM road.par;
            CREATE TABLE road.notes (id int, k int); INSERT INTO road.notes VALUES (1, 1), (2, 2);
            CREATE TABLE road.other (x int, k int);
            CREATE ROLE archivist; CREATE SCHEMA arch AUTHORIZATION archivist; CREATE TABLE road.vault (secret text);
            CREATE TABLE road.people (id int PRIMARY KEY, ssn text, who text);
            INSERT INTO road.people VALUES (1, '900-55-1234', 'a');
            CREATE FUNCTION road.arch() RETURNS trigger LANGUAGE plpgsql SET search_path = arch, road, pg_temp AS
              $$ BEGIN INSERT INTO vault VALUES (OLD.ssn); RETURN NULL; END $$;
            CREATE TRIGGER arch AFTER UPDATE ON road.people FOR EACH ROW EXECUTE FUNCTION road.arch();
            GRANT ALL ON ALL TABLES IN SCHEMA road TO agent; SELECT 1
            """)
        var policy = try await LaneUnderTest.policy(limitsRows: false) { target in
            target.postgres?.phi = [
                ProtectedColumn(relation: QualifiedName("road", "kid"), column: "code", mask: .redact),
                ProtectedColumn(relation: QualifiedName("road", "people"), column: "ssn", mask: .redact),
            ]
            change(&target)
        }
        policy.bundle.rules = rules ?? []
        return try await LaneUnderTest(policy)
    }

    private static func change(_ text: String) async throws { _ = try await HeldServer.value("\(text); SELECT 1") }

    @Test func `A column of what protected rows refer to is not written by a new name`() async throws {
        let lane = try await Self.lane()
        let client = try await lane.connect()
        #expect(try await client.answer(to: "UPDATE road.par SET k = 50000 WHERE label = 'a'").error?["C"] == "42501")
        for (rename, update) in [
            ("ALTER TABLE road.par RENAME COLUMN k TO ident", "UPDATE road.par SET ident = 73422 WHERE label = 'a'"),
            ("ALTER VIEW road.shown RENAME COLUMN k TO vk", "UPDATE road.shown SET vk = 73422 WHERE label = 'a'"),
        ] {
            try await Self.change(rename)
            let error = try await client.answer(to: update).error
            #expect(error?["C"] == "42501", "\(update)")
            #expect(!(error?.values.contains { $0.contains("73421") } ?? true), "\(update)")
        }
        try await lane.end()
    }

    @Test func `A rule for what is unfiltered knows what columns are called`() async throws {
        var when = Rule.Condition()
        when.unfiltered = true
        let lane = try await Self.lane(
            { $0.postgres?.phi = [] }, rules: [Rule(name: "no-unfiltered", when: when, action: .deny)])
        let client = try await lane.connect()
        let delete = "DELETE FROM road.notes WHERE k IN (SELECT k FROM road.other)"
        #expect(try await client.answer(to: delete).error == nil)
        try await Self.change("ALTER TABLE road.other RENAME COLUMN k TO kk")
        try await Waiting.until("the rename is known") {
            let error = try await client.answer(to: "BEGIN; \(delete)").error
            _ = try await client.answer(to: "ROLLBACK")
            return error?["C"] == "42501"
        }
        try await lane.end()
    }

    @Test func `Code is not trusted any more when the role may make what it would find`() async throws {
        let lane = try await Self.lane { target in
            target.postgres?.functions = [QualifiedName("road", "arch")]
            target.postgres?.functionWrites = ["road.arch": [QualifiedName("road", "vault")]]
        }
        let client = try await lane.connect()
        let update = "UPDATE road.people SET who = 'y' WHERE id = 1"
        #expect(try await client.answer(to: update).error == nil)
        try await Self.change("GRANT archivist TO agent")
        try await Waiting.until("the grant is known") {
            try await client.answer(to: update).error?["C"] == "42501"
        }
        try await lane.end()
    }
}
