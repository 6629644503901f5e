import Policy

/// The SQL expression that PostgreSQL computes in place of a protected column.
///
/// What it gives is a function of the value and the key, and of the UTC date for ages: every name is schema-qualified,
/// every constant says its time zone, and nothing is computed from a text whose form a setting decides. No expression can
/// fail for any stored value: an error would tell one value from another. The result has the column's type.
///
/// The planner does not see through it. Of an expression that is NULL wherever the column is, a condition on it proves to the
/// planner that the column is not NULL, which is the predicate of many a partial index (`WHERE c IS NOT NULL`): it would read
/// all of that index, in the order of raw values. It looks for such proofs in calls, operators and conversions, not in CASE
/// and queries (`clause_is_strict_for` of optimizer/util/predtest.c), so every mask that looks at the column is one of these.
package enum MaskExpression {
    /// What every text mask shows; a write that carries it back is refused.
    package static let marker = "***"

    enum Fit: Equatable {
        case sql(String)
        /// The mask has no meaning for the column's type; the reason names both.
        case misfit(String)
    }

    static func make(_ mask: Mask, _ column: Column, in relation: Relation) -> Fit {
        let value = SQLText.identifier(column.name)
        switch mask {
        case .keep: return .sql(value)
        case .null: return .sql("NULL::\(column.castType)")
        case .redact: return .sql(redacted(column))
        case .last4:
            guard column.isText else { return misfit("last4", column, "a text type") }
            return .sql(lastFour(value, column))
        case .first1:
            guard column.isText else { return misfit("first1", column, "a text type") }
            return .sql(firstOne(value, column))
        case .year:
            guard let year = year(value, column) else { return misfit("year", column, "date or timestamp") }
            return .sql(year)
        case .zip3:
            guard column.isText else { return misfit("zip3", column, "a text type") }
            return .sql(zip3(value, column))
        case .age90:
            guard let age = age90(value, column) else { return misfit("age90", column, "a number, date or timestamp") }
            return .sql(age)
        case .pseudonym:
            guard let pseudonym = pseudonym(value, column) else {
                return misfit(
                    "pseudonym", column,
                    "text with room for \(Pseudonym.shortestText) characters, uuid, integer or bigint")
            }
            return .sql(pseudonym)
        case .shift(let subject): return shift(value, column, subject: subject, in: relation)
        case .json(let paths):
            guard ["json", "jsonb"].contains(column.typeName), column.typeSchema == "pg_catalog" else {
                return misfit("json", column, "json or jsonb")
            }
            return .sql(json(value, column, paths))
        }
    }

    static func misfit(_ mask: String, _ column: Column, _ wanted: String) -> Fit {
        .misfit("mask \"\(mask)\" needs \(wanted), but the column's type is \(column.sqlType)")
    }

    /// What is NULL wherever the column is, without the planner knowing that.
    static func opaque(_ value: String, _ expression: String) -> String {
        "CASE WHEN \(value) IS NULL THEN NULL ELSE \(expression) END"
    }

    // MARK: constants

    private static func redacted(_ column: Column) -> String {
        guard column.typeSchema == "pg_catalog" else { return "NULL::\(column.castType)" }
        // A typed literal would be read as the session's xmloption says.
        if column.typeName == "xml" { return "XMLPARSE(CONTENT '')" }
        let constant: String? =
            switch column.typeName {
            case "text", "varchar", "bpchar", "name": marker
            case "int2", "int4", "int8", "float4", "float8", "numeric", "oid", "money": "0"
            case "bool": "false"
            case "date", "timestamp": "1900-01-01"
            case "timestamptz": "1900-01-01 00:00:00+00"
            case "time": "00:00:00"
            case "timetz": "00:00:00+00"
            case "interval": "0"
            case "uuid": "00000000-0000-0000-0000-000000000000"
            case "json", "jsonb": "{}"
            case "bytea": ""
            case "inet", "cidr": "0.0.0.0"
            case let name where name.hasPrefix("_"): "{}"
            default: nil
            }
        return constant.map { "\(SQLText.literal($0))::\(column.castType)" } ?? "NULL::\(column.castType)"
    }

    // MARK: text

    private static func firstOne(_ value: String, _ column: Column) -> String {
        let first = SQLExpression.call("left", SQLExpression.text(value), "1")
        return SQLExpression.cast(opaque(value, SQLExpression.concatenated(first, SQLText.literal(marker))), column)
    }

    private static func lastFour(_ value: String, _ column: Column) -> String {
        let prefix = column.lengthLimit.map { $0 < 11 } == true ? "***" : "***-**-"
        if let limit = column.lengthLimit, limit < 7 { return redacted(column) }
        let text = SQLExpression.text(value)
        let shown = SQLExpression.concatenated(SQLText.literal(prefix), SQLExpression.call("right", text, "4"))
        let hidden = SQLText.literal(prefix + "****")
        let isLonger = SQLExpression.compare(SQLExpression.call("length", text), ">", "4")
        return SQLExpression.cast(
            "CASE WHEN \(value) IS NULL THEN NULL WHEN \(isLonger) THEN \(shown) ELSE \(hidden) END", column)
    }

    // The ZIP areas with 20,000 people or fewer, as 45 CFR 164.514(b)(2)(i)(B) is applied since the census of 2010.
    private static let restrictedZips = [
        "036", "059", "063", "102", "203", "205", "369", "556", "692", "753", "772", "821", "823", "878", "879", "884",
        "893",
    ]

    private static func zip3(_ value: String, _ column: Column) -> String {
        let area = SQLExpression.call("left", SQLExpression.text(value), "3")
        let restricted = restrictedZips.map {
            SQLExpression.compare(SQLExpression.plainText(area), "=", SQLText.literal($0))
        }.joined(separator: " OR ")
        let isZip = SQLExpression.compare(
            SQLExpression.plainText(value), "~", SQLText.literal("^[0-9]{5}(-?[0-9]{4})?$"))
        return SQLExpression.cast(
            "CASE WHEN \(value) IS NULL THEN NULL WHEN \(restricted) THEN '000' WHEN \(isZip) THEN \(area) ELSE '000' END",
            column)
    }
}

extension Column {
    /// The type as a cast is written, so that it is the server's own whatever search_path and temporary tables there are:
    /// their row types are types, too, and found first. What the grammar has words of its own for needs nothing.
    var castType: String {
        guard typeSchema == "pg_catalog" else { return sqlType }
        let word = sqlType.prefix { $0.isLetter }
        return Self.words.contains(String(word)) ? sqlType : "pg_catalog." + sqlType
    }

    private static let words: Set<String> = [
        "bigint", "bit", "boolean", "character", "double", "integer", "interval", "numeric", "real", "smallint", "time",
        "timestamp",
    ]

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

    /// p − s of `numeric(p,s)`.
    var digitsBeforePoint: Int? {
        guard typeName == "numeric", typeSchema == "pg_catalog", let open = sqlType.firstIndex(of: "("),
            let close = sqlType.firstIndex(of: ")")
        else { return nil }
        let sizes = sqlType[sqlType.index(after: open)..<close].split(separator: ",").compactMap { Int($0) }
        return sizes.count == 2 ? sizes[0] - sizes[1] : nil
    }
}
