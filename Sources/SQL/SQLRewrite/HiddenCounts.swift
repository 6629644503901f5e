import Policy
import SQLSyntax

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

    /// Tables have rows that are kept back: sizes count them, too.
    var ofRows = false
    /// The plain names of sequences that count such rows.
    var sequences: Set<String> = []

    var isEmpty: Bool { !ofIndexes && relations.isEmpty && !ofRows }

    /// The relations that show some of them.
    var shownBy: [QualifiedName] { Array(Self.columns.keys) + (ofRows ? [Self.sequencesView] : []) }

    static let sequencesView = QualifiedName("pg_catalog", "pg_sequences")

    /// Functions that say how large what has rows is, or how far sequences have counted.
    private static let sizes: Set<String> = [
        "pg_database_size", "pg_get_sequence_data", "pg_indexes_size", "pg_relation_size", "pg_sequence_last_value",
        "pg_table_size", "pg_tablespace_size", "pg_total_relation_size",
    ]

    /// Whether it would tell what is hidden, of whatever it is asked.
    func refuses(function name: String) -> Bool {
        !relations.isEmpty && Self.functions.contains(name) || ofRows && Self.sizes.contains(name)
    }

    /// Functions that count by the sequence that they are given, or set it.
    static let counting: Set<String> = ["nextval", "setval"]

    /// Whether a sequence that is called so in a statement may be one that counts such rows.
    func mayCount(_ name: String?) -> Bool {
        guard !sequences.isEmpty else { return false }
        guard let name, let last = (try? SQLName.split(name, wildcards: false))?.last else { return true }
        return sequences.contains(last.text)
    }

    /// Whether an expression, wherever it stands, calls what would tell.
    func isTold(by call: SyntaxNode) -> Bool {
        guard call.kind == .funcCall, let name = call.names(.funcname).last else { return false }
        return refuses(function: name)
            || Self.counting.contains(name) && mayCount(call.list(.args).first?.sequenceName)
    }

    /// Nil for what is shown as it is.
    func expression(for column: String, of relation: QualifiedName) -> String? {
        if ofRows, relation == Self.sequencesView, column == "last_value" { return "NULL::pg_catalog.int8" }
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
