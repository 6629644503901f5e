import TestSupport
import Testing

/// `other.log` is denied by a rule, `adv.log` is not. By whatever road the path changes, the rule judges what is read.
@Suite("A rule judges the table that the server will read", .serialized)
struct SearchPathTests {
    private static let denied = "theirs"

    @Test(
        "after a search path was changed by any road",
        arguments: [
            ["SELECT * FROM set_config('search_path', 'other', false)"],
            ["SELECT set_config('search_path', 'other', false)::text"],
            ["SELECT set_config(name, 'other', false) FROM pg_settings WHERE name = 'search_path'"],
            ["PREPARE p AS SELECT set_config('search_path', 'other', false)", "EXECUTE p"],
            ["VALUES (set_config('search_path', 'other', false))"],
            ["COPY (SELECT set_config('search_path', 'other', false)) TO STDOUT"],
            ["EXPLAIN (ANALYZE, TIMING off, SUMMARY off, COSTS off) SELECT set_config('search_path', 'other', false)"],
            ["SELECT coalesce(set_config('search_path', 'other', false), 'x')"],
            ["SELECT 1 WHERE set_config('search_path', 'other', false) <> ''"],
            ["SELECT 1 ORDER BY set_config('search_path', 'other', false)"],
            ["WITH x AS MATERIALIZED (SELECT set_config('search_path', 'other', false) AS s) SELECT s FROM x"],
            ["SELECT (SELECT set_config('search_path', 'other', false))"],
            ["SELECT ARRAY[set_config('search_path', 'other', false)]"],
            ["SELECT set_config('search_' || 'path', 'other', false)"],
            ["SELECT set_config(U&'search\\005Fpath', 'other', false)"],
            ["SELECT set_config('SEARCH_PATH', 'other', false)"],
            ["SELECT set_config(is_local => false, new_value => 'other', setting_name => 'search_path')"],
            ["SELECT pg_catalog.set_config('search_path', 'other', false), set_config('search_path', 'adv', true)"],
            ["UPDATE pg_settings SET setting = 'other' WHERE name = 'search_path'"],
            ["BEGIN", "DECLARE c CURSOR FOR SELECT set_config('search_path', 'other', false)", "FETCH c"],
            ["BEGIN", "SELECT set_config('search_path', 'other', true)"],
            ["BEGIN", "SET LOCAL search_path = other", "SAVEPOINT s", "SET search_path = adv", "ROLLBACK TO s"],
            [
                "BEGIN", "SET search_path = other", "SAVEPOINT s", "SET search_path = adv", "RELEASE s", "ROLLBACK",
                "SET SCHEMA 'other'",
            ],
            ["SET SCHEMA 'other'"], ["SET \"search_path\" TO other"], ["SET SESSION search_path TO 'other', adv"],
            ["SET search_path = other", "SET search_path TO DEFAULT", "SET search_path = other"],
            ["SET search_path = adv; SET search_path = other"], ["BEGIN; SET LOCAL search_path = other"],
            ["SET search_path = 'no_such', other"], ["SET search_path = \"$user\", other"],
            ["CREATE TEMP TABLE t AS SELECT set_config('search_path', 'other', false)"],
            ["INSERT INTO adv.plain SELECT 901, set_config('search_path', 'other', false)"],
            ["UPDATE adv.plain SET note = 'x' WHERE id = 3 RETURNING set_config('search_path', 'other', false)"],
            [
                "CREATE TEMP TABLE d (id int, v text DEFAULT set_config('search_path', 'other', false))",
                "INSERT INTO d VALUES (1)",
            ],
            [
                "CALL adv.tidy()", "SELECT set_config('search_path', 'other', false), 1/0",
                "SELECT set_config('search_path', 'other', false)",
            ],
            ["SELECT set_config('search_path', E'x\"y,other,z\"w, adv', false)"],
            ["SELECT set_config('search_path', E'other\\f, adv', false)"],
            ["SELECT set_config('search_path', E'other\\x0b', false)"],
            ["RESET ALL", "SET search_path = other"], ["DISCARD ALL", "SET search_path = other"],
        ])
    func changed(by statements: [String]) throws {
        for mode in [QueryMode.simple, .extendedText] {
            let connection = try PostgresConnection(Stacks.adversary.get().lane("adversary"))
            #expect(try connection.ask("SELECT line FROM log").texts == [["ours"]])
            for statement in statements { _ = try connection.ask(statement, mode) }
            let shown = try Self.questions.filter { question in
                try connection.ask(question, mode).messages.contains { $0.text.contains(Self.denied) }
            }
            #expect(shown.isEmpty, "\(mode)")
        }
    }

    private static let questions = [
        "SELECT line FROM log", "SELECT max(line) FROM log", "TABLE log", "COPY log TO STDOUT",
        "COPY (TABLE log) TO STDOUT",
        "WITH x AS (TABLE log) SELECT line FROM x", "SELECT (SELECT line FROM log LIMIT 1)",
        "SELECT line FROM other.log",
        "UPDATE log SET line = line RETURNING line", "SELECT l FROM log l", "PREPARE l AS SELECT line FROM log",
        "EXECUTE l",
    ]

    @Test(
        "after a session began with a search path of its own",
        arguments: [
            [("search_path", "other")], [("Search_Path", "other, adv")], [("options", "-c search_path=other")],
            [("options", "-csearch_path=other")], [("options", "--search_path=other")],
            [("options", "--search-path=other")], [("options", "-c search_path=adv -c search_path=other")],
        ])
    func begun(with parameters: [(String, String)]) throws {
        let lane = try Stacks.adversary.get().lane("adversary")
        guard let connection = try? PostgresConnection(lane, parameters: parameters) else { return }
        let questions = Self.questions + ["RESET search_path"] + Self.questions + ["DISCARD ALL"] + Self.questions
        let shown = try questions.filter { question in
            try connection.ask(question).messages.contains { $0.text.contains(Self.denied) }
        }
        #expect(shown.isEmpty)
    }

    @Test("though the plain road is open")
    func plain() throws {
        let connection = try PostgresConnection(Stacks.adversary.get().lane("adversary"))
        #expect(try connection.ask("SET search_path = mon, adv").error == nil)
        #expect(try connection.ask("SELECT line FROM log").texts == [["ours"]])
        #expect(try connection.ask("SET search_path = other").error == nil)
        #expect(try connection.ask("SELECT line FROM log").error?["M"]?.contains("others-are-denied") == true)
    }
}
