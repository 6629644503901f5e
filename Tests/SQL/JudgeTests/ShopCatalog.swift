import PgParser
import Policy
import SQLRewrite
import SQLSyntax

/// A shop with a schema of its own for agents: foreign keys, partitions, views, indexes, names that two schemas have.
enum ShopCatalog {
    static let path = ["scratch", "core", "public"]

    static func column(_ name: String, notNull: Bool = false) -> Column {
        Column(name: name, sqlType: "integer", typeName: "int4", notNull: notNull)
    }

    static var catalog: Catalog {
        var catalog = Catalog(
            otherBuiltins: ["now", "set_config", "current_setting"], defaultSearchPath: path, role: "agent",
            serverVersion: 150_000)
        catalog.schemas = ["scratch", "core", "other", "public", "somebody"]
        catalog.typeOIDs = [16_500: QualifiedName("core", "ty")]
        func key(to name: String, _ columns: Set<String>, _ update: Constraint.Action, _ delete: Constraint.Action)
            -> Constraint
        {
            Constraint(
                name: "fk", kind: .foreignKey, columns: columns,
                reference: Constraint.Reference(
                    relation: QualifiedName("core", name), columns: ["id"], onUpdate: update, onDelete: delete))
        }
        func table(
            _ schema: String, _ name: String, _ columns: [String] = ["note", "state"], _ keys: [Constraint] = [],
            parents: [QualifiedName] = []
        ) -> Relation {
            Relation(
                name: QualifiedName(schema, name), kind: .table,
                columns: [column("id", notNull: true)] + columns.map { column($0) }, parents: parents,
                constraints: keys)
        }
        func view(_ schema: String, _ name: String, _ definition: String) -> Relation {
            Relation(
                name: QualifiedName(schema, name), kind: .view, columns: [column("id"), column("note")],
                definition: definition)
        }
        var orders = table("core", "orders")
        orders.indexes = [Index(name: "orders_note", keys: ["note"])]
        var ruled = table("core", "ruled")
        ruled.hasRules = true
        var guarded = table("core", "guarded")
        guarded.rowSecurity = RowSecurity(columns: [QualifiedName("core", "roles"): ["id"]])
        let all = [
            orders, ruled, guarded, table("core", "roles"),
            table("core", "items", ["order_id"], [key(to: "orders", ["order_id"], .none, .cascade)]),
            table("core", "parts", ["item_id"], [key(to: "items", ["item_id"], .cascade, .setNull)]),
            table("core", "labels", ["part_id"], [key(to: "parts", ["part_id"], .cascade, .restrict)]),
            table("core", "events"),
            table("core", "events_2025", parents: [QualifiedName("core", "events")]),
            table("core", "events_2025_01", parents: [QualifiedName("core", "events_2025")]),
            view("core", "open_orders", "SELECT o.id, o.note FROM core.orders o"),
            view("scratch", "seen", "SELECT v.id, v.note FROM core.open_orders v"),
            table("core", "log"), table("other", "log"), table("core", "alone"),
            table("scratch", "base"), table("scratch", "old"),
            Relation(
                name: QualifiedName("pg_catalog", "pg_settings"), kind: .view,
                columns: [column("name"), column("setting")]),
        ]
        for relation in all { catalog.relations[relation.name] = relation }
        catalog.relations[QualifiedName("core", "open_orders")]?.reads = [QualifiedName("core", "orders")]
        catalog.relations[QualifiedName("scratch", "seen")]?.reads = [QualifiedName("core", "open_orders")]
        for (name, owner, counts) in [("core_seq", "parts", []), ("free_seq", nil, ["labels"])]
            as [(String, String?, [String])]
        {
            var sequence = table("other", name)
            sequence.kind = .sequence
            sequence.owner = owner.map { QualifiedName("core", $0) }
            sequence.counts = Set(counts.map { QualifiedName("core", $0) })
            catalog.relations[sequence.name] = sequence
        }
        catalog.statistics = [QualifiedName("scratch", "st"): QualifiedName("core", "alone")]
        return catalog
    }

    static let reader = StatementFactsReader(
        catalog: catalog, namesTables: true,
        consequences: Consequences(
            catalog: catalog, families: Families(catalog),
            generated: GeneratedColumns(catalog: catalog, families: Families(catalog)), code: nil)
    ) {
        try? PgParser.parse($0, for: .newest)
    }

    static func read(
        _ sql: String, _ names: NameEnvironment = NameEnvironment(searchPath: path)
    ) throws -> StatementReading {
        let parsed = try PgParser.parse(Array(sql.utf8), for: .newest)
        guard let raw = parsed.tree.root.list(.stmts).first, let statement = raw[.stmt] else {
            return StatementReading(facts: StatementFacts(kinds: []))
        }
        return reader.read(statement, of: parsed, start: 0, names: names)
    }
}
