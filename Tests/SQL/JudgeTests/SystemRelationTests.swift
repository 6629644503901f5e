import Judge
import Policy
import SQLRewrite
import TestSupport
import Testing

@Suite("The server's own relations show what is on a list, and nothing else") struct SystemRelationTests {
    private static func system(_ name: String, _ columns: [String], schema: String = "pg_catalog") -> Relation {
        var relation = SmallLane.table(name, columns, schema: schema)
        relation.kind = .view
        return relation
    }

    private static let lane = SmallLane(
        [
            SmallLane.table("people", ["id integer!", "ssn"]),
            system("pg_stat_activity", ["pid integer", "state", "query", "query_id bigint"]),
            system("pg_class", ["oid oid", "relname name", "relnew boolean"]),
            system("pg_index", ["indexrelid oid", "indkey int2vector"]),
            system(
                "pg_stat_user_tables", ["relname name", "n_live_tup bigint", "seq_scan bigint", "n_tup_hot_upd bigint"]),
            system("pg_locks", ["locktype", "relation oid", "page integer", "tuple int2", "mode"]),
            system("pg_stats", ["tablename name"]), system("pg_brand_new", ["id integer"]),
            system("tables", ["table_name name", "table_new name"], schema: "information_schema"),
            system("user_mapping_options", ["option_value"], schema: "information_schema"),
            system("pg_stat_statements", ["query"], schema: "s"),
            SmallLane.view("activity", ["pid integer", "q"], "SELECT a.pid, a.query AS q FROM pg_stat_activity a"),
            SmallLane.view("shouting", ["q"], "SELECT upper(a.q) AS q FROM s.activity a"),
            SmallLane.view("counting_over", ["n bigint"], "SELECT c.n FROM s.counting c"),
            SmallLane.view("asking", ["pid integer"], "SELECT a.pid FROM pg_stat_activity a WHERE a.query ~ 'x'"),
            SmallLane.view("stats", ["t name"], "SELECT s.tablename AS t FROM pg_stats s"),
            SmallLane.view("locks", ["m"], "SELECT l.mode AS m FROM pg_locks l"),
            SmallLane.view("classes", ["n name"], "SELECT c.relname AS n FROM pg_class c"),
            SmallLane.view("counting", ["n bigint"], "SELECT pg_stat_get_numscans(c.oid) AS n FROM pg_class c"),
        ], phi: ["people.ssn": .last4])

    @Test("columns that are not on the list are NULL, a newer server's as well")
    func columns() throws {
        let activity = try #require(Self.lane.text("SELECT pid, query FROM pg_stat_activity"))
        #expect(
            activity.contains("\"pid\", \"state\", NULL::pg_catalog.text AS \"query\", NULL::bigint AS \"query_id\""))
        #expect(Self.lane.text("SELECT * FROM pg_class")?.contains("NULL::boolean AS \"relnew\"") == true)
        #expect(
            Self.lane.text("SELECT table_name FROM information_schema.tables")?.contains(
                "NULL::pg_catalog.name AS \"table_new\"") == true)
        let counters = try #require(Self.lane.text("SELECT * FROM pg_stat_user_tables"))
        #expect(
            counters.contains(
                "\"relname\", \"n_live_tup\", NULL::bigint AS \"seq_scan\", NULL::bigint AS \"n_tup_hot_upd\""))
    }

    /// pg_dump asks for it beside the other columns.
    @Test("which relation of the server's own a row is of is told; of others it is a system column like any")
    func tableNumber() throws {
        let table = SmallLane.table("pg_class", ["oid oid", "relname name", "relnew boolean"], schema: "pg_catalog")
        let lane = SmallLane([SmallLane.table("people", ["id integer!", "ssn"]), table], phi: ["people.ssn": .last4])
        let dump = try #require(lane.text("SELECT c.tableoid, c.oid FROM pg_class c"))
        #expect(dump.contains("(SELECT tableoid, \"oid\""))
        #expect(lane.text("SELECT * FROM pg_class")?.contains("tableoid") == false)
        #expect(lane.rule("SELECT tableoid FROM people") == "system-column")
        // Beside the server's own it is the server that knows no such column.
        #expect(lane.text("SELECT p.tableoid FROM people p, pg_class c")?.contains("(SELECT tableoid, \"id\"") == false)
    }

    @Test("a relation with nothing to hide is read as it is")
    func untouched() {
        #expect(Self.lane.text("SELECT * FROM pg_index") == "SELECT * FROM pg_index")
    }

    @Test(
        "relations that are not on the list are refused, of a newer server and of extensions as well",
        arguments: ["pg_stats", "pg_brand_new", "information_schema.user_mapping_options", "s.pg_stat_statements"])
    func refused(_ name: String) { #expect(Self.lane.rule("SELECT * FROM \(name)") == "system-relation") }

    @Test("of locks those are shown that do not follow from where values are stored")
    func locks() throws {
        let filter =
            "WHERE locktype OPERATOR(pg_catalog.=) ANY ('{virtualxid,transactionid}'::pg_catalog.text[])"
        let text = try #require(Self.lane.text("SELECT mode FROM pg_locks WHERE mode = 'x'"))
        #expect(text.contains("NULL::integer AS \"page\"") && text.contains("\"pg_catalog\".\"pg_locks\" \(filter)"))
        #expect(Self.lane.text("COPY pg_locks TO STDOUT")?.contains(filter) == true)
        #expect(Self.lane.text("TABLE pg_locks")?.contains(filter) == true)
    }

    @Test("views over them show no more")
    func views() throws {
        for name in ["activity", "shouting"] {
            #expect(Self.lane.text("SELECT * FROM \(name)")?.contains("NULL::pg_catalog.text AS \"q\"") == true)
        }
        for name in ["asking", "stats", "locks", "counting", "counting_over"] {
            #expect(Self.lane.rule("SELECT * FROM \(name)") == "rows-depend-on-phi", "\(name)")
        }
        #expect(Self.lane.text("SELECT * FROM classes") == "SELECT * FROM classes")
    }

    @Test("reading a hidden column is no reading of PHI")
    func notPHI() {
        guard
            case .permit(let permit) = Self.lane.judge.judge(
                Array("SELECT * FROM activity".utf8), names: Self.lane.judge.initialNames)
        else {
            Issue.record("refused")
            return
        }
        #expect(permit.statements.first?.phiRead == [])
    }

    @Test("counters may be called, and are NULL; locks may not")
    func functions() {
        #expect(
            Self.lane.text("SELECT pg_catalog.pg_stat_get_numscans(i.indexrelid) >= 0 FROM pg_index i")
                == "SELECT (NULL::pg_catalog.int8) >= 0 FROM pg_index i")
        #expect(Self.lane.rule("SELECT pg_lock_status()") == "function")
        #expect(Self.lane.text("SELECT pg_stat_get_live_tuples(1)") == "SELECT pg_stat_get_live_tuples(1)")
        #expect(Self.lane.rule("SELECT (1).pg_stat_get_numscans") == "function")
    }

    @Test("the value of rows that are older than their column is not kept in sight")
    func missingValues() throws {
        let lane = SmallLane(
            [
                SmallLane.table("people", ["id integer!", "ssn"]),
                Self.system("pg_attribute", ["attrelid oid", "attname name", "attmissingval anyarray"]),
            ], phi: ["people.ssn": .last4])
        let text = try #require(lane.text("SELECT attmissingval FROM pg_attribute"))
        #expect(text.contains("\"attname\", NULL::pg_catalog.anyarray AS \"attmissingval\""))
    }

    private static func counting(_ index: Index) -> SmallLane {
        SmallLane(
            [
                SmallLane.table("people", ["id integer!", "kind integer", "ssn"], indexes: [index]),
                system(
                    "pg_class", ["oid oid", "relname name", "relkind char", "relpages integer", "reltuples float4"]),
                SmallLane.view(
                    "sizes", ["n name", "c float4"], "SELECT c.relname AS n, c.reltuples AS c FROM pg_class c"),
                SmallLane.view("large", ["n name"], "SELECT c.relname AS n FROM pg_class c WHERE c.reltuples > 10"),
            ], phi: ["people.ssn": .last4])
    }

    @Test("how many rows an index has is not told where its predicate chooses them by protected values")
    func counts() throws {
        let telling = Self.counting(Index(name: "low", keys: ["kind"], others: ["ssn"]))
        let text = try #require(telling.text("SELECT relname, reltuples FROM pg_class"))
        for column in ["relpages", "reltuples"] {
            #expect(text.contains("THEN NULL ELSE \"\(column)\" END AS \"\(column)\""), "\(text)")
        }
        #expect(telling.text("TABLE pg_class")?.contains("THEN NULL ELSE") == true)
        #expect(telling.text("SELECT c FROM sizes")?.contains("NULL") == true, "through a view neither")
        #expect(telling.rule("SELECT n FROM large") == "rows-depend-on-phi")
        let plain = Self.counting(Index(name: "low", keys: ["kind", "ssn"], others: ["id"]))
        for sql in ["SELECT reltuples FROM pg_class", "SELECT c FROM sizes", "SELECT n FROM large"] {
            #expect(plain.text(sql) == sql)
        }
    }

    @Test("how many rows there are of what is closed is told by nothing that belongs to it either")
    func countsOfClosed() throws {
        var root = SmallLane.table("root", ["id integer", "ssn"])
        root.oid = 20_000
        let lane = SmallLane(
            [
                root, SmallLane.table("open", ["id integer"]),
                Self.system("pg_class", ["oid oid", "relname name", "relkind char", "reltuples float4"]),
                Self.system(
                    "pg_stat_all_tables", ["relid oid", "schemaname name", "relname name", "n_live_tup bigint"]),
            ], phi: ["root.ssn": .year])
        #expect(lane.rule("SELECT id FROM root") == "closed")
        let text = try #require(lane.text("SELECT relname, reltuples FROM pg_class"))
        #expect(text.contains("'{i,I,t}'") && text.contains("'{20000}'"), "\(text)")
        let live = try #require(lane.text("SELECT n_live_tup FROM pg_stat_all_tables"))
        #expect(live.contains("'pg_toast'") && live.contains("'{20000}'"), "\(live)")
    }

    @Test("every relation of the server under test is on the list, or was left out for a reason")
    func server() async throws {
        let stack = try Stack.one.get()
        let known = try Command(
            "psql",
            [
                "-qXAt", stack.direct.url, "-c",
                "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'v') AND c.relnamespace IN "
                    + "('pg_catalog'::regnamespace, 'information_schema'::regnamespace)",
            ]
        ).check().split(separator: "\n").map(String.init)
        #expect(known.count > 200)
        let lane = try stack.lane()
        let connection = try PostgresConnection(lane)
        var refused: Set<String> = []
        for name in known {
            let schema = name.hasPrefix("pg_") ? "pg_catalog" : "information_schema"
            if try connection.ask("SELECT * FROM \(schema).\"\(name)\" LIMIT 0").error?["C"] == "42501" {
                refused.insert(name)
            }
        }
        let withheld: Set<String> = [
            "_pg_user_mappings", "pg_backend_memory_contexts", "pg_config", "pg_file_settings",
            "pg_hba_file_rules", "pg_ident_file_mappings", "pg_prepared_xacts",
            "pg_replication_origin", "pg_replication_origin_status", "pg_replication_slots", "pg_shmem_allocations",
            "pg_stat_gssapi", "pg_stat_progress_analyze", "pg_stat_progress_basebackup", "pg_stat_progress_cluster",
            "pg_stat_progress_copy", "pg_stat_progress_create_index", "pg_stat_progress_vacuum",
            "pg_stat_recovery_prefetch", "pg_stat_replication", "pg_stat_replication_slots", "pg_stat_ssl",
            "pg_stat_subscription", "pg_stat_subscription_stats", "pg_stat_wal_receiver", "pg_statistic",
            "pg_statistic_ext_data", "pg_stats", "pg_stats_ext", "pg_stats_ext_exprs", "user_mapping_options",
            // Since 16 and 18: how much was read and written, and by whom.
            "pg_aios", "pg_shmem_allocations_numa", "pg_stat_io",
        ]
        #expect(
            refused.subtracting(["pg_authid", "pg_user_mapping", "pg_shadow", "pg_subscription", "pg_largeobject"])
                == withheld.intersection(known))
    }
}
