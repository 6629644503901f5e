import Judge
import Policy
import SQLRewrite
import Testing

@Suite("What is a session's own, or no table's, passes") struct OwnSessionTests {
    private static func lane(lookups: Set<String> = [], change: @escaping (inout Catalog) -> Void = { _ in })
        -> SmallLane
    {
        var cursors = SmallLane.table(
            "pg_cursors", ["name", "statement", "is_holdable boolean", "is_scrollable boolean"], schema: "pg_catalog")
        var prepared = SmallLane.table(
            "pg_prepared_statements", ["name", "statement", "prepare_time timestamptz", "generic_plans bigint"],
            schema: "pg_catalog")
        (cursors.kind, prepared.kind) = (.view, .view)
        return SmallLane(
            [
                SmallLane.table("people", ["id integer!", "ssn"]), SmallLane.table("free", ["id integer"]), cursors,
                prepared,
            ],
            phi: ["people.ssn": .null], lookups: lookups
        ) { catalog in
            catalog.otherBuiltins.formUnion([
                "pg_terminate_backend", "pg_cancel_backend", "pg_backend_pid", "current_setting", "upper",
            ])
            change(&catalog)
        }
    }

    private static func routine(_ name: String, _ schema: String) -> Routine {
        Routine(name: QualifiedName(schema, name), language: "plpgsql", volatility: "v", inExtension: false)
    }

    // MARK: prepared statements and cursors

    @Test("names of prepared statements and cursors are shown without the lane's number, texts and plans are not")
    func names() throws {
        let name = "pg_catalog.regexp_replace(name, '~[0-9]+$', '') AS \"name\""
        let cursors = try #require(Self.lane().text("SELECT * FROM pg_cursors WHERE name = 'c'"))
        #expect(
            cursors.contains(
                "(SELECT \(name), NULL::pg_catalog.text AS \"statement\", \"is_holdable\", NULL::boolean AS"))
        let prepared = try #require(Self.lane().text("SELECT count(*) FROM pg_prepared_statements"))
        #expect(prepared.contains("\(name), NULL::pg_catalog.text AS \"statement\", \"prepare_time\", NULL::bigint AS"))
    }

    // MARK: signals

    /// What stands in place of the process that a statement names.
    private static func guarded(_ argument: String) -> String {
        let own = "pg_catalog.pg_backend_pid()"
        return "CASE WHEN (\(argument)) OPERATOR(pg_catalog.=) \(own) THEN \(own) ELSE pg_catalog.concat("
            + "'chaperone: a session ends or interrupts itself only, which is process ', \(own))::pg_catalog.int4 END"
    }

    @Test(
        "one's own process may be ended and interrupted, by whatever number, and no other: that fails at the server",
        arguments: [
            ("pg_terminate_backend", "pg_backend_pid()"),
            ("pg_catalog.pg_cancel_backend", "pg_catalog.pg_backend_pid()"),
            ("pg_terminate_backend", "1"), ("pg_cancel_backend", "$1"), ("pg_terminate_backend", "$1::int"),
            ("\"pg_terminate_backend\"", "pg_backend_pid() + 1"), ("pg_cancel_backend", "(SELECT max(id) FROM free)"),
        ])
    func process(_ function: String, _ argument: String) throws {
        let text = try #require(Self.lane().text("SELECT \(function)(\(argument)), 2"))
        let full = function.hasPrefix("pg_catalog.") ? function : "\"pg_catalog\"." + function
        #expect(text == "SELECT \(full)(\(Self.guarded(argument))), 2")
    }

    @Test("a masked value that names a process is a mask there, too")
    func maskedProcess() throws {
        let text = try #require(Self.lane().text("SELECT pg_cancel_backend(ssn::int) FROM people"))
        #expect(
            text.contains("(\(Self.guarded("ssn::int")))") && text.contains(" AS \"ssn\" FROM \"s\".\"people\""),
            "\(text)")
    }

    @Test(
        "nor are they called otherwise",
        arguments: [
            "SELECT (pg_backend_pid()).pg_cancel_backend", "SELECT s.pg_terminate_backend(pg_backend_pid())",
            "SELECT pg_terminate_backend(s.pg_backend_pid())", "SELECT pg_terminate_backend(pg_backend_pid(), 5)",
            "SELECT pg_terminate_backend(pid => 1)", "SELECT pg_terminate_backend(VARIADIC ARRAY[1])",
        ])
    func others(_ sql: String) {
        let rule = Self.lane().rule(sql)
        #expect(["function", "unknown-function", "rewrite-not-verified"].contains(rule), "\(rule ?? "it passes")")
    }

    @Test("nor by a function of somebody's that has the name")
    func shadowed() throws {
        let lane = Self.lane { catalog in
            catalog.functions["pg_backend_pid"] = [Self.routine("pg_backend_pid", "s")]
            catalog.functions["pg_cancel_backend"] = [Self.routine("pg_cancel_backend", "s")]
        }
        let text = try #require(lane.text("SELECT pg_terminate_backend(pg_backend_pid())"))
        #expect(text.contains("(\(Self.guarded("\"pg_catalog\".pg_backend_pid()")))"), "\(text)")
        #expect(
            try #require(lane.text("SELECT pg_cancel_backend(1)")).hasPrefix("SELECT \"pg_catalog\".pg_cancel_backend(")
        )
    }

    // MARK: settings

    @Test("an isolation level may be set by a parameter where nothing is protected")
    func level() {
        let sql = "SELECT set_config('default_transaction_isolation', $1, false)"
        #expect(SmallLane([], phi: [:]).text(sql) == sql)
        #expect(Self.lane().rule(sql) == "setting")
        #expect(Self.lane().rule("SELECT set_config('client_encoding', $1, false)") == "setting")
        #expect(Self.lane().rule("SELECT set_config($1, $2, false)") == "setting")
    }

    @Test("another encoding is refused with what to do")
    func encoding() throws {
        for sql in [
            "SET client_encoding TO latin1", "SET NAMES 'latin1'",
            "SELECT set_config('client_encoding', 'latin1', false)",
        ] {
            let refusal = try #require(Self.lane().refusal(sql))
            #expect(refusal.hint?.contains("UTF8") == true, "\(sql)")
        }
    }

    @Test(
        "every spelling of UTF8 that the server understands is one",
        arguments: ["utf-8", "UTF_8", "utf8", "Unicode", "'utf-8'", "\"UTF 8\"", "u.t.f-8"])
    func spellings(_ spelling: String) {
        let value = spelling.replacing("'", with: "''")
        for sql in [
            "SET client_encoding = '\(value)'", "SET NAMES '\(value)'",
            "SELECT set_config('client_encoding', '\(value)', false)",
        ] {
            #expect(Self.lane().rule(sql) == nil, "\(sql)")
        }
        #expect(Self.lane().judge.refusalOfStartupParameter(name: "client_encoding", value: spelling) == nil)
    }

    @Test(
        "and nothing else is",
        arguments: ["utf16", "utf8x", "utf", "", "utf\u{AD}8", "\u{FF35}TF8", "utf8\u{B2}", "sql_ascii"])
    func otherSpellings(_ value: String) {
        #expect(Self.lane().rule("SET client_encoding = '\(value)'") != nil)
        #expect(Self.lane().judge.refusalOfStartupParameter(name: "client_encoding", value: value) != nil)
    }

    // MARK: types

    @Test(
        "types, ranges and domains of what is known are made and dropped",
        arguments: [
            "CREATE TYPE r AS RANGE (subtype = text, collation = \"C\")", "CREATE DOMAIN d AS int CHECK (value > 0)",
            "CREATE DOMAIN d AS text DEFAULT upper('x') NOT NULL", "DROP DOMAIN IF EXISTS d CASCADE", "DROP TYPE r",
        ])
    func types(_ sql: String) { #expect(Self.lane().text(sql) == sql) }

    @Test(
        "not with code that is not looked at",
        arguments: [
            ("CREATE TYPE r AS RANGE (subtype = int, subtype_diff = f)", "definition-of-range"),
            ("CREATE TYPE r AS RANGE (subtype = int, canonical = f)", "definition-of-range"),
            ("CREATE TYPE r AS RANGE (subtype = int, subtype_opclass = o)", "definition-of-range"),
            ("CREATE DOMAIN d AS int CHECK (f(value))", "unknown-function"),
        ])
    func code(_ sql: String, _ rule: String) { #expect(Self.lane().rule(sql) == rule) }

    // MARK: system columns

    @Test("the whole of a table by ctid is the table")
    func wholeTable() throws {
        let range = "BETWEEN '(0,0)'::tid AND '(4294967295,0)'::tid"
        for column in ["ctid", "\"people\".\"ctid\""] {
            let text = try #require(
                Self.lane().text("COPY (SELECT ssn FROM people WHERE \(column) \(range)) TO STDOUT"))
            #expect(text.hasSuffix("AS \"people\" WHERE TRUE) TO STDOUT"), "\(text)")
        }
    }

    @Test(
        "a part of it is not",
        arguments: [
            "ctid BETWEEN '(0,0)'::tid AND '(999,0)'::tid", "ctid BETWEEN '(1,0)'::tid AND '(4294967295,0)'::tid",
            "ctid NOT BETWEEN '(0,0)'::tid AND '(4294967295,0)'::tid", "ctid = '(0,1)'", "xmin IS NOT NULL",
            "people.ctid > '(0,1)'",
        ])
    func part(_ condition: String) {
        #expect(Self.lane().rule("SELECT id FROM people WHERE \(condition)") == "system-column")
    }

    @Test("columns that are called so, and those of other tables, are what they are")
    func namesAlike() {
        for sql in [
            "SELECT ctid FROM free", "SELECT ctid FROM (SELECT id AS ctid FROM people) p",
            "SELECT f.ctid FROM free f JOIN people p ON p.id = f.id",
        ] {
            #expect(Self.lane().rule(sql) == nil, "\(sql)")
        }
    }

    @Test("an unknown function says where there is one")
    func functions() throws {
        let lane = Self.lane { $0.functions["f"] = [Self.routine("f", "other")] }
        #expect(try #require(lane.refusal("SELECT s.f()")).hint == "there is other.f")
        #expect(try #require(lane.refusal("SELECT nothing()")).message.contains("function nothing does not exist"))
    }
}
