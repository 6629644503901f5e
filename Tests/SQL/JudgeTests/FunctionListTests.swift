import Foundation
import TestSupport
import Testing

@testable import SQLRewrite

/// The server under test has no function, operator, aggregate, cast or type that nobody has looked at.
@Suite("Every function of the server is classified")
struct FunctionListTests {
    private static func rows(_ query: String) throws -> [[String]] {
        let stack = try Stack.one.get()
        return try Command("psql", ["-qXAt", stack.direct.url, "-c", query]).check()
            .split(separator: "\n").map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    }

    /// pg_catalog's own functions, by name.
    private static let catalog = Result {
        var catalog = Catalog()
        let query = """
            SELECT proname, bool_and(provolatile = 'i') FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace GROUP BY proname
            """
        for row in try rows(query) {
            if row[1] == "t" { catalog.immutableBuiltins.insert(row[0]) } else { catalog.otherBuiltins.insert(row[0]) }
        }
        return catalog
    }

    @Test("each function of pg_catalog is allowed by a rule or by name, or denied")
    func complete() throws {
        let catalog = try Self.catalog.get()
        let names = catalog.immutableBuiltins.union(catalog.otherBuiltins)
        #expect(names.count > 2_000)
        #expect(names.filter { BuiltinFunctions.classify($0, in: catalog) == .unclassified } == [])
        for name in ["query_to_xml", "pg_read_file", "lo_import", "ts_stat", "pg_stat_get_activity", "ts_rewrite"] {
            #expect(BuiltinFunctions.classify(name, in: catalog) == .denied)
        }
    }

    @Test("each that may do something leaves it behind by name, or nothing that follows from what it is given")
    func storing() throws {
        let volatile = try Self.rows(
            """
            SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
            GROUP BY proname HAVING bool_or(provolatile = 'v')
            """
        ).map { $0[0] }
        // They look at something, wait, or forget.
        let harmless: Set<String> = [
            "clock_timestamp", "currval", "gen_random_uuid", "lastval", "pg_blocking_pids",
            "pg_collation_actual_version", "pg_database_collation_actual_version", "pg_database_size",
            "pg_get_sequence_data", "pg_get_wal_replay_pause_state", "pg_get_wal_resource_managers", "pg_indexes_size",
            "pg_is_in_recovery", "pg_is_wal_replay_paused", "pg_jit_available", "pg_partition_ancestors",
            "pg_partition_tree", "pg_relation_size", "pg_safe_snapshot_blocking_pids", "pg_sequence_last_value",
            "pg_sleep", "pg_sleep_for", "pg_sleep_until", "pg_stat_clear_snapshot", "pg_stat_force_next_flush",
            "pg_table_size", "pg_tablespace_size", "pg_total_relation_size", "pg_xact_commit_timestamp",
            "pg_xact_commit_timestamp_origin", "pg_xact_status", "random", "timeofday", "txid_status",
            // Of newer servers.
            "array_sample", "array_shuffle", "pg_get_wait_events", "random_normal", "uuidv4", "uuidv7",
        ]
        let open = volatile.filter { name in
            BuiltinFunctions.allowed.contains(name) && !BuiltinFunctions.storing.contains(name)
        }
        #expect(Set(open).subtracting(harmless) == [])
        #expect(BuiltinFunctions.storing.isSubset(of: volatile))
    }

    @Test(
        "of the server's own triggers those are trusted that say nothing of equality; nor is how a value is stored told"
    )
    func triggers() throws {
        let catalog = try Self.catalog.get()
        for name in ["tsvector_update_trigger", "unique_key_recheck", "RI_FKey_cascade_upd"] {
            #expect(BuiltinFunctions.mayStandInDefinitions(name, in: catalog), "\(name)")
        }
        #expect(!BuiltinFunctions.mayStandInDefinitions("suppress_redundant_updates_trigger", in: catalog))
        for name in ["pg_column_size", "pg_column_compression"] {
            #expect(BuiltinFunctions.classify(name, in: catalog) == .denied)
        }
    }

    @Test(
        "what runs without being named runs nothing that is denied",
        arguments: [
            "SELECT 'operator ' || oprname, p.proname FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode "
                + "WHERE oprnamespace = 'pg_catalog'::regnamespace",
            "SELECT 'cast to ' || casttarget::regtype, p.proname FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc "
                + "WHERE c.oid < 16384",
            "SELECT 'type ' || typname, p.proname FROM pg_type t JOIN pg_proc p ON p.oid IN (t.typinput, t.typoutput, "
                + "t.typmodin, t.typmodout) WHERE typnamespace = 'pg_catalog'::regnamespace AND NOT p.proname = ANY "
                // What a value of a type is made of is looked at with the type: they may only not be called for another.
                + "('{array_in,record_in,range_in,multirange_in}')",
        ])
    func unnamed(_ query: String) throws {
        let catalog = try Self.catalog.get()
        let rows = try Self.rows(query)
        #expect(rows.count > 100)
        let denied = rows.filter { row in BuiltinFunctions.classify(row.last ?? "", in: catalog) != .allowed }
        #expect(denied == [])
    }

    @Test("what a server's own definitions may call without being looked at is no function that is denied")
    func immutable() throws {
        let catalog = try Self.catalog.get()
        let denied = catalog.immutableBuiltins.filter { BuiltinFunctions.classify($0, in: catalog) == .denied }
        let rows = try Self.rows(
            """
            SELECT p.proname FROM pg_proc p WHERE p.oid < 16384 AND p.provolatile = 'i'
              AND 'internal'::regtype <> ALL (p.proargtypes::oid[]) AND p.prorettype <> 'trigger'::regtype
            """)
        // It subtracts two numbers.
        #expect(denied.intersection(rows.map { $0[0] }) == ["pg_wal_lsn_diff"])
    }

    @Test("an aggregate that may be called works by functions that compute from their arguments")
    func aggregates() throws {
        let catalog = try Self.catalog.get()
        let rows = try Self.rows(
            """
            SELECT a.proname, s.proname, s.provolatile FROM pg_aggregate g JOIN pg_proc a ON a.oid = g.aggfnoid
            JOIN pg_proc s ON s.oid IN (g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggmtransfn, g.aggmfinalfn)
            WHERE a.pronamespace = 'pg_catalog'::regnamespace
            """)
        #expect(rows.count > 200)
        #expect(rows.filter { BuiltinFunctions.classify($0[0], in: catalog) == .unclassified } == [])
        #expect(rows.filter { $0[2] == "v" } == [], "a volatile step could do anything")
    }

    @Test("docs/functions.md lists what is refused; CHAPERONE_WRITE_DOCS=1 writes it anew")
    func page() throws {
        let page = try Self.page(of: Self.catalog.get())
        let file = Repository.root.appending(path: "docs/functions.md")
        if ProcessInfo.processInfo.environment["CHAPERONE_WRITE_DOCS"] == "1" {
            try page.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == page)
    }

    private static func page(of catalog: Catalog) -> String {
        let names = catalog.immutableBuiltins.union(catalog.otherBuiltins)
        let denied = names.filter { BuiltinFunctions.classify($0, in: catalog) == .denied }
        let byName = catalog.otherBuiltins.subtracting(denied).subtracting(BuiltinFunctions.blank.keys)
        var page = """
            # Functions

            Which functions of `pg_catalog` a lane that protects columns refuses, and why. Made from
            `Sources/SQL/SQLRewrite/BuiltinFunctions.swift` and the server under test by `Tests/SQL/JudgeTests/FunctionListTests.swift`,
            which fails when a server has a function that is on no list.

            Of \(names.count) names, \(catalog.immutableBuiltins.subtracting(denied).count) are allowed because every function of the
            name is IMMUTABLE: it computes from its arguments, which are masked, and from nothing else.
            \(byName.count) are allowed by name, each looked at. \(denied.count) are refused. Operators, casts,
            types and aggregates of `pg_catalog` run allowed functions only. What is not of `pg_catalog` is refused unless the policy
            names it and it [finds what it names by itself](masking.md#what-naming-a-function-entrusts-to-it), or it is an
            IMMUTABLE C function of an extension.

            Counters of tables and indexes may be called, and are NULL:
            \(BuiltinFunctions.blank.keys.sorted().map { "`\($0)`" }.joined(separator: " ")).

            """
        for denial in BuiltinFunctions.denials {
            let listed = denied.filter { name in
                denial.names.contains(name) || denial.prefixes.contains { name.hasPrefix($0) }
            }
            page += "\n## It \(denial.reason)\n\n" + listed.sorted().map { "`\($0)`" }.joined(separator: " ") + "\n"
        }
        return page
    }
}
