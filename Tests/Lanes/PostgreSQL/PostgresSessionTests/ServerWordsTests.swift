import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import Testing

/// What is left of the server's words where they could hold protected values.
@Suite("Words of the server that may hold values") struct ServerWordsTests {
    private static let catalog: Catalog = {
        let orders = QualifiedName("shop", "orders")
        return Catalog(
            relations: [
                orders: Relation(
                    name: orders, kind: .table,
                    columns: [Column(name: "id", sqlType: "integer", typeName: "int4")],
                    constraints: [
                        Constraint(name: "orders_pkey", kind: .unique, columns: ["id"]),
                        Constraint(name: "orders_check", kind: .check, columns: ["id"]),
                    ])
            ], typeOIDs: [16_500: QualifiedName("shop", "code")])
    }()

    private static func fields(_ fields: [(Character, String)]) -> ErrorFields {
        ErrorFields(fields.map { ($0.0.asciiValue ?? 0, $0.1) })
    }

    private func kept(_ more: [(Character, String)]) -> [(code: UInt8, text: String)] {
        let said = [("S", "FEHLER"), ("V", "ERROR"), ("M", "secret 536-22-0001")] + more
        return ServerWords(catalog: Self.catalog).kept(of: Self.fields(said), position: 8).fields
    }

    @Test(
        "are put together anew of what the catalog knows, near to the server's own",
        arguments: [
            (
                "23505", ["t": "orders", "n": "orders_pkey"],
                "duplicate key value violates unique constraint \"orders_pkey\" of table \"shop.orders\"", "stn"
            ),
            (
                "23502", ["t": "orders", "c": "id"],
                "null value in column \"id\" of table \"shop.orders\" violates not-null constraint", "stc"
            ),
            (
                "23514", ["t": "orders", "n": "orders_check"],
                "violates check constraint \"orders_check\" of table \"shop.orders\"", "stn"
            ),
            ("23503", ["t": "orders", "n": "nosuch"], "foreign_key_violation: table \"shop.orders\"", "st"),
            ("23514", ["d": "code", "n": "x"], "value for domain \"shop.code\" violates check constraint", "sd"),
            ("22P02", ["d": "code"], "invalid_text_representation: data type \"shop.code\"", "sd"),
            (
                "22001", ["t": "orders", "c": "id"],
                "string_data_right_truncation: column \"id\" of table \"shop.orders\"", "stc"
            ),
            ("P0001", ["t": "536-22-0001", "c": "id"], "raise_exception", ""),
            ("P0001", ["t": "orders", "c": "536-22-0001"], "raise_exception: table \"shop.orders\"", "st"),
            ("P0001", ["d": "536-22-0001", "n": "orders_pkey"], "raise_exception", ""),
        ])
    func composed(state: String, places: [String: String], message: String, codes: String) {
        let kept = kept([("C", state), ("s", "shop")] + places.map { (Character($0.key), $0.value) })
        #expect(kept.first { $0.code == UInt8(ascii: "M") }?.text == message)
        #expect(String(String.UnicodeScalarView(kept.dropFirst(5).map { UnicodeScalar($0.code) })) == codes)
        #expect(kept.first { $0.code == UInt8(ascii: "S") }?.text == "ERROR")
    }

    @Test("of rights are kept where they name a relation that there is, and nothing else")
    func rights() {
        func kept(_ message: String, _ state: String = "42501") -> String? {
            let said: [(Character, String)] = [("S", "ERROR"), ("M", message), ("C", state)]
            return ServerWords(catalog: Self.catalog).kept(of: Self.fields(said), position: nil)["M"]
        }
        for message in [
            "permission denied for table orders",
            "query would be affected by row-level security policy for table \"orders\"",
        ] {
            #expect(kept(message) == message)
            #expect(kept(message, "P0001") == "raise_exception")
            #expect(kept(message + " of 536-22-0001") == "insufficient_privilege")
        }
        #expect(kept("permission denied for table 536-22-0001") == "insufficient_privilege")
        #expect(kept("no right to 536-22-0001") == "insufficient_privilege")
    }

    @Test("hold nothing that code of the database can write")
    func left() {
        let said: [(Character, String)] = [
            ("C", "S5362"), ("D", "536-22-0001"), ("H", "536-22-0001"), ("W", "536-22-0001"), ("q", "536-22-0001"),
            ("p", "5"), ("F", "536-22-0001"), ("R", "536-22-0001"), ("L", "1"), ("s", "536"), ("t", "22"), ("P", "x5"),
        ]
        #expect(kept(said).map(\.text) == ["ERROR", "ERROR", "XX000", "internal_error", "8"])
    }

    @Test("have the position, and pass where they speak of the statement's own text")
    func position() {
        #expect(kept([("C", "22P02"), ("P", "8")]).last?.text == "8")
        #expect(kept([("C", "42703"), ("P", "8")]).map(\.text).contains("secret 536-22-0001"))
        #expect(!kept([("C", "42703")]).map(\.text).contains("secret 536-22-0001"))
    }
}

/// Which transactions' words those are.
@Suite("Words of the server") struct TransactionWordsTests {
    private static let secret = Message.error([
        ("S", "ERROR"), ("V", "ERROR"), ("C", "P0001"), ("M", "row (536-22-0001) is inconsistent"),
    ])
    private static let notice = Message.error(
        [("S", "NOTICE"), ("V", "NOTICE"), ("C", "00000"), ("M", "row (536-22-0001) checked")], type: "N")
    private static let read = "SELECT ssn FROM patients"

    private func texts(_ session: inout Conversation) -> [String] { Message.texts(session.machine.takeToClient()) }

    @Test func `pass where nothing protected was touched in the transaction`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.client(.query("SELECT id FROM notes"))
        session.server(Self.notice, Self.secret, .ready("E"))
        #expect(texts(&session) == ["row (536-22-0001) checked", "row (536-22-0001) is inconsistent"])
    }

    @Test func `are kept short at COMMIT, where a deferred trigger speaks, and pass again behind it`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done("UPDATE patients SET id = '1' WHERE id = '2'", "UPDATE 1", "T")
        session.client(.query("COMMIT"))
        session.server(Self.notice, Self.secret, .ready("I"))
        #expect(texts(&session) == ["raise_exception"], "a notice of a row is none of the client's")
        session.client(.query("SELECT 1"))
        session.server(Self.secret, .ready("I"))
        #expect(texts(&session) == ["row (536-22-0001) is inconsistent"])
    }

    @Test func `are kept short at SET CONSTRAINTS, at a statement of another table, and between statements`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done("UPDATE patients SET id = '1' WHERE id = '2'", "UPDATE 1", "T")
        session.client(.query("SET CONSTRAINTS ALL IMMEDIATE"))
        session.server(Self.notice, .complete("SET CONSTRAINTS"), .ready("T"), Self.notice)
        session.client(.query("SELECT id FROM notes"))
        session.server(Self.secret, .ready("E"))
        #expect(texts(&session) == ["raise_exception"])
    }

    @Test func `are kept short at Sync, and while Parse and Bind plan what reads protected columns`() {
        for answers: [Message] in [
            [Self.secret], [.parsed, Self.secret], [.parsed, .bound, Self.secret],
            [.parsed, .bound, .complete("SELECT 1"), Self.secret],
        ] {
            var session = Conversation()
            session.client(.parse("", "UPDATE patients SET id = '1' WHERE id = '2'"), .bind("", ""), .execute(), .sync)
            for answer in answers { session.server(answer) }
            session.server(.ready("I"))
            #expect(texts(&session) == ["raise_exception"])
        }
    }

    @Test func `are kept short behind a statement of the same string`() {
        var session = Conversation()
        session.client(.query("UPDATE patients SET id = '1' WHERE id = '2'; SELECT 1"))
        session.server(.complete("UPDATE 1"), .complete("SELECT 1"), Self.secret, .ready("I"))
        #expect(texts(&session) == ["raise_exception"])
    }

    @Test func `are kept short while what is on its way may have been touched before`() {
        var session = Conversation()
        session.client(.query("UPDATE patients SET id = '1' WHERE id = '2'"), .query("SELECT 1"))
        session.server(.complete("UPDATE 1"), .ready("I"), Self.secret, .ready("I"))
        #expect(texts(&session) == ["raise_exception"])
    }

    @Test
    func `pass where they speak of the statement's own text, without a position where that was written otherwise`() {
        var session = Conversation()
        session.client(.query("SELECT ssn, nosuch FROM patients"))
        session.server(
            .error([
                ("S", "ERROR"), ("V", "ERROR"), ("C", "42703"), ("M", "column \"nosuch\" does not exist"), ("P", "13"),
            ]),
            .ready("I"))
        let fields = Message.fields(session.machine.takeToClient()).first
        #expect(fields?["M"] == "column \"nosuch\" does not exist")
        #expect(fields?["P"] == nil)
    }

    private static func longWord(_ state: String) -> Message {
        let fields = [("S", "NOTICE"), ("V", "NOTICE"), ("C", state), ("M", "word is too long to be indexed")]
        return .error(fields.map { (Character($0.0), $0.1) }, type: "N")
    }

    @Test(arguments: [("54000", false), ("01000", false), ("P0001", false), ("00000", false), ("42P07", true)])
    func `are not said at all in notices that follow from rows, while anything protected was touched`(
        state: String, isTold: Bool
    ) {
        for update in ["UPDATE patients SET id = '1' WHERE id = '2'", "SELECT ssn FROM patients"] {
            var session = Conversation()
            session.client(.query(update))
            session.server(Self.longWord(state), .complete("UPDATE 1"), .ready("I"))
            #expect(session.sentToClient() == (isTold ? "NCZ" : "CZ"))
        }
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done("UPDATE patients SET id = '1' WHERE id = '2'", "UPDATE 1", "T")
        session.client(.query("COMMIT"))
        session.server(Self.longWord(state), .complete("COMMIT"), .ready("I"))
        #expect(session.sentToClient() == (isTold ? "NCZ" : "CZ"), "at COMMIT neither")
        for untouched in [Conversation(), Conversation(protects: false)] {
            session = untouched
            session.client(.query("SELECT id FROM notes"))
            session.server(Self.longWord(state), .complete("SELECT 1"), .ready("I"))
            #expect(session.sentToClient() == "NCZ")
        }
    }

    @Test func `pass on a lane that protects nothing`() {
        var session = Conversation(protects: false)
        session.client(.query(Self.read))
        session.server(Self.notice, Self.secret, .ready("I"))
        #expect(texts(&session) == ["row (536-22-0001) checked", "row (536-22-0001) is inconsistent"])
    }

    // MARK: notifications

    private static func notification(_ channel: String, by sender: UInt8) -> Message {
        Message("A", [0, 0, 0, sender] + Array("\(channel)\0536-22-0001\0".utf8))
    }

    /// Nil where nothing is told.
    private func payload(_ channel: String, _ session: Conversation, by sender: UInt8 = 7) -> String? {
        var session = session
        session.server(Self.notification(channel, by: sender))
        guard var bytes = session.machine.takeToClient(), bytes.readableBytes > 0 else { return nil }
        bytes.moveReaderIndex(forwardBy: 9)
        #expect(bytes.readCString() == channel)
        return bytes.readCString()
    }

    @Test func `in a notification are told on channels that the policy names, and on a lane that protects nothing`() {
        #expect(payload("jobs", Conversation()) == nil)
        #expect(payload("jobs", Conversation(), by: 0) == "", "of itself it is told, without what triggers say")
        #expect(payload("jobs", Conversation(protects: false)) == "536-22-0001")
        let named = Conversation.judge(notify: ["jobs"])
        #expect(payload("jobs", Conversation(judge: named)) == "536-22-0001")
        #expect(payload("other", Conversation(judge: named)) == nil)
    }

    // MARK: what trusted code leaves

    /// A table whose trigger the policy trusts.
    private static let entrusting: Judge = {
        let touch = RoutineSignature(QualifiedName("public", "touch"))
        func relation(_ name: String, _ column: String) -> Relation {
            Relation(
                name: QualifiedName("public", name), kind: .table,
                columns: ["id", column].map { Column(name: $0, sqlType: "text", typeName: "text", typeOID: 25) })
        }
        var patients = relation("patients", "ssn")
        patients.hasTriggers = true
        patients.code = [
            AttachedCode(kind: .trigger, name: "touch", events: .update, use: CodeUse(routines: [touch]))
        ]
        var catalog = Catalog(
            relations: [patients.name: patients, QualifiedName("public", "notes"): relation("notes", "body")],
            otherBuiltins: ["pg_notify"], role: "agent", serverVersion: 150_000)
        var routine = Routine(name: touch.name, language: "plpgsql", volatility: "v", inExtension: false)
        routine.ownPath = ["public", "pg_temp"]
        catalog.functions["touch"] = [routine]
        catalog.fixedSchemas = ["public"]
        return Conversation.judge(functions: [touch.name], catalog: catalog)
    }()

    @Test(arguments: ["00000", "42P07", "01000"])
    func `of a deferred trigger that the policy trusts are not said, whatever statement is in front`(state: String) {
        let update = "UPDATE patients SET id = '1' WHERE id = '2'"
        for last in ["SET application_name = 'z'", "SET CONSTRAINTS ALL IMMEDIATE", "COMMIT"] {
            var session = Conversation(judge: Self.entrusting)
            session.client(.query("\(update); \(last)"))
            session.server(.complete("UPDATE 1"), Self.longWord(state), .complete("X"), .ready("I"))
            #expect(session.sentToClient() == "CCZ", "\(last)")
            session.done("BEGIN", "BEGIN", "T")
            session.done(update, "UPDATE 1", "T")
            session.client(.query(last))
            session.server(Self.longWord(state), .complete("X"), .ready("I"))
            #expect(session.sentToClient() == "CZ", "\(last)")
            session.client(
                .parse("", update), .bind("", ""), .execute(), .parse("", last), .bind("", ""), .execute(), .sync)
            session.server(.parsed, .bound, .complete("UPDATE 1"), .parsed, .bound, .complete("X"))
            session.server(Self.longWord(state), .ready("I"))
            #expect(session.sentToClient() == "12C12CZ", "\(last)")
            // The next transaction is another.
            session.client(.query("SET application_name = 'y'"))
            session.server(Self.longWord(state), .complete("SET"), .ready("I"))
            #expect(session.sentToClient() == "NCZ")
        }
    }

    @Test func `in its own notifications are told of a transaction in which nothing but the text notifies`() {
        var session = Conversation(judge: Self.entrusting)
        session.done("BEGIN", "BEGIN", "T")
        session.done("SELECT ssn FROM patients", "SELECT 1", "T")
        session.done("SELECT pg_notify('jobs', '')", "SELECT 1", "T")
        session.client(.query("COMMIT"))
        #expect(payload("jobs", session, by: 0) == "")
        session.server(.complete("COMMIT"), .ready("I"))
        _ = session.machine.takeToClient()
        session.done("BEGIN", "BEGIN", "T")
        session.done("UPDATE patients SET id = '1' WHERE id = '2'", "UPDATE 1", "T")
        session.client(.query("COMMIT"))
        #expect(payload("jobs", session, by: 0) == nil, "alike ones of the trigger would be told with it as one")
        session.server(.complete("COMMIT"), .ready("I"))
        _ = session.machine.takeToClient()
        #expect(payload("jobs", session, by: 0) == "")
    }

    @Test func `in texts of parameters are not told once such code has run`() {
        func told(_ session: inout Conversation, _ name: String) -> String {
            _ = session.machine.takeToClient()
            session.server(.parameter(name, "536-22-0001"))
            return session.sentToClient()
        }
        var session = Conversation(judge: Self.entrusting)
        session.done("UPDATE notes SET body = 'x'", "UPDATE 1")
        #expect(told(&session, "application_name") == "S")
        session.done("UPDATE patients SET id = '1' WHERE id = '2'", "UPDATE 1")
        for name in ["application_name", "search_path", "TimeZone"] { #expect(told(&session, name) == "", "\(name)") }
        #expect(told(&session, "DateStyle") == "S")
    }
}
