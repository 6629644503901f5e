/// The types that expressions are generated for.
enum GrammarTypes {
    /// Constants of each type, most of them edges or values that a database under test holds.
    static let literals: [String: [String]] = [
        "bool": ["true", "false", "NULL::bool"],
        "int2": ["1::int2", "3::int2"],
        "int4": ["1", "2", "3", "7", "19", "-1", "0", "1936", "NULL::int4"],
        "int8": ["1::int8", "40::int8", "9007199254740993"],
        "float4": ["1.5::float4", "0::float4"],
        "float8": ["0.5::float8", "1e10::float8", "'NaN'::float8", "-1::float8"],
        "numeric": ["1.5", "90.0", "0.01", "400.25", "'NaN'::numeric"],
        "money": ["'12.50'::money", "'0'::money"],
        "text": [
            "'400'", "'A'", "''", "'Elena Abbott'", "'***-**-0003'", "'MRN0000037'", "'%a%'", "'x'", "U&'\\0045lena'",
            "E'a\\tb'", "'7'", "$q$G$q$", "'0'", "'en'", "'phone'", "NULL::text",
        ],
        "bpchar": ["'F'::char(1)", "'ab '::char(4)"],
        "varchar": ["'x'::varchar", "'400-1'::varchar(6)"],
        "name": ["'a'::name", "'public'::name"],
        "date": ["date '1936-06-01'", "date '2021-06-01'", "date '2024-02-29'", "'infinity'::date"],
        "timestamp": ["timestamp '2024-02-29 12:00'", "'-infinity'::timestamp"],
        "timestamptz": ["timestamptz '2024-01-05 00:00+00'", "timestamptz '1936-12-31 23:30:00-05'"],
        "time": ["time '12:00'", "time '00:00:01.5'"],
        "timetz": ["'12:00+02'::timetz"],
        "interval": ["interval '1 day'", "interval '3 years 2 mons'", "interval '-5 seconds'"],
        "uuid": ["'00000000-0000-0000-0000-000000000001'::uuid"],
        "inet": ["'10.1.2.3'::inet", "'10.0.0.0/8'::inet", "'::1'::inet"],
        "cidr": ["'10.0.0.0/8'::cidr"],
        "macaddr": ["'08:00:2b:01:02:03'::macaddr"],
        "bytea": ["'\\xdeadbeef'::bytea", "''::bytea"],
        "bit": ["B'101'", "B'00001111'"],
        "varbit": ["B'1010'::varbit"],
        "json": ["'{\"phone\": 1, \"a\": [1, 2]}'::json", "'[1, null, \"x\"]'::json"],
        "jsonb": ["'{\"phone\": \"x\", \"language\": \"en\"}'::jsonb", "'[1, {\"a\": null}]'::jsonb", "'3'::jsonb"],
        "jsonpath": ["'$.phone'::jsonpath", "'$.* ? (@ like_regex \"^[(]3\")'::jsonpath", "'strict $.a'::jsonpath"],
        "xml": ["'<a>x</a>'::xml"],
        "tsvector": ["'a:1 b:2'::tsvector", "''::tsvector"],
        "tsquery": ["'a & b'::tsquery", "'a:*'::tsquery"],
        "point": ["point '(1,2)'"],
        "int4range": ["'[1,5)'::int4range", "'empty'::int4range"],
        "numrange": ["'[1.5,90]'::numrange"],
        "daterange": ["'[1936-01-01,1940-01-01)'::daterange"],
        "int4multirange": ["'{[1,5),[8,9)}'::int4multirange"],
        "_text": ["ARRAY['a', '400']", "'{}'::text[]", "ARRAY['phone']"],
        "_int4": ["ARRAY[1, 2, 3]", "'{}'::int4[]", "'{{1,2},{3,4}}'::int4[]"],
        "hstore": ["'a=>1'::@hstore"],
        "citext": ["'Ab'::@citext"],
    ]

    static let ofExtensions: Set<String> = ["hstore", "citext"]

    /// Those that can be compared, sorted and grouped.
    static let comparable = [
        "bool", "int4", "int8", "float8", "numeric", "text", "bpchar", "date", "timestamp", "timestamptz", "time",
        "interval", "uuid", "inet", "bytea", "varbit", "jsonb", "tsvector", "int4range", "daterange", "_text", "_int4",
    ]

    /// What a column's type may stand for.
    static func accepts(_ wanted: String, _ column: String) -> Bool {
        switch wanted {
        case "text": ["text", "varchar", "bpchar", "name"].contains(column)
        case "int8": ["int8", "int4", "int2"].contains(column)
        case "int4": ["int4", "int2"].contains(column)
        case "numeric": ["numeric", "int4"].contains(column)
        case "float8": ["float8", "float4"].contains(column)
        case "inet": ["inet", "cidr"].contains(column)
        default: wanted == column
        }
    }

    /// Expressions that no list of functions has, as `type: sql`. A line with `!` may fail for some values; `T` stands
    /// for every comparable type.
    static let forms = """
        bool: {text} LIKE {text}
        bool: {text} NOT ILIKE {text}
        bool: {text} ~ '^[A-G]'
        bool: {text} SIMILAR TO '%(A|B)%'
        bool: {text} BETWEEN {text} AND {text}
        bool: {text} BETWEEN SYMMETRIC {text} AND {text}
        bool: {text} IN ({text}, {text})
        bool: {text} IS NOT NULL
        bool: {date} IS DISTINCT FROM {date}
        bool: ({text}, {int4}) < ({text}, {int4})
        bool: ({text}, {text}) IS NULL
        bool: ROW({text}, {date}) IS DISTINCT FROM ROW({text}, {date})
        bool: ({date}, {date}) OVERLAPS ({date}, {date})
        bool: {text} > ANY (ARRAY[{text}, {text}])
        bool: {text} = ALL (ARRAY[{text}])
        bool: {text} IS NORMALIZED
        bool: {bool} AND {bool}
        bool: ({bool} OR {bool})
        bool: NOT ({bool})
        bool: ({bool}) IS NOT TRUE
        bool: {text} COLLATE "C" < {text}
        bool: starts_with({text}, {text})
        bool: {jsonb} ? {text}
        bool: {jsonb} @> jsonb_build_object('language', {text})
        bool: {jsonb} @? '$.phone ? (@ starts with "(3")'
        bool: EXISTS ({select})
        bool: {T} = {T}
        bool: {T} < {T}
        bool: {int4} IN ({subquery:int4})
        bool: {text} NOT IN ({subquery:text})
        bool: {text} > ALL ({subquery:text})
        bool: ({text}, {int4}) IN ({subquery:text,int4})
        bool: XMLEXISTS('/p' PASSING xmlelement(name p, {text}))
        text: {text} || {text}
        text: {T}::text
        text: CAST({T} AS text)
        text: substring({text} FROM 1 FOR 3)
        text: substring({text} FROM '[0-9]+')
        text: overlay({text} PLACING {text} FROM 2)
        text: trim(BOTH 'A' FROM {text})
        text: upper({text})
        text: format('%s-%I', {text}, {text})
        text: concat_ws('-', {text}, {T}, {text})
        text: {row}::text
        text: ({row}).row_to_json::text
        text: ({row}).to_jsonb ->> 'name'
        text: ({row}).concat
        text: ({text}).upper
        text: ({text}).text
        text: row_to_json({row})::text
        text: to_jsonb({row}) ->> 'ssn'
        text: left({text}, {int4})
        text: translate({text}, '0123456789', 'abcdefghij')
        text: to_char({date}, 'DD Mon YYYY')
        text: {jsonb} ->> 'phone'
        text: {jsonb} #>> '{email}'
        text: md5({text})
        text: encode(sha256(convert_to({text}, 'UTF8')), 'hex')
        text: array_to_string(ARRAY[{text}, {text}], ',')
        text: xmlserialize(content xmlelement(name x, {text}) AS text)
        text: (string_to_array({text}, '-'))[1]
        text: (regexp_match({text}, '(.)(.)'))[2]
        text: normalize({text}, NFD)
        text: pg_typeof({T})::text
        text: quote_literal({text})
        text: reverse({text})
        text: (SELECT string_agg(v, ',' ORDER BY v DESC) FROM unnest(ARRAY[{text}, {text}]) AS u(v))
        text: ({text})::varchar(3)
        text: ({row} IS NULL)::text
        int4: length({text})
        int4: ascii({text})
        int4: position('a' IN {text})
        int4: char_length({text} || {text})
        int4: strpos({text}, '4')
        int4: hashtext({text})
        int4: ({bool})::int
        int4: extract(day FROM {date})::int
        int4: ({date} - {date})
        int4: CASE {text} WHEN {text} THEN {int4} ELSE {int4} END
        int4: {int4} + {int4}
        int4: {int4} % 7
        int4: pg_column_size({T})
        int4: num_nulls({T}, {text})
        int4: cardinality(ARRAY[{text}])
        int4: width_bucket({numeric}, 0, 100, 5)
        int4: !{text}::int
        int4: !substr({text}, 1, 3)::int
        int4: !1 / {int4}
        int4: !1 / (length({text}) - {int4})
        int8: count(*) OVER (PARTITION BY {T})
        int8: row_number() OVER (ORDER BY {T}, {T})
        int8: rank() OVER (ORDER BY {T} DESC NULLS LAST)
        int8: (SELECT count(*) FROM generate_series(1, {int4} % 9))
        int8: hashtextextended({text}, 1)
        numeric: {numeric} * 2
        numeric: round({numeric}, 1)
        numeric: extract(epoch FROM {timestamptz})
        numeric: extract(doy FROM {date})
        numeric: coalesce({numeric}, {numeric})
        numeric: !{text}::numeric
        numeric: !1 / {numeric}
        float8: {numeric}::float8
        float8: percent_rank() OVER (ORDER BY {T})
        float8: !sqrt({numeric}::float8)
        date: {date} + {int4}
        date: {timestamptz}::date
        date: make_date(2000, 1, 1 + {int4} % 1)
        date: !{text}::date
        date: !to_date({text}, 'YYYY-MM-DD')
        timestamptz: {timestamptz} + {interval}
        timestamptz: {timestamp} AT TIME ZONE 'Asia/Tokyo'
        timestamptz: date_trunc('month', {timestamptz})
        timestamptz: {date}::timestamptz
        timestamp: {timestamptz} AT TIME ZONE 'UTC'
        timestamp: date_bin('10 days', {timestamp}, timestamp '2000-01-01')
        interval: age({timestamptz}, {timestamptz})
        interval: {timestamptz} - {timestamptz}
        interval: make_interval(days => {int4} % 100)
        jsonb: to_jsonb({T})
        jsonb: to_jsonb({row})
        jsonb: jsonb_build_object('k', {text}, 'v', {T})
        jsonb: {jsonb} - 'phone'
        jsonb: {jsonb} || {jsonb}
        jsonb: {jsonb} -> 'email'
        jsonb: jsonb_set('{}'::jsonb, ARRAY[{text}], to_jsonb({text}))
        jsonb: jsonb_path_query_array({jsonb}, '$.*')
        jsonb: !{text}::jsonb
        json: row_to_json({row})
        json: json_build_array({text}, {T}, {jsonb})
        json: to_json({T})
        xml: xmlelement(name p, xmlattributes({text} AS s), {text})
        xml: xmlforest({text} AS a, {date} AS b)
        xml: xmlconcat(xmlelement(name a), xmlelement(name b, {text}))
        tsvector: to_tsvector('simple', {text})
        tsquery: plainto_tsquery('simple', {text})
        bytea: convert_to({text}, 'UTF8')
        bytea: !decode({text}, 'hex')
        uuid: md5({text})::uuid
        uuid: !{text}::uuid
        inet: !{text}::inet
        bit: !{text}::bit(3)
        _text: ARRAY[{text}, {text}]
        _text: string_to_array({text}, '-')
        _text: ARRAY({subquery:text})
        _text: array_append(ARRAY[{text}], {text})
        _text: !('{' || {text} || '}')::text[]
        _int4: ARRAY[{int4}, {int4}]
        daterange: daterange({date}, NULL)
        daterange: !daterange({date}, {date})
        point: point({float8}, 1)
        T: CASE WHEN {bool} THEN {T} ELSE {T} END
        T: coalesce({T}, {T})
        T: nullif({T}, {T})
        T: greatest({T}, {T})
        T: least({T}, {T})
        T: (ARRAY[{T}, {T}])[1]
        T: ({subquery1:T})
        T: (SELECT u.v FROM (VALUES ({T}), ({T})) AS u(v) ORDER BY u.v LIMIT 1)
        T: lag({T}) OVER (ORDER BY {T})
        T: first_value({T}) OVER (PARTITION BY {T} ORDER BY {T} ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
        T: nth_value({T}, 2) OVER (ORDER BY {T} GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING EXCLUDE TIES)
        """

    /// Aggregates with clauses of their own.
    static let aggregateForms = """
        text: string_agg({text}, ',' ORDER BY {T})
        text: string_agg(DISTINCT {text}, ',')
        text: max({text}) FILTER (WHERE {bool})
        text: mode() WITHIN GROUP (ORDER BY {text})
        text: percentile_disc(0.5) WITHIN GROUP (ORDER BY {text})
        text: array_agg({T} ORDER BY {text})::text
        text: json_agg({row})::text
        text: jsonb_object_agg(coalesce({text}, ''), {T})::text
        text: xmlagg(xmlelement(name n, {text}))::text
        int8: count(DISTINCT {T})
        int8: count(*) FILTER (WHERE {bool})
        int8: rank({text}) WITHIN GROUP (ORDER BY {text})
        int8: sum(length({text}))
        int8: count({row})
        numeric: avg(length({text}))
        bool: bool_or({bool})
        bool: every({bool})
        """
}
