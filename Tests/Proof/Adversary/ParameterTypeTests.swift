import TestSupport
import Testing

/// Parse names the types of parameters by number. What no statement may name no number may mean either.
@Suite("A parameter's type runs no code that reads", .serialized)
struct ParameterTypeTests {
    private static let digits = (1...9).map(String.init)

    @Test(
        "a domain's check does not say which values there are",
        arguments: ["known", "known_short", "_known_short", "holder"],
        ["SELECT $1", "SELECT $1 IS NULL", "SELECT ARRAY[$1]", "SELECT count(*) FROM adv.plain WHERE $1 IS NOT NULL"])
    func domain(type: String, text: String) throws {
        let stack = try Stacks.adversary.get()
        let number = try Self.number(type, stack)
        let session = try RawSession(stack.lane("adversary"))
        let outcomes = try Self.digits.map { digit -> String in
            let value = ["_known_short": "{\(digit)}", "holder": "(1,\(digit))"][type] ?? digit
            session.send(
                ExtendedMessage.parse("", text, types: [number]), ExtendedMessage.bind("", values: [value]),
                ExtendedMessage.execute(), FrontendMessage.sync)
            let answer = try session.answer()
            return answer.error?["C"] ?? "answered"
        }
        #expect(Set(outcomes).count == 1, "\(zip(Self.digits, outcomes).map { "\($0): \($1)" })")
    }

    @Test(
        "an assignment or a function casts it by no user's code",
        arguments: [
            ("key", "INSERT INTO adv.plain (id, note) VALUES (900, $1) RETURNING reverse(note)", "(3,0)"),
            ("key", "UPDATE adv.plain SET note = $1 WHERE id = 3 RETURNING reverse(note)", "(3,0)"),
            ("key", "SELECT ('400' || left(note, 0)) BETWEEN $1 AND note FROM adv.plain WHERE id = 3", "(3,0)"),
            ("loose", "SELECT reverse($1)", "(3)"), ("loose", "SELECT $1 || ''", "(3)"),
            ("loose", "SELECT coalesce($1, note) FROM adv.plain WHERE id = 3", "(3)"),
            ("loose", "SELECT ($1).reverse", "(3)"), ("key", "SELECT ($1).key_text", "(3,0)"),
            ("rank", "SELECT reverse(($1).rank_of)", "(3)"),
        ])
    func cast(type: String, text: String, value: String) throws {
        let stack = try Stacks.adversary.get()
        let canaries = try Canaries.ofAdversary(stack)
        let session = try RawSession(stack.lane("adversary"))
        try session.ask("BEGIN")
        session.send(
            ExtendedMessage.parse("", text, types: [try Self.number(type, stack)]),
            ExtendedMessage.describe(statement: ""), ExtendedMessage.bind("", values: [value]),
            ExtendedMessage.execute(), FrontendMessage.sync)
        try session.wait(for: "Z")
        try session.ask("SELECT reverse(note), note FROM adv.plain WHERE id IN (3, 900)")
        try session.ask("ROLLBACK")
        #expect(canaries.shown(in: session.heard).isEmpty)
    }

    @Test(
        "ordinary types are taken by number", arguments: ["int4", "text", "jsonb", "_text", "numeric", "date", "uuid"])
    func ordinary(type: String) throws {
        let stack = try Stacks.adversary.get()
        let number = try stack.own("SELECT '\(type)'::regtype::oid::int8")[0][0].flatMap { UInt32($0) }
        let session = try RawSession(stack.lane("adversary"))
        session.send(
            ExtendedMessage.parse("", "SELECT $1 IS NULL", types: [try #require(number)]),
            ExtendedMessage.bind("", values: [nil]), ExtendedMessage.execute(), FrontendMessage.sync)
        let answer = try session.answer()
        #expect(answer.texts == [["t"]])
    }

    private static func number(_ type: String, _ stack: Stack) throws -> UInt32 {
        let found = try stack.own(
            "SELECT oid::int8 FROM pg_type WHERE typname = '\(type)' AND typnamespace = 'adv'::regnamespace")
        return try #require(found.first?[0].flatMap { UInt32($0) })
    }
}
