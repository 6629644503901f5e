import SQLRewrite

/// What the lane asks its server about itself. Every name is qualified, every answer is text, lists come as JSON arrays.
enum CatalogQueries {
    static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    /// Definitions are then written with every name qualified. Questions that run once are not worth compiling, and whoever
    /// changes a view's table without an end is not waited for.
    static let settings = "SET LOCAL search_path = ''; SET LOCAL jit = off; SET LOCAL lock_timeout = '1s'"
    static let ownSearchPath = "SET LOCAL search_path TO DEFAULT"
    static let end = "COMMIT"

    /// Within a session's transaction. Nothing that the session has made itself stands before the server's own there, as
    /// temporary types would by themselves.
    static let enter = """
        SAVEPOINT chaperone; SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL jit = off;
        SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s';
        SET LOCAL idle_in_transaction_session_timeout = 0
        """
    static let leave = "ROLLBACK TO SAVEPOINT chaperone; RELEASE SAVEPOINT chaperone"
    static let isolation = "SELECT pg_catalog.current_setting('transaction_isolation')"

    /// One row: role, server_version_num, encoding, isolation level, search_path as it is written and statement_timeout.
    /// The role's own search_path still rules here: it may name other schemas before pg_catalog.
    static let session = """
        SELECT current_user::pg_catalog.text, pg_catalog.current_setting('server_version_num'),
          pg_catalog.current_setting('server_encoding'),
          pg_catalog.current_setting('default_transaction_isolation'), pg_catalog.current_setting('search_path'),
          pg_catalog.current_setting('statement_timeout')
        """

    /// One text that changes with every row of what the queries below read: a row that is written anew has another place
    /// or another transaction. What the session says of itself is in it as well.
    static let fingerprint = """
        SELECT pg_catalog.concat_ws(' ', pg_catalog.sum(f.n), pg_catalog.count(*), current_user,
          pg_catalog.current_schemas(false), pg_catalog.current_setting('server_version_num'),
          pg_catalog.current_setting('default_transaction_isolation'),
          (SELECT pg_catalog.hashtextextended(pg_catalog.string_agg(
              pg_catalog.has_schema_privilege(n.oid, 'CREATE')::pg_catalog.text, ',' ORDER BY n.oid), 0)
            FROM pg_catalog.pg_namespace n))
        FROM (\(fingerprinted.map(hashes).joined(separator: " UNION ALL "))) AS f(n)
        """

    private static let fingerprinted = [
        "aggregate", "amop", "amproc", "attrdef", "attribute", "auth_members", "cast", "class", "constraint", "depend",
        "event_trigger", "extension", "index", "inherits", "language", "namespace", "opclass", "operator",
        "partitioned_table", "policy", "proc", "range", "rewrite", "statistic_ext", "trigger", "type",
    ]

    private static func hashes(of table: String) -> String {
        """
        SELECT pg_catalog.hashtextextended(pg_catalog.concat(t.tableoid, t.ctid, t.xmin), 0)::pg_catalog.numeric
        FROM pg_catalog.pg_\(table) t
        """
    }

    private static let ours = """
        n.nspname <> 'pg_toast' AND n.nspname NOT LIKE 'pg\\_temp\\_%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%'
        """

    /// name of a schema, whether the role may use it (the others are passed over in the search path), whether neither it
    /// nor a role that it may become can make anything there, or allow it
    static let schemas = """
        WITH own(oid) AS MATERIALIZED (
          SELECT r.oid FROM pg_catalog.pg_roles r WHERE pg_catalog.pg_has_role(r.oid, 'MEMBER'))
        SELECT n.nspname, pg_catalog.has_schema_privilege(n.oid, 'USAGE'), NOT EXISTS (
          SELECT 1 FROM own o
          WHERE o.oid = n.nspowner OR pg_catalog.has_schema_privilege(o.oid, n.oid, 'CREATE'))
        FROM pg_catalog.pg_namespace n WHERE \(ours) ORDER BY 1
        """

    /// oid, schema, name, kind, row security, rules, triggers, of an extension, a barrier to what is around it,
    /// triggers or policies that are switched off, where the rows of a materialized view are kept
    static let relations = """
        SELECT c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity,
          EXISTS (SELECT 1 FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN'),
          EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
          EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
            AND d.objid = c.oid AND d.objsubid = 0 AND d.deptype = 'e'),
          EXISTS (SELECT 1 FROM pg_catalog.unnest(c.reloptions) o(option) WHERE o.option LIKE 'security_barrier=%'),
          EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'D')
            OR NOT c.relrowsecurity AND EXISTS (SELECT 1 FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE \(ours) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        """

    /// relation's oid, name, number, not null (of every row: newer servers have such constraints that are not valid
    /// yet), and the type below every domain: written form, name, schema, oid, kind; whether values of any length stay in
    /// the row, whether different texts may be equal; how it is generated (s, v)
    static let columns = """
        WITH RECURSIVE base(oid, top, typmod) AS (
          SELECT t.typbasetype, t.oid, t.typtypmod FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
          UNION ALL
          SELECT t.typbasetype, b.top, CASE WHEN b.typmod >= 0 THEN b.typmod ELSE t.typtypmod END
          FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.oid AND t.typtype = 'd')
        SELECT a.attrelid, a.attname, a.attnum, a.attnotnull AND (a.attrelid, a.attnum) NOT IN (
            SELECT k.conrelid, k.conkey[1] FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'n' AND NOT k.convalidated AND k.conrelid <> 0 AND k.conkey IS NOT NULL),
          pg_catalog.format_type(t.oid, CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE b.typmod END),
          t.typname, tn.nspname, t.oid, t.typtype, a.attlen = -1 AND a.attstorage = 'p',
          a.attcollation IN (SELECT l.oid FROM pg_catalog.pg_collation l WHERE NOT l.collisdeterministic),
          a.attgenerated
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN base b ON b.top = a.atttypid
          AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type d WHERE d.oid = b.oid AND d.typtype = 'd')
        JOIN pg_catalog.pg_type t ON t.oid = COALESCE(b.oid, a.atttypid)
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND \(ours) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        ORDER BY a.attrelid, a.attnum
        """

    /// relation's oid, definition
    static let definitions = """
        SELECT c.oid, pg_catalog.pg_get_viewdef(c.oid)
        \(ofViews)
        """

    private static let ofViews = """
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND \(ours) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        """

    /// oid of each of them
    static let views = "SELECT c.oid \(ofViews)"
    static func definition(of oid: UInt32) -> String { "SELECT \(oid), pg_catalog.pg_get_viewdef(\(oid))" }
    static let mark = "SAVEPOINT chaperone_views"
    static let markAgain = "ROLLBACK TO SAVEPOINT chaperone_views; SET LOCAL lock_timeout = '100ms'"

    /// child's oid, parent's oid
    static let parents = "SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits ORDER BY inhrelid, inhseqno"

    /// schema and name of an object of extended statistics, relation's oid, numbers of the columns that its expressions look
    /// at
    static let statistics = """
        SELECT n.nspname, s.stxname, s.stxrelid, ARRAY(
          SELECT a.attnum FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = s.stxrelid AND a.attnum > 0 AND NOT a.attisdropped
            AND s.stxexprs::text ~ pg_catalog.concat(':varattno (0|', a.attnum, ') ') ORDER BY 1)::pg_catalog.text
        FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
        ORDER BY 1, 2
        """

    /// sequence's oid, oid of a relation whose column it belongs to, or whose default, or that of a column's domain, counts by it,
    /// and whether it belongs there
    static let sequences = """
        SELECT d.objid, d.refobjid, true
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind = 'S'
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
          AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
        UNION
        SELECT d.refobjid, a.adrelid, false
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind = 'S'
        JOIN pg_catalog.pg_attrdef a ON a.oid = d.objid
        WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
        UNION
        SELECT d.refobjid, a.attrelid, false
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind = 'S'
        JOIN pg_catalog.pg_attribute a ON a.atttypid = d.objid AND NOT a.attisdropped
        WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
        ORDER BY 1, 2, 3
        """

    /// relation's oid, number of a generated column, number of a column that it is computed from
    static let generated = """
        SELECT d.adrelid, d.adnum, p.refobjsubid
        FROM pg_catalog.pg_attrdef d
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated <> ''
        JOIN pg_catalog.pg_depend p ON p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = d.adrelid
          AND p.refobjsubid > 0 AND (p.classid, p.objid) = ('pg_catalog.pg_attrdef'::regclass, d.oid)
        UNION
        SELECT d.adrelid, d.adnum, p.refobjsubid
        FROM pg_catalog.pg_attrdef d
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated <> ''
        JOIN pg_catalog.pg_depend p ON p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = d.adrelid
          AND p.refobjsubid > 0
          AND (p.classid, p.objid, p.objsubid) = ('pg_catalog.pg_class'::regclass, d.adrelid, d.adnum)
        ORDER BY 1, 2, 3
        """

    /// relation's oid, name, kind (u, x, c, f), number of a column that it looks at; what an index only carries along
    /// (INCLUDE) decides nothing. A whole row (column 0 of a tree of
    /// expressions) is every column; pg_depend and conkey do not tell it. A NOT NULL that is not valid yet is a check.
    static let constraints = """
        SELECT i.indrelid, c.relname, CASE WHEN i.indisexclusion THEN 'x' ELSE 'u' END, p.refobjsubid
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_depend p ON p.classid = 'pg_catalog.pg_class'::regclass AND p.objid = i.indexrelid
          AND p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = i.indrelid AND p.refobjsubid > 0
        WHERE (i.indisunique OR i.indisexclusion)
          AND (p.refobjsubid <> ALL (i.indkey::int2[]) OR \(looks("i", at: "p.refobjsubid")))
        UNION
        SELECT i.indrelid, c.relname, CASE WHEN i.indisexclusion THEN 'x' ELSE 'u' END, k.number
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid,
          LATERAL unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) AS k(number)
        WHERE (i.indisunique OR i.indisexclusion) AND k.number > 0
        UNION
        SELECT k.conrelid, k.conname, pg_catalog.translate(k.contype::text, 'n', 'c'), n.number
        FROM pg_catalog.pg_constraint k, LATERAL unnest(k.conkey) AS n(number)
        WHERE (k.contype IN ('c', 'f', 'u', 'p', 'x') OR k.contype = 'n' AND NOT k.convalidated) AND k.conrelid <> 0
          AND n.number > 0
        UNION
        SELECT w.relation, w.name, w.kind, a.attnum
        FROM (
          SELECT i.indrelid, c.relname, CASE WHEN i.indisexclusion THEN 'x' ELSE 'u' END,
            concat(i.indexprs::text, i.indpred::text)
          FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indisunique OR i.indisexclusion
          UNION ALL
          SELECT k.conrelid, k.conname, k.contype::text, k.conbin::text
          FROM pg_catalog.pg_constraint k WHERE k.contype = 'c' AND k.conrelid <> 0
        ) w(relation, name, kind, tree)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = w.relation AND a.attnum > 0 AND NOT a.attisdropped
        WHERE w.tree LIKE '%:varattno 0 %'
        ORDER BY 1, 2, 3, 4
        """

    /// relation's oid, name and words of a check of a table that has parents or children, and whether it holds for every row:
    /// children have checks of the same name that demand something else (NO INHERIT).
    static let checks = """
        SELECT k.conrelid, k.conname,
          pg_catalog.concat(k.convalidated, ' ', pg_catalog.pg_get_expr(k.conbin, k.conrelid))
        FROM pg_catalog.pg_constraint k
        WHERE k.contype = 'c' AND k.conrelid IN (
          SELECT i.inhrelid FROM pg_catalog.pg_inherits i UNION ALL SELECT i.inhparent FROM pg_catalog.pg_inherits i)
        ORDER BY 1, 2
        """

    /// relation's oid, name of a trigger of rows, its type, numbers of the columns that it waits for, its definition where it
    /// has a condition, whether it is switched off, of one before a write what its function writes where that can be known
    /// (b and a text in PL/pgSQL, c and the name of a column, n for nothing); of those that have a condition, or run before an
    /// insertion or update
    static let triggers = """
        SELECT t.tgrelid, t.tgname, t.tgtype,
          ARRAY(SELECT a.number FROM pg_catalog.unnest(t.tgattr::pg_catalog.int2[]) AS a(number))::pg_catalog.text,
          CASE WHEN t.tgqual IS NULL THEN '' ELSE pg_catalog.pg_get_triggerdef(t.oid) END, t.tgenabled = 'D',
          CASE WHEN t.tgtype & 2 = 0 THEN ''
            WHEN l.lanname = 'plpgsql' THEN pg_catalog.concat('b', p.prosrc)
            WHEN p.oid < \(Catalog.firstUserOID) AND p.proname = 'suppress_redundant_updates_trigger' THEN 'n'
            WHEN p.oid < \(Catalog.firstUserOID) AND p.proname IN ('tsvector_update_trigger', 'tsvector_update_trigger_column')
              OR l.lanname = 'c' AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
                  AND d.refclassid = 'pg_catalog.pg_extension'::regclass AND e.extname = p.proname
                  AND e.extname IN ('insert_username', 'moddatetime'))
            THEN pg_catalog.concat('c', pg_catalog.encode(t.tgargs, 'escape'))
            ELSE '' END
        FROM pg_catalog.pg_trigger t
        JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid JOIN pg_catalog.pg_language l ON l.oid = p.prolang
        WHERE t.tgtype & 1 <> 0 AND (t.tgqual IS NOT NULL OR t.tgtype & 2 <> 0 AND t.tgtype & 20 <> 0)
        ORDER BY t.tgrelid, t.tgname
        """

    /// name and relation's oid of an index whose expressions or predicate look at a column, and its number
    static let expressionColumns = """
        SELECT i.indrelid, c.relname, a.attnum
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE (i.indisunique OR i.indisexclusion) AND \(looks("i", at: "a.attnum")) ORDER BY 1, 2, 3
        """

    /// Whether the expressions or the predicate of an index look at a column, by their trees: pg_depend does not tell
    /// such a column from one that is a key or only carried along.
    private static func looks(_ index: String, at number: String) -> String {
        looks(in: "pg_catalog.concat(\(index).indexprs::text, \(index).indpred::text)", at: number)
    }

    /// Whether a tree looks at a column, or at the whole row.
    private static func looks(in tree: String, at number: String) -> String {
        "\(tree) ~ pg_catalog.concat(':varattno (0|', \(number), ') ')"
    }

    /// relation's oid, name of a foreign key, oid and a column's number of what it refers to, what follows an update and
    /// a deletion, the numbers of the columns that the deletion sets (none: all; the column is PostgreSQL 15's)
    static let references = """
        SELECT k.conrelid, k.conname, k.confrelid, n.number, k.confupdtype, k.confdeltype,
          COALESCE(pg_catalog.translate(pg_catalog.to_jsonb(k) ->> 'confdelsetcols', '[] ', '{}'), '{}')
        FROM pg_catalog.pg_constraint k, LATERAL unnest(k.confkey) AS n(number)
        WHERE k.contype = 'f' ORDER BY 1, 2, 3, 4
        """

    /// relation's oid, number of a column of its primary key. One that is checked later covers nothing.
    static let primaryKeys = """
        SELECT k.conrelid, n.number
        FROM pg_catalog.pg_constraint k, LATERAL unnest(k.conkey) AS n(number)
        WHERE k.contype = 'p' AND NOT k.condeferrable ORDER BY 1, 2
        """

    /// relation's oid, name, method, unique, numbers of the keys' columns in order (0: an expression), by what each is
    /// compared, numbers of the columns of its expressions and predicate, numbers of those that it only carries along,
    /// whether each key's operator class is of BRIN's own that keep bounds alone. What pg_depend knows counts beside the trees of
    /// expressions, unless the index has it as a column.
    static let indexes = """
        SELECT i.indrelid, x.relname, m.amname,
          i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL,
          ((i.indkey::int2[])[0:i.indnkeyatts - 1])::text, (
          SELECT array_agg(pg_catalog.concat(o.family, ':', o.letters) ORDER BY o.place)::text
          FROM ROWS FROM (pg_catalog.unnest(i.indclass::oid[]), pg_catalog.unnest(i.indcollation::oid[]))
            WITH ORDINALITY AS o(family, letters, place)), (
          SELECT COALESCE(array_agg(a.attnum ORDER BY a.attnum), '{}')::text FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = i.indrelid AND a.attnum > 0 AND NOT a.attisdropped
            AND (\(looks("i", at: "a.attnum")) OR EXISTS (
              SELECT 1 FROM pg_catalog.pg_depend p
              WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.objid = i.indexrelid
                AND p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = i.indrelid
                AND p.refobjsubid = a.attnum) AND a.attnum <> ALL (i.indkey::int2[]))),
          ((i.indkey::int2[])[i.indnkeyatts:])::text, (
          SELECT array_agg(m.amname = 'brin' AND k.oid < \(Catalog.firstUserOID) AND k.opcname::text ~ '_minmax_ops$'
            ORDER BY o.place)::text
          FROM pg_catalog.unnest(i.indclass::oid[]) WITH ORDINALITY AS o(class, place)
          JOIN pg_catalog.pg_opclass k ON k.oid = o.class)
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE \(ours) AND n.nspname <> 'pg_catalog' ORDER BY i.indrelid, i.indexrelid
        """

    /// relation's oid, name of an index for which two NULLs are alike. The column is PostgreSQL 15's.
    static let nullsCollide = """
        SELECT i.indrelid, c.relname
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        WHERE pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct' = 'true' ORDER BY 1, 2
        """

    /// relation's oid, number of a column whose default, or that of its domain, is not random, or that is an identity
    static let sharedDefaults = """
        SELECT d.adrelid, d.adnum
        FROM pg_catalog.pg_attrdef d
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated = ''
        WHERE pg_catalog.pg_get_expr(d.adbin, d.adrelid) !~ '^(pg_catalog[.])?(gen_random_uuid|uuidv4|uuidv7)[(][)]$'
        UNION
        SELECT a.attrelid, a.attnum FROM pg_catalog.pg_attribute a WHERE a.attidentity <> '' AND NOT a.attisdropped
        UNION
        SELECT a.attrelid, a.attnum
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid AND t.typtype = 'd' AND t.typdefault IS NOT NULL
        WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT a.atthasdef ORDER BY 1, 2
        """

    /// relation's oid, number of a column that its partition key looks at, by the trees of its expressions: pg_depend has the
    /// columns depend on these, and not the other way round.
    static let partitionKeys = """
        SELECT p.partrelid, a.attnum
        FROM pg_catalog.pg_partitioned_table p
        JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE a.attnum = ANY (p.partattrs::int2[]) OR \(looks(in: "p.partexprs::text", at: "a.attnum"))
        ORDER BY 1, 2
        """

    /// relation's oid, then what its policies look at: another relation's oid and a column's number, 0 where its rows are
    /// only counted. A whole row stands for every column of everything that is looked at.
    static let policyColumns = """
        SELECT DISTINCT p.polrelid, d.refobjid, COALESCE(a.attnum, 0)
        FROM pg_catalog.pg_policy p
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_policy'::regclass AND d.objid = p.oid
          AND d.refclassid = 'pg_catalog.pg_class'::regclass
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum > 0 AND NOT a.attisdropped
          AND (a.attnum = d.refobjsubid OR concat(p.polqual::text, p.polwithcheck::text) LIKE '%:varattno 0 %')
        ORDER BY 1, 2, 3
        """

    /// name, every overload immutable and the server's own, every overload the server's own, not volatile, of one row, and
    /// neither an aggregate nor a window's
    static let builtins = """
        SELECT p.proname, bool_and(p.provolatile = 'i' AND p.oid < 16384),
          bool_and(p.provolatile <> 'v' AND p.prokind = 'f' AND NOT p.proretset AND p.oid < 16384)
        FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace GROUP BY p.proname
        """
}
