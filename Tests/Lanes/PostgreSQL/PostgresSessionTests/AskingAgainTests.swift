import AuditLog
import HubAPI
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import Testing

/// `mode: ask-again`: docs/approvals.md.
@Suite("A statement that is asked for again") struct AskingAgainTests {
    private static func rule(_ name: String, table: String = "public.notes", rows: Int? = nil, again: Bool = true)
        -> Rule
    {
        var condition = Rule.Condition()
        condition.tables = [table]
        condition.rowsOver = rows
        return Rule(
            name: name, when: condition, action: .approve(approvers: ["office"], expiresSeconds: 60), asksAgain: again)
    }
    private static let text = "SELECT id FROM notes"
    private static func approved(_ id: String) -> ApprovalState {
        ApprovalState(id: id, state: .approved, decidedBy: "ann", reason: "fine")
    }

    /// What was asked for so far is approved.
    private static func approve(_ session: Conversation) {
        for (digest, state) in session.desk.standing {
            if case .pending(let id) = state { session.desk.standing[digest] = .approved(approved(id)) }
        }
    }

    @Test func `is refused at once, with the request's number in the error, and the session goes on`() {
        var session = Conversation(rules: [Self.rule("review")])
        session.client(.query(Self.text))
        let told = session.machine.takeToClient()
        #expect(Message.types(told) == "EZ")
        let error = Message.fields(told)[0]
        #expect(error.sqlState == "42501")
        #expect(
            error["M"] == "chaperone: rule \"review\" needs approval from office; it was asked for, as request s1")
        #expect(error["H"]?.contains("again when request s1 is approved") == true)
        let asked = session.asked()
        #expect(asked.map(\.id) == ["s1"] && asked.map(\.text) == [Self.text] && asked[0].standing != nil)
        #expect(session.log.approvals.map(\.state) == ["pending"])
        #expect(session.log.decisions.map(\.verdict) == ["approve"])
        #expect(session.isIdle)
        // Nobody is asked twice.
        session.client(.query(Self.text))
        #expect(Message.texts(session.machine.takeToClient())[0].contains("nobody has decided yet, as request s1"))
        #expect(session.asked().isEmpty)
    }

    @Test func `runs when it comes again after the approval, once`() {
        var session = Conversation(rules: [Self.rule("review")])
        session.client(.query(Self.text))
        _ = session.told()
        Self.approve(session)
        session.client(.query(Self.text))
        #expect(session.sentUpstream() == "Q")
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        #expect(session.told().types == "DCZ")
        #expect(session.log.approvals.map(\.state) == ["pending", "approved"])
        #expect(session.log.approvals.last?.decidedBy == "ann")
        session.client(.query(Self.text))
        #expect(session.told() == ("EZ", ["42501"]))
    }

    @Test(
        "does not run as another statement, with other values, or where its names mean something else",
        arguments: [
            [Message.query("SELECT id FROM notes WHERE true")],
            [.parse("", "SELECT id FROM notes WHERE id = $1"), .bind("", "", values: ["8"]), .execute(), .sync],
            [.parse("", "SELECT id FROM notes WHERE id = $1"), .bind("", "", values: [nil]), .execute(), .sync],
        ])
    func others(_ messages: [Message]) {
        var session = Conversation(rules: [Self.rule("review")])
        let bound: [Message] = [
            .parse("", "SELECT id FROM notes WHERE id = $1"), .bind("", "", values: ["7"]), .execute(), .sync,
        ]
        session.client(.query(Self.text))
        session.client(bound)
        session.server(.parsed, .bound, .error("42601"), .ready("I"))
        _ = session.told()
        Self.approve(session)
        let before = session.asked().count
        session.client(messages)
        #expect(session.asked().count == 1 && before == 2)
        #expect(session.log.intents.isEmpty)
    }

    @Test func `is another statement under another search path`() {
        var session = Conversation(rules: [Self.rule("review")], protects: false)
        session.client(.query(Self.text))
        Self.approve(session)
        session.done("SET search_path = public, elsewhere", "SET")
        session.client(.query(Self.text))
        #expect(session.asked().map(\.id) == ["s2"])
    }

    @Test func `of the extended protocol runs with the values that were approved`() {
        var session = Conversation(rules: [Self.rule("review")])
        let bound: [Message] = [
            .parse("", "SELECT id FROM notes WHERE id = $1"), .bind("", "", values: ["7"]), .execute(), .sync,
        ]
        session.client(bound)
        #expect(session.sentUpstream() == "PBPS")
        session.server(.parsed, .bound, .error("42601"), .ready("I"))
        #expect(session.told() == ("12EZ", ["42501"]))
        #expect(session.asked().map(\.parameters) == [["'7'"]])
        Self.approve(session)
        session.client(bound)
        #expect(session.sentUpstream() == "PBES")
        #expect(session.log.approvals.map(\.parameters) == [["'7'"], []])
    }

    @Test func `needs all approvals that it needs, and uses none up before`() {
        var session = Conversation(rules: [Self.rule("one"), Self.rule("two", table: "public.patients")])
        let text = "DELETE FROM notes USING patients WHERE notes.id = patients.id AND notes.body = 'x'"
        var rules = [Self.rule("one"), Self.rule("two", table: "public.patients")]
        rules[0].when.statements = [.delete]
        rules[1].when.statements = [.select]
        session.bench.judge = Conversation.judge(rules: rules, protects: false, revision: 3)
        session.client(.query("WITH d AS (\(text) RETURNING 1) SELECT * FROM patients"))
        #expect(session.asked().count == 2)
        let first = session.desk.standing.first { $0.value == .pending(id: "s1") }!.key
        session.desk.standing[first] = .approved(Self.approved("s1"))
        session.client(.query("WITH d AS (\(text) RETURNING 1) SELECT * FROM patients"))
        #expect(session.sentUpstream() == "")
        #expect(session.desk.standing[first]?.isApproved == true)
        Self.approve(session)
        session.client(.query("WITH d AS (\(text) RETURNING 1) SELECT * FROM patients"))
        #expect(session.sentUpstream() == "Q")
    }

    @Test func `tells a denial with its reason, and asks nobody anew`() {
        var session = Conversation(rules: [Self.rule("review")])
        session.client(.query(Self.text))
        _ = (session.told(), session.asked())
        for digest in session.desk.standing.keys {
            session.desk.standing[digest] = .denied(
                ApprovalState(id: "s1", state: .denied, decidedBy: "ann", reason: "not today"))
        }
        session.client(.query(Self.text))
        let error = Message.fields(session.machine.takeToClient())[0]
        #expect(
            error["M"] == "chaperone: blocked by rule \"review\": approval was denied: not today (request s1)")
        #expect(session.asked().isEmpty)
        #expect(session.log.decisions.map(\.verdict) == ["approve", "deny"])
    }

    @Test func `is cut at its limit of rows, and comes whole when it is asked for again`() {
        var session = Conversation(rules: [Self.rule("bulk", rows: 1)])
        session.client(.query(Self.text))
        session.server(.row, .row)
        let told = session.machine.takeToClient()
        #expect(Message.types(told) == "DE")
        #expect(Message.texts(told)[0].contains("for more than 1 rows; it was asked for, as request s1"))
        session.server(.error("57014"), .ready("I"))
        session.machine.cancelDelivered()
        _ = session.machine.takeToClient()
        Self.approve(session)
        session.client(.query(Self.text))
        session.server(.row, .row, .row, .complete("SELECT 3"), .ready("I"))
        #expect(session.sentToClient() == "DDDCZ")
    }

    // MARK: what only names what runs

    /// Two connections of one lane.
    private static func pair(_ rules: [Rule]) -> (Conversation, Conversation) {
        let judge = Conversation.judge(rules: rules, protects: false)
        return (Conversation(judge: judge, readsAtOnce: true), Conversation(judge: judge, readsAtOnce: true))
    }

    /// Whether what was approved on one connection runs on another.
    private static func isSame(
        _ before: [Message], _ asked: [Message], as other: [Message], _ askedThere: [Message], rules: [Rule]
    ) -> Bool {
        var (first, second) = pair(rules)
        first.client(before)
        for _ in before { first.server(.complete("X"), .ready("T")) }
        _ = (first.sentUpstream(), first.told(), first.asked())
        first.client(asked)
        #expect(first.asked().count == 1)
        approve(first)
        second.desk.standing = first.desk.standing
        second.client(other)
        for _ in other { second.server(.complete("X"), .ready("T")) }
        _ = (second.sentUpstream(), second.told(), second.asked())
        second.client(askedThere)
        return second.asked().isEmpty
    }

    @Test(
        "of EXECUTE is known by all of the text that made the name",
        arguments: [
            ("PREPARE p AS SELECT id FROM notes WHERE id = '7'", true), ("PREPARE p AS SELECT id FROM notes", false),
            // A detector's finding is replaced where people see it.
            ("PREPARE p AS SELECT id FROM notes WHERE id = '536-22-0002'", false),
        ])
    func executed(_ other: String, _ isSame: Bool) {
        let first = isSame ? other : other.replacing("0002", with: "0001")
        let made = other.contains("536") ? first : "PREPARE p AS SELECT id FROM notes WHERE id = '7'"
        #expect(
            Self.isSame(
                [.query(made)], [.query("EXECUTE p")], as: [.query(other)], [.query("EXECUTE p")],
                rules: [Self.rule("review")]) == isSame)
        // The same name, bound by the protocol.
        let bound: [Message] = [.bind("", "p"), .execute(), .sync]
        #expect(Self.isSame([.query(made)], bound, as: [.query(other)], bound, rules: [Self.rule("review")]) == isSame)
    }

    @Test(
        "is another where SET ROLE has made the session another role's",
        arguments: [
            ("SET ROLE ann", true), ("SET ROLE bob", false), ("RESET ROLE", false), ("SET ROLE NONE", false),
            ("SELECT 1", false),
        ])
    func role(_ other: String, _ isSame: Bool) {
        let asked = [Message.query(Self.text)]
        #expect(
            Self.isSame([.query("SET ROLE ann")], asked, as: [.query(other)], asked, rules: [Self.rule("review")])
                == isSame)
    }

    @Test func `of several EXECUTE in one text is known by all of them`() {
        let harmless = "PREPARE q AS SELECT id FROM notes WHERE id = '7'"
        let both = [Message.query("EXECUTE p; EXECUTE q")]
        func made(_ second: String) -> [Message] { [.query("PREPARE p AS SELECT id FROM notes"), .query(second)] }
        #expect(Self.isSame(made(harmless), both, as: made(harmless), both, rules: [Self.rule("review")]))
        let other = made("PREPARE q AS SELECT id FROM notes WHERE true")
        #expect(!Self.isSame(made(harmless), both, as: other, both, rules: [Self.rule("review")]))
        var session = Conversation(rules: [Self.rule("review")])
        for text in ["PREPARE p AS SELECT id FROM notes", harmless] { session.done(text, "PREPARE") }
        session.client(.query("EXECUTE p; EXECUTE q"))
        #expect(session.asked().map(\.source) == ["PREPARE p AS SELECT id FROM notes\n\(harmless)"])
    }

    /// Approved when the answer of `asked` grew too long, and whether `other` may go on by that.
    private static func isSameAnswer(_ first: [Message], _ second: [Message]) -> Bool {
        var (one, other) = pair([rule("bulk", rows: 1)])
        func run(_ session: inout Conversation, _ messages: [Message]) -> [ApprovalQuestion] {
            session.client(messages.dropLast(1))
            for message in messages.dropLast(1) {
                switch Character(UnicodeScalar(message.type)) {
                case "Q": session.server(.complete("X"), .ready("T"))
                case "P": session.server(.parsed)
                case "B": session.server(.bound)
                case "E": session.server(.complete("X"))
                case "S": session.server(.ready("T"))
                default: break
                }
            }
            session.client([messages[messages.count - 1]])
            session.server(.row, .row)
            return session.asked()
        }
        #expect(run(&one, first).count == 1)
        approve(one)
        other.desk.standing = one.desk.standing
        return run(&other, second).isEmpty
    }

    @Test func `of FETCH is known by the text that made the cursor, and by its values`() {
        func declared(_ text: String) -> [Message] {
            [.query("BEGIN"), .query("DECLARE c CURSOR FOR \(text)"), .query("FETCH ALL FROM c")]
        }
        let few = declared("SELECT id FROM notes WHERE id < '7'")
        #expect(Self.isSameAnswer(few, few))
        #expect(!Self.isSameAnswer(few, declared(Self.text)))
        let text = "SELECT id FROM notes WHERE id < $1"
        func portal(_ value: String) -> [Message] {
            [.query("BEGIN"), .parse("s", text), .bind("c", "s", values: [value]), .sync, .query("FETCH ALL FROM c")]
        }
        #expect(Self.isSameAnswer(portal("7"), portal("7")))
        #expect(!Self.isSameAnswer(portal("7"), portal("8")))
        func bound(_ value: String) -> [Message] {
            [
                .query("BEGIN"), .parse("", "DECLARE c CURSOR FOR \(text)"), .bind("", "", values: [value]), .execute(),
                .sync, .query("FETCH ALL FROM c"),
            ]
        }
        #expect(Self.isSameAnswer(bound("7"), bound("7")))
        #expect(!Self.isSameAnswer(bound("7"), bound("8")))
    }

    @Test func `of several in a long text is known by the text, not by what the log says in its place`() {
        func texts(_ last: String) -> [Message] {
            let filler = String(repeating: " ", count: 5_000)
            return [.query("BEGIN"), .query("SELECT 1;\(filler)SELECT id FROM notes WHERE id < '\(last)'")]
        }
        func asked(_ last: String) -> (Conversation, [ApprovalQuestion]) {
            var session = Self.pair([Self.rule("bulk", rows: 1)]).0
            session.done("BEGIN", "BEGIN", "T")
            session.client(texts(last)[1])
            session.server(.complete("SELECT 1"), .row, .row)
            return (session, session.asked())
        }
        let (first, second) = (asked("7"), asked("8"))
        #expect(first.1[0].standing != second.1[0].standing)
        #expect(first.1[0].text.hasSuffix("id < '7'"))
        #expect(first.1[0].standing == asked("7").1[0].standing)
    }

    @Test func `is another where a temporary view may mean something else`() {
        func asked() -> [UInt8]? {
            var session = Self.pair([Self.rule("review")]).0
            session.done("CREATE TEMP VIEW v AS SELECT id FROM public.patients", "CREATE VIEW")
            session.client(.query("SELECT id FROM notes WHERE id IN (SELECT id FROM v)"))
            return session.asked().first?.standing
        }
        let first = asked()
        #expect(first != nil && first != asked())
    }

    @Test func `is another after a temporary view was taken back`() {
        var session = Self.pair([Self.rule("review")]).0
        let text = "SELECT id FROM notes WHERE id IN (SELECT id FROM v)"
        func digest() -> [UInt8]? {
            session.client(.query(text))
            return session.asked().first?.standing
        }
        session.done("CREATE TEMP VIEW v AS SELECT id FROM public.patients", "CREATE VIEW")
        session.done("BEGIN", "BEGIN", "T")
        session.done("CREATE OR REPLACE TEMP VIEW v AS SELECT 2 AS id", "CREATE VIEW", "T")
        let first = digest()
        session.server(.error("42601"), .ready("E"))
        session.done("ROLLBACK", "ROLLBACK")
        let second = digest()
        #expect(first != nil && second != nil && first != second)
    }

    @Test func `is not asked for where the row follows from a cursor`() {
        var session = Self.pair([Self.rule("review")]).0
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR FOR SELECT id FROM public.patients FOR UPDATE", "DECLARE CURSOR", "T")
        session.client(.query("DELETE FROM notes WHERE CURRENT OF c"))
        session.server(.error("42601"), .ready("E"))
        let told = Message.texts(session.machine.takeToClient()).joined()
        #expect(told.contains("which row WHERE CURRENT OF means is not in the statement"))
        #expect(session.asked().isEmpty)
    }

    @Test func `of EXECUTE is another with other types of its parameters`() {
        func digest(_ types: [UInt32]) -> [UInt8]? {
            var session = Conversation(rules: [Self.rule("review")])
            session.done(
                [.parse("s", "DELETE FROM notes WHERE id = ($1 / 2)::text", types: types), .sync],
                [.parsed, .ready("I")])
            session.client(.query("EXECUTE s(15)"))
            return session.asked().first?.standing
        }
        #expect(digest([23]) == digest([23]) && digest([23]) != nil)
        #expect(digest([23]) != digest([1700]))
        #expect(digest([23]) != digest([]))
    }

    @Test func `is bound again where its values were not kept, for nobody had to be asked then`() {
        var session = Conversation(protects: false)
        session.done(
            [.parse("s", "SELECT id FROM notes WHERE id = $1"), .bind("p", "s", values: ["7"]), .flush],
            [.parsed, .bound])
        session.bench.judge = Conversation.judge(rules: [Self.rule("review")], protects: false, revision: 3)
        session.client(.execute("p"), .sync)
        #expect(session.asked().isEmpty)
        #expect(session.sentUpstream() == "PS")
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["0A000"]))
    }

    @Test func `is known by everything that is shown of it`() {
        var session = Conversation(rules: [Self.rule("review")])
        session.client(.query(Self.text))
        guard var question = session.asked().first else {
            Issue.record("nobody was asked")
            return
        }
        question.demand = ApprovalDemand(rule: "a", approvers: ["b"], expiresSeconds: 1, message: "c")
        (question.text, question.source, question.boundValues, question.parameters) = ("d", "e", 2, ["f"])
        (question.phiRead, question.phiWritten, question.rows) = (["g"], ["h"], 3)
        let shown = question.shown.flatMap { $0 }
        for part in ["a", "b", "c", "d", "e", "f", "g", "h", "1", "2", "3"] { #expect(shown.contains(part)) }
        // Which request it is, of which statement, how long it waits, and what it is known by.
        #expect(Mirror(reflecting: question).children.count == question.shown.count - 1 + 4)
    }

    @Test func `is refused where nobody can approve, and where too many wait`() {
        var session = Conversation(rules: [Self.rule("review")], isAirGapped: true)
        session.client(.query(Self.text))
        #expect(session.told() == ("EZ", ["42501"]))
        var full = Conversation(rules: [Self.rule("review")])
        full.client(.query(Self.text))
        _ = full.told()
        for digest in full.desk.standing.keys { full.desk.standing[digest] = .full }
        full.client(.query(Self.text))
        #expect(full.told() == ("EZ", ["53400"]))
    }

    @Test func `is not asked for when that cannot be recorded`() {
        var session = Conversation(rules: [Self.rule("review")])
        session.log.isFull = true
        session.client(.query(Self.text))
        #expect(session.told() == ("EZ", ["53100"]))
        #expect(session.machine.takeEffects() == [.refreshCatalog, .withdrawApproval(id: "s1")])
    }

    /// What has a name may be something else than when it was approved, and nothing that is watched says so.
    @Test(arguments: [
        [Message.query(text)], [.parse("", text), .bind("", ""), .execute(), .sync],
    ])
    func `waits for the catalog before an approval of before is used`(_ messages: [Message]) {
        let rules = [Self.rule("review")]
        var session = Conversation(judge: Conversation.judge(rules: rules))
        func asked() -> [ApprovalQuestion] {
            session.client(messages)
            #expect(session.machine.effects == [.refreshCatalog])
            session.machine.resume()
            return session.asked()
        }
        #expect(asked().count == 1)
        if messages.count > 1 { session.server(.parsed, .bound, .error("42601"), .ready("I")) }
        _ = (session.sentUpstream(), session.told())
        Self.approve(session)
        session.bench.judge = Conversation.judge(
            rules: rules,
            catalog: Catalog(
                relations: [
                    QualifiedName("public", "notes"): Relation(
                        name: QualifiedName("public", "notes"), kind: .table,
                        columns: [Column(name: "id", sqlType: "text", typeName: "text", typeOID: 25)])
                ], role: "agent", serverVersion: 150_000))
        #expect(asked().count == 1, "it is another table")
    }
}
