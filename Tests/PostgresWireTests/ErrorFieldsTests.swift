import PostgresWire
import Testing

/// What of a server's error reaches a client that must not see the values in it.
@Suite("Scrubbed errors") struct ErrorFieldsTests {
    private func error(_ state: String, _ message: String, _ more: [(Character, String)] = []) -> ErrorFields {
        let fields: [(Character, String)] = [("S", "ERROR"), ("V", "ERROR"), ("C", state), ("M", message)] + more
        return ErrorFields(fields.map { ($0.0.asciiValue ?? 0, $0.1) })
    }

    @Test("keep nothing of words that could quote a value")
    func values() {
        let said = error(
            "22P02", "invalid input syntax for type integer: \"536-22-0001\"",
            [("D", "536-22-0001"), ("H", "h"), ("W", "w"), ("P", "8"), ("t", "patients"), ("q", "SELECT")])
        #expect(said.scrubbed == error("22P02", "invalid_text_representation"))
    }

    @Test(
        "keep what speaks of the statement's own text, without the position in a text that the client did not write",
        arguments: ["42703", "42P01", "42883", "42601", "42803"])
    func text(_ state: String) {
        let message = "column \"nosuch\" does not exist"
        let said = error(state, message, [("H", "Perhaps …"), ("P", "8"), ("F", "parse_relation.c")])
        #expect(said.scrubbed == error(state, message, [("H", "Perhaps …")]))
    }

    @Test("keep no name that was looked for while rows were read")
    func names() {
        let message = "relation \"536-22-0001\" does not exist"
        #expect(error("42P01", message).scrubbed == error("42P01", "undefined_table"))
        let ofFunction = error("42P01", message, [("P", "8"), ("p", "15"), ("q", "SELECT …")])
        #expect(ofFunction.scrubbed == error("42P01", "undefined_table"))
    }
}
