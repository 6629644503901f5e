import AuditLog
import HubAPI
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// Answers that wait for a person: `rows_over` with `approve`.
@Suite("An answer that goes over a limit") struct HeldRowsTests {
    /// From row 3 on the office must approve, from row 5 on the board.
    private static let few = [rule("few", 2, "office"), rule("many", 4, "board")]

    private static func rule(_ name: String, _ rows: Int, _ approver: String) -> Rule {
        var condition = Rule.Condition()
        condition.rowsOver = rows
        return Rule(name: name, when: condition, action: .approve(approvers: [approver], expiresSeconds: 60))
    }

    @Test func `is held at the row that goes over it, and no more is read`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row("a"), .row("b"), .row("c"))
        #expect(session.sentToClient() == "DDN")
        #expect(!session.wantsUpstreamBytes)
        let asked = session.asked()
        #expect(asked.map(\.rows) == [2])
        #expect(asked.map(\.statement) == [1])
        #expect(asked.map(\.demand.rule) == ["few"])
        #expect(asked.map(\.text) == ["SELECT id FROM notes"])
        session.server(.row("d"))
        #expect(session.sentToClient() == "")
    }

    @Test func `of a cursor is approved once for the rest of it, and each rule for itself`() {
        var session = Conversation(rules: Self.few)
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR FOR SELECT id FROM notes", "DECLARE CURSOR", "T")
        for number in 1...8 {
            session.client(.query("FETCH c"))
            session.server(.row, .complete("FETCH 1"), .ready("T"))
            let asked = session.asked()
            #expect(asked.map(\.demand.rule) == (number == 3 ? ["few"] : number == 5 ? ["many"] : []), "row \(number)")
            #expect(asked.map(\.rows) == (number == 3 ? [2] : number == 5 ? [4] : []))
            for question in asked { session.decide(question.id, .approved) }
            #expect(session.sentToClient().hasSuffix("DCZ"))
        }
    }

    @Test func `resumes byte by byte as it was, however the network cut it`() {
        let rows = (0..<7).map { Message.row(String(repeating: "x", count: $0 * 3)) }
        let bytes = Message.bytes(rows + [.complete("SELECT 7"), .ready("I")])
        for size in 1...bytes.readableBytes {
            var session = Conversation(rules: Self.few)
            session.client(.query("SELECT id FROM notes"))
            var received = ByteBuffer()
            func take(_ session: inout Conversation) {
                if var bytes = session.machine.takeToClient() { received.writeBuffer(&bytes) }
            }
            for start in stride(from: 0, to: bytes.readableBytes, by: size) {
                var part =
                    bytes.getSlice(at: start, length: min(size, bytes.readableBytes - start)) ?? ByteBuffer()
                session.machine.receiveFromUpstream(&part)
                take(&session)
                while let question = session.asked().first {
                    session.decide(question.id, .approved, by: "ann")
                    take(&session)
                }
            }
            #expect(Message.types(received) == "DDNDDNDDDCZ")
            #expect(Message.without("N", received) == bytes)
            #expect(session.log.outcomes.map(\.rows) == [7])
            #expect(session.log.approvals.map(\.state) == ["pending", "approved", "pending", "approved"])
            #expect(session.log.approvals.map(\.rows) == [2, nil, 4, nil])
        }
    }

    @Test(
        "is cut when it is not approved, and the server is told to stop",
        arguments: [ApprovalState.State.denied, .expired, .abandoned])
    func cut(state: ApprovalState.State) {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row, .row)
        _ = session.asked()
        session.decide("r1", state, reason: "no")
        #expect(session.told() == ("DDNE", ["42501"]))
        #expect(session.machine.takeEffects() == [.cancelUpstream])
        #expect(session.wantsUpstreamBytes)
        session.machine.cancelDelivered()
        session.server(.row, .error("57014"), .ready("I"))
        #expect(session.sentToClient() == "Z")
        #expect(session.log.outcomes.map(\.status) == ["cut"])
        #expect(session.log.outcomes.map(\.rows) == [2])
        #expect(session.log.approvals.map(\.state) == ["pending", state.rawValue])
    }

    @Test func `is cut by the client's CancelRequest`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row)
        _ = session.asked()
        let wasHeld = session.machine.cancel()
        #expect(wasHeld)
        #expect(session.told() == ("DDNE", ["57014"]))
        #expect(session.machine.takeEffects() == [.withdrawApproval(id: "r1"), .cancelUpstream])
        #expect(session.log.approvals.map(\.state) == ["pending", "withdrawn"])
    }

    @Test func `is withdrawn when its client is gone`() {
        var session = Conversation(rules: Self.few)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row)
        _ = session.asked()
        session.machine.abandon()
        #expect(session.machine.takeEffects() == [.withdrawApproval(id: "r1")])
        #expect(session.log.approvals.map(\.state) == ["pending", "withdrawn"])
        #expect(session.log.outcomes.map(\.status) == ["abandoned"])
        #expect(session.log.outcomes.map(\.rows) == [2])
    }

    @Test func `is cut where nobody can approve`() {
        var session = Conversation(rules: Self.few, isAirGapped: true)
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row)
        #expect(session.told() == ("DDE", ["42501"]))
    }

    @Test func `stops a statement that was approved as a whole, too, where its rule stands before`() {
        var session = Conversation(rules: Self.few + ApprovalTests.reviewed)
        session.client(.query("SELECT id FROM notes"))
        session.decide("r1", .approved)
        session.server(.row, .row, .row, .row, .row, .complete("SELECT 5"), .ready("I"))
        #expect(session.sentToClient() == "NDDN")
        session.decide("r2", .approved)
        #expect(session.sentToClient() == "DDN")
        session.decide("r3", .approved)
        #expect(session.sentToClient() == "DCZ")
    }

    @Test func `may wait while a statement behind it waits, too, and each is decided for itself`() {
        var session = Conversation(rules: Self.few + ApprovalTests.reviewed)
        session.client(.query("SELECT id FROM patients"), .query("SELECT id FROM notes"))
        session.server(.row, .row, .row, .row, .complete("SELECT 4"), .ready("I"))
        #expect(session.asked().map(\.id) == ["r1", "r2"])
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "QQ")
        session.decide("r2", .approved)
        #expect(session.sentToClient() == "NDDNDDCZ")
    }

    @Test func `of one row that passes in parts is resumed in its middle`() {
        var session = Conversation(rules: Self.few)
        session.bench.judge = Conversation.judge(rules: Self.few, record: .none)
        session.client(.query("SELECT id FROM notes"))
        let large = Message.row(String(repeating: "y", count: 5_000))
        let bytes = Message.bytes([.row, .row, large, .complete("SELECT 3"), .ready("I")])
        var first = bytes.getSlice(at: 0, length: 3_000) ?? ByteBuffer()
        session.machine.receiveFromUpstream(&first)
        var received = session.machine.takeToClient() ?? ByteBuffer()
        session.decide("r1", .approved)
        if var more = session.machine.takeToClient() { received.writeBuffer(&more) }
        var rest = bytes.getSlice(at: 3_000, length: bytes.readableBytes - 3_000) ?? ByteBuffer()
        session.machine.receiveFromUpstream(&rest)
        if var more = session.machine.takeToClient() { received.writeBuffer(&more) }
        #expect(Message.without("N", received) == bytes)
    }
}
