import PgParser
import Policy
import SQLSyntax
import Testing

/// What rules with `matches` see.
@Suite("Texts that say the same are matched alike") struct NormalizedTextTests {
    @Test(
        "whatever stands between the tokens, and however literals are written",
        arguments: [
            ("DELETE   FROM\n adv . plain WHERE id=1", "DELETE FROM adv.plain WHERE id = $1"),
            ("DELETE/* x */FROM adv.plain WHERE id = 1 -- y", "DELETE FROM adv.plain WHERE id = $1"),
            ("SELECT pg_sleep ( 0 ) , 'a';", "SELECT pg_sleep($1), $2;"),
            ("SELECT pg_catalog.\"pg_sleep\"(0)", "SELECT pg_catalog.pg_sleep($1)"),
            ("SELECT a [ 1 ] FROM t", "SELECT a[$1] FROM t"), ("SELECT $$x$$, E'y', U&'z'", "SELECT $1, $2, $3"),
            ("SELECT 1 WHERE id IN ( 1,2 )", "SELECT $1 WHERE id IN ($2, $3)"),
        ])
    func form(_ sql: String, _ normalized: String) throws {
        #expect(try PgParser.parse(Array(sql.utf8), for: .newest).normalized(0..<sql.utf8.count) == normalized)
    }

    @Test(
        "a name in U& is what it means",
        arguments: [
            ("U&\"pg\\005fsleep\"", "pg_sleep"), ("u&\"pg\\+00005fsleep\"", "pg_sleep"), ("U&\"a\\\\b\"", "\"a\\b\""),
            ("U&\"Adv\"", "\"Adv\""), ("\"prüfung\"", "prüfung"), ("U&\"pr\\00fcfung\"", "prüfung"),
            ("\"a$b\"", "a$b"), ("\"$a\"", "\"$a\""), ("\"a b\"", "\"a b\""), ("\"1a\"", "\"1a\""),
            ("U&\"pg!005fsleep\" UESCAPE '!'", "pg_sleep"),
            ("u&\"pg\\005f!!+00005f\"\nuescape\n'!'", "\"pg\\005f!+00005f\""),
        ])
    func escapes(_ written: String, _ name: String) throws {
        let parsed = try PgParser.parse(Array("SELECT 1 AS \(written)".utf8), for: .newest)
        #expect(parsed.normalized(0..<parsed.bytes.count) == "SELECT $1 AS \(name)")
    }

    /// A statement in front of another is none that the other's rule is about.
    @Test func several() throws {
        let sql = "UPDATE a SET n = 'x'; DELETE FROM b WHERE id = 5 -- y"
        let parsed = try PgParser.parse(Array(sql.utf8), for: .newest)
        #expect(parsed.normalized(0..<20) == "UPDATE a SET n = $1")
        #expect(parsed.normalized(21..<sql.utf8.count) == "DELETE FROM b WHERE id = $1")
        var allowed = RuleLane.rule("one", .allow, [.update])
        allowed.when.matches = "^UPDATE core\\.base SET id = \\$1 WHERE id = \\$2"
        var session = RuleLane([allowed, RuleLane.rule("rest", .deny, [.update])])
        #expect(session.rule("UPDATE core.base SET id = 1 WHERE id = 2") == nil)
        #expect(session.rule("SELECT 1; UPDATE core.base SET id = 1 WHERE id = 2") == nil)
        #expect(session.rule("UPDATE core.base SET id = 1 WHERE id = 2; UPDATE core.base SET id = 1") == "rest")
    }
}
