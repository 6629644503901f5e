import Policy

/// What may be read of the server's own relations: an allow-list by column. A relation that is not on it is refused, a
/// column that is not on it is NULL; so a newer server shows nothing that nobody here has looked at.
enum SystemRelations {
    static let schemas: Set<String> = ["pg_catalog", "information_schema"]

    /// Refused in every schema, since extensions put them where they like. What else an extension shows of the server's
    /// state is a view over a function, and refused as such.
    private static let refusedAnywhere: Set<String> = [
        "pg_stat_statements", "pg_stat_statements_info", "pg_buffercache", "pg_freespace",
    ]

    /// Conditions for rows, where which rows there are would tell: of locks, those on tables, rows and pages follow from
    /// where values are stored and how long they are, and keys of advisory ones are made of values by whoever takes them, in
    /// the session itself by a trigger.
    static let filters: [QualifiedName: String] = [
        QualifiedName("pg_catalog", "pg_locks"):
            "locktype OPERATOR(pg_catalog.=) ANY ('{virtualxid,transactionid}'::pg_catalog.text[])"
    ]

    /// Relations that show names which the lane made of the client's (`LaneName`): of those the number is left out. What else
    /// they have is the session's own; texts are as they were sent, and which plan was chosen follows from raw values.
    private static let withNames: Set<QualifiedName> = [
        QualifiedName("pg_catalog", "pg_prepared_statements"), QualifiedName("pg_catalog", "pg_cursors"),
    ]

    /// Nil of what is shown as it is.
    static func expression(for column: String, of relation: QualifiedName) -> String? {
        column == "name" && withNames.contains(relation) ? "pg_catalog.regexp_replace(name, '~[0-9]+$', '')" : nil
    }

    static func refuses(_ relation: Relation) -> Bool {
        if schemas.contains(relation.name.schema) { return columns[relation.name] == nil }
        // A foreign table of an extension is the extension's window to something.
        let isWindow = relation.inExtension && relation.kind == .foreignTable
        return isWindow || refusedAnywhere.contains(relation.name.name)
    }

    /// The columns that are NULL; none of relations that are not the server's own.
    static func hiddenColumns(of relation: Relation) -> [String] {
        guard let columns = columns[relation.name] else { return [] }
        return relation.columns.lazy.map(\.name).filter { !columns.contains($0) }
    }

    /// What follows from which rows are locked, where foreign keys lock them for protected values: how old the oldest transaction
    /// and multixact are that rows name.
    static let lockTraces: [QualifiedName: Set<String>] = [
        QualifiedName("pg_catalog", "pg_class"): ["relfrozenxid", "relminmxid", "relallfrozen"],
        QualifiedName("pg_catalog", "pg_database"): ["datfrozenxid", "datminmxid"],
    ]

    /// Whether an origin of a masked column is the server's own relation, and not one of the policy.
    static func isOfSystem(_ origin: String) -> Bool {
        schemas.contains(String(origin.prefix { $0 != "." }))
    }

    private static let columns: [QualifiedName: Set<String>] = {
        var columns: [QualifiedName: Set<String>] = [:]
        for (schema, list) in [("pg_catalog", catalogColumns), ("information_schema", informationColumns)] {
            var relation = ""
            for line in list.split(separator: "\n") {
                var words = line.split(separator: " ").map(String.init)
                if line.first != " ", let name = words.first {
                    relation = String(name.dropLast())
                    words.removeFirst()
                }
                columns[QualifiedName(schema, relation), default: []].formUnion(words)
            }
        }
        return columns
    }()
}
