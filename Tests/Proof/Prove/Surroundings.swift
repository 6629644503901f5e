import TestSupport

/// What stands around the tables of a schema: code, types with code of their own, definitions of views, and a few of the
/// values that the first of the twins holds.
package struct Surroundings: Sendable {
    /// A function, aggregate or procedure in a language of users'.
    package struct Code: Sendable {
        /// Qualified.
        package var name: String
        /// `pg_proc.prokind`.
        package var kind: String
        /// `typname` of each argument.
        package var arguments: [String]
        package var result: String
    }

    package struct View: Sendable {
        package var name: String
        package var definition: String
        /// Names, and types as they are declared.
        package var columns: [(name: String, type: String)]
    }

    /// A type of users' that is composed of others: a column of it may run code where a plain one does not.
    package struct Composite: Sendable {
        package var type: String
        /// Qualified.
        package var name: String
        package var fields: Int
    }

    package let code: [Code]
    package let views: [View]
    package let composites: [Composite]
    /// Qualified names.
    package let domains: [String]
    package let sequences: [String]
    /// Constants of a type, as SQL, that some column holds. None that may be looked up.
    package let values: [String: [String]]
    /// The same by `schema.table.column`.
    package let valuesOfColumn: [String: [String]]
    /// Relations of the system with the columns that say nothing of clocks, processes and transactions.
    package let system: [(relation: String, columns: [String])]

    init(of connection: PostgresConnection, _ tables: [Schema.Table]) throws {
        func rows(_ query: String) throws -> [[String]] {
            let answer = try connection.ask(query)
            if let error = answer.error { throw TestFailure("\(error["M"] ?? ""): \(query)") }
            return answer.rows.map { $0.map { String(decoding: $0 ?? [], as: UTF8.self) } }
        }
        func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        code = try rows(Self.codeQuery).map {
            Code(name: $0[0], kind: $0[1], arguments: words($0[2]), result: $0[3])
        }
        views = try rows(Self.viewsQuery).map { row in
            let parts = row[2].split(separator: "\t").map(String.init)
            let columns = stride(from: 0, to: parts.count - 1, by: 2).map { (name: parts[$0], type: parts[$0 + 1]) }
            return View(name: row[0], definition: row[1], columns: columns)
        }
        composites = try rows(Self.compositesQuery).map {
            Composite(type: $0[0], name: $0[1], fields: Int($0[2]) ?? 1)
        }
        domains = try rows(Self.domainsQuery).map { $0[0] }
        sequences = try rows(Self.sequencesQuery).map { $0[0] }
        var system: [(relation: String, columns: [String])] = []
        for row in try rows(Self.systemQuery) {
            if system.last?.relation != row[0] { system.append((row[0], [])) }
            system[system.count - 1].columns.append(row[1])
        }
        self.system = system
        var values: [String: [String]] = [:]
        var ofColumn: [String: [String]] = [:]
        for table in tables where table.isWritable {
            for column in table.columns where !column.isOpen && Self.sampled.contains(column.type) {
                let name = "\"\(column.name)\""
                let found = try rows(
                    """
                    SELECT quote_literal(v::text) FROM (SELECT DISTINCT \(name) AS v
                      FROM "\(table.schema)"."\(table.name)" WHERE length(\(name)::text) < 40) x
                    ORDER BY md5(v::text) LIMIT \(Self.valuesPerColumn)
                    """
                ).map { "\($0[0])::\"\(column.type)\"" }
                values[column.type, default: []] += found
                ofColumn["\(table.schema).\(table.name).\(column.name)"] = found
            }
        }
        self.values = values
        valuesOfColumn = ofColumn
    }

    private static let valuesPerColumn = 4
    private static let sampled: Set<String> = ["text", "varchar", "bpchar", "int4", "int8", "numeric", "date", "uuid"]

    private static let own =
        "n.nspname NOT IN ('pg_catalog', 'information_schema', 'open') AND n.nspname NOT LIKE 'pg\\_%'"

    private static let codeQuery = """
        SELECT quote_ident(n.nspname) || '.' || quote_ident(p.proname), p.prokind,
          (SELECT string_agg(a.typname, ' ' ORDER BY k.n) FROM unnest(p.proargtypes) WITH ORDINALITY k(t, n)
            JOIN pg_type a ON a.oid = k.t), r.typname
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_type r ON r.oid = p.prorettype
        JOIN pg_language l ON l.oid = p.prolang
        WHERE \(own) AND (l.lanname IN ('sql', 'plpgsql') OR p.prokind = 'a')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
            AND d.deptype = 'e')
        ORDER BY 1, 3
        """

    private static let viewsQuery = """
        SELECT c.oid::regclass::text, pg_get_viewdef(c.oid), (SELECT string_agg(quote_ident(a.attname) || E'\\t'
            || format_type(a.atttypid, a.atttypmod), E'\\t' ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE \(own) AND c.relkind = 'v'
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
            AND d.deptype = 'e')
        ORDER BY 1
        """

    private static let compositesQuery = """
        SELECT t.typname, quote_ident(n.nspname) || '.' || quote_ident(t.typname), c.relnatts
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' WHERE \(own) ORDER BY 2
        """

    private static let domainsQuery = """
        SELECT quote_ident(n.nspname) || '.' || quote_ident(t.typname)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE \(own) AND t.typtype = 'd' ORDER BY 1
        """

    private static let sequencesQuery = """
        SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE \(own) AND c.relkind = 'S' ORDER BY 1
        """

    private static let systemQuery = """
        SELECT c.relname, quote_ident(a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'pg_catalog'::regnamespace AND a.attnum > 0 AND c.relname IN ('pg_locks',
            'pg_stat_xact_user_tables', 'pg_stat_xact_all_tables', 'pg_stat_xact_user_functions', 'pg_stats', 'pg_statistic',
            'pg_class', 'pg_cursors', 'pg_prepared_statements', 'pg_sequences', 'pg_indexes', 'pg_stats_ext',
            'pg_statistic_ext_data', 'pg_constraint', 'pg_attribute', 'pg_stat_activity', 'pg_prepared_xacts')
          AND a.attname NOT IN ('pid', 'virtualtransaction', 'virtualxid', 'transactionid', 'transaction', 'waitstart',
            'relfrozenxid', 'relminmxid', 'creation_time', 'prepare_time', 'prepared', 'relfilenode', 'backend_start',
            'xact_start', 'query_start', 'state_change', 'client_addr', 'client_port', 'backend_xid', 'backend_xmin',
            'query_id', 'leader_pid')
        ORDER BY 1, a.attnum
        """
}
