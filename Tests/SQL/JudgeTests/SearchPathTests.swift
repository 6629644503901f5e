import Judge
import Policy
import Testing

/// Whatever changes search_path is followed, or refused where names decide anything.
struct SearchPathTests {
    /// The path is core, other; `other.log` is denied.
    private static func lane(protects: Bool = false) -> RuleLane {
        RuleLane([RuleLane.rule("no-log", .deny, [], ["other.log"])], protects: protects, searchPath: "core, other")
    }

    @Test(
        arguments: [
            "SET search_path = other", "SET search_path TO 'other', core", "SET SCHEMA 'other'",
            "SELECT set_config('search_path', 'other', false)",
            "SELECT pg_catalog.set_config('SEARCH_PATH', 'other', false)",
            "SELECT set_config('search_path', 'other, core', false), set_config('work_mem', '1MB', false)",
            "SELECT set_config('search_path'::text, 'other', 'false'::bool)",
        ], [true, false])
    func `A change that is followed`(sql: String, protects: Bool) {
        var session = Self.lane(protects: protects)
        #expect(session.rule("SELECT * FROM log") == nil)
        #expect(session.rule(sql) == nil)
        #expect(session.rule("SELECT * FROM log") == "no-log")
        #expect(session.rule("RESET search_path") == nil)
        #expect(session.rule("SELECT * FROM log") == nil)
    }

    /// Case 25 of the adversary, and more of its kind.
    @Test(
        arguments: [
            "SELECT * FROM set_config('search_path', 'other', false)",
            "SELECT set_config('search_path', 'other', false)::text",
            "SELECT set_config(name, 'other', false) FROM pg_settings WHERE name = 'search_path'",
            "PREPARE p AS SELECT set_config('search_path', 'other', false)",
            "VALUES (set_config('search_path', 'other', false))",
            "COPY (SELECT set_config('search_path', 'other', false)) TO STDOUT",
            "EXPLAIN (ANALYZE, COSTS off) SELECT set_config('search_path', 'other', false)",
            "DECLARE c CURSOR FOR SELECT set_config('search_path', 'other', false)",
            "WITH x AS (SELECT set_config('search_path', 'other', false)) SELECT * FROM x",
            "SELECT set_config('search_path', 'other', false) UNION ALL SELECT '1'",
            "SELECT set_config('search_path', 'other', false) WHERE true",
            "SELECT set_config('search_path', 'other', false) FROM scratch.base",
            "SELECT set_config('search_path', 'other', false) LIMIT 0",
            "SELECT DISTINCT set_config('search_path', 'other', false)",
            "SELECT (set_config('search_path', 'other', false))::name",
            "SELECT upper(set_config('search_path', 'other', false))",
            "SELECT set_config('search_path', upper('other'), false)", "SELECT set_config($1, 'other', false)",
            "SELECT set_config('search' || '_path', 'other', false)", "SELECT set_config('search_path', $1, false)",
            "SELECT set_config('search_path', NULL, false)",
            "SELECT set_config('search_path', 'other', id = 1) FROM base",
            "SELECT set_config(new_value => 'other', setting_name => 'search_path', is_local => false)",
            "SELECT set_config(s.note, 'other', false) FROM scratch.base s",
            "SELECT 1 INTO x FROM set_config('search_path', 'other', false)",
            "CREATE TABLE x (a text DEFAULT set_config('search_path', 'other', false))",
            "UPDATE pg_settings SET setting = 'other' WHERE name = 'search_path'",
            "INSERT INTO base SELECT 1 FROM set_config('search_path', 'other', false)",
            "SELECT (SELECT 1 FROM pg_settings WHERE name = 'jit'), set_config(name, 'other', false) FROM base",
            "SELECT (SELECT set_config(name, 'other', false)) FROM pg_settings WHERE name = 'jit'",
            "SET search_path FROM CURRENT", "SET ROLE somebody", "SET SESSION AUTHORIZATION somebody",
            "SELECT set_config('role', 'somebody', false)", "EXECUTE p(set_config('search_path', 'other', false))",
        ], [true, false])
    func `A change that would not be followed is refused`(sql: String, protects: Bool) throws {
        var session = Self.lane(protects: protects)
        let refusal = session.rule(sql)
        let rule = try #require(refusal)
        // Where columns are protected much of it is refused for other reasons as well.
        #expect(rule == "chaperone/setting" || protects && rule.hasPrefix("chaperone/"))
    }

    @Test(arguments: [
        "SELECT set_config('jit', $1, false)", "SELECT set_config('work_mem', '1MB', true) FROM scratch.base",
        "SELECT set_config(name, 'x', false) FROM pg_settings WHERE name = 'jit'",
        "SELECT (SELECT 1), set_config(name, 'x', false) FROM pg_settings WHERE name = 'jit'", "SET ROLE nobody",
        "SET ROLE NONE",
        "RESET ROLE", "SET work_mem = '1MB'", "SET LOCAL search_path TO DEFAULT",
    ])
    func `What changes no name is nobody's matter`(sql: String) {
        var session = Self.lane()
        #expect(session.rule(sql) == nil)
    }

    @Test func `Where no name decides anything the server's settings are the server's`() {
        var session = RuleLane([RuleLane.rule("reads", .allow, [.select])])
        #expect(session.rule("SELECT * FROM set_config('search_path', 'other', false)") == nil)
        #expect(session.rule("SET ROLE somebody") == nil)
    }

    @Test func `A startup parameter is followed, and what RESET leads back to`() {
        var session = RuleLane([RuleLane.rule("no-log", .deny, [], ["other.log"])], searchPath: "\"other\", core")
        #expect(session.rule("SELECT * FROM log") == "no-log")
        #expect(session.rule("SET search_path = core") == nil)
        #expect(session.ask("SELECT * FROM log") == .sent("SELECT * FROM \"core\".\"log\""))
        #expect(session.rule("RESET ALL") == nil)
        #expect(session.rule("SELECT * FROM log") == "no-log")
        #expect(session.rule("SELECT set_config('search_path', '', false)") == nil)
        #expect(session.ask("SELECT * FROM log") == .unknown(rule: "no-log"))
    }

    /// The server cuts names, and skips what is a blank to it; a quote within a name is one of its letters.
    @Test(arguments: [
        "x\"y,other,z\"w", "other\u{c}, core", "other\u{b}", "\tother", "other core", "\"other", "other,", ",other",
        "1a",
        "\"\"", "\"other\"x", "\(String(repeating: "o", count: 64))", "e\u{301}",
    ])
    func `A path that is not written plainly is refused`(path: String) throws {
        var session = Self.lane()
        #expect(session.rule("SELECT set_config('search_path', '\(path)', false)") == "chaperone/setting")
        let judge = session.judge
        #expect(judge.refusalOfStartupParameter(name: "search_path", value: path)?.rule == "chaperone/setting")
    }

    @Test func `A name that the server would cut is refused`() {
        var session = Self.lane()
        for name in [String(repeating: "o", count: 64), String(repeating: "ö", count: 32)] {
            #expect(session.rule("SET search_path = other, '\(name)'") == "chaperone/setting")
        }
        #expect(session.rule("SET search_path = \(String(repeating: "o", count: 63)), other") == nil)
        #expect(session.rule("SELECT * FROM log") == "no-log")
    }
}
