import Policy

/// How many rows there are, as the server has counted or guessed, and when it has seen to them, which follows from how many
/// have changed: NULL of what has as many as there are values of a kind.
struct HiddenCounts: Sendable {
    static let columns: [QualifiedName: Set<String>] = {
        var columns: [QualifiedName: Set<String>] = [
            QualifiedName("pg_catalog", "pg_class"): [
                "relpages", "reltuples", "relallvisible", "relallfrozen", "relfrozenxid", "relminmxid",
            ]
        ]
        for kind in ["all", "user", "sys"] {
            columns[QualifiedName("pg_catalog", "pg_stat_\(kind)_tables")] = [
                "n_live_tup", "last_vacuum", "last_autovacuum", "last_analyze", "last_autoanalyze",
            ]
        }
        return columns
    }()

    /// Functions that say the same of the relation with a number.
    static let functions: Set<String> = [
        "pg_stat_get_last_analyze_time", "pg_stat_get_last_autoanalyze_time", "pg_stat_get_last_autovacuum_time",
        "pg_stat_get_last_vacuum_time", "pg_stat_get_live_tuples",
    ]

    var ofIndexes = false
    /// By `pg_class.oid`.
    var relations: [UInt32] = []

    var isEmpty: Bool { !ofIndexes && relations.isEmpty }

    /// Nil for what is shown as it is.
    func expression(for column: String, of relation: QualifiedName) -> String? {
        guard !isEmpty, Self.columns[relation]?.contains(column) ?? false else { return nil }
        let isClass = relation.name == "pg_class"
        var conditions: [String] = []
        // What a relation has that is hidden counts its rows as well: its indexes, what of it is stored elsewhere.
        if isClass {
            let kinds = relations.isEmpty ? "i,I" : "i,I,t"
            conditions.append("relkind OPERATOR(pg_catalog.=) ANY ('{\(kinds)}'::pg_catalog.\"char\"[])")
        } else if !relations.isEmpty {
            conditions.append("schemaname OPERATOR(pg_catalog.=) 'pg_toast'::pg_catalog.name")
        }
        if !relations.isEmpty {
            let numbers = relations.map(String.init).joined(separator: ",")
            conditions.append(
                "\(isClass ? "oid" : "relid") OPERATOR(pg_catalog.=) ANY ('{\(numbers)}'::pg_catalog.oid[])")
        }
        if conditions.isEmpty { return nil }
        return "CASE WHEN \(conditions.joined(separator: " OR ")) THEN NULL ELSE \(SQLText.identifier(column)) END"
    }
}
