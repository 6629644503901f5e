import Policy

/// Masks of dates and moments. All of them count in UTC: what follows the session's TimeZone would tell a value to the
/// hour, by one answer for each zone.
extension MaskExpression {
    private static func bounded(_ value: String, _ column: Column) -> String {
        let type = "pg_catalog.\(column.typeName)"
        let zone = column.typeName == "timestamptz" ? " 00:00:00+00" : ""
        return SQLExpression.compare(value, ">=", "'0002-01-01\(zone)'::\(type)") + " AND "
            + SQLExpression.compare(value, "<=", "'9998-12-31\(zone)'::\(type)")
    }

    static func year(_ value: String, _ column: Column) -> String? {
        guard column.typeSchema == "pg_catalog" else { return nil }
        let start: String
        switch column.typeName {
        case "date":
            let year = SQLExpression.call("date_part", "'year'", value)
            start = SQLExpression.call("make_date", "\(year)::pg_catalog.int4", "1", "1")
        case "timestamp": start = SQLExpression.call("date_trunc", "'year'", value)
        case "timestamptz": start = SQLExpression.call("date_trunc", "'year'", value, "'UTC'")
        default: return nil
        }
        return "(CASE WHEN \(bounded(value, column)) THEN \(start) END)::\(column.castType)"
    }

    static func age90(_ value: String, _ column: Column) -> String? {
        guard column.typeSchema == "pg_catalog" else { return nil }
        switch column.typeName {
        case "int2", "int4", "int8", "numeric", "float4", "float8":
            // Where there is no room for 90 only NaN is greater than 89.
            let oldest = column.digitsBeforePoint.map { $0 < 2 } == true ? "NULL" : "90"
            return
                "(CASE WHEN \(SQLExpression.compare(value, ">", "89")) THEN \(oldest) ELSE \(value) END)::\(column.castType)"
        case "date", "timestamp", "timestamptz":
            let now = SQLExpression.call("transaction_timestamp")
            let today = "\(SQLExpression.call("timezone", "'UTC'::pg_catalog.text", now))::pg_catalog.date"
            let midnight = "(\(today) OPERATOR(pg_catalog.-) '90 years'::pg_catalog.interval)"
            let oldest =
                column.typeName == "timestamptz"
                ? SQLExpression.call("timezone", "'UTC'::pg_catalog.text", midnight)
                : "\(midnight)::pg_catalog.\(column.typeName)"
            let isOlder = SQLExpression.compare(value, "<", oldest)
            return "(CASE WHEN \(isOlder) THEN \(oldest) ELSE \(value) END)::\(column.castType)"
        default: return nil
        }
    }

    static func shift(_ value: String, _ column: Column, subject name: String, in relation: Relation) -> Fit {
        guard column.typeSchema == "pg_catalog", ["date", "timestamp", "timestamptz"].contains(column.typeName) else {
            return misfit("shift", column, "date or timestamp")
        }
        guard let subject = relation.columns.first(where: { $0.name == name }) else {
            return .misfit("mask \"shift\" needs a subject, but \(relation.name) has no column \"\(name)\"")
        }
        // It would be computed for every date, and may fail.
        guard !subject.isVirtual else {
            return .misfit(
                "mask \"shift\" needs a subject that is stored, but \"\(name)\" is a virtual generated column")
        }
        guard let key = canonical(subject) else {
            return .misfit(
                "mask \"shift\" needs a subject of a type that has one form under every setting, but the type of "
                    + "\"\(name)\" is \(subject.sqlType)")
        }
        // −182 … 182 days, the same for every date of one subject.
        let seed = Pseudonym.bits(Pseudonym.keyed(key, domain: "shift"), digits: 7, "int4")
        let days = "((\(seed) OPERATOR(pg_catalog.%) 365) OPERATOR(pg_catalog.-) 182)"
        let moved: String
        if column.typeName == "date" {
            moved = "\(value) OPERATOR(pg_catalog.+) \(days)"
        } else {
            let hours = "(\(days) OPERATOR(pg_catalog.*) 24)"
            moved = "\(value) OPERATOR(pg_catalog.+) \(SQLExpression.call("make_interval", "hours => \(hours)"))"
        }
        return .sql("(CASE WHEN \(bounded(value, column)) THEN \(moved) END)::\(column.castType)")
    }

    /// A text that is the same for the same value whatever the session has set. Dates, floats, intervals and bytes have
    /// no such text but the one that the type's own binary form is written in.
    private static func canonical(_ column: Column) -> String? {
        let value = SQLText.identifier(column.name)
        if column.isText { return SQLExpression.text(value) }
        guard column.typeSchema == "pg_catalog" else { return nil }
        switch column.typeName {
        case "int2", "int4", "int8", "numeric", "uuid", "bool", "oid": return SQLExpression.text(value)
        case "float4", "float8", "bytea": return binary("\(column.typeName)send", value)
        case "date", "time", "timetz", "timestamp", "timestamptz", "interval":
            return binary("\(column.typeName)_send", value)
        default: return nil
        }
    }

    private static func binary(_ send: String, _ value: String) -> String {
        SQLExpression.call("encode", SQLExpression.call(send, value), "'hex'")
    }
}
