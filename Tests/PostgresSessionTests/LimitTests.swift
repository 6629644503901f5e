import AuditLog
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// `rows_over`: what is cut, and what the server is told.
struct LimitTests {
    private static let few: [Rule] = {
        var condition = Rule.Condition()
        condition.rowsOver = 2
        return [Rule(name: "few", when: condition, action: .deny)]
    }()

    @Test func `Row N+1 is an error for the client and a cancel for the server`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row, .row)
        #expect(session.told() == ("DDE", ["42501"]))
        #expect(session.machine.takeEffects() == [.cancelUpstream])
        session.machine.cancelDelivered()
        session.server(.error("57014"), .ready("I"))
        #expect(session.sentToClient() == "Z")
        #expect(session.log.outcomes.map(\.status) == ["cut"])
        #expect(session.log.outcomes.map(\.rows) == [2])
    }

    @Test func `Fetching in small steps gives no more rows than fetching at once`() {
        var session = Conversation(rules: Self.few)
        session.client(
            .parse("", "SELECT id FROM notes"), .bind("p", ""), .execute("p", rows: 2), .execute("p", rows: 2))
        session.server(.init("1"), .init("2"), .row, .row, .init("s"), .row)
        #expect(session.told() == ("12DDsE", ["42501"]))
    }

    @Test func `The next statement does not start before the cancel is delivered`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row, .complete("SELECT 3"), .ready("I"))
        #expect(session.sentToClient() == "DDE")
        #expect(!session.machine.wantsClientBytes)
        session.machine.cancelDelivered()
        #expect(session.sentToClient() == "Z")
        #expect(session.machine.wantsClientBytes)
    }

    @Test func `What was sent ahead is answered after the statement that was cut`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"), .query("SELECT 1"))
        session.server(.row, .row, .row, .row, .complete("SELECT 4"), .ready("I"))
        #expect(session.sentToClient() == "DDEZ")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "DCZ")
    }

    @Test(arguments: [
        [Message.query("SELECT id FROM notes"), .query("BEGIN"), .query("DELETE FROM notes"), .query("ROLLBACK")],
        [.parse("", "SELECT id FROM notes"), .bind("", ""), .execute(), .sync, .query("BEGIN")],
    ])
    func `No cancel is sent that could hit what was sent ahead`(messages: [Message]) {
        var session = Conversation(rules: Self.few)
        session.client(messages)
        if messages[0].type == UInt8(ascii: "P") { session.server(.init("1"), .init("2")) }
        session.server(.row, .row, .row)
        #expect(session.told().sqlStates == ["42501"])
        #expect(session.machine.takeEffects() == [])
    }

    @Test func `A transaction with statements sent ahead of the cut one ends with its session`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("BEGIN"))
        session.server(.complete("BEGIN"), .ready("T"))
        session.client(.query("SELECT id FROM notes"), .query("COMMIT"))
        _ = session.sentToClient()
        session.server(.row, .row, .row)
        #expect(session.told() == ("DDEE", ["42501", "08P01"]))
        #expect(session.machine.isClosed)
    }

    @Test func `A transaction fails when the server had completed what was cut`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("BEGIN"))
        session.server(.complete("BEGIN"), .ready("T"))
        session.client(.query("SELECT id FROM notes"))
        _ = session.sentUpstream()
        _ = session.sentToClient()
        session.server(.row, .row, .row, .complete("SELECT 3"), .ready("T"))
        session.machine.cancelDelivered()
        #expect(session.sentToClient() == "DDE")
        #expect(session.sentUpstream() == "Q")
        session.server(.error("42601"), .ready("E"))
        #expect(session.sentToClient() == "Z")
        #expect(session.machine.transactionStatus == UInt8(ascii: "E"))
    }
}
