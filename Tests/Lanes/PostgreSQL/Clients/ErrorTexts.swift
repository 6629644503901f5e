import TestSupport
import Testing

/// An error on a protected table tells what is wrong with the statement, and nothing of the rows.
@Suite("Errors on protected tables")
struct ErrorTexts {
    @Test(
        "name what the statement got wrong, as the server does",
        arguments: [
            "SELECT nosuch FROM clinic.patients", "SELECT p.nosuch FROM clinic.patients p JOIN clinic.notes n ON true",
            "SELECT id, count(*) FROM clinic.patients", "SELECT id FROM clinic.patients WHERE id + true",
            "UPDATE clinic.patients SET nosuch = 1 WHERE id = 1",
        ])
    func namesIt(_ statement: String) async throws {
        let (lane, direct) = try await answers(statement)
        #expect(direct?["C"]?.hasPrefix("42") == true)
        #expect(lane?["C"] == direct?["C"])
        #expect(lane?["M"] == direct?["M"])
    }

    @Test(
        "show no value that a conversion or a constraint failed on",
        arguments: [
            ("SELECT name::int FROM clinic.patients", "invalid_text_representation"),
            (
                "UPDATE clinic.patients SET id = 2 WHERE id = 1",
                "duplicate key value violates unique constraint \"patients_pkey\" of table \"clinic.patients\""
            ),
        ])
    func showsNone(_ statement: String, _ words: String) async throws {
        let (lane, direct) = try await answers(statement)
        #expect(direct != nil)
        #expect(lane?["M"] == words && lane?["D"] == nil)
    }

    private func answers(_ statement: String) async throws -> (lane: [Character: String]?, direct: [Character: String]?)
    {
        try await OffPool.run {
            let stack = try Stack.clients.get()
            return (
                try PostgresConnection(stack.lane()).ask(statement).error,
                try PostgresConnection(stack.direct).ask(statement).error
            )
        }
    }
}
