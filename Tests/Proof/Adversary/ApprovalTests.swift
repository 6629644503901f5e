import Foundation
import TestSupport
import Testing

/// With a hub and the policy `ehr-hub.yaml`: deletes are reviewed, and answers of more than 1,000 rows with PHI.
@Suite("Nothing runs unasked that a rule wants to be asked for", .serialized)
struct ApprovalTests {
    private static let delete = "DELETE FROM clinic.notes WHERE id IN (5, 6)"
    private static let long = String(repeating: "n", count: 63)
    private static let sync = FrontendMessage.sync
    private typealias Message = ExtendedMessage
    private static func query(_ text: String) -> [UInt8] { FrontendMessage.query(text) }

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let parts: [[UInt8]]
        var testDescription: String { name }

        init(_ name: String, _ parts: [UInt8]...) {
            self.name = name
            self.parts = parts
        }
    }

    private static func roads(_ text: String) -> [Case] {
        [
            Case(
                "a statement's name of more than 63 bytes",
                Message.parse(long + "B", "SELECT 1") + Message.close(statement: long + "C")
                    + Message.parse(long + "A", text) + Message.bind(long + "B") + Message.execute() + sync),
            Case(
                "a portal's name of more than 63 bytes",
                Message.parse("b", "SELECT 1") + Message.parse("a", text) + Message.bind(portal: long + "B", "b")
                    + Message.close(portal: long + "C") + Message.bind(portal: long + "A", "a")
                    + Message.execute(portal: long + "B") + sync),
            Case(
                "a PREPARE of more than 63 bytes", query("PREPARE \(long)B AS SELECT 1"), query("DEALLOCATE \(long)C"),
                query("PREPARE \(long)A AS \(text)"), query("EXECUTE \(long)B")),
            Case(
                "a PREPARE that was not taken back", query("PREPARE a AS \(text)"), query("BEGIN"),
                query("SELECT 1/0"), query("DEALLOCATE a") + query("SELECT 1"), query("ROLLBACK"),
                query("PREPARE a AS SELECT 1") + query("SELECT 2"), query("EXECUTE a")),
            Case(
                "a DEALLOCATE ALL that failed", query("PREPARE a AS \(text)"), query("BEGIN"), query("SELECT 1/0"),
                query("DEALLOCATE ALL") + query("SELECT 1"), query("ROLLBACK"),
                query("PREPARE a AS SELECT 1") + query("SELECT 2"), query("EXECUTE a")),
            Case(
                "a Parse that failed with a Query behind it", Message.parse("a", text) + sync,
                Message.parse("a", "SELECT 1") + query("SELECT 2") + sync,
                Message.bind("a") + Message.execute() + sync),
            Case(
                "a Parse in front of a Flush with a body",
                Message.parse("a", text) + FrontendMessage.message("H", [1]) + query("SELECT 1") + sync,
                Message.bind("a") + Message.execute() + sync, Message.bind("a") + Message.execute() + sync),
            Case("an EXPLAIN ANALYZE", query("EXPLAIN (ANALYZE) \(text)"), query("EXPLAIN ANALYZE VERBOSE \(text)")),
            Case("the end of a string", query("SELECT 1; SELECT 2; \(text)")),
            Case("an EXPLAIN of an EXECUTE", query("PREPARE a AS \(text)"), query("EXPLAIN ANALYZE EXECUTE a")),
        ]
    }

    private static let others = [
        Case("a WITH", query("WITH d AS (\(delete) RETURNING id) SELECT count(*) FROM d")),
        Case(
            "a WITH of an INSERT",
            query("WITH d AS (\(delete) RETURNING 1 AS i) INSERT INTO archive.patients SELECT 900 + i FROM d")),
        Case("a COPY", query("COPY (\(delete) RETURNING id) TO STDOUT")),
        Case(
            "a MERGE",
            query("MERGE INTO clinic.notes n USING (VALUES (5), (6)) AS v(i) ON n.id = v.i WHEN MATCHED THEN DELETE")),
        Case("a function", query("SELECT clinic.purge(5)"), query("SELECT (6).purge")),
        Case("a TRUNCATE", query("TRUNCATE clinic.notes"), query("TRUNCATE clinic.patients CASCADE")),
        Case(
            "a temporary table's rule", query("CREATE TEMP TABLE t (i int)"),
            query("CREATE RULE r AS ON INSERT TO t DO ALSO \(delete)"), query("INSERT INTO t VALUES (1)")),
    ]

    @Test("a DELETE does not, by another road", arguments: roads(delete) + others)
    func unasked(road: Case) throws {
        let stack = try Stacks.hub.get()
        let session = try RawSession(stack.lane())
        try Self.run(road, session)
        let left = try stack.own("SELECT count(*) FROM clinic.notes WHERE id IN (5, 6)")
        #expect(left == [["2"]])
        try stack.own(
            """
            INSERT INTO clinic.notes SELECT i, 1, '2024-01-01', 'again' FROM (VALUES (5), (6)) AS v(i) ON CONFLICT DO NOTHING
            """)
    }

    @Test(
        "nor do more rows come than may, by another road",
        arguments: roads("SELECT id, ssn FROM clinic.patients") + [
            Case(
                "a cursor", query("BEGIN") + query("DECLARE c CURSOR FOR SELECT id, ssn FROM clinic.patients"),
                query("FETCH 900 FROM c"), query("FETCH 900 FROM c")),
            Case(
                "a cursor WITH HOLD", query("DECLARE c CURSOR WITH HOLD FOR SELECT id, ssn FROM clinic.patients"),
                query("FETCH 900 FROM c"), query("FETCH 900 FROM c"), query("FETCH ALL FROM c")),
            Case(
                "a cursor, again from its start",
                query("DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT id, ssn FROM clinic.patients"),
                query("FETCH 600 FROM c"), query("MOVE 600 IN c"), query("FETCH 600 FROM c")),
            Case(
                "a portal in parts",
                Message.parse("", "SELECT id, ssn FROM clinic.patients") + Message.bind(portal: "p", "")
                    + Message.execute(portal: "p", rows: 900) + Message.execute(portal: "p", rows: 900) + sync),
            Case(
                "a portal that SQL fetches from", query("BEGIN"),
                Message.parse("", "SELECT id, ssn FROM clinic.patients") + Message.bind(portal: "p", "")
                    + Message.execute(portal: "p", rows: 900) + sync, query("FETCH 900 FROM p"),
                query("FETCH 900 FROM p")),
            Case(
                "a portal of a FETCH",
                query("BEGIN") + query("DECLARE c CURSOR FOR SELECT id, ssn FROM clinic.patients"),
                Message.parse("f", "FETCH 600 FROM c") + Message.bind("f") + Message.execute() + Message.bind("f")
                    + Message.execute() + sync),
            Case("a COPY", query("COPY (SELECT id, ssn FROM clinic.patients) TO STDOUT")),
        ])
    func rows(road: Case) throws {
        let stack = try Stacks.hub.get()
        let session = try RawSession(stack.lane())
        try Self.run(road, session)
        let limit = 1000
        #expect(session.heard.count { $0.letter == "D" && $0.cells.count == 2 } <= limit)
        #expect(session.heard.count { $0.letter == "d" } <= limit)
    }

    /// Part by part, as far as answers come. What is held is never decided: its session goes away.
    private static func run(_ road: Case, _ session: RawSession) throws {
        for part in road.parts {
            session.send(part, sync, query(""))
            // Held, or answered to the end.
            while !session.isClosed, let last = try session.wait(for: "NI").last {
                if last.letter == "I" { break }
                if last.letter == "N", last.fields["M"]?.contains("needs approval") == true { return }
            }
        }
    }

    @Test(
        "and who is asked sees all of a statement, or is told what is left out",
        arguments: [
            String(repeating: "\n", count: 66_000), String(repeating: " ", count: 300_000),
            "/*" + String(repeating: "-", count: 100_000) + "*/",
            "AND '\(String(repeating: "x", count: 90_000))' <> ''",
            String(repeating: " AND id < 999999999", count: 5_000),
        ])
    func whole(filling: String) throws {
        let stack = try Stacks.hub.get()
        let session = try RawSession(stack.lane())
        session.send(
            Self.query("DELETE FROM clinic.notes WHERE id = 999999 \(filling) OR id = 2997 /* \u{202e} \u{2066} */"))
        let held = try session.wait(for: "NZ")
        guard let notice = held.last, notice.letter == "N", let words = notice.fields["M"] else {
            // Refused is safe, too.
            #expect(try stack.own("SELECT count(*) FROM clinic.notes WHERE id = 2997") == [["1"]])
            return
        }
        let request = try #require(
            words.split { !($0.isHexDigit || $0 == "-") }.last { $0.count > 15 }.map(String.init))
        let shown = try Self.shown(request, stack)
        #expect(shown.contains("OR id = 2997"), "\(shown.suffix(300))")
        #expect(shown.contains("DELETE FROM clinic.notes WHERE id = 999999"))
        #expect(!shown.unicodeScalars.contains("\u{202e}") && !shown.unicodeScalars.contains("\u{2066}"))
    }

    /// The client is told at once; the hub hears of it a moment later.
    private static func shown(_ request: String, _ stack: Stack) throws -> String {
        let attemptsLimit = 50
        for _ in 1..<attemptsLimit {
            if let shown = try? stack.hub("approvals", "show", request) { return shown }
            usleep(100_000)
        }
        return try stack.hub("approvals", "show", request)
    }
}
