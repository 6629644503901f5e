import Policy

/// The SQL expression that PostgreSQL computes in place of a protected column.
///
/// Every name is schema-qualified, so that no search_path can replace a function or operator. No expression can fail
/// for any stored value: an error would tell one value from another. The result has the column's type.
enum MaskExpression {
    /// The run-time parameter that holds the pseudonym key; set in the startup message of the upstream connection, and
    /// never readable by a client.
    static let keyParameter = "chaperone.key"

    /// What every text mask shows; a write that carries it back is refused.
    static let marker = "***"

    enum Fit: Equatable {
        case sql(String)
        /// The mask has no meaning for the column's type; the reason names both.
        case misfit(String)
    }

    static func make(_ mask: Mask, _ column: Column, in relation: Relation) -> Fit {
        let value = SQLText.identifier(column.name)
        switch mask {
        case .keep: return .sql(value)
        case .null: return .sql("NULL::\(column.sqlType)")
        case .redact: return .sql(redacted(column))
        case .last4:
            guard column.isText else { return misfit("last4", column, "a text type") }
            return .sql(lastFour(value, column))
        case .first1:
            guard column.isText else { return misfit("first1", column, "a text type") }
            return .sql(cast(concatenated(call("left", text(value), "1"), SQLText.literal(marker)), column))
        case .year:
            guard let year = year(value, column) else { return misfit("year", column, "date or timestamp") }
            return .sql(year)
        case .zip3:
            guard column.isText else { return misfit("zip3", column, "a text type") }
            return .sql(zip3(value, column))
        case .age90:
            guard let age = age90(value, column) else { return misfit("age90", column, "a number, date or timestamp") }
            return .sql(age)
        case .pseudonym: return .sql(pseudonym(value, column))
        case .shift(let subject):
            guard let shifted = shift(value, column, subject: subject, in: relation) else {
                return misfit("shift", column, "date or timestamp, with the subject a column of the same relation")
            }
            return .sql(shifted)
        case .json(let paths):
            guard ["json", "jsonb"].contains(column.typeName), column.typeSchema == "pg_catalog" else {
                return misfit("json", column, "json or jsonb")
            }
            return .sql(json(value, column, paths))
        }
    }

    private static func misfit(_ mask: String, _ column: Column, _ wanted: String) -> Fit {
        .misfit("mask \"\(mask)\" needs \(wanted), but the column's type is \(column.sqlType)")
    }

    // MARK: constants

    private static func redacted(_ column: Column) -> String {
        guard column.typeSchema == "pg_catalog" else { return "NULL::\(column.sqlType)" }
        let constant: String? =
            switch column.typeName {
            case "text", "varchar", "bpchar", "name": marker
            case "int2", "int4", "int8", "float4", "float8", "numeric", "oid", "money": "0"
            case "bool": "false"
            case "date", "timestamp", "timestamptz": "1900-01-01"
            case "time", "timetz": "00:00:00"
            case "interval": "0"
            case "uuid": "00000000-0000-0000-0000-000000000000"
            case "json", "jsonb": "{}"
            case "bytea": ""
            case "inet", "cidr": "0.0.0.0"
            case "xml": ""
            case let name where name.hasPrefix("_"): "{}"
            default: nil
            }
        return constant.map { "\(SQLText.literal($0))::\(column.sqlType)" } ?? "NULL::\(column.sqlType)"
    }

    // MARK: text

    private static func lastFour(_ value: String, _ column: Column) -> String {
        let prefix = column.lengthLimit.map { $0 < 11 } == true ? "***" : "***-**-"
        if let limit = column.lengthLimit, limit < 7 { return redacted(column) }
        let shown = concatenated(SQLText.literal(prefix), call("right", text(value), "4"))
        let hidden = SQLText.literal(prefix + "****")
        return cast(
            "CASE WHEN \(value) IS NULL THEN NULL WHEN \(compare(call("length", text(value)), ">", "4")) THEN \(shown) "
                + "ELSE \(hidden) END", column)
    }

    // The ZIP areas with 20,000 people or fewer, as 45 CFR 164.514(b)(2)(i)(B) is applied since the census of 2010.
    private static let restrictedZips = [
        "036", "059", "063", "102", "203", "205", "369", "556", "692", "753", "772", "821", "823", "878", "879", "884",
        "893",
    ]

    private static func zip3(_ value: String, _ column: Column) -> String {
        let area = call("left", text(value), "3")
        let restricted = restrictedZips.map { compare(area, "=", SQLText.literal($0)) }.joined(separator: " OR ")
        let isZip = compare(text(value), "~", SQLText.literal("^[0-9]{5}(-?[0-9]{4})?$"))
        return cast(
            "CASE WHEN \(value) IS NULL THEN NULL WHEN \(restricted) THEN '000' WHEN \(isZip) THEN \(area) ELSE '000' END",
            column)
    }

    // MARK: dates

    private static func bounded(_ value: String, _ type: String) -> String {
        compare(value, ">=", "'0002-01-01'::pg_catalog.\(type)") + " AND "
            + compare(value, "<=", "'9998-12-31'::pg_catalog.\(type)")
    }

    private static func year(_ value: String, _ column: Column) -> String? {
        guard column.typeSchema == "pg_catalog" else { return nil }
        let start: String
        switch column.typeName {
        case "date":
            start = call("make_date", "\(call("date_part", "'year'", value))::pg_catalog.int4", "1", "1")
        case "timestamp": start = call("date_trunc", "'year'", value)
        // In UTC: a year that follows the session's TimeZone would tell a moment near New Year to the hour.
        case "timestamptz": start = call("date_trunc", "'year'", value, "'UTC'")
        default: return nil
        }
        return "(CASE WHEN \(bounded(value, column.typeName)) THEN \(start) END)::\(column.sqlType)"
    }

    private static func age90(_ value: String, _ column: Column) -> String? {
        guard column.typeSchema == "pg_catalog" else { return nil }
        switch column.typeName {
        case "int2", "int4", "int8", "numeric", "float4", "float8":
            return "(CASE WHEN \(compare(value, ">", "89")) THEN 90 ELSE \(value) END)::\(column.sqlType)"
        case "date", "timestamp", "timestamptz":
            let type = "pg_catalog.\(column.typeName)"
            let oldest = "(CURRENT_DATE OPERATOR(pg_catalog.-) '90 years'::pg_catalog.interval)::\(type)"
            return "(CASE WHEN \(compare(value, "<", oldest)) THEN \(oldest) ELSE \(value) END)::\(column.sqlType)"
        default: return nil
        }
    }

    private static func shift(_ value: String, _ column: Column, subject: String, in relation: Relation) -> String? {
        guard column.typeSchema == "pg_catalog", relation.columns.contains(where: { $0.name == subject }) else {
            return nil
        }
        // −182 … 182 days, the same for every date of one subject.
        let seed = bits(keyed("\(SQLText.identifier(subject))::pg_catalog.text", domain: "shift"), digits: 7, "int4")
        let days = "((\(seed) OPERATOR(pg_catalog.%) 365) OPERATOR(pg_catalog.-) 182)"
        let moved: String
        switch column.typeName {
        case "date": moved = "\(value) OPERATOR(pg_catalog.+) \(days)"
        case "timestamp", "timestamptz":
            let hours = "(\(days) OPERATOR(pg_catalog.*) 24)"
            moved = "\(value) OPERATOR(pg_catalog.+) \(call("make_interval", "hours => \(hours)"))"
        default: return nil
        }
        return "(CASE WHEN \(bounded(value, column.typeName)) THEN \(moved) END)::\(column.sqlType)"
    }

    // MARK: pseudonyms

    private static func pseudonym(_ value: String, _ column: Column) -> String {
        let token = keyed("\(value)::pg_catalog.text", domain: "pseudonym")
        guard column.typeSchema == "pg_catalog" else { return "NULL::\(column.sqlType)" }
        switch column.typeName {
        case "text", "varchar", "bpchar", "name":
            return cast(concatenated("'p_'", call("substr", token, "1", "20")), column)
        case "uuid": return "\(call("substr", token, "1", "32"))::pg_catalog.uuid"
        case "int8": return bits(token, digits: 15, "int8")
        case "int4": return bits(token, digits: 7, "int4")
        default: return "NULL::\(column.sqlType)"
        }
    }

    /// Hex of SHA-256(key ‖ SHA-256(key ‖ domain ‖ value)): keyed, nested so that no output extends to another, and
    /// made of functions that every PostgreSQL since 11 has. The key itself stays in a run-time parameter: EXPLAIN and
    /// pg_stat_activity show its name only.
    private static func keyed(_ value: String, domain: String) -> String {
        let key = call("current_setting", SQLText.literal(keyParameter))
        let inner = call(
            "sha256", call("convert_to", concatenated(concatenated(key, SQLText.literal(domain)), value), "'UTF8'"))
        let outer = call("sha256", concatenated(call("convert_to", key, "'UTF8'"), inner))
        return call("encode", outer, "'hex'")
    }

    private static func bits(_ hex: String, digits: Int, _ type: String) -> String {
        let prefixed = concatenated("'x'", call("substr", hex, "1", "\(digits)"))
        return "\(prefixed)::pg_catalog.bit(\(digits * 4))::pg_catalog.\(type)"
    }

    // MARK: json

    private static func json(_ value: String, _ column: Column, _ paths: [JSONPathMask]) -> String {
        var document = column.typeName == "jsonb" ? value : "\(value)::pg_catalog.jsonb"
        for path in paths where !path.path.isEmpty {
            document = masked(document, path: path.path, by: path.mask == .null ? "null" : "\"\(marker)\"")
        }
        let source = column.typeName == "jsonb" ? value : "\(value)::pg_catalog.jsonb"
        let isObject = compare(call("jsonb_typeof", source), "=", "'object'")
        let result =
            "CASE WHEN \(value) IS NULL THEN NULL WHEN \(isObject) THEN \(document) ELSE '{}'::pg_catalog.jsonb END"
        if column.typeName == "jsonb" { return "(\(result))" }
        let isSafe = compare(text(value), "!~", SQLText.literal(unfitForJSONB))
        return
            "(CASE WHEN \(value) IS NULL THEN NULL WHEN \(isSafe) THEN (\(result))::pg_catalog.json ELSE '{}'::pg_catalog.json END)"
    }

    /// What json can hold and jsonb cannot (U+0000, halves of surrogate pairs, numbers that numeric has no room for):
    /// the cast fails on it, and that would be an oracle.
    private static let unfitForJSONB =
        #"\\u(0000|[dD][89a-fA-F])|[0-9]{255}|(^|[[\s:,])-?[0-9.]+[eE][+-]?[0-9]{4}"#

    /// Replaces what stands at `path`. Where a part of the path is not an object, that part is replaced whole.
    private static func masked(_ document: String, path: [String], by replacement: String) -> String {
        func at(_ parts: ArraySlice<String>) -> String {
            "ARRAY[" + parts.map(SQLText.literal).joined(separator: ", ") + "]::pg_catalog.text[]"
        }
        func set(_ document: String, _ parts: ArraySlice<String>) -> String {
            call("jsonb_set", document, at(parts), "\(SQLText.literal(replacement))::pg_catalog.jsonb", "false")
        }
        guard path.count > 1 else { return set(document, path[...]) }
        var branches = ""
        for depth in 1..<path.count {
            let part = "j OPERATOR(pg_catalog.#>) \(at(path[..<depth]))"
            branches +=
                "WHEN \(part) IS NULL THEN j WHEN \(call("jsonb_typeof", "(\(part))")) OPERATOR(pg_catalog.<>) 'object' "
                + "THEN \(set("j", path[..<depth])) "
        }
        return "(SELECT CASE \(branches)ELSE \(set("j", path[...])) END FROM (SELECT \(document) AS j) AS d)"
    }

    // MARK: writing

    private static func call(_ function: String, _ arguments: String...) -> String {
        "pg_catalog.\(function)(\(arguments.joined(separator: ", ")))"
    }

    private static func concatenated(_ a: String, _ b: String) -> String { "(\(a) OPERATOR(pg_catalog.||) \(b))" }

    private static func compare(_ a: String, _ operation: String, _ b: String) -> String {
        "(\(a) OPERATOR(pg_catalog.\(operation)) \(b))"
    }

    private static func text(_ value: String) -> String { "\(value)::pg_catalog.text" }

    private static func cast(_ expression: String, _ column: Column) -> String { "(\(expression))::\(column.sqlType)" }
}

extension Column {
    var isText: Bool {
        typeSchema == "pg_catalog" && ["text", "varchar", "bpchar", "name"].contains(typeName)
            || typeName == "citext"
    }

    /// n of `character varying(n)` and `character(n)`.
    var lengthLimit: Int? {
        guard isText, let open = sqlType.firstIndex(of: "("), let close = sqlType.firstIndex(of: ")") else {
            return nil
        }
        return Int(sqlType[sqlType.index(after: open)..<close])
    }
}
