import Policy
package import SQLRewrite

/// One question whose answer changes when something has changed that the judges in force rest on. It is asked every second
/// while sessions are open, so it finds its rows by indexes only: its cost grows with what is watched and not with the
/// catalog.
///
/// A row that is written anew has another place or another transaction. What is new and belongs to nothing that is watched
/// shows itself in the highest number of its kind.
package struct WatchQuestion: Sendable, Equatable {
    /// Of routines, the first of the sorted numbers; where a database has more, those behind are seen by age only.
    package static let routinesLimit = 1_000
    /// Of tables whose parents and children are asked for one by one; where rules name more, all parents and children of the
    /// database are.
    package static let familiesLimit = 2_000

    /// Of relations whose names are watched; where a database has more, changes of the names of those behind are seen by age only.
    package static let calledLimit = 20_000
    /// Of relations whose columns are watched, likewise.
    package static let columnsLimit = 4_000
    /// Of the newest types, among which a new domain is looked for.
    package static let typesLimit = 4_000

    package let watched: WatchedCatalog

    package init(_ watched: WatchedCatalog) { self.watched = watched }

    /// Makes the question known to a session, where it can be asked with `text`. Only what walks from one row to the next
    /// by an index is left to the planner, and what is asked so often is planned once.
    package var preparation: String { "\(Self.settings); PREPARE \(Self.name) AS \(query)" }

    /// The one that is there from the beginning, whose number is the server's own.
    private static let publicSchema = 2_200

    package static let settings = """
        SET jit = off; SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; \
        SET enable_mergejoin = off
        """

    package static let text = "EXECUTE \(name)"
    private static let name = "chaperone_watch"

    /// One row, one column.
    package var query: String {
        let branches =
            Self.byRelation.map { Self.rows(of: $0.table, where: "t.\($0.column) = w.oid", in: "relation") }
            + [
                Self.rows(
                    of: "depend",
                    where: "t.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND t.refobjid = w.oid",
                    in: "relation"),
                Self.rows(
                    of: "depend",
                    where: "t.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND t.refobjid = w.oid",
                    in: "routine"),
                // A column of a type that has their rows in it.
                Self.rows(
                    of: "depend",
                    where: "t.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.refobjid = w.oid",
                    in: "rowtype"),
                // Every view: its query may be another one, which names things in texts.
                Self.hashes("pg_catalog.pg_rewrite t WHERE t.oid >= \(Catalog.firstUserOID)"),
                Self.rows(of: "proc", where: "t.oid = w.oid", in: "routine"),
                // Whatever is in a schema is called by its name, and who may make anything there is said here. Those of
                // temporary tables come as sessions do; no other is, or comes to be, called so.
                Self.hashes("pg_catalog.pg_namespace t WHERE t.oid = \(Self.publicSchema)"),
                Self.hashes(
                    "pg_catalog.pg_namespace t WHERE t.oid >= \(Catalog.firstUserOID) AND "
                        + "t.nspname::pg_catalog.text OPERATOR(pg_catalog.!~) '^pg_'"),
                "SELECT h.n FROM called w, LATERAL (\(Self.calledAs)) AS h(n)",
                Self.rows(of: "attribute", where: "t.attrelid = w.oid AND t.attnum > 0", in: "shown"),
                // Who the role is and may become: who it may be taken for decides what it can make, and where. Who owns the
                // database has the rights of pg_database_owner.
                "SELECT h.n FROM role w, LATERAL (\(Self.roleIs)) AS h(n)",
                Self.rows(of: "auth_members", where: "t.member = w.oid", in: "role"),
                Self.hashes("pg_catalog.pg_database t WHERE t.datname = pg_catalog.current_database()"),
                // What the domain of a column demands or leaves there, and what begins to have one.
                Self.rows(of: "type", where: "t.oid = w.oid", in: "type"),
                Self.rows(
                    of: "depend",
                    where: "t.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.refobjid = w.oid", in: "type"
                ),
                Self.rows(
                    of: "class",
                    where: "t.relname = w.name AND t.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n "
                        + "WHERE n.nspname = w.schema)", in: "name"),
                // How names are found by a new session.
                Self.hashes(
                    "pg_catalog.pg_db_role_setting t WHERE t.setdatabase IN (0, (SELECT d.oid FROM "
                        + "pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())) AND t.setrole "
                        + "IN (0, (SELECT a.oid FROM pg_catalog.pg_roles a WHERE a.rolname = current_user))"),
                Self.hashes("pg_catalog.pg_event_trigger t WHERE t.oid >= \(Catalog.firstUserOID)"),
            ] + families
        let newest = Self.newest.map {
            "COALESCE((SELECT t.oid FROM pg_catalog.pg_\($0) t ORDER BY t.oid DESC LIMIT 1), 0)"
        }
        // A new table that others become children of.
        let parent = "COALESCE((SELECT t.inhparent FROM pg_catalog.pg_inherits t ORDER BY t.inhparent DESC LIMIT 1), 0)"
        // A new domain, whose default a new column has without a row of its own that says so. Every table makes types.
        let newestDomain = """
            COALESCE((SELECT x.oid FROM (
              SELECT t.oid, t.typtype FROM pg_catalog.pg_type t WHERE t.oid >= \(Catalog.firstUserOID)
              ORDER BY t.oid DESC LIMIT \(Self.typesLimit)) x
            WHERE x.typtype = 'd' ORDER BY x.oid DESC LIMIT 1), 0)
            """
        // Of what any table has: those of a session's own are made all the time, and nobody else writes these.
        let newestOfTables = [("attrdef", "adrelid"), ("constraint", "conrelid")].map { table, relation in
            """
            COALESCE((SELECT t.oid FROM pg_catalog.pg_\(table) t WHERE NOT EXISTS (
              SELECT 1 FROM pg_catalog.pg_class c WHERE c.oid = t.\(relation) AND c.relpersistence = 't' OFFSET 0)
            ORDER BY t.oid DESC LIMIT 1), 0)
            """
        }
        return """
            WITH RECURSIVE relation(oid) AS MATERIALIZED (SELECT pg_catalog.unnest(\(Self.array(watched.relations)))),
              rowtype(oid) AS (
                SELECT c.reltype FROM relation w, LATERAL (
                  SELECT c.reltype FROM pg_catalog.pg_class c WHERE c.oid = w.oid OFFSET 0) c
                UNION
                SELECT x.oid FROM rowtype r, LATERAL (\(Self.typesOf)) x(oid)),
              family(oid) AS MATERIALIZED (SELECT pg_catalog.unnest(\(Self.array(watched.families.prefix(Self.familiesLimit))))),
              called(oid) AS MATERIALIZED (
                SELECT pg_catalog.unnest(\(Self.array(watched.called.sorted().prefix(Self.calledLimit))))),
              shown(oid) AS MATERIALIZED (
                SELECT pg_catalog.unnest(\(Self.array(shown)))),
              role(oid) AS (
                SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
                UNION
                SELECT m.roleid FROM role w, LATERAL (
                  SELECT m.roleid FROM pg_catalog.pg_auth_members m WHERE m.member = w.oid OFFSET 0) m),
              routine(oid) AS MATERIALIZED (
                SELECT pg_catalog.unnest(\(Self.array(watched.routines.sorted().prefix(Self.routinesLimit))))),
              name(schema, name) AS MATERIALIZED (
                SELECT v.schema::pg_catalog.name, v.name::pg_catalog.name FROM (\(names)) AS v(schema, name)),
              type(oid) AS MATERIALIZED (SELECT pg_catalog.unnest(\(Self.array(watched.types))))
            SELECT pg_catalog.concat_ws(' ', pg_catalog.sum(f.n), pg_catalog.count(*),
              \((newest + [parent, newestDomain] + newestOfTables).joined(separator: ", ")), pg_catalog.current_schemas(false))
            FROM (\(branches.joined(separator: " UNION ALL "))) AS f(n)
            """
    }

    /// Arrays, domains and ranges of a type `r`, and rows that have a column of it.
    private static let typesOf = """
        SELECT y.typarray FROM pg_catalog.pg_type y WHERE y.oid = r.oid AND y.typarray <> 0
        UNION ALL
        SELECT d.objid FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
          AND d.refobjid = r.oid AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
        UNION ALL
        SELECT c.reltype FROM pg_catalog.pg_depend d, pg_catalog.pg_class c
        WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = r.oid
          AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid AND c.relkind = 'c'
        """

    private var families: [String] {
        guard watched.families.count <= Self.familiesLimit else {
            return [Self.hashes("pg_catalog.pg_inherits t WHERE t.inhrelid >= \(Catalog.firstUserOID)")]
        }
        return ["inhrelid", "inhparent"].map { Self.rows(of: "inherits", where: "t.\($0) = w.oid", in: "family") }
    }

    /// Of others all columns are asked about.
    private var shown: some Sequence<UInt32> {
        watched.columns.subtracting(watched.relations).sorted().prefix(Self.columnsLimit)
    }

    /// What a relation `w` is called, and whose it is.
    private static let calledAs = """
        SELECT pg_catalog.hash_record_extended(ROW(t.oid, t.relname, t.relnamespace, t.relowner), 0)
        FROM pg_catalog.pg_class t WHERE t.oid = w.oid OFFSET 0
        """

    /// What a role `w` is. Its row of pg_authid is nobody's to read.
    private static let roleIs = """
        SELECT pg_catalog.hash_record_extended(ROW(t.oid, t.rolname, t.rolsuper, t.rolinherit, t.rolcreaterole,
          t.rolcreatedb, t.rolreplication, t.rolbypassrls), 0)
        FROM pg_catalog.pg_roles t WHERE t.oid = w.oid OFFSET 0
        """

    private static let byRelation: [(table: String, column: String)] = [
        ("class", "oid"), ("attribute", "attrelid"), ("attrdef", "adrelid"), ("inherits", "inhrelid"),
        ("inherits", "inhparent"), ("rewrite", "ev_class"), ("policy", "polrelid"), ("trigger", "tgrelid"),
        ("constraint", "conrelid"), ("index", "indrelid"), ("partitioned_table", "partrelid"),
        ("statistic_ext", "stxrelid"),
    ]

    private static let newest = [
        "amop", "amproc", "cast", "event_trigger", "opclass", "operator", "policy", "proc", "rewrite", "trigger",
    ]

    private var names: String {
        let rows = watched.names.sorted().map { "(\(Self.literal($0.schema)), \(Self.literal($0.name)))" }
        return rows.isEmpty ? "SELECT '', '' WHERE false" : "VALUES " + rows.joined(separator: ", ")
    }

    private static func rows(of table: String, where condition: String, in watched: String) -> String {
        // OFFSET keeps the planner from turning the search for each row into a look at all of them.
        let found = hashes("pg_catalog.pg_\(table) t WHERE \(condition) OFFSET 0")
        return "SELECT h.n FROM \(watched) w, LATERAL (\(found)) AS h(n)"
    }

    private static func hashes(_ source: String) -> String {
        "SELECT pg_catalog.hash_record_extended(ROW(t.ctid, t.xmin), t.tableoid::pg_catalog.int8) FROM \(source)"
    }

    private static func array(_ numbers: some Sequence<UInt32>) -> String {
        "'{\(numbers.sorted().map(String.init).joined(separator: ","))}'::pg_catalog.oid[]"
    }

    private static func literal(_ name: String) -> String {
        "E'"
            + name.unicodeScalars.reduce(into: "") { text, scalar in
                if scalar == "'" || scalar == "\\" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(scalar)
            } + "'"
    }
}
