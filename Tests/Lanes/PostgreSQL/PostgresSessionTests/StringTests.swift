import AuditLog
import Testing

/// Several statements in one string.
struct StringTests {
    @Test func `of a long string are in the log with the first, and the others say where`() {
        var session = Conversation()
        let text = "SELECT 1; SELECT 2; SELECT '\(String(repeating: "x", count: 5_000))'"
        session.client(.query("SELECT 0"), .query(text))
        #expect(
            session.log.intents.map(\.statement.text) == [
                "SELECT 0", text, "/* statement 2 of 3 in the text of statement 2 */",
                "/* statement 3 of 3 in the text of statement 2 */",
            ])
    }

    @Test func `of a short string each have all of it`() {
        var session = Conversation()
        session.client(.query("SELECT 1; SELECT 2"))
        #expect(session.log.intents.map(\.statement.text) == ["SELECT 1; SELECT 2", "SELECT 1; SELECT 2"])
    }
}
