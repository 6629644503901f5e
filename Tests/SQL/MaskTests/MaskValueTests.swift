import Policy
import SQLRewrite
import TestSupport
import Testing

@Suite("A mask is a function of the value and the key alone") struct MaskValueTests {
    private static let texts: Set = ["c_text", "c_varchar", "c_short", "c_tiny", "c_char", "c_name", "c_code", "c_zip"]
    private static let moments: Set = ["c_date", "c_timestamp", "c_timestamptz"]
    private static let numbers: Set = [
        "c_int2", "c_int4", "c_int8", "c_numeric", "c_digit", "c_fraction", "c_float4", "c_float8",
    ]
    /// Types of which every value has one form under every setting.
    private static let subjects: Set = texts.union(moments).union([
        "c_bool", "c_oid", "c_citext", "c_bytea", "c_uuid", "c_time", "c_timetz", "c_interval",
    ]).union(numbers)
    private static let paths = [
        JSONPathMask(path: ["phone"], mask: .redact), JSONPathMask(path: ["deep", "a"], mask: .null),
    ]

    private static let settings: [String] = [
        "SET TimeZone = 'America/New_York'", "SET TimeZone = 'Pacific/Kiritimati'", "SET TimeZone = 'X+167'",
        "SET TimeZone = 'X-167'", "SET TimeZone = 'Asia/Kolkata'", "SET DateStyle = 'SQL, DMY'",
        "SET DateStyle = 'Postgres, MDY'", "SET DateStyle = 'German'", "SET DateStyle = 'ISO, YMD'",
        "SET IntervalStyle = 'sql_standard'", "SET IntervalStyle = 'iso_8601'",
        "SET IntervalStyle = 'postgres_verbose'",
        "SET extra_float_digits = -15", "SET extra_float_digits = 3", "SET bytea_output = 'escape'",
        "SET xmloption = document", "SET xmlbinary = hex", "SET lc_monetary = 'C'", "SET lc_numeric = 'C.UTF-8'",
        "SET lc_time = 'C.UTF-8'", "SET array_nulls = off", "SET quote_all_identifiers = on",
        "SET default_text_search_config = 'pg_catalog.english'", "SET search_path = hostile, pg_catalog",
        "SET search_path = ''",
    ]

    /// Row types of temporary tables are found before the server's own types.
    private static let shadows = [
        "text", "date", "uuid", "jsonb", "json", "bytea", "name", "oid", "money", "xml", "inet", "bpchar", "int4",
        "timestamptz",
    ].map { "CREATE TEMPORARY TABLE \"\($0)\" (x pg_catalog.int4)" }

    private static let masks: [(Mask, Set<String>?)] = [
        (.redact, nil), (.null, nil), (.last4, texts.union(["c_citext"])), (.first1, texts.union(["c_citext"])),
        (.zip3, texts.union(["c_citext"])), (.year, moments), (.age90, numbers.union(moments)),
        (
            .pseudonym,
            ["c_text", "c_varchar", "c_short", "c_char", "c_name", "c_code", "c_zip", "c_uuid", "c_int4", "c_int8"]
        ),
        (.json(paths), ["c_json", "c_jsonb"]),
    ]

    @Test("whatever the session sets: time zone, styles of dates and numbers, locales, search_path, types of its own")
    func settings() async throws {
        let catalog = try await MaskServer.catalog()
        for (mask, expected) in Self.masks {
            let fitting = MaskServer.fitting(mask, catalog)
            if let expected { #expect(fitting == expected, "\(mask)") }
            try expectOne(mask, fitting, catalog)
        }
    }

    @Test("the offset of a shifted date follows its subject, and a subject without one form is refused")
    func subjects() async throws {
        let catalog = try await MaskServer.catalog()
        let columns = (catalog.relations[MaskServer.relation]?.columns ?? []).map(\.name).filter { $0 != "id" }
        for subject in columns {
            let fitting = MaskServer.fitting(.shift(subject: subject), catalog)
            guard Self.subjects.contains(subject) else {
                #expect(fitting.isEmpty, "\(subject)")
                continue
            }
            #expect(fitting == Self.moments, "\(subject)")
            try expectOne(.shift(subject: subject), fitting.subtracting([subject]), catalog)
        }
    }

    /// The same rows under every setting, in one transaction: the time of ages is its own.
    private func expectOne(_ mask: Mask, _ columns: Set<String>, _ catalog: Catalog) throws {
        let question = try MaskServer.values(Dictionary(uniqueKeysWithValues: columns.map { ($0, mask) }), catalog)
        let session = try MaskServer.connect()
        _ = try MaskServer.text(session.ask("BEGIN"), "BEGIN")
        let plain = try MaskServer.text(session.ask(question), question)
        #expect(plain.count == 21)
        for setting in Self.settings + Self.shadows {
            _ = try MaskServer.text(session.ask(setting), setting)
            let answer = try session.ask(question)
            #expect(answer.error == nil, "\(mask) after \(setting): \(answer.summary)")
            guard answer.error == nil else { return }
            #expect(try MaskServer.text(answer, question) == plain, "\(mask) after \(setting)")
        }
    }

    @Test("a document is shown where jsonb holds it, whole surrogate pairs included, and halves are none")
    func surrogates() async throws {
        let shown = try MaskServer.list(["c_json": .json(Self.paths)], try await MaskServer.catalog())
        let session = try MaskServer.connect()
        for (text, isShown) in [
            (#"\ud83d\ude00"#, true), (#"\uD83D\uDE00\ud83d\ude01"#, true), (#"caf\u00e9"#, true), (#"\ud83d"#, false),
            (#"\ude00"#, false), (#"\ud83d\ud83d\ude00"#, false), (#"\ud83d\ude00\ude00"#, false),
            (#"\\ud83d\ude00"#, false), (#"\ud83d\\ude00"#, false), (#"\ud83dx\ude00"#, false), (#"\u0000"#, false),
        ] {
            let question =
                "SELECT c_json FROM (SELECT \(shown) FROM (SELECT 1 AS id, '{\"rest\": \"\(text)\"}'::json AS c_json) AS t) AS d"
            let rows = try MaskServer.text(session.ask(question), question)
            #expect((rows[0][0] != "{}") == isShown, "\(text): \(rows)")
        }
    }

    @Test("what no pseudonym can be made of is a misfit, and told by the column's type")
    func misfits() async throws {
        let catalog = try await MaskServer.catalog()
        #expect(
            MaskServer.protection(catalog, ["c_date": .pseudonym]).misfits == [
                "masks.value.c_date: mask \"pseudonym\" needs text with room for 14 characters, uuid, integer or bigint, "
                    + "but the column's type is date"
            ])
        #expect(
            MaskServer.protection(catalog, ["c_date": .shift(subject: "c_point")]).misfits == [
                "masks.value.c_date: mask \"shift\" needs a subject of a type that has one form under every setting, but "
                    + "the type of \"c_point\" is point"
            ])
    }
}
