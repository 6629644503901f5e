import AuditLog
import HubAPI
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// Statements that wait for a person: docs/ARCHITECTURE.md.
@Suite("A statement that needs approval") struct ApprovalTests {
    /// `notes` may be read when the office approves.
    static let reviewed: [Rule] = {
        var condition = Rule.Condition()
        condition.tables = ["public.notes"]
        return [
            Rule(
                name: "review", when: condition, action: .approve(approvers: ["office"], expiresSeconds: 60),
                message: "Notes are reviewed.")
        ]
    }()
    private static let text = "SELECT id FROM notes"

    @Test func `is held: nothing is forwarded, and the client is told at once who must approve`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text))
        #expect(session.sentUpstream() == "")
        let told = session.machine.takeToClient()
        #expect(Message.types(told) == "N")
        #expect(
            Message.texts(told) == [
                "chaperone: rule \"review\" needs approval from office; it waits 60 s at most, as request r1: "
                    + "Notes are reviewed."
            ])
        let asked = session.asked()
        #expect(asked.map(\.id) == ["r1"])
        #expect(asked.map(\.text) == [Self.text])
        #expect(asked.map(\.statement) == [1])
        #expect(asked.map(\.rows) == [nil])
        #expect(session.log.approvals.map(\.state) == ["pending"])
        #expect(session.log.approvals.map(\.text) == [Self.text])
        #expect(session.log.intents.isEmpty)
        #expect(!session.wantsClientBytes)
        #expect(!session.isIdle)
    }

    @Test func `tells how many values are bound, for those are not shown`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(
            .parse("", "SELECT id FROM notes WHERE id = $1 AND body = $2"), .bind("", "", values: ["7", nil]),
            .execute(),
            .sync)
        #expect(session.asked().map(\.boundValues) == [2])
    }

    @Test func `goes on as if it were allowed when it is approved`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text))
        session.decide("r1", .approved, by: "ann", reason: "fine")
        #expect(session.sentUpstream() == "Q")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "NDCZ")
        #expect(session.log.approvals.map(\.state) == ["pending", "approved"])
        #expect(session.log.approvals.last?.decidedBy == "ann")
        #expect(session.log.approvals.last?.reason == "fine")
        #expect(session.log.intents.map(\.statement.rule) == ["review"])
        #expect(session.log.outcomes.map(\.status) == ["completed"])
        #expect(session.log.events.map(\.statement) == [1, 1, 1, 1])
    }

    @Test(
        "is refused when it is not approved, the session goes on, and the reason is told",
        arguments: [
            (ApprovalState.State.denied, "deny", "blocked by rule \"review\": approval was denied: not today"),
            (.expired, "approve", "nobody decided within 60 s: not today"),
            (.withdrawn, "approve", "the request was withdrawn: not today"),
            (.abandoned, "approve", "the request was withdrawn: not today"),
        ])
    func refused(state: ApprovalState.State, verdict: String, words: String) {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text))
        _ = session.machine.takeToClient()
        session.decide("r1", state, by: "ann", reason: "not today")
        let told = session.machine.takeToClient()
        #expect(Message.types(told) == "EZ")
        #expect(Message.sqlStates(told) == ["42501"])
        #expect(Message.texts(told).allSatisfy { $0.contains(words) })
        #expect(session.sentUpstream() == "")
        #expect(session.log.approvals.map(\.state) == ["pending", state.rawValue])
        #expect(session.log.decisions.map(\.verdict) == [verdict])
        #expect(session.log.decisions.map(\.rule) == ["review"])
        session.client(.query("SELECT 1"))
        #expect(session.sentUpstream() == "Q")
    }

    @Test func `without anybody who could approve is refused as it always was`() {
        var session = Conversation(rules: Self.reviewed, isAirGapped: true)
        session.client(.query(Self.text))
        #expect(session.told() == ("EZ", ["42501"]))
        session.client(.parse("", Self.text), .sync)
        #expect(session.sentUpstream() == "PS")
        #expect(session.log.approvals.isEmpty)
        #expect(session.log.decisions.map(\.verdict) == ["approve", "approve"])
    }

    @Test func `is refused when as many wait as may`() {
        var session = Conversation(rules: Self.reviewed)
        session.desk.left = 0
        session.client(.query(Self.text))
        #expect(session.told() == ("EZ", ["53400"]))
        #expect(session.log.approvals.isEmpty)
    }

    @Test func `holds up what the client pipelined behind it, in order`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text), .query("SELECT 1"), .query("SELECT 2"))
        #expect(session.sentUpstream() == "")
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "QQQ")
        #expect(session.log.intents.map(\.statement.text) == [Self.text, "SELECT 1", "SELECT 2"])
    }

    @Test func `behind others does not hold up their answers`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query("SELECT 1"), .query(Self.text), .query("SELECT 2"))
        #expect(session.sentUpstream() == "Q")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "NDCZ")
        session.decide("r1", .denied)
        #expect(session.told() == ("EZ", ["42501"]))
        #expect(session.sentUpstream() == "Q")
        #expect(session.log.intents.map(\.statement.text) == ["SELECT 1", "SELECT 2"])
    }

    @Test func `in a transaction fails it at the server when it is denied`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query("BEGIN"))
        session.server(.complete("BEGIN"), .ready("T"))
        _ = session.sentUpstream()
        session.client(.query(Self.text))
        _ = session.told()
        session.decide("r1", .denied)
        #expect(session.sentUpstream() == "Q")
        session.server(.error("42601"), .ready("E"))
        #expect(session.told() == ("EZ", ["42501"]))
    }

    @Test func `is ended by the client's CancelRequest`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text), .query("SELECT 1"))
        _ = session.asked()
        _ = session.told()
        let wasHeld = session.machine.cancel()
        #expect(wasHeld)
        #expect(session.told() == ("EZ", ["57014"]))
        #expect(session.machine.takeEffects() == [.withdrawApproval(id: "r1")])
        #expect(session.log.approvals.map(\.state) == ["pending", "withdrawn"])
        #expect(session.sentUpstream() == "Q")
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "")
    }

    @Test func `leaves a CancelRequest to the server while something runs before it`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query("SELECT 1"), .query(Self.text))
        let wasHeld = session.machine.cancel()
        #expect(!wasHeld)
        #expect(session.asked().map(\.id) == ["r1"])
    }

    @Test(
        "is not hidden by another statement whose name is equal to its own as a String, and not at the server",
        arguments: [("caf\u{e9}", "cafe\u{301}"), ("K", "\u{212A}")])
    func hidden(name: String, other: String) {
        var session = Conversation(rules: Self.reviewed)
        session.client(.parse(name, Self.text), .sync)
        session.server(Message("1"), .ready("I"))
        // The server closes what is not there without an error.
        session.client(.closeStatement(other), .sync)
        session.client(.parse(other, "SELECT 1"), .sync)
        session.client(.query("PREPARE \"\(other)\" AS SELECT 1"))
        _ = session.sentUpstream()
        session.client(.query("EXECUTE \"\(name)\""))
        #expect(session.sentUpstream() == "")
        #expect(session.asked().map(\.demand.rule) == ["review"])
    }

    @Test func `is not prepared under a name that is not composed`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.parse("cafe\u{301}", "SELECT 1"), .sync)
        session.server(.error("42601"), .ready("I"))
        #expect(Message.sqlStates(session.machine.takeToClient()) == ["42602"])
        #expect(session.log.decisions.map(\.rule) == ["chaperone/names"])
    }

    @Test func `is not hidden by a name that is no UTF-8, whose Close and Parse fail after they were judged`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.parse("\u{FFFD}", Self.text), .sync)
        session.server(Message("1"), .ready("I"))
        session.client(
            Message("C", [UInt8(ascii: "S"), 0xFF, 0]),
            Message("P", [0xFF, 0] + Array("SELECT 1".utf8) + [0, 0, 0]), .sync)
        session.client(.query("EXECUTE \"\u{FFFD}\""))
        #expect(session.asked().map(\.demand.rule) == ["review"])
    }

    @Test func `is nothing that a CancelRequest could mean once the session is over`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.parse("", Self.text), .bind("", ""), .execute(""))
        session.machine.fail("over", sqlState: "08P01")
        _ = session.sentUpstream()
        let wasHeld = session.machine.cancel()
        #expect(!wasHeld)
        #expect(session.sentUpstream() == "")
        session.machine.abandon()
        #expect(session.log.approvals.map(\.state) == ["pending", "withdrawn"])
    }

    @Test func `is withdrawn when its client is gone`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text))
        _ = session.asked()
        session.machine.abandon()
        #expect(session.machine.takeEffects() == [.withdrawApproval(id: "r1")])
        #expect(session.log.approvals.map(\.state) == ["pending", "withdrawn"])
        #expect(session.log.decisions.map(\.text) == [Self.text])
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "")
        #expect(session.log.intents.isEmpty)
    }

    @Test func `is not heard of twice, and not by another's decision`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text))
        session.decide("r2", .approved)
        #expect(session.sentUpstream() == "")
        session.decide("r1", .approved)
        session.decide("r1", .approved)
        session.decide("r1", .denied)
        #expect(session.sentUpstream() == "Q")
        #expect(session.log.intents.count == 1)
    }

    @Test func `by two rules is asked for by each of them, one after the other`() {
        var patients = Rule.Condition()
        patients.tables = ["public.patients"]
        let rules =
            Self.reviewed + [
                Rule(name: "second", when: patients, action: .approve(approvers: ["board"], expiresSeconds: 5))
            ]
        var session = Conversation(rules: rules)
        session.client(.query("SELECT id FROM notes; SELECT id FROM patients"))
        #expect(session.asked().map(\.demand.rule) == ["review"])
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "")
        #expect(session.asked().map(\.demand.rule) == ["second"])
        session.decide("r2", .approved)
        #expect(session.sentUpstream() == "Q")
        #expect(session.log.intents.map(\.statement.rule) == ["review", "second"])
    }

    @Test(arguments: [true, false])
    func `by two rules for what is in one statement is asked for by each of them`(isQuery: Bool) {
        func rule(_ name: String, _ kind: StatementKind) -> Rule {
            var condition = Rule.Condition()
            condition.statements = [kind]
            return Rule(name: name, when: condition, action: .approve(approvers: ["office"], expiresSeconds: 5))
        }
        let text = "WITH d AS (DELETE FROM notes RETURNING id) INSERT INTO notes SELECT id FROM d"
        var session = Conversation(rules: [rule("inserts", .insert), rule("deletes", .delete)])
        session.client(isQuery ? [.query(text)] : [.parse("", text), .bind("", ""), .execute(), .sync])
        #expect(session.asked().map(\.demand.rule) == ["inserts"])
        session.decide("r1", .approved)
        #expect(session.log.intents.isEmpty)
        #expect(session.asked().map(\.demand.rule) == ["deletes"])
        session.decide("r2", .approved)
        #expect(session.log.intents.map(\.statement.rule) == ["inserts"])
        #expect(session.log.intents.map(\.statement.approvalRules) == [["inserts", "deletes"]])
        #expect(session.sentUpstream() == (isQuery ? "Q" : "PBES"))
    }

    @Test(arguments: [true, false])
    func `and that was approved is still held by rows_over`(isQuery: Bool) {
        var many = Rule.Condition()
        many.rowsOver = 1
        let bulk = Rule(name: "bulk", when: many, action: .approve(approvers: ["board"], expiresSeconds: 5))
        var session = Conversation(rules: [bulk] + Self.reviewed)
        session.client(isQuery ? [.query(Self.text)] : [.parse("", Self.text), .bind("", ""), .execute(), .sync])
        #expect(session.asked().map(\.demand.rule) == ["review"])
        session.decide("r1", .approved)
        if !isQuery { session.server(.init("1"), .init("2")) }
        session.server(.row, .row)
        #expect(
            session.asked().map(\.demand) == [ApprovalDemand(rule: "bulk", approvers: ["board"], expiresSeconds: 5)])
        #expect(!session.wantsUpstreamBytes)
    }

    @Test func `is asked for again when the policy meanwhile names other approvers`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text))
        #expect(session.asked().map(\.demand.approvers) == [["office"]])
        var rules = Self.reviewed
        rules[0].action = .approve(approvers: ["board"], expiresSeconds: 60)
        session.bench.judge = Conversation.judge(rules: rules, revision: 2)
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "")
        #expect(session.asked().map(\.demand.approvers) == [["board"]])
        session.decide("r2", .approved)
        #expect(session.sentUpstream() == "Q")
    }

    @Test func `whose request cannot be recorded is refused`() {
        var session = Conversation(rules: Self.reviewed)
        session.log.isFull = true
        session.client(.query(Self.text))
        #expect(session.told() == ("EZ", ["53100"]))
        #expect(session.machine.takeEffects() == [.withdrawApproval(id: "r1")])
    }

    // MARK: the extended protocol

    @Test func `is prepared and bound at once, and held when it is executed`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.parse("", Self.text), .bind("", ""), .execute(), .sync)
        #expect(session.sentUpstream() == "PB")
        #expect(session.asked().map(\.text) == [Self.text])
        session.server(.init("1"), .init("2"))
        #expect(session.sentToClient() == "N12")
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "ES")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "DCZ")
        #expect(session.log.intents.map(\.via) == ["execute"])
    }

    @Test func `fails its pipeline in its place when it is denied`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(
            .parse("", "SELECT 1"), .bind("", ""), .execute(), .parse("", Self.text), .bind("", ""), .execute(),
            .parse("", "SELECT 2"), .bind("", ""), .execute(), .sync)
        #expect(session.sentUpstream() == "PBEPB")
        session.decide("r1", .denied)
        #expect(session.sentUpstream() == "PS")
        _ = session.told()
        session.server(
            .init("1"), .init("2"), .row, .complete("SELECT 1"), .init("1"), .init("2"), .error("42601"), .ready("I"))
        #expect(session.told() == ("12DC12EZ", ["42501"]))
        #expect(session.log.intents.map(\.statement.text) == ["SELECT 1"])
    }

    @Test func `is skipped, and its request withdrawn, when what stands before it in its pipeline fails`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.parse("", Self.text), .bind("", ""), .execute())
        _ = session.asked()
        session.server(.error("42703"))
        #expect(session.machine.takeEffects() == [.withdrawApproval(id: "r1")])
        session.client(.sync)
        #expect(session.sentUpstream() == "PBS")
        session.server(.ready("I"))
        #expect(session.told() == ("NEZ", ["42703"]))
        #expect(session.log.approvals.map(\.state) == ["pending", "withdrawn"])
        #expect(session.log.intents.isEmpty)
    }

    @Test func `is approved for its portal as a whole, and anew for another`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(
            .parse("s", Self.text), .bind("p", "s"), .execute("p", rows: 1), .execute("p", rows: 1), .bind("q", "s"),
            .execute("q"), .sync)
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "PBEEB")
        #expect(session.asked().map(\.id) == ["r1", "r2"])
        session.decide("r2", .approved)
        #expect(session.sentUpstream() == "ES")
    }

    @Test func `of SQL PREPARE is held when it is executed`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query("PREPARE a AS \(Self.text)"))
        #expect(session.sentUpstream() == "Q")
        session.server(.complete("PREPARE"), .ready("I"))
        session.client(.query("EXECUTE a"))
        #expect(session.sentUpstream() == "")
        let asked = session.asked()
        #expect(asked.map(\.text) == ["EXECUTE \"a~1\""])
        #expect(asked.map(\.source) == ["PREPARE a AS \(Self.text)"])
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "Q")
    }

    @Test func `that opens a cursor is held once, and not again at each FETCH`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query("BEGIN"))
        session.server(.complete("BEGIN"), .ready("T"))
        session.client(.query("DECLARE c CURSOR FOR \(Self.text)"))
        session.decide("r1", .approved)
        session.server(.complete("DECLARE CURSOR"), .ready("T"))
        _ = session.sentUpstream()
        session.client(.query("FETCH c"))
        #expect(session.sentUpstream() == "Q")
    }

    // MARK: changes meanwhile

    @Test func `is sent as it was approved, or not at all, when the policy changes meanwhile`() {
        var session = Conversation(rules: Self.reviewed)
        let text = "SELECT id, ssn FROM patients, notes"
        session.client(.query(text.replacing("id, ", with: "")))
        _ = session.told()
        session.bench.judge = Conversation.judge(rules: Self.reviewed, mask: .null, revision: 2)
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "")
        #expect(session.told() == ("EZ", ["42501"]))
    }

    @Test func `goes on when a changed policy makes the same of it`() {
        var session = Conversation(rules: Self.reviewed)
        session.client(.query(Self.text))
        session.bench.judge = Conversation.judge(rules: [], mask: .null, revision: 2)
        session.decide("r1", .approved)
        #expect(session.sentUpstream() == "Q")
    }
}
