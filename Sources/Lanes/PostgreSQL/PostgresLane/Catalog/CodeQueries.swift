import SQLRewrite

/// What the lane asks its server about code: whatever runs although no statement names it, and what it is made of.
///
/// pg_depend does not list the server's own functions, and texts do not show implicit conversions; so routines are read
/// out of the trees of expressions, where each call and operator stands by its number.
enum CodeQueries {
    /// Nobody has changed what lower numbers run.
    private static let firstOfUsers = Catalog.firstUserOID

    /// A function of the server's own that computes from its arguments and nothing else.
    private static func isPlain(_ function: String) -> String {
        """
        \(function).oid < \(firstOfUsers) AND \(function).provolatile = 'i'
          AND \(function).pronamespace = 'pg_catalog'::regnamespace
        """
    }

    /// The same, or one in C (or PostgreSQL's own code) of an extension: taken on trust where it stands behind an operator,
    /// a cast or a type. STABLE ones of extensions read settings, as pg_trgm's operators do. The constructors that the
    /// server itself makes for a type of ranges count as an extension's.
    private static func isKnown(_ function: String) -> String {
        """
        (\(isPlain(function)) OR \(function).provolatile IN ('i', 's')
          AND \(function).prolang IN (SELECT l.oid FROM pg_catalog.pg_language l WHERE l.lanname IN ('c', 'internal'))
          AND \(function).oid IN (SELECT d.objid FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND (d.deptype = 'e'
              OR d.deptype = 'i' AND d.refclassid = 'pg_catalog.pg_type'::regclass)))
        """
    }

    // MARK: trees

    private static let functionFields = "funcid,aggfnoid,winfnoid,startInRangeFunc,endInRangeFunc,tsmhandler"
    private static let operatorFields = "opno,opnos,eqop,sortop,cycle_mark_neop"
    private static let typeFields = "resulttype,minmaxtype,typid,coltypes"

    /// `current_setting(text)` and `current_setting(text, boolean)`: the server's own have one number for good.
    static let settingReaders = "2077|3294"

    /// A call of one whose name is no constant, so that rows would say which setting is read, or is one of the lane's own. A
    /// constant's bytes stand in a tree as decimal numbers.
    private static let unclearSetting: String = {
        let own = Settings.ownPrefix.utf8.map { byte in
            let upper = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte ? byte - 32 : byte
            return "(\(byte)|\(upper))"
        }.joined(separator: " ")
        return ":funcid (\(settingReaders)) [^{}]*:args "
            + "[(](?![{]CONST (?![^{}]* \(own) )[^{}]*:constvalue [0-9]+ [[][-0-9 ]*[]][}])"
    }()

    /// The numbers that a tree mentions: rows of (field, number). A tree that is one constant, as most defaults are, has
    /// none; what is only begun by a constant (several trees in one text) is read as any other. Settings that are read by a
    /// constant name of theirs are no code.
    private static func mentions(in tree: String) -> String {
        """
        SELECT pg_catalog.split_part(w.word, ' ', 1) AS field, n.number::oid AS number
        FROM pg_catalog.unnest(pg_catalog.string_to_array(\(tree), ' :')) AS w(word),
          LATERAL pg_catalog.unnest(pg_catalog.string_to_array(CASE WHEN w.word ~ '^(opnos|coltypes) [(]o '
            THEN pg_catalog.split_part(pg_catalog.split_part(w.word, '(o ', 2), ')', 1)
            ELSE pg_catalog.split_part(w.word, ' ', 2) END, ' ')) AS n(number)
        WHERE \(tree) !~ '^[{]CONST [^{}]*[}]$' AND pg_catalog.split_part(w.word, ' ', 1)
            = ANY ('{\(functionFields),\(operatorFields),\(typeFields)}'::pg_catalog.text[])
          AND n.number ~ '^[0-9]+$'
          AND CASE WHEN w.word ~ '^funcid (\(settingReaders))$' THEN \(tree) ~ '\(unclearSetting)' ELSE true END
        """
    }

    // MARK: checks

    /// Kinds of nodes that compute from their parts alone, as servers from 14 on call them.
    private static let steadyNodes = """
        VAR,CONST,BOOLEXPR,OPEXPR,FUNCEXPR,NULLTEST,BOOLEANTEST,RELABELTYPE,SCALARARRAYOPEXPR,ARRAY,ARRAYEXPR,\
        COALESCE,COALESCEEXPR,CASE,CASEEXPR,WHEN,CASEWHEN,CASETESTEXPR,DISTINCTEXPR,NULLIFEXPR,COLLATE,COLLATEEXPR
        """

    /// Functions of the server's own that no setting changes. That one is called IMMUTABLE is not enough: what quote_ident and
    /// output functions give follows from settings all the same.
    private static let steadyFunctions = """
        abs,array_length,array_lower,array_upper,array_position,bpchar,btrim,cardinality,ceil,ceiling,char_length,\
        character_length,date,date_part,date_trunc,decode,div,encode,extract,float4,float8,floor,int2,int4,int8,isfinite,\
        json_typeof,jsonb_array_length,jsonb_extract_path,jsonb_typeof,left,length,lower,lpad,ltrim,md5,mod,num_nonnulls,\
        num_nulls,numeric,octet_length,position,regexp_count,regexp_like,regexp_replace,replace,reverse,right,round,rpad,\
        rtrim,setweight,sha256,split_part,starts_with,strpos,substr,substring,text,timestamp,to_tsvector,translate,trunc,upper,varchar
        """

    /// relation's oid, name, kind, of a check (c), an index with expressions or a predicate (i) or a generated column (g) that
    /// was asked of every row, and whose answer follows from the row alone
    static let settled = """
        SELECT d.relation, d.name, d.kind
        FROM (
          SELECT k.conrelid, k.conname, 'c', k.conbin::pg_catalog.text FROM pg_catalog.pg_constraint k
          WHERE k.contype = 'c' AND k.conrelid <> 0 AND k.convalidated
          UNION ALL
          SELECT d.adrelid, a.attname, 'g', d.adbin::pg_catalog.text FROM pg_catalog.pg_attrdef d
          JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated <> ''
          UNION ALL
          SELECT i.indrelid, c.relname, 'i',
            pg_catalog.concat_ws(' ', i.indexprs::pg_catalog.text, i.indpred::pg_catalog.text)
          FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL
        ) AS d(relation, name, kind, tree)
        WHERE NOT EXISTS (
            SELECT 1 FROM pg_catalog.regexp_matches(d.tree, '[{]([A-Z_]+)', 'g') AS n(kind)
            WHERE n.kind[1] <> ALL ('{\(steadyNodes)}'::pg_catalog.text[]))
          AND NOT EXISTS (
            SELECT 1 FROM (\(mentions(in: "d.tree"))) AS m
            LEFT JOIN pg_catalog.pg_operator o ON m.field = ANY ('{\(operatorFields)}') AND o.oid = m.number
            LEFT JOIN pg_catalog.pg_proc f
              ON f.oid = CASE WHEN m.field = ANY ('{\(functionFields)}') THEN m.number ELSE o.oprcode::pg_catalog.oid END
            WHERE m.field <> ALL ('{\(typeFields)}') AND (f.provolatile IS DISTINCT FROM 'i' OR f.oid >= \(firstOfUsers)
              OR m.field = ANY ('{\(functionFields)}') AND f.proname <> ALL ('{\(steadyFunctions)}'::pg_catalog.text[])))
        ORDER BY 1, 2, 3
        """

    // MARK: relations

    /// relation's oid, kind (see `AttachedCode`), name, numbers of columns, events, numbers of routines, numbers of types
    static let attached = """
        WITH class(oid, routine) AS MATERIALIZED (
          SELECT o.oid, f.oid FROM pg_catalog.pg_opclass o
          JOIN pg_catalog.pg_amproc s ON s.amprocfamily = o.opcfamily AND s.oid >= \(firstOfUsers)
          JOIN pg_catalog.pg_proc f ON f.oid = s.amproc AND NOT \(isKnown("f"))
          UNION
          SELECT o.oid, f.oid FROM pg_catalog.pg_opclass o
          JOIN pg_catalog.pg_amop s ON s.amopfamily = o.opcfamily AND s.oid >= \(firstOfUsers)
          JOIN pg_catalog.pg_operator p ON p.oid = s.amopopr
          JOIN pg_catalog.pg_proc f ON f.oid = p.oprcode AND NOT \(isKnown("f"))
        ), source(relation, kind, name, columns, events, tree, routines, operators) AS MATERIALIZED (
          SELECT t.tgrelid, 't', t.tgname, 
            ARRAY(SELECT a.number FROM pg_catalog.unnest(t.tgattr::pg_catalog.int2[]) AS a(number)), t.tgtype::pg_catalog.int4,
            t.tgqual::pg_catalog.text, ARRAY[t.tgfoid], '{}'::pg_catalog.oid[]
          FROM pg_catalog.pg_trigger t WHERE t.tgenabled <> 'D' AND t.tgfoid NOT IN (
            SELECT p.oid FROM pg_catalog.pg_proc p WHERE p.oid < \(firstOfUsers) AND p.proname LIKE 'RI\\_FKey\\_%')
          UNION ALL
          SELECT d.adrelid, CASE a.attgenerated WHEN '' THEN 'd' WHEN 'v' THEN 'w' ELSE 'g' END, a.attname,
            ARRAY[d.adnum], 0, d.adbin::pg_catalog.text, '{}', '{}'
          FROM pg_catalog.pg_attrdef d
          JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
          UNION ALL
          SELECT k.conrelid, k.contype::pg_catalog.text, k.conname, '{}', 0, k.conbin::pg_catalog.text, '{}',
            pg_catalog.array_cat(
              pg_catalog.array_cat(COALESCE(k.conpfeqop, '{}'), COALESCE(k.conppeqop, '{}')),
              pg_catalog.array_cat(COALESCE(k.conffeqop, '{}'), COALESCE(k.conexclop, '{}')))
          FROM pg_catalog.pg_constraint k WHERE k.conrelid <> 0 AND k.contype IN ('c', 'f', 'x')
          UNION ALL
          SELECT i.indrelid, 'i', c.relname, '{}', 0,
            pg_catalog.concat_ws(' ', i.indexprs::pg_catalog.text, i.indpred::pg_catalog.text), '{}', '{}'
          FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL
          UNION ALL
          SELECT i.indrelid, 'o', c.relname, '{}', 0, NULL, ARRAY[k.routine], '{}'
          FROM class k JOIN pg_catalog.pg_index i ON k.oid = ANY (i.indclass::pg_catalog.oid[])
          JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          UNION ALL
          SELECT p.partrelid, 'o', c.relname, '{}', 0, NULL, ARRAY[k.routine], '{}'
          FROM class k JOIN pg_catalog.pg_partitioned_table p ON k.oid = ANY (p.partclass::pg_catalog.oid[])
          JOIN pg_catalog.pg_class c ON c.oid = p.partrelid
          UNION ALL
          SELECT p.partrelid, 'k', c.relname, '{}', 0, p.partexprs::pg_catalog.text, '{}', '{}'
          FROM pg_catalog.pg_partitioned_table p JOIN pg_catalog.pg_class c ON c.oid = p.partrelid
          WHERE p.partexprs IS NOT NULL
          UNION ALL
          SELECT p.polrelid, 'p', p.polname, '{}', 0,
            pg_catalog.concat_ws(' ', p.polqual::pg_catalog.text, p.polwithcheck::pg_catalog.text), '{}', '{}'
          FROM pg_catalog.pg_policy p
          UNION ALL
          SELECT s.stxrelid, 's', s.stxname, '{}', 0, s.stxexprs::pg_catalog.text, '{}', '{}'
          FROM pg_catalog.pg_statistic_ext s WHERE s.stxexprs IS NOT NULL
          UNION ALL
          SELECT r.ev_class, 'v', c.relname, '{}', 0, r.ev_action::pg_catalog.text, '{}', '{}'
          FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
          WHERE c.oid >= \(firstOfUsers) AND c.relkind IN ('v', 'm')
        ), used(relation, kind, name, columns, events, field, number) AS (
          SELECT s.relation, s.kind, s.name, s.columns, s.events, m.field, m.number
          FROM source s, LATERAL (\(mentions(in: "s.tree"))) m
          UNION ALL
          SELECT s.relation, s.kind, s.name, s.columns, s.events, 'funcid', n.number
          FROM source s, LATERAL pg_catalog.unnest(s.routines) AS n(number)
          UNION ALL
          SELECT s.relation, s.kind, s.name, s.columns, s.events, 'opno', n.number
          FROM source s, LATERAL pg_catalog.unnest(s.operators) AS n(number)
        )
        \(grouped("u.relation, u.kind, u.name, u.columns::pg_catalog.text, u.events", from: "used"))
        """

    /// What rows of (…, field, number) run beyond the server's own IMMUTABLE functions, and which types of others they use.
    private static func grouped(_ columns: String, from table: String) -> String {
        """
        SELECT \(columns),
          COALESCE(pg_catalog.array_agg(DISTINCT f.oid ORDER BY f.oid) FILTER (WHERE f.oid IS NOT NULL), '{}')
            ::pg_catalog.text,
          COALESCE(pg_catalog.array_agg(DISTINCT u.number ORDER BY u.number)
            FILTER (WHERE u.field = ANY ('{\(typeFields)}') AND u.number >= \(firstOfUsers)), '{}')::pg_catalog.text
        FROM \(table) u
        LEFT JOIN pg_catalog.pg_operator o ON o.oid = u.number AND u.field = ANY ('{\(operatorFields)}')
        LEFT JOIN pg_catalog.pg_proc f ON NOT (\(isPlain("f"))) AND f.oid = CASE
          WHEN u.field = ANY ('{\(operatorFields)}') THEN o.oprcode::pg_catalog.oid
          WHEN u.field = ANY ('{\(functionFields)}') THEN u.number END
        WHERE f.oid IS NOT NULL OR u.field = ANY ('{\(typeFields)}') AND u.number >= \(firstOfUsers)
        GROUP BY \(columns) ORDER BY 1, 2, 3
        """
    }

    /// oid of a relation outside the system schemas, oid of one that its rules name; that of a view is its definition
    static let reads = """
        SELECT DISTINCT r.ev_class, d.refobjid
        FROM pg_catalog.pg_rewrite r
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
          AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
        WHERE r.ev_class >= \(firstOfUsers) ORDER BY 1, 2
        """

    /// relation's oid, kind and name of a definition (a rule that is no view's, a policy, that row security is forced), what tells
    /// it from another
    static let definitions = """
        SELECT r.ev_class, pg_catalog.concat('rule ', r.rulename), pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.concat_ws(' ',
          r.ev_type, r.is_instead, r.ev_enabled, r.ev_qual::pg_catalog.text, r.ev_action::pg_catalog.text), 'UTF8')), 'hex')
        FROM pg_catalog.pg_rewrite r
        WHERE r.ev_class >= \(firstOfUsers) AND r.rulename <> '_RETURN'
        UNION ALL
        SELECT p.polrelid, pg_catalog.concat('policy ', p.polname), pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
          pg_catalog.concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::pg_catalog.text, p.polqual::pg_catalog.text, '/',
            p.polwithcheck::pg_catalog.text), 'UTF8')), 'hex')
        FROM pg_catalog.pg_policy p
        UNION ALL
        SELECT c.oid, 'force', 'row security' FROM pg_catalog.pg_class c WHERE c.relforcerowsecurity
        ORDER BY 1, 2
        """

    // MARK: routines

    /// oid, schema, name, arguments, numbers of types outside pg_catalog that it takes or gives, language, volatility, of
    /// an extension, kind, returns a set, the extension's name or none, search_path of its own or none, parsed when it was
    /// made, numbers of what it then calls, and of an aggregate which function the row is about: it has one for each of its
    /// support functions.
    static let routines = """
        SELECT p.oid, n.nspname, p.proname, \(arguments("p")), \(types("p")), l.lanname, p.provolatile,
          EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::regclass
            AND d.objid = p.oid AND (d.deptype = 'e'
              OR d.deptype = 'i' AND d.refclassid = 'pg_catalog.pg_type'::regclass)), p.prokind, p.proretset,
          COALESCE((SELECT pg_catalog.min(e.extname::pg_catalog.text) FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
            WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
              AND d.refclassid = 'pg_catalog.pg_extension'::regclass), ''), \(names("p")), ''
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang
        WHERE n.nspname <> 'pg_catalog' AND p.prokind <> 'a'
        UNION ALL
        SELECT p.oid, n.nspname, p.proname, \(arguments("p")), \(types("p")), l.lanname, s.provolatile,
          EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::regclass
            AND d.objid = s.oid AND d.deptype = 'e') OR sn.nspname = 'pg_catalog', 'a', false, '', \(names("s")),
          pg_catalog.concat(sn.nspname, '.', s.proname, '(', \(arguments("s")), ')')
        FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_catalog.pg_proc s ON s.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn,
          a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
        JOIN pg_catalog.pg_namespace sn ON sn.oid = s.pronamespace
        JOIN pg_catalog.pg_language l ON l.oid = s.prolang
        WHERE n.nspname <> 'pg_catalog'
        ORDER BY 2, 3, 1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        """

    /// How a function finds what it names: see `FixedNames`. What a parsed body calls stands in pg_depend.
    private static func names(_ function: String) -> String {
        """
        COALESCE((SELECT pg_catalog.substr(s.setting, 13) FROM pg_catalog.unnest(\(function).proconfig) AS s(setting)
            WHERE pg_catalog.starts_with(s.setting, 'search_path=')), ''), \(function).prosqlbody IS NOT NULL,
          ARRAY(SELECT d.refobjid FROM pg_catalog.pg_depend d
            WHERE \(function).prosqlbody IS NOT NULL AND d.classid = 'pg_catalog.pg_proc'::regclass
              AND d.objid = \(function).oid AND d.refclassid = 'pg_catalog.pg_proc'::regclass
            UNION
            SELECT o.oprcode::pg_catalog.oid FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_operator o ON o.oid = d.refobjid
            WHERE \(function).prosqlbody IS NOT NULL AND d.classid = 'pg_catalog.pg_proc'::regclass
              AND d.objid = \(function).oid AND d.refclassid = 'pg_catalog.pg_operator'::regclass
            ORDER BY 1)::pg_catalog.text
        """
    }

    /// oid, name, arguments of what pg_catalog has beside the server's own IMMUTABLE functions
    static let builtinRoutines = """
        SELECT p.oid, p.proname, \(arguments("p")) FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace AND NOT (\(isPlain("p"))) ORDER BY p.oid
        """

    private static func arguments(_ function: String) -> String {
        """
        COALESCE((SELECT pg_catalog.string_agg(pg_catalog.format_type(a.type, NULL), ', ' ORDER BY a.place)
          FROM pg_catalog.unnest(\(function).proargtypes::pg_catalog.oid[]) WITH ORDINALITY AS a(type, place)), '')
        """
    }

    private static func types(_ function: String) -> String {
        """
        ARRAY(SELECT DISTINCT a.type FROM pg_catalog.unnest(pg_catalog.array_cat(
            pg_catalog.array_append(\(function).proargtypes::pg_catalog.oid[], \(function).prorettype),
            \(function).proallargtypes)) AS a(type)
          WHERE a.type >= \(firstOfUsers) ORDER BY 1)::pg_catalog.text
        """
    }

    // MARK: operators, casts, types

    /// name, numbers of routines, numbers of types. What the planner may write instead of an operator counts as well.
    static let operators = """
        WITH one(name, routine, type) AS (
          SELECT o.oprname, f.oid, NULL::pg_catalog.oid
          FROM pg_catalog.pg_operator o
          JOIN pg_catalog.pg_operator r ON r.oid IN (o.oid, o.oprcom, o.oprnegate)
          JOIN pg_catalog.pg_proc f ON f.oid = r.oprcode
          WHERE o.oid >= \(firstOfUsers) AND NOT \(isKnown("f"))
          UNION
          SELECT o.oprname, NULL, t.type
          FROM pg_catalog.pg_operator o, LATERAL (VALUES (o.oprleft), (o.oprright), (o.oprresult)) AS t(type)
          WHERE o.oid >= \(firstOfUsers) AND t.type >= \(firstOfUsers))
        SELECT o.name,
          COALESCE(pg_catalog.array_agg(o.routine ORDER BY o.routine) FILTER (WHERE o.routine IS NOT NULL), '{}')
            ::pg_catalog.text,
          COALESCE(pg_catalog.array_agg(o.type ORDER BY o.type) FILTER (WHERE o.type IS NOT NULL), '{}')
            ::pg_catalog.text
        FROM one o GROUP BY o.name ORDER BY o.name
        """

    /// what, in words, and numbers of routines: what any expression may run without naming it
    static let anywhere = """
        SELECT a.what, pg_catalog.array_agg(DISTINCT a.routine ORDER BY a.routine)::pg_catalog.text
        FROM (
          SELECT pg_catalog.concat('the cast from ', pg_catalog.format_type(k.castsource, NULL), ' to ',
            pg_catalog.format_type(k.casttarget, NULL)), f.oid
          FROM pg_catalog.pg_cast k JOIN pg_catalog.pg_proc f ON f.oid = k.castfunc
          JOIN pg_catalog.pg_type s ON s.oid = k.castsource JOIN pg_catalog.pg_type t ON t.oid = k.casttarget
          WHERE k.oid >= \(firstOfUsers) AND s.typnamespace = 'pg_catalog'::regnamespace
            AND t.typnamespace = 'pg_catalog'::regnamespace AND NOT \(isKnown("f"))
          UNION
          SELECT pg_catalog.concat('the operator class ', c.name, ' of ', pg_catalog.format_type(c.type, NULL)), c.routine
          FROM (\(classes)) AS c(type, name, routine)
          JOIN pg_catalog.pg_type t ON t.oid = c.type AND t.typnamespace = 'pg_catalog'::regnamespace
        ) AS a(what, routine) GROUP BY a.what ORDER BY a.what
        """

    /// type, name of the operator class, routine, where somebody has made them
    private static let classes = """
        SELECT o.opcintype, o.opcname, f.oid FROM pg_catalog.pg_opclass o
        JOIN pg_catalog.pg_amproc s ON s.amprocfamily = o.opcfamily AND s.oid >= \(firstOfUsers)
        JOIN pg_catalog.pg_proc f ON f.oid = s.amproc
        WHERE NOT \(isKnown("f"))
        UNION
        SELECT o.opcintype, o.opcname, f.oid FROM pg_catalog.pg_opclass o
        JOIN pg_catalog.pg_amop s ON s.amopfamily = o.opcfamily AND s.oid >= \(firstOfUsers)
        JOIN pg_catalog.pg_operator p ON p.oid = s.amopopr JOIN pg_catalog.pg_proc f ON f.oid = p.oprcode
        WHERE NOT \(isKnown("f"))
        """

    /// oid, schema, name of every type outside pg_catalog
    static let typeNames = """
        SELECT t.oid, n.nspname, t.typname
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast')
          AND n.nspname NOT LIKE 'pg\\_temp\\_%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%' ORDER BY t.oid
        """

    /// oid of a type that a column has, or that is below its domain, oid of a relation whose rows are in it: by domains, arrays,
    /// ranges, members
    static let typeRows = """
        WITH RECURSIVE part(type, inside) AS (
          SELECT t.oid, t.typbasetype FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
          UNION ALL
          SELECT t.oid, t.typelem FROM pg_catalog.pg_type t WHERE t.typelem <> 0
          UNION ALL
          SELECT r.rngtypid, r.rngsubtype FROM pg_catalog.pg_range r
          UNION ALL
          SELECT r.rngmultitypid, r.rngtypid FROM pg_catalog.pg_range r
          UNION ALL
          SELECT c.reltype, a.atttypid
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
          WHERE c.reltype <> 0 AND c.oid >= \(firstOfUsers) AND a.attnum > 0 AND NOT a.attisdropped
        ), had(type) AS (
          SELECT a.atttypid FROM pg_catalog.pg_attribute a
          WHERE a.atttypid >= \(firstOfUsers) AND a.attnum > 0 AND NOT a.attisdropped
          UNION
          SELECT t.typbasetype FROM had h JOIN pg_catalog.pg_type t ON t.oid = h.type AND t.typtype = 'd'
          WHERE t.typbasetype >= \(firstOfUsers)
        ), made(type, inside) AS (
          SELECT h.type, h.type FROM had h
          UNION
          SELECT m.type, p.inside FROM made m JOIN part p ON p.type = m.inside WHERE p.inside >= \(firstOfUsers)
        )
        SELECT m.type, c.oid FROM made m JOIN pg_catalog.pg_class c ON c.reltype = m.inside AND m.inside <> 0
        ORDER BY 1, 2
        """

    /// oid of a type, oid of one that it is made of, or the same, kind (see `TypeCode`), name, numbers of routines. What a
    /// domain, an array, a row or a range is made of converts, compares and checks with it.
    static let types = """
        WITH RECURSIVE expression(type, kind, name, tree) AS MATERIALIZED (
          SELECT k.contypid, 'c', k.conname, k.conbin::pg_catalog.text
          FROM pg_catalog.pg_constraint k WHERE k.contypid >= \(firstOfUsers) AND k.conbin IS NOT NULL
          UNION ALL
          SELECT t.oid, 'd', t.typname, t.typdefaultbin::pg_catalog.text
          FROM pg_catalog.pg_type t WHERE t.typdefaultbin IS NOT NULL AND t.oid >= \(firstOfUsers)
        ), mention(type, kind, name, field, number) AS MATERIALIZED (
          SELECT e.type, e.kind, e.name, m.field, m.number
          FROM expression e, LATERAL (\(mentions(in: "e.tree"))) m
        ), own(type, kind, name, routine) AS MATERIALIZED (
          SELECT m.type, m.kind, m.name, f.oid
          FROM mention m
          LEFT JOIN pg_catalog.pg_operator o ON o.oid = m.number AND m.field = ANY ('{\(operatorFields)}')
          JOIN pg_catalog.pg_proc f ON NOT (\(isPlain("f"))) AND f.oid = CASE
            WHEN m.field = ANY ('{\(operatorFields)}') THEN o.oprcode::pg_catalog.oid
            WHEN m.field = ANY ('{\(functionFields)}') THEN m.number END
          UNION
          SELECT x.type, 'k', pg_catalog.concat(pg_catalog.format_type(k.castsource, NULL), ' to ',
            pg_catalog.format_type(k.casttarget, NULL)), f.oid
          FROM pg_catalog.pg_cast k, LATERAL (VALUES (k.castsource), (k.casttarget)) AS x(type),
            pg_catalog.pg_proc f
          WHERE f.oid = k.castfunc AND NOT \(isKnown("f"))
          UNION
          SELECT c.type, 'o', c.name, c.routine FROM (\(classes)) AS c(type, name, routine)
          UNION
          SELECT r.rngtypid, 'r', t.typname, f.oid
          FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
          JOIN pg_catalog.pg_proc f ON f.oid IN (r.rngcanonical, r.rngsubdiff)
          WHERE NOT \(isKnown("f"))
          UNION
          SELECT r.rngtypid, 'o', c.name, c.routine
          FROM pg_catalog.pg_range r JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
          JOIN (\(classes)) AS c(type, name, routine) ON c.type = o.opcintype AND c.name = o.opcname
          UNION
          SELECT t.oid, 'f', t.typname, f.oid
          FROM pg_catalog.pg_type t
          JOIN pg_catalog.pg_proc f ON f.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout)
          WHERE t.typtype = 'b' AND t.oid >= \(firstOfUsers) AND NOT (t.typelem <> 0 AND t.typlen = -1)
            AND NOT \(isKnown("f"))
            AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_type'::regclass
              AND d.objid = t.oid AND d.deptype = 'e')
        ), made(whole, part) AS MATERIALIZED (
          SELECT t.oid, t.typbasetype FROM pg_catalog.pg_type t WHERE t.typbasetype >= \(firstOfUsers)
          UNION ALL
          SELECT t.oid, t.typelem FROM pg_catalog.pg_type t WHERE t.typelem >= \(firstOfUsers)
          UNION ALL
          SELECT c.reltype, a.atttypid FROM pg_catalog.pg_attribute a
          JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.reltype <> 0
          WHERE a.attnum > 0 AND NOT a.attisdropped AND a.atttypid >= \(firstOfUsers)
          UNION ALL
          SELECT r.rngtypid, r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngsubtype >= \(firstOfUsers)
          UNION ALL
          SELECT r.rngmultitypid, r.rngtypid FROM pg_catalog.pg_range r WHERE r.rngtypid >= \(firstOfUsers)
          UNION ALL
          SELECT m.type, m.number FROM mention m
          WHERE m.field = ANY ('{\(typeFields)}') AND m.number >= \(firstOfUsers) AND m.number <> m.type
        ), reached(whole, part) AS (
          SELECT o.type, o.type FROM own o WHERE o.type >= \(firstOfUsers)
          UNION
          SELECT m.whole, r.part FROM reached r JOIN made m ON m.part = r.whole)
        SELECT r.whole, r.part, o.kind, o.name,
          pg_catalog.array_agg(DISTINCT o.routine ORDER BY o.routine)::pg_catalog.text
        FROM reached r JOIN own o ON o.type = r.part GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """

    // MARK: DDL

    /// name of each that is installed
    static let extensions = "SELECT e.extname FROM pg_catalog.pg_extension e ORDER BY 1"

    /// name of an event trigger, number of its routine. The one of `chaperone-hub policy watch-sql` is known by what it
    /// does.
    static let eventTriggers = """
        SELECT t.evtname, t.evtfoid FROM pg_catalog.pg_event_trigger t
        JOIN pg_catalog.pg_proc f ON f.oid = t.evtfoid
        WHERE t.evtenabled <> 'D' AND t.evtevent <> 'login' AND f.prosrc <> '\(WatchScript.body)' ORDER BY t.evtname
        """
}
