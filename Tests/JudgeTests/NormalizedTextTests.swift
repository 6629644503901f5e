import PgParser
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
        #expect(try PgParser.parse(Array(sql.utf8), for: .newest).normalized == normalized)
    }

    @Test(
        "a name in U& is what it means",
        arguments: [
            ("U&\"pg\\005fsleep\"", "pg_sleep"), ("u&\"pg\\+00005fsleep\"", "pg_sleep"), ("U&\"a\\\\b\"", "\"a\\b\""),
            ("U&\"Adv\"", "\"Adv\""), ("U&\"pg!005fsleep\" UESCAPE '!'", "pg_sleep"),
            ("u&\"pg\\005f!!+00005f\"\nuescape\n'!'", "\"pg\\005f!+00005f\""),
        ])
    func escapes(_ written: String, _ name: String) throws {
        let parsed = try PgParser.parse(Array("SELECT 1 AS \(written)".utf8), for: .newest)
        #expect(parsed.normalized == "SELECT $1 AS \(name)")
    }
}
