import Foundation
import Policy
import PostgresLane
import SQLRewrite
import Synchronization
import TestSupport
import Testing

@Suite("The question of every second", .serialized)
struct WatchQuestionTests {
    private static let database = "watching"

    /// With so many tables that the planner would not read a catalog as a whole where it need not.
    private static let server = Result {
        let direct = try RealCatalog.stack.get().direct
        try Command("psql", ["-qX", direct.url, "-c", "CREATE DATABASE \(database)"]).check()
        let address = direct.database(database)
        let script = """
            CREATE SCHEMA w;
            CREATE FUNCTION w.peek() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
            CREATE FUNCTION w.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
            SELECT format('CREATE TABLE w.t%s (id serial PRIMARY KEY, a text CHECK (a <> ''''), b int DEFAULT 7)', i)
            FROM generate_series(1, 500) i \\gexec
            SELECT format('CREATE VIEW w.v%1$s AS SELECT id FROM w.t%1$s', i) FROM generate_series(1, 200) i \\gexec
            SELECT format('CREATE FUNCTION w.f%s() RETURNS int LANGUAGE sql AS ''SELECT 1''', i)
            FROM generate_series(1, 300) i \\gexec
            SELECT format('CREATE TRIGGER touch BEFORE UPDATE ON w.t%s FOR EACH ROW EXECUTE FUNCTION w.touch()', i)
            FROM generate_series(1, 200) i \\gexec
            CREATE TABLE w.parent (id int, a text); CREATE TABLE w.child () INHERITS (w.parent);
            CREATE TABLE w.free_child (id int); CREATE TABLE w.free_parent (id int);
            CREATE TABLE w.unrelated (id int); CREATE VIEW w.unrelated_view AS SELECT id FROM w.unrelated;
            CREATE DOMAIN w.plain AS text; CREATE SCHEMA blue; CREATE SCHEMA green; ANALYZE;
            """
        try Command("psql", ["-qX", "-v", "ON_ERROR_STOP=1", address.url], input: script).check()
        return address
    }

    /// Over twenty tables and everything that is not trusted.
    private static func question() async throws -> WatchQuestion {
        let catalog = try await RealCatalog.read(server.get())
        let names = (1...20).map { QualifiedName("w", "t\($0)") } + [QualifiedName("w", "parent")]
        let relations = names.compactMap { catalog.relations[$0]?.oid }
        let routines = catalog.functions.values.joined().filter { $0.oid >= Catalog.firstUserOID && !$0.isTrusted }
        return WatchQuestion(
            WatchedCatalog(
                relations: Set(relations), names: Set(names + [QualifiedName("w", "miss'ing\\")]),
                routines: Set(routines.map(\.oid)),
                types: Set(catalog.typeOIDs.filter { $0.value == QualifiedName("w", "plain") }.keys),
                families: Set(["t300", "free_child"].compactMap { catalog.relations[QualifiedName("w", $0)]?.oid }),
                called: Set(["t400", "t401", "v150"].compactMap { catalog.relations[QualifiedName("w", $0)]?.oid }),
                columns: Set(["t1", "t402", "v151"].compactMap { catalog.relations[QualifiedName("w", $0)]?.oid })))
    }

    @Test("it finds its rows by indexes only")
    func plan() async throws {
        let question = try await Self.question()
        let connection = try PostgresConnection(Self.server.get())
        #expect(try connection.ask(WatchQuestion.settings).error == nil)
        let answer = try connection.ask("EXPLAIN (FORMAT JSON, COSTS off) \(question.query)")
        let text = answer.rows.compactMap { $0.first.flatMap { $0 } }.map { String(decoding: $0, as: UTF8.self) }
        let plans = try #require(
            try JSONSerialization.jsonObject(with: Data(text.joined(separator: "\n").utf8)) as? [[String: Any]])
        var nodes: [(type: String, table: String?, isBound: Bool)] = []
        func collect(_ node: [String: Any], isLimited: Bool) {
            let type = node["Node Type"] as? String ?? ""
            let isBound = isLimited || node["Index Cond"] != nil
            nodes.append((type, node["Relation Name"] as? String, isBound))
            for child in node["Plans"] as? [[String: Any]] ?? [] { collect(child, isLimited: type == "Limit") }
        }
        for plan in plans { if let root = plan["Plan"] as? [String: Any] { collect(root, isLimited: false) } }
        let tables = nodes.filter { $0.table != nil }
        #expect(tables.count > 25)
        #expect(Set(tables.map(\.table)).isSuperset(of: ["pg_class", "pg_attribute", "pg_depend", "pg_rewrite"]))
        for node in tables {
            #expect(["Index Scan", "Index Only Scan"].contains(node.type), "\(node.table ?? ""): \(node.type)")
            #expect(node.isBound, "\(node.table ?? "") is read from end to end")
        }
    }

    @Test("its answer is another after each change that matters, and the same after those that do not")
    func answers() async throws {
        let question = try await Self.question()
        let watch = try PostgresConnection(Self.server.get())
        let prepared = try watch.ask(question.preparation)
        #expect(prepared.error == nil, "\(prepared.summary)")
        func answer() throws -> [UInt8] {
            let answer = try watch.ask(WatchQuestion.text)
            return try #require(answer.rows.first?.first ?? nil, "\(answer.summary)")
        }
        let owner = try PostgresConnection(Self.server.get())
        var known = try answer()
        for change in Self.silent {
            let done = try owner.ask(change)
            #expect(done.error == nil, "\(change): \(done.summary)")
            #expect(try answer() == known, "\(change)")
        }
        for change in Self.telling {
            let done = try owner.ask(change)
            #expect(done.error == nil, "\(change): \(done.summary)")
            let now = try answer()
            #expect(now != known, "\(change)")
            known = now
        }
    }

    private static let silent = [
        "SELECT 1", "INSERT INTO w.t1 (a) VALUES ('x')", "UPDATE w.t1 SET b = 8", "ANALYZE w.t1", "VACUUM w.t1",
        "CREATE TEMP TABLE own (id serial PRIMARY KEY, a text CHECK (a <> ''))", "DROP TABLE own",
        "CREATE TABLE w.new (id int)", "ALTER TABLE w.t300 ADD COLUMN more text", "CREATE INDEX ON w.t300 (b)",
        "ALTER TABLE w.unrelated ADD COLUMN more int",
        "CREATE INDEX ON w.unrelated (more)", "DROP TABLE w.new", "ALTER TABLE w.unrelated RENAME COLUMN more TO most",
        "CREATE ROLE watching_other; CREATE ROLE watching_member; GRANT watching_other TO watching_member",
        "ANALYZE w.t402", "ALTER ROLE watching_other CREATEDB",
    ]

    private static let telling = [
        "ALTER TABLE w.t1 ADD COLUMN more text", "ALTER TABLE w.t1 RENAME COLUMN more TO most",
        "ALTER TABLE w.t1 ALTER COLUMN most SET DEFAULT 'x'", "ALTER TABLE w.t1 ALTER COLUMN most TYPE varchar(9)",
        "CREATE VIEW w.over AS SELECT a FROM w.t1", "CREATE OR REPLACE VIEW w.over AS SELECT a || 'x' AS a FROM w.t1",
        "CREATE MATERIALIZED VIEW w.kept AS SELECT a FROM w.t2", "DROP MATERIALIZED VIEW w.kept",
        "CREATE OR REPLACE VIEW w.unrelated_view AS SELECT id FROM w.t3",
        "CREATE TABLE w.grandchild () INHERITS (w.parent)",
        "ALTER TABLE w.child NO INHERIT w.parent", "CREATE TABLE w.of_rule () INHERITS (w.t300)",
        "ALTER TABLE w.of_rule NO INHERIT w.t300", "ALTER TABLE w.free_child INHERIT w.free_parent",
        "CREATE TABLE w.newest (id int); ALTER TABLE w.free_parent INHERIT w.newest", "CREATE INDEX ON w.t4 (b)",
        "ALTER TABLE w.t4 ADD UNIQUE (b)",
        "CREATE TABLE w.refers (id int REFERENCES w.t4)", "ALTER TABLE w.t5 ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON w.t5 USING (true)", "CREATE POLICY p ON w.unrelated USING (true)",
        "CREATE TRIGGER touch BEFORE UPDATE ON w.unrelated FOR EACH ROW EXECUTE FUNCTION w.touch()",
        "ALTER TABLE w.unrelated ALTER COLUMN id SET DEFAULT 7", "ALTER TABLE w.unrelated ADD CHECK (id > 0) NOT VALID",
        "ALTER TABLE w.t6 DISABLE TRIGGER touch", "CREATE RULE r AS ON DELETE TO w.unrelated DO NOTHING",
        "CREATE STATISTICS w.s ON a, b FROM w.t7", "ALTER TABLE w.t8 RENAME TO renamed",
        "ALTER TABLE w.renamed RENAME TO t8",
        "ALTER TABLE w.t9 SET SCHEMA public", "ALTER TABLE public.t9 SET SCHEMA w",
        "CREATE TABLE w.\"miss'ing\\\" (id int)",
        "ALTER TABLE w.unrelated ALTER COLUMN id SET DEFAULT length(w.peek())",
        "ALTER TABLE w.unrelated ADD CHECK (w.peek() <> '')", "ALTER FUNCTION w.f1() RENAME TO g1",
        "CREATE FUNCTION w.brand_new() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE CAST (int8 AS date) WITH FUNCTION w.as_date(int8)",
        "CREATE OPERATOR w.=== (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)",
        "CREATE OPERATOR CLASS w.own FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int)",
        "CREATE EVENT TRIGGER looks ON ddl_command_end EXECUTE FUNCTION w.look()",
        "ALTER EVENT TRIGGER looks DISABLE", "ALTER DATABASE \(database) SET search_path = w, public",
        "ALTER TABLE w.unrelated ADD COLUMN whole w.t10", "ALTER TABLE w.unrelated ADD COLUMN many w.t10[]",
        "CREATE TYPE w.pair AS (one w.t10, other int)", "CREATE DOMAIN w.checked AS w.pair",
        "ALTER TABLE w.unrelated ADD COLUMN deep w.checked[]",
        "ALTER TABLE w.t402 RENAME COLUMN b TO bb", "ALTER TABLE w.t402 ADD COLUMN b int",
        "ALTER TABLE w.t402 ALTER COLUMN b TYPE bigint", "ALTER VIEW w.v151 RENAME COLUMN id TO number",
        // What the role may make, and where, follows from what it is and may become.
        "GRANT watching_member TO CURRENT_USER", "ALTER ROLE watching_other CREATEROLE",
        "REVOKE watching_other FROM watching_member", "ALTER TABLE w.t400 OWNER TO watching_other",
        "ALTER DATABASE \(database) OWNER TO watching_other", "ALTER SCHEMA w OWNER TO watching_other",
        "CREATE VIEW w.free AS SELECT 1 AS x", "CREATE OR REPLACE VIEW w.free AS SELECT 2 AS x",
        "ALTER TABLE w.t400 RENAME TO swapped", "ALTER TABLE w.t401 RENAME TO t400",
        "ALTER TABLE w.t400 SET SCHEMA green",
        "DROP VIEW w.v150", "ALTER SCHEMA w RENAME TO v", "ALTER SCHEMA v RENAME TO w",
        "ALTER SCHEMA blue RENAME TO old",
        "ALTER SCHEMA green RENAME TO blue", "GRANT CREATE ON SCHEMA public TO public",
        "CREATE DOMAIN w.newer AS text DEFAULT 'y'", "ALTER DOMAIN w.plain SET DEFAULT 'x'",
        "ALTER TABLE w.unrelated ADD COLUMN plain w.plain",
        "ALTER DOMAIN w.plain ADD CHECK (value <> '')",
    ].flatMap { change -> [String] in
        switch change {
        case _ where change.hasPrefix("CREATE CAST"):
            ["CREATE FUNCTION w.as_date(int8) RETURNS date LANGUAGE sql AS 'SELECT NULL::date'", change]
        case _ where change.hasPrefix("CREATE EVENT TRIGGER"):
            ["CREATE FUNCTION w.look() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END'", change]
        default: [change]
        }
    }

    @Test("it looks at every table that the catalog is read from, or one that changes with it")
    func tables() async throws {
        let connection = try PostgresConnection(Self.server.get())
        let asked = Mutex<[String]>([])
        let reader = CatalogReader { text in
            asked.withLock { $0.append(text) }
            let answer = try connection.ask(text)
            guard answer.error == nil, !answer.closed else { throw TestFailure("\(text): \(answer.summary)") }
            return answer.rows.map { row in row.map { cell in cell.map { String(decoding: $0, as: UTF8.self) } } }
        }
        _ = try await reader.read()
        let known = try connection.ask("SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace")
        let names = Set(known.rows.compactMap { $0.first.flatMap { $0 } }.map { String(decoding: $0, as: UTF8.self) })
        func tables(in text: String) -> Set<String> {
            Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init).filter(names.contains))
        }
        let read = asked.withLock { $0 }.filter { !$0.contains("concat_ws(' ', pg_catalog.sum(f.n)") }
            .reduce(into: Set<String>()) { $0.formUnion(tables(in: $1)) }
        #expect(read.isSuperset(of: ["pg_class", "pg_attribute", "pg_roles", "pg_proc", "pg_opclass"]))
        let watched = tables(in: try await Self.question().query)
        // An aggregate is one row of pg_proc, a range one of pg_type. What an extension, a language, a method of indexes or a
        // collation is does not change; what comes with it, or is taken away, are rows of the others.
        let others: Set = ["pg_aggregate", "pg_range", "pg_extension", "pg_language", "pg_am", "pg_collation"]
        #expect(read.subtracting(watched).subtracting(others) == [])
        #expect(watched.isSuperset(of: ["pg_auth_members", "pg_database"]), "pg_has_role reads them")
    }

    @Test("it asks for the columns of so many relations at most, and of none twice")
    func limits() {
        let limit = UInt32(WatchQuestion.columnsLimit)
        let query = WatchQuestion(WatchedCatalog(relations: [7], columns: Set(1...limit + 2))).query
        #expect(query.contains("5,6,8,9") && query.contains(",\(limit),\(limit + 1)}'"))
        #expect(!query.contains(",\(limit + 2)}'"))
    }

    @Test("an empty one can be asked as well")
    func empty() throws {
        let answer = try PostgresConnection(Self.server.get()).ask(WatchQuestion(.none).query)
        #expect(answer.error == nil && answer.rows.count == 1, "\(answer.summary)")
    }
}
