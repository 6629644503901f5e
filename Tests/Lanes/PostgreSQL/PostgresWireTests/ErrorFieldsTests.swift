import PostgresWire
import Testing

/// Which words of a server's error speak of the statement's own text.
@Suite("Words of the server") struct ErrorFieldsTests {
    private func error(_ state: String, _ message: String, _ more: [(Character, String)] = []) -> ErrorFields {
        let fields: [(Character, String)] = [("S", "ERROR"), ("V", "ERROR"), ("C", state), ("M", message)] + more
        return ErrorFields(fields.map { ($0.0.asciiValue ?? 0, $0.1) })
    }

    @Test(
        "speak of the statement's text where they tell a position in it",
        arguments: ["42703", "42P01", "42883", "42601", "42803"])
    func text(_ state: String) {
        #expect(error(state, "column \"nosuch\" does not exist", [("H", "Perhaps …"), ("P", "8")]).isOfText)
    }

    @Test("do not where a name was looked for while rows were read, or by a function, or a value is at fault")
    func names() {
        let message = "relation \"536-22-0001\" does not exist"
        #expect(!error("42P01", message).isOfText)
        #expect(!error("42P01", message, [("P", "8"), ("p", "15"), ("q", "SELECT …")]).isOfText)
        #expect(!error("22P02", "invalid input syntax for type integer: \"536-22-0001\"", [("P", "8")]).isOfText)
    }

    @Test("carry a SQLSTATE of PostgreSQL's list, and no other that code of the database could raise")
    func states() {
        #expect(ConditionName.code("23505") == "23505")
        #expect(ConditionName.code("S5362") == "XX000")
    }
}
