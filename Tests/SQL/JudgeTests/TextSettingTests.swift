import Judge
import PgParser
import Policy
import SQLRewrite
import SQLSyntax
import Testing

/// A lane that protects nothing, with a rule that denies a table: another reading of a text would be another statement.
@Suite("How the server reads a text is changed nowhere") struct TextSettingTests {
    private static let lanes = [
        RuleLane([]), RuleLane([RuleLane.rule("no-log", .deny, [], ["other.log"])], searchPath: "core, public"),
    ]

    @Test(
        "whichever way it is asked for",
        arguments: [
            "SET standard_conforming_strings = off", "SET LOCAL Standard_Conforming_Strings TO 'off'",
            "SET SESSION \"standard_conforming_strings\" = off", "SET client_encoding = 'GBK'", "SET NAMES 'GBK'",
            "SELECT set_config('standard_conforming_strings', 'off', true)",
            "SELECT pg_catalog.set_config('STANDARD_CONFORMING_STRINGS', 'off', true) FROM scratch.base",
            "SELECT U&\"set\\005fconfig\"('client_encoding', 'GBK', false)",
            "SELECT set_config('standard_conforming_strings', $1, true)",
            "SELECT set_config('standard_' || 'conforming_strings', 'off', true)", "SELECT set_config($1, 'off', true)",
            "SELECT set_config(note::text, 'off', true) FROM scratch.base",
            "SELECT set_config(new_value => 'off', setting_name => 'standard_conforming_strings', is_local => true)",
            "SELECT set_config(name, 'off', true) FROM pg_settings WHERE name = 'standard_conforming_strings'",
            "PREPARE p AS SELECT set_config('standard_conforming_strings', 'off', true)",
            "CREATE VIEW v AS SELECT set_config('standard_conforming_strings', 'off', true)",
            "UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings'",
            "WITH u AS (UPDATE pg_catalog.pg_settings SET setting = 'off' RETURNING 1) SELECT * FROM u",
            "CREATE TEMP VIEW v AS SELECT name, setting FROM pg_settings",
            "CREATE VIEW v AS SELECT * FROM (SELECT name, setting FROM pg_catalog.pg_settings) q",
            "ALTER ROLE CURRENT_USER SET standard_conforming_strings = off",
            "ALTER ROLE agent IN DATABASE app SET client_encoding = 'GBK'",
            "ALTER DATABASE app SET standard_conforming_strings = off",
            "ALTER SYSTEM SET standard_conforming_strings = off",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET standard_conforming_strings = off AS 'SELECT 1'",
            "ALTER FUNCTION f() SET standard_conforming_strings = off",
        ])
    func refused(_ sql: String) {
        for lane in Self.lanes {
            var session = lane
            #expect(session.rule(sql) == "chaperone/setting")
        }
    }

    @Test("through a view that is there already, or one over it", arguments: [true, false])
    func throughViews(namesTables: Bool) throws {
        var catalog = ShopCatalog.catalog
        for (name, definition) in [
            ("settings", "SELECT s.name, s.setting FROM pg_settings s"),
            ("over", "SELECT s.name, s.setting FROM scratch.settings s WHERE (s.name ~ 'a'::text)"),
            ("orders", "SELECT o.id AS name, o.note AS setting FROM core.orders o"),
        ] {
            let name = QualifiedName("scratch", name)
            catalog.relations[name] = Relation(
                name: name, kind: .view, columns: [ShopCatalog.column("name"), ShopCatalog.column("setting")],
                definition: definition)
        }
        let reader = StatementFactsReader(catalog: catalog, namesTables: namesTables, consequences: nil) {
            try? PgParser.parse($0, for: .newest)
        }
        func refusal(_ sql: String) throws -> RewriteRefusal? {
            let parsed = try PgParser.parse(Array(sql.utf8), for: .newest)
            let statement = try #require(parsed.statements.first)
            return reader.read(statement, of: parsed, start: 0, names: NameEnvironment(searchPath: ["scratch"])).refusal
        }
        for view in ["settings", "scratch.settings", "over"] {
            let update = "UPDATE \(view) SET setting = 'off' WHERE name = 'x'"
            #expect(try refusal(update)?.rule == "chaperone/setting", "\(view)")
            #expect(try refusal("WITH u AS (\(update) RETURNING 1) TABLE u")?.rule == "chaperone/setting")
        }
        #expect(try refusal("SELECT * FROM over") == nil)
        #expect(try refusal("UPDATE orders SET setting = 1 WHERE name = 1") == nil)
    }

    @Test(
        "other settings are what they were, and so is a value that changes nothing",
        arguments: [
            "SET standard_conforming_strings = on", "SET client_encoding = 'UTF8'", "SET work_mem = '1MB'",
            "SELECT set_config('work_mem', '1MB', false)", "RESET standard_conforming_strings", "RESET ALL",
            "SELECT * FROM pg_settings", "ALTER ROLE agent SET work_mem = '1MB'", "SHOW client_encoding",
            "UPDATE scratch.base SET note = 1 WHERE id = 1",
        ])
    func permitted(_ sql: String) {
        for lane in Self.lanes {
            var session = lane
            #expect(session.rule(sql) == nil)
        }
    }
}
