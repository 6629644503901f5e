import TestSupport
import Testing

/// Definitions change past the lane. A session that begins after the change is judged by it at once, and with it are all
/// that were there before, with what they have prepared.
@Suite("A migration leaves nothing raw", .serialized)
struct MigrationTests {
    private static let stack = Result {
        let stack = try Stacks.migrated.get()
        try stack.own(Migration.preparation)
        return stack
    }

    private static func canaries(_ stack: Stack) throws -> Canaries { try Canaries.ofAdversary(stack) }

    @Test("to a session that begins after it", arguments: Migration.all)
    func newSession(migration: Migration) throws {
        let stack = try Self.stack.get()
        let canaries = try Self.canaries(stack)
        // The lane knows the state of before.
        let before = try RawSession(stack.lane("adversary"))
        try before.ask(migration.question)
        #expect(canaries.shown(in: before.heard).isEmpty)
        try stack.own(migration.change)
        defer { _ = try? stack.own(migration.undo) }
        for mode in [QueryMode.simple, .extendedText, .extendedBinary] {
            let session = try PostgresConnection(stack.lane("adversary"))
            let answer = try session.ask(migration.question, mode)
            #expect(canaries.shown(in: answer.messages).isEmpty, "\(mode)")
        }
    }

    @Test("to what was prepared before it, by the protocol or by PREPARE", arguments: Migration.all)
    func prepared(migration: Migration) throws {
        let stack = try Self.stack.get()
        let canaries = try Self.canaries(stack)
        let session = try RawSession(stack.lane("adversary"))
        session.send(ExtendedMessage.parse("p", migration.question), FrontendMessage.sync)
        try session.wait(for: "Z")
        try session.ask("PREPARE q AS \(migration.question)")
        session.send(ExtendedMessage.bind("p"), ExtendedMessage.execute(), FrontendMessage.sync)
        try session.wait(for: "Z")
        try session.ask("EXECUTE q")
        #expect(canaries.shown(in: session.heard).isEmpty)
        try stack.own(migration.change)
        defer { _ = try? stack.own(migration.undo) }
        try Self.beginAnother(stack)
        session.send(ExtendedMessage.bind("p"), ExtendedMessage.execute(), FrontendMessage.sync)
        try session.wait(for: "Z")
        try session.ask("EXECUTE q")
        try session.ask("EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) EXECUTE q")
        session.send(ExtendedMessage.bind(portal: "r", "p"), ExtendedMessage.execute(portal: "r"), FrontendMessage.sync)
        try session.wait(for: "Z")
        #expect(canaries.shown(in: session.heard).isEmpty)
    }

    @Test("to a transaction that began before it", arguments: Migration.all)
    func inTransaction(migration: Migration) throws {
        let stack = try Self.stack.get()
        let canaries = try Self.canaries(stack)
        let session = try RawSession(stack.lane("adversary"))
        session.send(ExtendedMessage.parse("p", migration.question), FrontendMessage.sync)
        try session.wait(for: "Z")
        try session.ask("BEGIN")
        try session.ask("SELECT 1")
        try stack.own(migration.change)
        defer { _ = try? stack.own(migration.undo) }
        try Self.beginAnother(stack)
        session.send(ExtendedMessage.bind("p"), ExtendedMessage.execute(), FrontendMessage.sync)
        try session.wait(for: "Z")
        try session.ask("SAVEPOINT s")
        try session.ask(migration.question)
        try session.ask("ROLLBACK")
        #expect(canaries.shown(in: session.heard).isEmpty)
    }

    @Test("and is forgotten when it is undone: what was answered before is answered again", arguments: Migration.all)
    func undone(migration: Migration) throws {
        let stack = try Self.stack.get()
        func answer() throws -> Answer {
            let connection = try PostgresConnection(stack.lane("adversary"))
            _ = try connection.ask("BEGIN")
            return try connection.ask(migration.question)
        }
        let before = try answer()
        try stack.own(migration.change)
        _ = try answer()
        try stack.own(migration.undo)
        let after = try answer()
        #expect(before.error?["C"] == after.error?["C"])
        #expect(before.texts == after.texts)
    }

    /// Its first statement makes the lane look at the catalog.
    private static func beginAnother(_ stack: Stack) throws {
        let other = try PostgresConnection(stack.lane("adversary"))
        _ = try other.ask("SELECT id FROM adv.plain WHERE id = 1")
    }
}
