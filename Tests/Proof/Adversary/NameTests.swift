import TestSupport
import Testing

/// The server compares 63 bytes of a name, and forgets what a failed statement made: the lane means the same text all the same.
@Suite("A name means the text that the lane means by it", .serialized)
struct NameTests {
    private static let failing = "UPDATE adv.pat SET clinic_id = 5000 WHERE id = 3"
    /// As long as the server looks.
    private static let long = String(repeating: "n", count: 63)
    /// Cut within a character.
    private static let longInBytes = "x" + String(repeating: "é", count: 31)

    private typealias Message = ExtendedMessage
    private static let sync = FrontendMessage.sync
    private static func query(_ text: String) -> [UInt8] { FrontendMessage.query(text) }

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        /// Each sent when the one before it was answered.
        let parts: [[UInt8]]
        var testDescription: String { name }

        init(_ name: String, _ parts: [UInt8]...) {
            self.name = name
            self.parts = parts
        }
    }

    private static let cases = protocolNames(long) + protocolNames(longInBytes) + sqlNames + undone

    private static func protocolNames(_ name: String) -> [Case] {
        [
            Case(
                "prepared statements, \(name)", Message.parse(name + "B", "SELECT 1") + sync,
                Message.close(statement: name + "C") + sync, Message.parse(name + "A", failing) + sync,
                Message.bind(name + "B") + Message.execute() + sync),
            Case(
                "prepared statements in one pipeline, \(name)",
                Message.parse(name + "B", "SELECT 1") + Message.close(statement: name + "C")
                    + Message.parse(name + "A", failing) + Message.bind(name + "B") + Message.execute() + sync),
            Case(
                "portals, \(name)",
                Message.parse("b", "SELECT 1") + Message.parse("a", failing) + Message.bind(portal: name + "B", "b")
                    + Message.close(portal: name + "C") + Message.bind(portal: name + "A", "a")
                    + Message.execute(portal: name + "B") + sync),
            Case(
                "a cursor and a portal, \(name)",
                query("BEGIN") + query("DECLARE \"\(name)B\" CURSOR FOR SELECT id FROM adv.plain") + sync,
                Message.close(portal: name + "C") + Message.parse("a", failing)
                    + Message.bind(portal: name + "A", "a") + Message.execute(portal: name + "B") + sync,
                query("FETCH 1 FROM \"\(name)B\"") + query("ROLLBACK") + sync),
            Case(
                "a cursor that takes a portal's place, \(name)",
                query("BEGIN") + Message.parse("b", "SELECT id FROM adv.plain") + Message.bind(portal: name + "B", "b")
                    + Message.execute(portal: name + "B", rows: 1) + sync, query("CLOSE \"\(name)C\"") + sync,
                query("DECLARE \"\(name)A\" CURSOR FOR SELECT ssn FROM adv.pat") + sync,
                Message.execute(portal: name + "B") + sync, query("ROLLBACK") + sync),
            Case(
                "PREPARE and Parse, \(name)", query("PREPARE \"\(name)B\" AS SELECT 1") + sync,
                Message.close(statement: name + "C") + Message.parse(name + "A", failing) + sync,
                query("EXECUTE \"\(name)B\"") + sync, Message.bind(name + "B") + Message.execute() + sync),
        ]
    }

    private static let sqlNames = [
        Case(
            "DEALLOCATE of another spelling", query("PREPARE \(long)B AS SELECT 1"), query("DEALLOCATE \(long)C"),
            query("PREPARE \(long)A AS \(failing)"), query("EXECUTE \(long)B")),
        Case(
            "DEALLOCATE ALL in a transaction that fails", query("PREPARE a AS \(failing)"), query("BEGIN"),
            query("SELECT 1/0"), query("DEALLOCATE ALL") + query("SELECT 1"), query("ROLLBACK"),
            query("PREPARE a AS SELECT 1") + query("SELECT 2"), query("EXECUTE a")),
        Case(
            "DISCARD ALL that fails within a string", query("PREPARE a AS \(failing)"),
            query("SELECT 1; DISCARD ALL") + query("SELECT 1"), query("PREPARE a AS SELECT 1") + query("SELECT 2"),
            query("EXECUTE a")),
        Case(
            "DISCARD ALL and a name of the protocol", Message.parse("a", "SELECT 1") + sync, query("DISCARD ALL"),
            Message.bind("a") + Message.execute() + sync, query("PREPARE a AS \(failing)"),
            Message.bind("a") + Message.execute() + sync),
    ]

    private static let undone = [
        Case(
            "a DEALLOCATE that fails with a Query behind it", query("PREPARE a AS \(failing)"), query("BEGIN"),
            query("SELECT 1/0"), query("DEALLOCATE a") + query("SELECT 1"), query("ROLLBACK"),
            query("PREPARE a AS SELECT 1") + query("SELECT 2"), query("EXECUTE a")),
        Case(
            "a PREPARE that fails with a Query behind it", query("PREPARE a AS \(failing)"),
            query("PREPARE a AS SELECT 1") + query("SELECT 2"), query("EXECUTE a") + query("SELECT 3")),
        Case(
            "a Parse that fails with a Query behind it", Message.parse("a", failing) + sync,
            Message.parse("a", "SELECT 1") + query("SELECT 2") + sync, Message.bind("a") + Message.execute() + sync),
        Case(
            "a Close skipped by an error", Message.parse("a", failing) + sync,
            Message.parse("", "SELECT no_such") + Message.close(statement: "a") + sync,
            Message.parse("a", "SELECT 1") + query("SELECT 2") + sync, Message.bind("a") + Message.execute() + sync),
        Case(
            "the unnamed statement, replaced by one that fails", Message.parse("", failing) + sync,
            Message.parse("", "SELECT no_such") + query("SELECT 1") + sync, Message.bind("") + Message.execute() + sync),
        Case(
            "a cursor closed in vain",
            query("BEGIN") + query("DECLARE c CURSOR WITH HOLD FOR SELECT name FROM adv.pat"),
            query("COMMIT"), query("BEGIN"), query("SELECT 1/0"), query("CLOSE c") + query("SELECT 1"),
            query("ROLLBACK"), query("DECLARE c CURSOR WITH HOLD FOR SELECT id FROM adv.plain") + query("SELECT 2"),
            query("FETCH 3 FROM c") + query("FETCH 3 IN c")),
        Case(
            "a savepoint takes a cursor back", query("BEGIN"), query("SAVEPOINT s"),
            query("DECLARE c CURSOR FOR SELECT id FROM adv.plain"), query("ROLLBACK TO s") + query("SELECT 1"),
            query("DECLARE c CURSOR FOR SELECT ssn FROM adv.pat"), query("FETCH 2 FROM c"), query("ROLLBACK")),
    ]

    @Test("so what fails on protected rows shows none of them under a name of another text", arguments: cases)
    func nothingShown(of names: Case) throws {
        let stack = try Stacks.adversary.get()
        let canaries = try Canaries.ofAdversary(stack)
        let session = try RawSession(stack.lane("adversary"))
        for part in names.parts {
            session.send(part)
            try session.settled()
        }
        try session.end()
        #expect(canaries.shown(in: session.heard).isEmpty)
    }

    @Test("nor when all of it is sent ahead", arguments: cases)
    func nothingShownAhead(of names: Case) throws {
        let stack = try Stacks.adversary.get()
        let canaries = try Canaries.ofAdversary(stack)
        let session = try RawSession(stack.lane("adversary"))
        for part in names.parts { session.send(part) }
        try session.end()
        #expect(canaries.shown(in: session.heard).isEmpty)
    }

    @Test("so a statement that is bound gives its own rows, whatever its name shares with another's")
    func ownRows() throws {
        let session = try RawSession(Stacks.adversary.get().lane("adversary"))
        var wanted: [String] = []
        for number in 0..<20 {
            let name = Self.long + String(repeating: "m", count: number % 3) + "\(number)"
            session.send(
                Message.parse(name, "SELECT 'text \(number)'"), Message.bind(portal: name + "p", name), Self.sync)
            session.send(Message.bind(portal: name + "p", name), Message.execute(portal: name + "p"), Self.sync)
            wanted.append("text \(number)")
        }
        for number in 0..<20 {
            let name = Self.long + String(repeating: "m", count: number % 3) + "\(number)"
            session.send(Message.bind(name), Message.execute(), Self.sync)
            wanted.append("text \(number)")
        }
        try session.end()
        let rows = session.heard.filter { $0.letter == "D" }.flatMap(\.cells)
            .map { String(decoding: $0 ?? [], as: UTF8.self) }
        // The server's own rule may refuse a name that is taken. What comes is in order, and of the right text.
        var rest = wanted[...]
        for row in rows {
            guard let place = rest.firstIndex(of: row) else {
                Issue.record("\(row) came out of turn")
                break
            }
            rest = rest[(place + 1)...]
        }
    }
}
