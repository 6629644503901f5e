import TestSupport
import Testing

/// An ORM loads a row, changes one field and saves all of them.
@Suite("What a mask shows is not written over the value", .serialized)
struct WrittenMaskTests {
    private static let columns = ["mrn", "ssn", "name", "birth_date", "zip", "contact"]

    @Test("by an UPDATE of what was read", arguments: columns)
    func update(column: String) throws {
        let stack = try Stacks.hub.get()
        let before = try Self.row(stack)
        let session = try RawSession(stack.lane())
        let shown = try #require(
            try session.ask("SELECT \(column)::text FROM clinic.patients WHERE id = 7").texts.first?[0])
        let type = ["birth_date": "::date", "contact": "::jsonb"][column] ?? ""
        try session.ask("UPDATE clinic.patients SET \(column) = '\(shown)'\(type) WHERE id = 7")
        session.send(
            ExtendedMessage.parse("", "UPDATE clinic.patients SET \(column) = $1\(type) WHERE id = 7"),
            ExtendedMessage.bind("", values: [shown]), ExtendedMessage.execute(), FrontendMessage.sync)
        try session.wait(for: "Z")
        try session.ask(
            "UPDATE clinic.patients SET \(column) = (SELECT \(column) FROM clinic.patients WHERE id = 7) WHERE id = 7")
        try session.ask(
            "UPDATE clinic.patients p SET \(column) = q.\(column) FROM clinic.patients q WHERE q.id = p.id AND p.id = 7"
        )
        #expect(try Self.row(stack) == before)
    }

    @Test("by ON CONFLICT, by a WITH, or through a view")
    func otherRoads() throws {
        let stack = try Stacks.hub.get()
        let before = try Self.row(stack)
        let session = try RawSession(stack.lane())
        for text in [
            """
            INSERT INTO clinic.patients SELECT * FROM clinic.patients WHERE id = 7
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, mrn = excluded.mrn
            """,
            """
            WITH r AS (SELECT id, birth_date, zip FROM clinic.patients WHERE id = 7)
            UPDATE clinic.patients p SET birth_date = r.birth_date, zip = r.zip FROM r WHERE r.id = p.id
            """,
            "UPDATE clinic.patient_directory d SET full_name = full_name, mrn = mrn WHERE id = 7",
            """
            UPDATE clinic.patient_care c SET full_name = (SELECT full_name FROM clinic.patient_care WHERE id = 7) WHERE id = 7
            """,
        ] { try session.ask(text) }
        #expect(try Self.row(stack) == before)
    }

    @Test("and a column that is not masked is saved")
    func unmasked() throws {
        let session = try RawSession(Stacks.hub.get().lane())
        try session.ask("BEGIN")
        #expect(try session.ask("UPDATE clinic.patients SET risk_score = 12 WHERE id = 7").error == nil)
        #expect(try session.ask("SELECT risk_score FROM clinic.patients WHERE id = 7").texts == [["12.00"]])
        try session.ask("ROLLBACK")
    }

    private static func row(_ stack: Stack) throws -> [[String?]] {
        try stack.own("SELECT p::text FROM clinic.patients p WHERE id = 7")
    }
}
