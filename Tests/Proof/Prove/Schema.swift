package import Foundation
package import TestSupport

/// What the generator knows of a database: read from the server itself, past the sidecar, so that a schema under test
/// needs no description of its own.
package struct Schema: Sendable {
    package struct Column: Sendable, Hashable {
        package var name: String
        /// `pg_type.typname`, below any domain.
        package var type: String
        package var isProtected: Bool
        /// Neither generated nor an identity that is always generated.
        package var isWritable: Bool
        package var isRequired: Bool
        /// The declared type where it is a domain.
        package var domain: String?
        /// Constants may be looked up in it, so whether one is there is no secret.
        package var isOpen = false
    }

    package struct Table: Sendable {
        package var schema: String
        package var name: String
        /// `pg_class.relkind`.
        package var kind: String
        package var columns: [Column]

        /// Columns of indexes that have several, a predicate or expressions.
        package var indexed: Set<String> = []

        package var isProtected: Bool { columns.contains(where: \.isProtected) }
        package var isWritable: Bool { ["r", "p", "f"].contains(kind) }
    }

    /// A function, aggregate or operator with the types that it takes and gives.
    package struct Routine: Sendable {
        /// SQL with `{type}` where an argument goes.
        package var template: String
        package var result: String
    }

    package private(set) var tables: [Table]
    package let functions: [Routine]
    package let aggregates: [Routine]
    package let operators: [Routine]
    /// Written names of types outside pg_catalog, by `typname`.
    package let typeNames: [String: String]
    package let surroundings: Surroundings
    /// Few enough rows to be put back after every trial that commits.
    package let isSmall: Bool

    /// Reads it from a superuser's connection; `policy` says which columns are protected.
    package init(of address: PostgresAddress, policy: URL) throws {
        let (protected, open) = try Self.protectedColumns(policy)
        let connection = try PostgresConnection(address)
        func rows(_ query: String) throws -> [[String]] {
            let answer = try connection.ask(query)
            if let error = answer.error { throw TestFailure("\(error["M"] ?? ""): \(query)") }
            return answer.rows.map { $0.map { String(decoding: $0 ?? [], as: UTF8.self) } }
        }
        var tables: [Table] = []
        for row in try rows(Self.columnsQuery) {
            if tables.last?.schema != row[0] || tables.last?.name != row[1] {
                tables.append(Table(schema: row[0], name: row[1], kind: row[2], columns: []))
            }
            let path = "\(row[0]).\(row[1]).\(row[3])"
            // Which columns of a view are protected only the sidecar knows: all but the keys are worth a try.
            let isShown = ["v", "m"].contains(row[2]) && row[4] != "int4"
            tables[tables.count - 1].columns.append(
                Column(
                    name: row[3], type: row[4], isProtected: isShown || protected.contains(path),
                    isWritable: row[5] == "t",
                    isRequired: row[6] == "t", domain: row[7].isEmpty ? nil : row[7], isOpen: open.contains(path)))
            if !row[8].isEmpty { tables[tables.count - 1].indexed.insert(row[3]) }
        }
        self.tables = tables
        let own = Dictionary(
            try rows(Self.typesQuery).map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
        let known = Set(GrammarTypes.literals.keys).filter { !GrammarTypes.ofExtensions.contains($0) || own[$0] != nil }
        func routines(_ kind: String) throws -> [Routine] {
            try rows(Self.routinesQuery(kind)).compactMap { row in
                let types = row[2].split(separator: " ").map(String.init)
                guard known.contains(row[1]), types.allSatisfy(known.contains), !Self.unfit(row[0]) else { return nil }
                return Routine(
                    template: "\(row[0])(\(types.map { "{\($0)}" }.joined(separator: ", ")))", result: row[1])
            }
        }
        functions = try routines("f")
        aggregates = try routines("a")
        operators = try rows(Self.operatorsQuery).compactMap { row in
            guard known.contains(row[1]), known.contains(row[3]), row[2].isEmpty || known.contains(row[2]) else {
                return nil
            }
            let left = row[2].isEmpty ? "" : "{\(row[2])} "
            return Routine(template: "(\(left)\(row[0]) {\(row[3])})", result: row[1])
        }
        typeNames = own
        surroundings = try Surroundings(of: connection, tables)
        isSmall =
            try rows("SELECT sum(reltuples) < 20000 FROM pg_class WHERE relkind = 'r' AND oid > 16383")[0][0] == "t"
    }

    /// Leaves out what the lane does not let anybody read: asking for it again and again proves nothing.
    package func readable(through lane: PostgresAddress) throws -> Schema {
        let connection = try PostgresConnection(lane)
        var copy = self
        copy.tables = try tables.filter {
            try connection.ask("SELECT FROM \"\($0.schema)\".\"\($0.name)\" LIMIT 0").error == nil
        }
        return copy
    }

    // What differs by itself, takes long, or grows without bound.
    private static func unfit(_ name: String) -> Bool {
        let starts = [
            "pg_", "lo_", "txid_", "RI_", "has_", "inet_client", "inet_server", "currtid", "uuid_", "gtsvector", "gin_",
        ]
        let names: Set<String> = [
            "random", "repeat", "lpad", "rpad", "exp", "power", "pow", "factorial", "numeric_power", "numeric_exp",
            "dexp",
            "dpow", "float8_power", "clock_timestamp", "timeofday", "gen_random_uuid", "version", "array_fill",
            "setseed",
            "nextval", "setval", "currval", "lastval", "set_config", "gen_salt", "crypt", "gen_random_bytes", "now",
            "query_to_xml", "dblink_get_connections", "normal_rand", "numeric_lerp", "generate_series", "current_query",
            "statement_timestamp", "transaction_timestamp", "set_limit", "show_limit", "getpgusername",
            "encrypt", "pgp_sym_encrypt", "pgp_sym_encrypt_bytea", "pgp_pub_encrypt", "pgp_pub_encrypt_bytea",
        ]
        return names.contains(name) || starts.contains(where: name.hasPrefix) || name.hasPrefix("binary_upgrade")
    }

    /// `schema.table.column` of every line under `phi:`, without quotes, and of those the ones that are open for lookups.
    private static func protectedColumns(_ policy: URL) throws -> (Set<String>, open: Set<String>) {
        var found: Set<String> = []
        var open: Set<String> = []
        for line in try String(contentsOf: policy, encoding: .utf8).split(separator: "\n") {
            guard line.hasPrefix("      "), let colon = line.range(of: ": ") else { continue }
            let key = line[..<colon.lowerBound].filter { !" '\"".contains($0) || $0 == " " }
            found.insert(key.trimmingCharacters(in: .whitespaces))
            if line.contains("lookup:") { open.insert(key.trimmingCharacters(in: .whitespaces)) }
        }
        return (found, open)
    }

    private static let columnsQuery = """
        WITH RECURSIVE base(oid, top) AS (
          SELECT oid, oid FROM pg_type UNION ALL
          SELECT t.typbasetype, b.top FROM base b JOIN pg_type t ON t.oid = b.oid WHERE t.typtype = 'd')
        SELECT n.nspname, c.relname, c.relkind, a.attname, t.typname,
          a.attgenerated = '' AND a.attidentity <> 'a', a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
          (SELECT quote_ident(d.nspname) || '.' || quote_ident(y.typname) FROM pg_type y
             JOIN pg_namespace d ON d.oid = y.typnamespace WHERE y.oid = a.atttypid AND y.typtype = 'd'),
          (SELECT string_agg(i.indexrelid::regclass::text, ' ') FROM pg_index i WHERE i.indrelid = c.oid
             AND a.attnum = ANY (i.indkey) AND (i.indnatts > 1 OR i.indpred IS NOT NULL OR i.indexprs IS NOT NULL))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN base b ON b.top = a.atttypid JOIN pg_type t ON t.oid = b.oid AND t.typtype <> 'd'
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'open') AND n.nspname NOT LIKE 'pg\\_%'
          AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 1, 2, a.attnum
        """

    private static func routinesQuery(_ kind: String) -> String {
        """
        SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE n.nspname || '.' END || quote_ident(p.proname),
          r.typname, (SELECT string_agg(a.typname, ' ' ORDER BY k.n) FROM unnest(p.proargtypes) WITH ORDINALITY k(t, n)
            JOIN pg_type a ON a.oid = k.t)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_type r ON r.oid = p.prorettype
        JOIN pg_language l ON l.oid = p.prolang
        WHERE p.prokind = '\(kind)' AND p.pronargs BETWEEN 1 AND 4 AND NOT p.proretset AND p.provariadic = 0
          AND (n.nspname = 'pg_catalog' AND p.provolatile IN ('i', 's') OR n.nspname <> 'information_schema'
            AND l.lanname IN ('c', 'internal') AND p.provolatile = 'i')
          AND NOT EXISTS (SELECT FROM pg_cast c WHERE c.castfunc = p.oid AND p.pronargs > 1)
        ORDER BY 1, 2, 3
        """
    }

    private static let operatorsQuery = """
        SELECT CASE WHEN n.nspname = 'pg_catalog' THEN o.oprname
          ELSE format('OPERATOR(%I.%s)', n.nspname, o.oprname) END, r.typname, coalesce(a.typname, ''), b.typname
        FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
        JOIN pg_type r ON r.oid = o.oprresult JOIN pg_type b ON b.oid = o.oprright
        LEFT JOIN pg_type a ON a.oid = o.oprleft WHERE o.oprname <> '^'
        ORDER BY 1, 2, 3, 4
        """

    private static let typesQuery = """
        SELECT t.typname, quote_ident(n.nspname) || '.' || quote_ident(t.typname)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'open') AND n.nspname NOT LIKE 'pg\\_%'
        ORDER BY 1, 2
        """
}
