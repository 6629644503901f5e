import AuditLog
import Judge
import Policy
import PostgresSession
import Testing

/// Where nothing is protected code runs that nobody knows, and could change how the server reads what is sent behind it.
@Suite("A text that could be read in two ways") struct ReadingsTests {
    private static let plain = "SELECT 'a'"
    private static let ambiguous = ["SELECT '\\', '||body FROM notes --'", "SELECT 'é'", "SELECT E'a\\'b'"]

    @Test(arguments: ambiguous)
    func `waits behind a statement that has not been answered`(text: String) {
        var session = Conversation(protects: false)
        session.client(.query("SELECT f()"), .query(text))
        #expect(session.sentUpstream() == "Q")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentUpstream() == "Q")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "DCZDCZ")
    }

    @Test(arguments: ambiguous)
    func `waits behind a pipeline that is closed`(text: String) {
        var session = Conversation(protects: false)
        session.client(
            .parse("", "SELECT f()"), .bind("", ""), .execute(), .sync, .parse("", text), .bind("", ""), .execute(),
            .sync)
        #expect(session.sentUpstream() == "PBES")
        session.server(.parsed, .bound, .row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentUpstream() == "PBES")
    }

    @Test(arguments: ambiguous)
    func `is refused behind an Execute in an open pipeline`(text: String) {
        var session = Conversation(protects: false)
        session.client(
            .parse("", "SELECT f()"), .bind("", ""), .execute(), .parse("", text), .bind("", ""), .execute(), .sync)
        #expect(session.forwarded() == ["P  SELECT f()", "B  ", "E ", "P  chaperone: refused", "S"])
        session.server(.parsed, .bound, .row, .complete("SELECT 1"), .error("42601"), .ready("I"))
        #expect(session.told().types == "12DCEZ")
        #expect(session.log.decisions.map(\.rule) == ["chaperone/pipeline"])
        session.client(.query(text))
        #expect(session.sentUpstream() == "Q", "behind its Sync it is sent")
    }

    @Test(arguments: [
        "COMMIT", "SET CONSTRAINTS ALL IMMEDIATE", "EXECUTE p", "CALL p()",
        "SELECT set_config('work_mem', '1MB', true)",
        "UPDATE notes SET body = 'x'", "FETCH c", "CREATE TABLE made (id int)", "DO 'BEGIN END'",
    ])
    func `waits behind whatever may run code`(text: String) {
        var session = Conversation(protects: false)
        session.client(.query("PREPARE p AS SELECT 1; DECLARE c CURSOR FOR SELECT 1"))
        session.server(.complete("PREPARE"), .complete("DECLARE CURSOR"), .ready("T"))
        _ = session.sentUpstream()
        session.client(.query(text), .query(Self.ambiguous[0]))
        #expect(session.sentUpstream() == "Q")
    }

    @Test(arguments: [
        "BEGIN", "SET work_mem = '1MB'", "SAVEPOINT a", "ROLLBACK", "SHOW work_mem", "START TRANSACTION READ ONLY",
    ])
    func `does not wait behind what runs none`(text: String) {
        var session = Conversation(protects: false)
        session.client(.query(text), .query(Self.ambiguous[0]))
        #expect(session.sentUpstream() == "QQ")
        session = Conversation(protects: false)
        session.client(.parse("", text), .bind("", ""), .execute(), .parse("", Self.ambiguous[0]))
        #expect(session.forwarded().last == "P  \(Self.ambiguous[0])")
    }

    @Test func `is no text without a backslash and beyond ASCII`() {
        var session = Conversation(protects: false)
        session.client(.query("SELECT f()"), .query(Self.plain))
        #expect(session.sentUpstream() == "QQ")
        session = Conversation(protects: false)
        session.client(.parse("", "SELECT f()"), .bind("", ""), .execute(), .parse("", Self.plain), .sync)
        #expect(session.forwarded().contains("P  \(Self.plain)"))
    }

    @Test func `waits where columns are protected as well, though all code is known there`() {
        var session = Conversation()
        session.client(.query("SELECT id FROM notes"), .query(Self.ambiguous[1]))
        #expect(session.sentUpstream() == "Q")
    }
}
