import Judge
import Policy
import SQLRewrite
import Testing

/// What of run-time parameters the policy opens, and what it keeps from clients.
@Suite("Settings by policy") struct ClientSettingTests {
    private static let people = SmallLane.table("people", ["id integer!", "ssn"])
    private static let protecting = SmallLane(
        [people], phi: ["people.ssn": .null], settings: ["app.*", "hnsw.ef_search"],
        pins: [SettingPin(name: "app.user", source: .principal)])
    /// It protects no column.
    private static let pinning = SmallLane(
        [people], phi: [:], pins: [SettingPin(name: "app.user", source: .principal)]
    ) { catalog in
        catalog.functions["take_over"] = [
            Routine(name: QualifiedName("s", "take_over"), language: "plpgsql", volatility: "v", inExtension: false)
        ]
    }

    @Test(
        "A setting that the policy names may be set, by constants and by parameters",
        arguments: [
            "SET app.tenant = 'red'", "SET LOCAL app.tenant = 'red'", "SET App.Tenant TO red", "RESET app.tenant",
            "SET hnsw.ef_search = 40", "SELECT set_config('app.tenant', 'red', false)",
            "SELECT set_config('app.tenant', $1, $2)", "SELECT set_config('hnsw.ef_search', $1::text, true)",
            "SELECT set_config('work_mem', $1, $2)", "SHOW app.tenant", "SELECT current_setting('app.tenant', true)",
        ])
    func named(_ sql: String) { #expect(Self.protecting.text(sql) == sql) }

    @Test(
        "Any other is refused, with what to ask for",
        arguments: ["SET apps.tenant = 'red'", "SET hnsw.iterative_scan = 'x'", "SET other.app.tenant = 'red'"])
    func others(_ sql: String) throws {
        let refusal = try #require(Self.protecting.refusal(sql))
        #expect(refusal.rule == "chaperone/setting" && refusal.hint?.contains("\"settings\" of the target") == true)
    }

    @Test(
        "A pinned one cannot be changed on any road, whether or not columns are protected",
        arguments: [
            "SET app.\"user\" = 'root'", "SET LOCAL app.\"user\" = 'root'", "SET SESSION APP.\"User\" TO root",
            "SET \"app.user\" = 'root'", "SELECT set_config('app.user', 'root', false)",
            "SELECT set_config('App.User', $1, true)", "SELECT set_config($1, 'root', false)",
            "SELECT set_config('app.' || 'user', 'root', false)",
            "SELECT set_config(name, 'root', false) FROM pg_settings WHERE name = 'app.user'",
            "SELECT * FROM set_config('app.user', 'root', false)",
            "WITH x AS (SELECT set_config('app.user', 'root', false)) SELECT * FROM x",
            "UPDATE pg_settings SET setting = 'root' WHERE name = 'app.user'",
            "PREPARE p AS SELECT set_config('app.user', 'root', false)", "ALTER ROLE agent SET app.\"user\" = 'root'",
            "ALTER DATABASE app SET app.\"user\" = 'root'",
            "DO $$ BEGIN PERFORM set_config('app.user', 'root', false); END $$",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET app.\"user\" = 'root' AS 'SELECT 1'",
            "SELECT take_over('root')", "SELECT s.take_over('root')", "SET ROLE postgres",
            "SELECT query_to_xml('SELECT set_config(''app.user'', ''root'', false)', true, true, '')",
        ])
    func pinned(_ sql: String) {
        #expect(Self.protecting.refusal(sql) != nil)
        #expect(Self.pinning.refusal(sql) != nil)
    }

    @Test(
        "What leads back to its value passes, and so does everything else",
        arguments: [
            "RESET app.\"user\"", "SET app.\"user\" TO DEFAULT", "RESET ALL", "DISCARD ALL", "SHOW app.\"user\"",
            "SELECT id FROM people", "UPDATE people SET ssn = 'x' WHERE id = 1",
        ])
    func passing(_ sql: String) { #expect(Self.pinning.text(sql) == sql) }

    @Test("The error says that it is the policy's, and what code could do")
    func words() throws {
        let refusal = try #require(Self.pinning.refusal("SET app.\"user\" = 'root'"))
        #expect(refusal.message.contains("the policy has set it for this session") && refusal.hint != nil)
        #expect(
            Self.pinning.refusal("SELECT take_over('root')")?.message.contains("could change what the policy pins")
                == true)
    }

    @Test("A startup message is no road either")
    func startup() {
        let judge = Self.protecting.judge
        #expect(judge.refusalOfStartupParameter(name: "app.tenant", value: "red") == nil)
        #expect(judge.refusalOfStartupParameter(name: "App.User", value: "root") != nil)
        #expect(judge.refusalOfStartupParameter(name: "other.user", value: "root")?.hint != nil)
    }
}
