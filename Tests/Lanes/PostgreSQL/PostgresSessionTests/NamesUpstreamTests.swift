import AuditLog
import Judge
import NIOCore
import PostgresSession
import PostgresWire
import Testing

/// What the client calls a prepared statement, portal or cursor is its own matter: `LaneName`.
@Suite("A name goes upstream as the lane's own") struct NamesUpstreamTests {
    @Test func `in every message of the protocol, however the network cuts it, and what has no name stays so`() {
        let client = Message.bytes([
            .parse("a", "SELECT 1"), .describeStatement("a"), .bind("p", "a"), .describePortal("p"), .execute("p"),
            .closePortal("p"), .closeStatement("a"), .parse("", "SELECT 2"), .bind("", ""), .execute(""),
            .closeStatement("none"), .sync,
        ])
        let size = client.readableBytes
        for cut in 1...size {
            var session = Conversation()
            for start in stride(from: 0, to: size, by: cut) {
                var part = client.getSlice(at: start, length: min(cut, size - start)) ?? ByteBuffer()
                session.machine.receiveFromClient(&part)
            }
            #expect(
                session.forwarded() == [
                    "P a~1 SELECT 1", "D Sa~1", "B p~2 a~1", "D Pp~2", "E p~2", "C Pp~2", "C Sa~1", "P  SELECT 2",
                    "B  ", "E ", "C S~", "S",
                ])
        }
    }

    @Test func `that is never used again, and never longer than the server compares`() {
        var session = Conversation()
        let long = String(repeating: "é", count: 40)
        session.client(.parse(long + "B", "SELECT 1"), .closeStatement(long + "C"), .parse(long + "A", "SELECT 2"))
        let cut = String(repeating: "é", count: 20)
        #expect(session.forwarded() == ["P \(cut)~1 SELECT 1", "C S~", "P \(cut)~2 SELECT 2"])
        session.client(.closeStatement(long + "A"), .parse(long + "A", "SELECT 3"), .bind("", long + "B"))
        #expect(session.forwarded() == ["C S\(cut)~2", "P \(cut)~3 SELECT 3", "B  \(cut)~1"])
    }

    @Test(
        "in SQL, at the place where it stands and nowhere else",
        arguments: [
            ("EXECUTE a", "EXECUTE \"a~1\""), ("execute/**/\"a\"(1)", "execute/**/\"a~1\"(1)"),
            ("EXECUTE U&\"!0061\" UESCAPE '!'", "EXECUTE \"a~1\""), ("DEALLOCATE a", "DEALLOCATE \"a~1\""),
            ("DEALLOCATE PREPARE a;", "DEALLOCATE PREPARE \"a~1\";"), ("EXPLAIN EXECUTE a", "EXPLAIN EXECUTE \"a~1\""),
            ("EXPLAIN (VERBOSE, COSTS off) EXECUTE a", "EXPLAIN (VERBOSE, COSTS off) EXECUTE \"a~1\""),
            ("FETCH c", "FETCH \"c~2\""), ("FETCH NEXT FROM c -- c", "FETCH NEXT FROM \"c~2\" -- c"),
            ("FETCH ALL IN U&\"c\" UESCAPE '!' ;", "FETCH ALL IN \"c~2\" ;"), ("MOVE 3 c", "MOVE 3 \"c~2\""),
            ("CLOSE c", "CLOSE \"c~2\""), ("DEALLOCATE ALL", "DEALLOCATE ALL"), ("CLOSE ALL", "CLOSE ALL"),
            ("PREPARE d AS SELECT 1", "PREPARE \"d~3\" AS SELECT 1"),
            ("PREPARE \"A\"(int) AS SELECT $1", "PREPARE \"A~3\"(int) AS SELECT $1"),
            ("DECLARE \"select\" CURSOR FOR SELECT 1", "DECLARE \"select~3\" CURSOR FOR SELECT 1"),
            ("UPDATE notes SET body = 'c' WHERE CURRENT OF c", "UPDATE notes SET body = 'c' WHERE CURRENT OF \"c~2\""),
            ("DELETE FROM notes WHERE CURRENT OF c", "DELETE FROM notes WHERE CURRENT OF \"c~2\""),
            (
                "COPY (DELETE FROM notes WHERE CURRENT OF c RETURNING id) TO STDOUT",
                "COPY (DELETE FROM notes WHERE CURRENT OF \"c~2\" RETURNING id) TO STDOUT"
            ),
            (
                "WITH w AS (DELETE FROM notes WHERE CURRENT OF c) UPDATE notes SET id = '' WHERE CURRENT OF c",
                "WITH w AS (DELETE FROM notes WHERE CURRENT OF \"c~2\") UPDATE notes SET id = '' "
                    + "WHERE CURRENT OF \"c~2\""
            ),
            (
                "PREPARE d AS UPDATE notes SET body = '' WHERE CURRENT OF c",
                "PREPARE \"d~3\" AS UPDATE notes SET body = '' WHERE CURRENT OF \"c~2\""
            ),
            (
                "PREPARE a2 AS SELECT 1; EXECUTE a2; EXECUTE a",
                "PREPARE \"a2~3\" AS SELECT 1; EXECUTE \"a2~3\"; EXECUTE \"a~1\""
            ),
        ], [true, false])
    func places(_ pair: (text: String, sent: String), protects: Bool) {
        var session = Conversation(protects: protects)
        session.done("BEGIN", "BEGIN", "T")
        session.done("PREPARE a AS SELECT 1", "PREPARE", "T")
        session.done("DECLARE c CURSOR FOR SELECT id FROM notes", "DECLARE CURSOR", "T")
        session.client(.query(pair.text))
        #expect(session.forwarded() == ["Q \(pair.sent)"])
    }

    @Test func `also where a table is made of what was prepared`() {
        var session = Conversation(protects: false)
        session.done("PREPARE a AS SELECT 1", "PREPARE")
        session.client(.query("CREATE TEMP TABLE execute (\"as\") WITH (fillfactor = 70) AS EXECUTE a"))
        #expect(
            session.forwarded() == ["Q CREATE TEMP TABLE execute (\"as\") WITH (fillfactor = 70) AS EXECUTE \"a~1\""])
    }

    @Test func `and protocol and SQL share their names`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done([.parse("a", "SELECT 1"), .bind("p", "a"), .sync], [.parsed, .bound, .ready("T")])
        session.done("PREPARE b AS SELECT 1", "PREPARE", "T")
        session.done("DECLARE c CURSOR FOR SELECT 1", "DECLARE CURSOR", "T")
        session.client(
            .query("EXECUTE a; FETCH p"), .bind("q", "b"), .execute("q"), .describePortal("c"), .execute("c", rows: 1),
            .closePortal("c"), .closeStatement("b"), .sync)
        #expect(
            session.forwarded() == [
                "Q EXECUTE \"a~1\"; FETCH \"p~2\"", "B q~5 b~3", "E q~5", "D Pc~4", "E c~4", "C Pc~4", "C Sb~3", "S",
            ])
    }

    @Test(
        "and what the server would refuse the lane refuses",
        arguments: [
            ([Message.query("PREPARE a AS SELECT 2")], "42P05"), ([.parse("a", "SELECT 2"), .sync], "42P05"),
            ([.query("DECLARE c CURSOR FOR SELECT 2")], "42P03"), ([.bind("c", "a"), .sync], "42P03"),
            ([.query("EXECUTE nosuch")], "26000"), ([.query("DEALLOCATE nosuch")], "26000"),
            ([.bind("", "nosuch"), .sync], "26000"), ([.describeStatement("nosuch"), .sync], "26000"),
            ([.query("FETCH nosuch")], "34000"), ([.query("MOVE nosuch")], "34000"),
            ([.query("CLOSE nosuch")], "34000"),
            ([.query("UPDATE notes SET body = '' WHERE CURRENT OF nosuch")], "34000"),
            ([.execute("nosuch"), .sync], "34000"), ([.describePortal("nosuch"), .sync], "34000"),
        ])
    func refused(messages: [Message], sqlState: String) {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done("PREPARE a AS SELECT 1", "PREPARE", "T")
        session.done("DECLARE c CURSOR FOR SELECT 1", "DECLARE CURSOR", "T")
        session.client(messages)
        session.server(.error("42601"), .ready("E"))
        #expect(session.told() == ("EZ", [sqlState]))
    }

    @Test func `and the server's words call it as the client does`() {
        var session = Conversation(protects: false)
        session.done([.parse("a", "SELECT 1"), .sync], [.parsed, .ready("I")])
        session.client(.bind("p", "a"), .sync)
        session.server(
            .error([
                ("S", "ERROR"), ("V", "ERROR"), ("C", "26000"),
                ("M", "prepared statement \"a~1\" and \"a~12\" in portal \"p~2\" and p~2"),
            ]), .ready("I"))
        #expect(
            Message.texts(session.machine.takeToClient()) == [
                "prepared statement \"a\" and \"a~12\" in portal \"p\" and p~2"
            ])
    }

    @Test(
        "and a position that the server tells is one in the client's text",
        arguments: [
            // EXECUTE "é~1"(…): in the name, before it, behind it.
            ("EXECUTE é(nosuch)", 9, 9), ("EXECUTE é(nosuch)", 1, 1), ("EXECUTE é(nosuch)", 15, 11),
            ("/*ééé*/ EXECUTE é(nosuch)", 23, 19), ("SELECT nosuch", 8, 8),
            ("EXECUTE é(1); EXECUTE é(nosuch)", 33, 25), ("SELECT ssn, nosuch FROM patients", 13, nil),
        ])
    func position(_ text: String, sent: Int, shown: Int?) {
        var session = Conversation()
        session.done("PREPARE é(int) AS SELECT $1", "PREPARE")
        session.client(.query(text))
        session.server(
            .error([("S", "ERROR"), ("V", "ERROR"), ("C", "42703"), ("M", "no"), ("P", "\(sent)")]), .ready("I"))
        #expect(Message.fields(session.machine.takeToClient()).first?["P"] == shown.map { "\($0)" })
    }

    // MARK: where nothing is protected

    @Test func `unless the server's own code opened it, on a lane that protects nothing`() {
        var session = Conversation(protects: false)
        session.client(.query("FETCH ALL IN \"<unnamed portal 1>\""), .query("CLOSE theirs"))
        #expect(session.forwarded() == ["Q FETCH ALL IN \"<unnamed portal 1>\"", "Q CLOSE theirs"])
        session.server(.error("34000"), .ready("I"), .error("34000"), .ready("I"))
        _ = session.told()
        // What it has prepared may be anything.
        session.client(.query("EXECUTE theirs"))
        #expect(session.forwarded().isEmpty)
        #expect(session.told() == ("EZ", ["26000"]))
        session.done("PREPARE a AS SELECT 1", "PREPARE")
        for text in ["EXECUTE \"a~1\"", "FETCH \"c~2\"", "FETCH \"~\"", "DEALLOCATE \"a~1\""] {
            session.client(.query(text))
            #expect(session.forwarded().isEmpty)
            #expect(session.told().types == "EZ")
        }
    }
}
