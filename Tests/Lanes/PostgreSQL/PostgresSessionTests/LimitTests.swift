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

    @Test func `A pipeline behind a statement that was cut goes on, a COPY in it, too`() {
        var session = Conversation(rules: Self.few)
        session.client(
            .query("SELECT id FROM notes"), .parse("", "COPY notes FROM STDIN"), .bind("", ""), .execute(),
            .copyData("1\n"), .copyDone, .sync)
        session.server(.row, .row, .row, .complete("SELECT 3"), .ready("I"), .parsed, .bound, .copyIn)
        #expect(session.sentUpstream() == "QPBEdcH")
        session.server(.complete("COPY 1"))
        session.server(.ready("I"))
        #expect(session.sentUpstream() == "S")
        #expect(session.sentToClient() == "DDEZ12GCZ")
    }

    private static func cursor(_ rules: [Rule]) -> Conversation {
        var session = Conversation(rules: rules)
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR WITH HOLD FOR SELECT id FROM notes", "DECLARE CURSOR", "T")
        session.done("COMMIT", "COMMIT")
        return session
    }

    @Test(arguments: [
        [Message.query("FETCH 1 c"), .query("FETCH 1 c"), .query("FETCH 1 c")],
        [.query("FETCH 1 c; FETCH 1 c"), .query("MOVE 1 c; FETCH 1 c")],
        [
            .query("FETCH 1 c"), .execute("c", rows: 1), .sync, .parse("", "FETCH 1 c"), .bind("", ""), .execute(),
            .sync,
        ],
    ])
    func `A cursor's rows are counted together, however they are fetched`(messages: [Message]) {
        var session = Self.cursor(Self.few)
        var rows = 0
        for message in messages {
            session.client(message)
            for sent in session.forwarded() {
                switch sent.first {
                case "Q":
                    for text in sent.dropFirst(2).split(separator: ";") {
                        if text.contains("FETCH") { session.server(.row) }
                        if text.contains("FETCH") { rows += 1 }
                        if !session.isClosed, rows < 3 { session.server(.complete("FETCH 1")) }
                    }
                    if rows < 3 { session.server(.ready("I")) }
                case "E":
                    rows += 1
                    session.server(.row)
                    if rows < 3 { session.server(sent == "E " ? .complete("FETCH 1") : .init("s")) }
                case "P": session.server(.parsed)
                case "B": session.server(.bound)
                case "S":
                    if rows == 3 { session.server(.error("57014")) }
                    session.server(.ready("I"))
                default: break
                }
            }
        }
        #expect(rows == 3)
        let told = session.told()
        #expect(told.types.count { $0 == "D" } == 2)
        #expect(told.sqlStates == ["42501"])
        #expect(session.log.outcomes.last?.status == "cut")
    }

    @Test func `Another cursor of the same name counts anew`() {
        var session = Self.cursor(Self.few)
        session.done([.query("FETCH 2 c")], [.row, .row, .complete("FETCH 2"), .ready("I")])
        session.done("CLOSE c", "CLOSE CURSOR")
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR FOR SELECT id FROM notes", "DECLARE CURSOR", "T")
        session.client(.query("FETCH 2 c"))
        session.server(.row, .row, .complete("FETCH 2"), .ready("T"))
        #expect(session.sentToClient() == "DDCZ")
    }

    @Test func `The next statement does not start before the cancel is delivered`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row, .complete("SELECT 3"), .ready("I"))
        #expect(session.sentToClient() == "DDE")
        #expect(!session.wantsClientBytes)
        session.machine.cancelDelivered()
        #expect(session.sentToClient() == "Z")
        #expect(session.wantsClientBytes)
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
        #expect(session.isClosed)
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
        #expect(session.machine.transactionStatus == .failed)
    }
}
