import AuditLog
import HubAPI
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// The session's own time goes on while people decide.
@Suite("statement_timeout and approvals") struct StatementTimeoutTests {
    private static let text = "SELECT id FROM notes"

    /// Of each request that is made of the statement.
    private static func left(_ session: inout Conversation) -> [Int64?] {
        session.client(.query(text))
        let asked = session.asked()
        session.decide(asked.first?.id ?? "", .denied)
        // Outside of a transaction the lane refuses it by itself.
        if !session.sentUpstream().isEmpty { session.server(.error("42601"), .ready("I")) }
        _ = session.machine.takeToClient()
        return asked.map(\.timeoutMilliseconds)
    }

    @Test(
        "is known as texts set it",
        arguments: [
            ("3000", 3_000), ("'3s'", 3_000), ("'2min'", 120_000), ("'1500 ms'", 1_500), ("'1.5s'", 1_500), ("0", nil),
            ("'soon'", nil),
        ] as [(String, Int64?)])
    func values(value: String, milliseconds: Int64?) {
        var session = Conversation(rules: ApprovalTests.reviewed)
        session.done("SET statement_timeout = \(value)", "SET")
        #expect(Self.left(&session) == [milliseconds])
        session.done("RESET ALL", "RESET")
        #expect(Self.left(&session) == [nil])
    }

    @Test func `ends with its transaction where it was set for that`() {
        var session = Conversation(rules: ApprovalTests.reviewed)
        session.done("SET statement_timeout = '9s'", "SET")
        session.done("BEGIN", "BEGIN", "T")
        session.done("SET LOCAL statement_timeout = '1s'", "SET", "T")
        session.client(.query(Self.text))
        #expect(session.asked().map(\.timeoutMilliseconds) == [1_000])
        session.decide("r1", .denied)
        session.server(.error("42601"), .ready("E"))
        session.done("ROLLBACK", "ROLLBACK")
        #expect(Self.left(&session) == [9_000])
    }

    @Test func `ends the wait with the server's own SQLSTATE and the request's number`() {
        var session = Conversation(rules: ApprovalTests.reviewed)
        session.done("SET statement_timeout = 3000", "SET")
        session.client(.query(Self.text), .query("SELECT 1"))
        _ = (session.told(), session.asked())
        session.machine.timedOut("r1")
        let told = session.machine.takeToClient()
        #expect(Message.types(told) == "EZ" && Message.sqlStates(told) == ["57014"])
        #expect(Message.texts(told)[0].contains("statement timeout") && Message.texts(told)[0].contains("request r1"))
        #expect(session.machine.takeEffects() == [.withdrawApproval(id: "r1")])
        #expect(session.log.approvals.map(\.state) == ["pending", "withdrawn"])
        #expect(session.sentUpstream() == "Q")
        // The decision comes too late.
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "")
    }

    @Test func `says in a NOTICE that a transaction is open`() {
        var session = Conversation(rules: ApprovalTests.reviewed)
        session.done("BEGIN", "BEGIN", "T")
        session.client(.query(Self.text))
        #expect(Message.fields(session.machine.takeToClient())[0]["H"]?.contains("open transaction") == true)
        // What the server ends it for is told with what it waited for.
        session.server(.init("E", Array("SFATAL\0VFATAL\0C25P03\0Mterminating connection\0\0".utf8)))
        let fields = Message.fields(session.machine.takeToClient())
        #expect(fields.last?.sqlState == "25P03" && fields.last?["H"]?.contains("as request r1") == true)
    }
}
