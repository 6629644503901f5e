import AuditLog
import NIOCore
import PostgresSession
import PostgresWire
import Testing

/// Whose answer is whose: `Pipeline`.
@Suite("What the server answers") struct AttributionTests {
    private static let secret = "Failing row contains (536-22-0001)"
    /// A completed Query, as it stands at the front when nothing else is asked.
    private static let asked = [Message.query("SELECT 1")]

    @Test(
        "ends the session where nothing asked for it, and says nothing of it",
        arguments: [
            ([Message](), [Message.error("23505")]), ([], [.ready("I")]), ([], [.complete("SELECT 1")]), ([], [.row]),
            ([], [.parsed]), ([], [.copyIn]), ([], [.init("c")]), ([], [.noData]), ([], [.init("W", [0, 0, 0])]),
            // A simple Query.
            (asked, [.ready("I")]), (asked, [.complete("SELECT 1"), .complete("SELECT 1")]),
            (asked, [.complete("SELECT 1"), .row]), (asked, [.error("23505"), .error("23505")]),
            (asked, [.error("23505"), .complete("SELECT 1")]), (asked, [.error("23505"), .row]),
            (asked, [.init("s")]), (asked, [.init("I")]), (asked, [.parsed]), (asked, [.bound]), (asked, [.noData]),
            (asked, [.copyIn]), (asked, [.init("d", [65])]), (asked, [.init("c")]), (asked, [.init("H", [0, 0, 0])]),
            ([.query("SELECT 1; SELECT 2")], [.complete("SELECT 1"), .ready("I")]),
            ([.query("")], [.ready("I")]), ([.query("")], [.init("I"), .init("I")]), ([.query("")], [.complete("X")]),
            // A pipeline.
            ([.parse("", "SELECT 1"), .bind("", ""), .execute(), .sync], [.ready("I")]),
            ([.parse("", "SELECT 1"), .bind("", ""), .execute(), .sync], [.bound]),
            ([.parse("", "SELECT 1"), .bind("", ""), .execute(), .sync], [.parsed, .parsed]),
            (
                [.parse("", "SELECT 1"), .bind("", ""), .execute(), .sync],
                [.parsed, .bound, .rowDescription(typeOID: 25)]
            ),
            ([.parse("", "SELECT 1"), .sync], [.error("42703"), .error("42703"), .error("42703")]),
            ([.sync], [.error("23505"), .error("23505")]), ([.sync], [.complete("X")]), ([.sync], [.row]),
            ([.parse("", "SELECT 1"), .describeStatement("")], [.parsed, .noData]),
            ([.parse("", "SELECT 1"), .bind("", ""), .describePortal("")], [.parsed, .bound, .init("t", [0, 0])]),
            ([.parse("", "no SQL"), .sync], [.ready("I")]),
            ([.parse("", "SELECT 1")], [.error("42703"), .error("42703")]),
        ])
    func lost(messages: [Message], answers: [Message]) throws {
        let bytes = Message.bytes(answers)
        for size in 1...bytes.readableBytes {
            var session = Conversation()
            session.client(messages)
            for start in stride(from: 0, to: bytes.readableBytes, by: size) {
                var part = bytes.getSlice(at: start, length: min(size, bytes.readableBytes - start)) ?? ByteBuffer()
                session.machine.receiveFromUpstream(&part)
            }
            #expect(session.isClosed)
            let last = try #require(Message.fields(session.machine.takeToClient()).last)
            #expect(last.sqlState == "08P01" && last.severity == "FATAL")
            #expect(session.machine.takeEffects().contains { if case .close = $0 { true } else { false } })
            session.machine.abandon()
            #expect(session.log.outcomes.count == session.log.intents.count)
        }
    }

    @Test func `is of the message before a Flush where the time ran out at that: everything up to Sync is passed over`()
    {
        var session = Conversation()
        session.client(.parse("a", "SELECT 1"), .flush)
        session.server(.parsed)
        #expect(session.forwarded() == ["P a~1 SELECT 1", "H"])
        session.server(.error("57014"))
        #expect(session.told() == ("1E", ["57014"]))
        session.client(.bind("", "a"), .execute(), .query("SELECT 2"), .sync, .query("SELECT 3"))
        #expect(session.forwarded() == ["S", "Q SELECT 3"])
        session.server(.ready("I"), .row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "ZDCZ")
        #expect(session.log.intents.map(\.statement.text) == ["SELECT 3"])
    }

    @Test func `is of the pipeline where an answer has come already`() {
        var session = Conversation()
        session.client(.parse("", "SELECT 1"), .bind("", ""), .execute(), .sync, .query("SELECT 2"))
        session.server(
            .parsed, .bound, .row, .complete("SELECT 1"), .error("57014"), .ready("I"), .complete("SELECT 1"),
            .ready("I"))
        #expect(session.told() == ("12DCEZCZ", ["57014"]))
        #expect(session.log.outcomes.map(\.status) == ["completed", "completed"])
    }

    @Test func `is of a Query after its last statement, too`() {
        var session = Conversation()
        session.client(.query("SELECT 1"), .query("SELECT 2"))
        session.server(.complete("SELECT 1"), .error("57014"), .ready("I"), .complete("SELECT 1"), .ready("I"))
        #expect(session.told() == ("CEZCZ", ["57014"]))
        #expect(!session.isClosed)
    }

    @Test func `is of a Sync, whose own ReadyForQuery follows`() {
        var session = Conversation()
        session.client(.parse("", "SELECT 1"), .bind("", ""), .execute(), .sync, .query("SELECT 2"))
        session.server(
            .parsed, .bound, .complete("SELECT 1"), .error("23503"), .ready("I"), .complete("SELECT 1"), .ready("I"))
        #expect(session.told() == ("12CEZCZ", ["23503"]))
    }

    @Test func `of a Query in a pipeline is its own, since it is sent when everything before it has been answered`() {
        var session = Conversation()
        session.client(.parse("", "SELECT 1"), .query("SELECT 2"))
        #expect(session.forwarded() == ["P  SELECT 1", "H"])
        session.server(.parsed)
        #expect(session.forwarded() == ["Q SELECT 2"])
        session.server(.error("22012"), .ready("I"))
        #expect(session.told() == ("1EZ", ["22012"]))
        session.client(.sync)
        session.server(.ready("I"))
        #expect(session.told() == ("Z", []))
        #expect(!session.isClosed)
    }

    @Test func `that interrupts between a pipeline and a Query in it ends the session: whose it is, is not known`() {
        var session = Conversation()
        session.client(.parse("", "SELECT 1"), .query("SELECT 2"))
        session.server(.parsed)
        session.server(.error("57014"))
        #expect(session.told() == ("1E", ["08P01"]))
        #expect(session.isClosed)
    }

    @Test func `that interrupts there ends the session whatever has been sent behind that Query`() {
        var session = Conversation()
        session.client(.parse("", "SELECT 1"), .query("SELECT 2"))
        session.server(.parsed)
        session.client(.query("SELECT 3"))
        session.server(.error("57014"))
        #expect(session.told() == ("1E", ["08P01"]))
        #expect(session.isClosed)
    }

    @Test func `of a pipeline takes the Query with it that waits`() {
        var session = Conversation()
        session.client(.parse("", "SELECT 1"), .query("SELECT 2"))
        session.server(.error("42601"))
        session.client(.sync)
        session.server(.ready("I"))
        #expect(session.forwarded() == ["P  SELECT 1", "H", "S"])
        #expect(session.told() == ("EZ", ["42601"]))
    }

    @Test func `is the end of the session when it is FATAL, whenever it comes`() {
        var session = Conversation()
        session.server(.error([("S", "FATAL"), ("V", "FATAL"), ("C", "57P01"), ("M", "terminating connection")]))
        #expect(session.told() == ("E", ["57P01"]))
        #expect(session.isClosed)
    }

    @Test(
        "is not asked for with a message of another length than its type has",
        arguments: [
            Message("H", [120]), Message("S", [0]), Message("c", [0]), Message("X", [0]), Message("Q", [65]),
            Message("Q", [65, 0, 0]), Message("P", [0, 0]), Message("P", [0, 0, 0, 0, 0]), Message("B", [0, 0, 0]),
            Message("B", [0, 0, 0, 0, 0, 0, 0, 0, 0]), Message("D", [0x53, 0, 0]), Message("D", [0x58, 0]),
            Message("C", [0x50]), Message("E", [0, 0, 0, 0]), Message("E", [0, 0, 0, 0, 0, 0]), Message("p", [0]),
        ])
    func malformed(message: Message) {
        let bytes = Message.bytes([message])
        for size in 1...bytes.readableBytes {
            var session = Conversation()
            for start in stride(from: 0, to: bytes.readableBytes, by: size) {
                var part = bytes.getSlice(at: start, length: min(size, bytes.readableBytes - start)) ?? ByteBuffer()
                session.machine.receiveFromClient(&part)
            }
            #expect(session.told() == ("E", ["08P01"]))
            #expect(session.forwarded().isEmpty)
            #expect(session.isClosed)
            #expect(session.log.decisions.map(\.verdict) == ["malformed"])
        }
    }
}
