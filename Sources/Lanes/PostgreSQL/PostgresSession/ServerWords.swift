import Policy
package import PostgresWire
package import SQLRewrite

/// What remains of an error or notice where the server's words could hold protected values: it is put together anew.
///
/// Severity and SQLSTATE are taken from PostgreSQL's lists. Names of a relation, its columns and constraints, and of a
/// data type are taken where the catalog knows them; a message is made of these and of nothing else. Detail, hint,
/// context, and whatever else code of the database can fill, are left out. Words that speak of the statement's own
/// text pass (`ErrorFields.isOfText`).
package struct ServerWords {
    private let catalog: Catalog

    package init(catalog: Catalog) { self.catalog = catalog }

    /// - Parameter position: in the client's text; the one in `fields` counts in what the server was sent.
    package func kept(of fields: ErrorFields, position: Int?) -> ErrorFields {
        let severity = Self.severities.contains(fields.severity) ? fields.severity : "ERROR"
        let sqlState = ConditionName.code(fields.sqlState)
        let places = Places(fields, catalog)
        var kept = ErrorFields([
            (UInt8(ascii: "S"), severity), (UInt8(ascii: "V"), severity), (UInt8(ascii: "C"), sqlState),
        ])
        if fields.isOfText, let message = fields["M"] {
            kept.fields.append((UInt8(ascii: "M"), message))
            if let hint = fields["H"] { kept.fields.append((UInt8(ascii: "H"), hint)) }
        } else {
            let message = denial(fields, sqlState) ?? Self.message(sqlState, places)
            kept.fields.append((UInt8(ascii: "M"), message))
        }
        if let position { kept.fields.append((UInt8(ascii: "P"), "\(position)")) }
        kept.fields += places.fields
        return kept
    }

    private static let severities: Set<String> = ["ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "INFO"]

    /// What the server says of rights, where it says nothing but which relation or schema it is about.
    private func denial(_ fields: ErrorFields, _ sqlState: String) -> String? {
        guard sqlState == "42501", let message = fields["M"] else { return nil }
        for words in Self.denials where message.hasPrefix(words) {
            let name = message.dropFirst(words.count).filter { $0 != "\"" }
            let isKnown =
                words.hasSuffix("schema ")
                ? catalog.schemas.contains(name) : catalog.relations.keys.contains { $0.name == name }
            if isKnown { return message }
        }
        return nil
    }

    private static let denials = [
        "permission denied for table ", "permission denied for view ", "permission denied for materialized view ",
        "permission denied for sequence ", "permission denied for schema ", "must be owner of table ",
        "new row violates row-level security policy for table ",
        "query would be affected by row-level security policy for table ",
    ]

    /// Near to the server's own.
    private static func message(_ sqlState: String, _ places: Places) -> String {
        let table = places.relation.map { " of table \"\($0.name)\"" } ?? ""
        switch (sqlState, places.constraint, places.column, places.type) {
        case ("23505", let name?, _, _): return "duplicate key value violates unique constraint \"\(name)\"\(table)"
        case ("23503", let name?, _, _): return "violates foreign key constraint \"\(name)\"\(table)"
        case ("23514", let name?, _, _): return "violates check constraint \"\(name)\"\(table)"
        case ("23P01", let name?, _, _):
            return "conflicting key value violates exclusion constraint \"\(name)\"\(table)"
        case ("23502", _, let column?, _):
            return "null value in column \"\(column)\"\(table) violates not-null constraint"
        case ("23514", nil, _, let type?): return "value for domain \"\(type)\" violates check constraint"
        case ("23502", _, nil, let type?): return "domain \"\(type)\" does not allow null values"
        case (_, _, let column?, _): return "\(ConditionName.of(sqlState)): column \"\(column)\"\(table)"
        case (_, _, nil, let type?): return "\(ConditionName.of(sqlState)): data type \"\(type)\""
        case (_, _, nil, nil):
            return ConditionName.of(sqlState) + (places.relation.map { ": table \"\($0.name)\"" } ?? "")
        }
    }

    /// What an error is about, as far as there is such a thing.
    private struct Places {
        var relation: Relation?
        var column: String?
        var constraint: String?
        var type: QualifiedName?

        init(_ fields: ErrorFields, _ catalog: Catalog) {
            guard let schema = fields["s"] else { return }
            if let table = fields["t"], let found = catalog.relations[QualifiedName(schema, table)] {
                relation = found
                column = fields["c"].flatMap { name in found.columns.contains { $0.name == name } ? name : nil }
                constraint = fields["n"].flatMap { name in
                    found.constraints.contains { $0.name == name } ? name : nil
                }
            }
            if let name = fields["d"] {
                let type = QualifiedName(schema, name)
                if catalog.typeNames.contains(type) { self.type = type }
            }
        }

        /// For drivers that show where an error is.
        var fields: [(code: UInt8, text: String)] {
            var fields: [(code: UInt8, text: String)] = []
            if let schema = relation?.name.schema ?? type?.schema { fields.append((UInt8(ascii: "s"), schema)) }
            if let relation { fields.append((UInt8(ascii: "t"), relation.name.name)) }
            if let column { fields.append((UInt8(ascii: "c"), column)) }
            if let type { fields.append((UInt8(ascii: "d"), type.name)) }
            if let constraint { fields.append((UInt8(ascii: "n"), constraint)) }
            return fields
        }
    }
}
