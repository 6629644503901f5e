import AuditLog
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// A policy that changes while a session goes on.
@Suite("After a change of policy") struct PolicyChangeTests {
    private static let other = Conversation.judge(mask: .null, revision: 2)
    private static let protected = "SELECT ssn FROM patients"

    private static let denied: Judge = {
        var condition = Rule.Condition()
        condition.tables = ["public.notes"]
        return Conversation.judge(rules: [Rule(name: "no", when: condition, action: .deny)], revision: 3)
    }()

    @Test func `the next statement is judged by the new one`() {
        var session = Conversation()
        session.client(.query("SELECT id FROM notes"))
        session.server(.complete("SELECT 0"), .ready("I"))
        session.bench.judge = Self.denied
        _ = session.told()
        session.client(.query("SELECT id FROM notes"))
        #expect(session.told() == ("EZ", ["42501"]))
    }

    @Test func `a prepared statement that would be written otherwise does not run with its old text`() {
        var session = Conversation()
        session.client(.parse("a", Self.protected), .bind("", "a"), .execute(), .sync)
        session.server(.init("1"), .init("2"), .complete("SELECT 0"), .ready("I"))
        session.bench.judge = Self.other
        _ = (session.sentUpstream(), session.told())
        session.client(.bind("", "a"), .execute(), .sync)
        #expect(session.sentUpstream() == "PS")
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["0A000"]))
        session.client(.parse("b", Self.protected), .bind("", "b"), .execute(), .sync)
        #expect(session.sentUpstream() == "PBES")
    }

    @Test func `a prepared statement that the new policy denies does not run`() {
        var session = Conversation()
        session.client(.parse("a", "SELECT id FROM notes"), .sync)
        session.server(.init("1"), .ready("I"))
        session.bench.judge = Self.denied
        _ = session.told()
        session.client(.bind("", "a"), .execute(), .sync)
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["42501"]))
        #expect(session.log.intents.isEmpty)
    }

    @Test func `a prepared statement that the new policy leaves as it is goes on`() {
        var session = Conversation()
        session.client(.parse("a", "SELECT id FROM notes"), .sync)
        session.server(.init("1"), .ready("I"))
        session.bench.judge = Self.other
        _ = session.sentUpstream()
        session.client(.bind("", "a"), .execute(), .sync)
        #expect(session.sentUpstream() == "BES")
    }

    @Test func `a portal that is bound already is judged anew when it is executed`() {
        var session = Conversation()
        session.client(.query("BEGIN"))
        session.server(.complete("BEGIN"), .ready("T"))
        session.client(.parse("a", Self.protected), .bind("p", "a"), .execute("p", rows: 1), .sync)
        session.server(.init("1"), .init("2"), .row, .init("s"), .ready("T"))
        session.bench.judge = Self.other
        _ = (session.sentUpstream(), session.told())
        session.client(.execute("p"), .sync)
        #expect(session.sentUpstream() == "PS")
        session.server(.error("42601"), .ready("E"))
        #expect(session.told() == ("EZ", ["0A000"]))
    }

    @Test func `what SQL prepared or declared before is not used`() {
        var session = Conversation()
        session.client(.query("BEGIN"))
        session.server(.complete("BEGIN"), .ready("T"))
        session.client(.query("PREPARE a AS \(Self.protected)"))
        session.server(.complete("PREPARE"), .ready("T"))
        session.client(.query("DECLARE c CURSOR WITH HOLD FOR \(Self.protected)"))
        session.server(.complete("DECLARE CURSOR"), .ready("T"))
        session.client(.query("COMMIT"))
        session.server(.complete("COMMIT"), .ready("I"))
        session.bench.judge = Self.other
        _ = (session.sentUpstream(), session.told())
        for (text, sqlState) in [("EXECUTE a", "0A000"), ("FETCH c", "0A000"), ("PREPARE a AS SELECT 1", "42P05")] {
            session.client(.query(text))
            #expect(session.told() == ("EZ", [sqlState]))
        }
        session.client(.bind("", "a"), .sync)
        #expect(session.sentUpstream() == "PS")
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["0A000"]))
    }

    @Test func `a name is free again when the server has taken the old statement away`() {
        var session = Conversation()
        session.client(.query("PREPARE a AS \(Self.protected)"))
        session.server(.complete("PREPARE"), .ready("I"))
        session.bench.judge = Self.other
        session.client(.query("DEALLOCATE a"))
        session.server(.complete("DEALLOCATE"), .ready("I"))
        session.client(.query("PREPARE a AS \(Self.protected)"))
        session.server(.complete("PREPARE"), .ready("I"))
        _ = session.sentUpstream()
        session.client(.query("EXECUTE a"))
        #expect(session.sentUpstream() == "Q")
    }

    @Test func `a name that is prepared anew is the new text, whatever became of taking the old one away`() {
        var session = Conversation()
        session.client(.query("PREPARE a AS \(Self.protected)"))
        session.server(.complete("PREPARE"), .ready("I"))
        session.bench.judge = Self.other
        _ = session.forwarded()
        session.client(.query("DEALLOCATE a"), .query("PREPARE a AS \(Self.protected)"), .query("EXECUTE a"))
        let sent = session.forwarded()
        #expect(sent.first == "Q DEALLOCATE \"a~1\"")
        #expect(sent.last == "Q EXECUTE \"a~2\"")
    }

    @Test func `an answer that is on its way ends as it began`() {
        var session = Conversation()
        session.client(.query(Self.protected))
        session.server(.row)
        session.bench.judge = Self.denied
        session.server(.row, .complete("SELECT 2"), .ready("I"))
        #expect(session.sentToClient() == "DDCZ")
    }

    @Test
    func `a lease that has ended permits nothing, prepared statements neither, and all goes on when it is renewed`() {
        var session = Conversation()
        let open = session.bench.judge
        session.client(.parse("a", "SELECT id FROM notes"), .sync)
        session.server(.init("1"), .ready("I"))
        session.client(.query("PREPARE b AS SELECT 1"))
        session.server(.complete("PREPARE"), .ready("I"))
        _ = (session.sentUpstream(), session.told())
        session.bench.judge = open.closed(
            with: Refusal(sqlState: "57P03", message: "the lease has ended", rule: "chaperone/lease"))
        for text in ["SELECT 1", "EXECUTE b", "COMMIT"] {
            session.client(.query(text))
            #expect(session.told() == ("EZ", ["57P03"]))
        }
        session.client(.bind("", "a"), .execute(), .sync)
        #expect(session.sentUpstream() == "PS")
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["57P03"]))
        session.bench.judge = open
        session.client(.bind("", "a"), .execute(), .sync, .query("EXECUTE b"))
        #expect(session.sentUpstream() == "BESQ")
    }

    @Test func `a session that must end says so at the next statement, and at once when it is idle`() {
        var session = Conversation()
        session.client(.query("SELECT 1"))
        session.machine.endAtNextStatement("the token has expired", sqlState: "28000")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "DCZ")
        session.client(.query("SELECT 1"))
        #expect(session.told() == ("E", ["28000"]))
        #expect(session.isClosed)
        var idle = Conversation()
        idle.machine.endAtNextStatement("the token has expired", sqlState: "28000")
        #expect(idle.told() == ("E", ["28000"]))
    }
}
