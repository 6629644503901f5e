import Judge
import Policy
import SQLRewrite
import Testing

/// What a statement sets in motion counts for rules that restrict, and for no others.
struct EffectTests {
    private static func lane(_ rules: [Rule], default action: Bundle.DefaultAction = .allow) -> RuleLane {
        RuleLane(
            rules, default: action,
            change: { catalog in
                func change(_ name: String, _ body: (inout Relation) -> Void) {
                    if let relation = catalog.relations[QualifiedName("core", name)] {
                        var changed = relation
                        body(&changed)
                        catalog.relations[changed.name] = changed
                    }
                }
                let keeps = RoutineSignature(QualifiedName("core", "keep"))
                change("alone") { alone in
                    alone.hasTriggers = true
                    alone.code = [
                        AttachedCode(
                            kind: .trigger, name: "keep", events: [.insert, .update, .truncate],
                            use: CodeUse(routines: [keeps]))
                    ]
                }
                change("labels") { labels in
                    labels.code = [
                        AttachedCode(
                            kind: .defaultValue, name: "note", columns: ["note"], use: CodeUse(routines: [keeps]))
                    ]
                }
                change("parts") { parts in
                    parts.code = [
                        AttachedCode(
                            kind: .trigger, name: "keep", events: [.truncate], use: CodeUse(routines: [keeps]))
                    ]
                }
                change("events") { events in
                    events.kind = .partitionedTable
                    events.partitionKey = ["state"]
                }
                var instead = Relation(
                    name: QualifiedName("core", "instead"), kind: .view, columns: [ShopCatalog.column("id")],
                    definition: "SELECT o.id FROM core.orders o")
                instead.hasTriggers = true
                catalog.relations[instead.name] = instead
                var seen = Relation(
                    name: QualifiedName("core", "seen_by"), kind: .table,
                    columns: [ShopCatalog.column("id"), ShopCatalog.column("event")],
                    constraints: [
                        Constraint(
                            name: "fk", kind: .foreignKey, columns: ["event"],
                            reference: Constraint.Reference(
                                relation: QualifiedName("core", "events_2025"), columns: ["id"], onDelete: .cascade))
                    ])
                seen.oid = 1
                catalog.relations[seen.name] = seen
                var bases = Relation(
                    name: QualifiedName("core", "bases"), kind: .table,
                    columns: ["id", "base", "k"].map { ShopCatalog.column($0) })
                bases.columns[2].isGenerated = true
                bases.columns[2].generatedFrom = ["base"]
                bases.hasTriggers = true
                bases.code = [
                    AttachedCode(
                        kind: .trigger, name: "keep", columns: ["k"], events: [.update], use: CodeUse(routines: [keeps])
                    )
                ]
                catalog.relations[bases.name] = bases
                let kids = Relation(
                    name: QualifiedName("core", "kids"), kind: .table, columns: [ShopCatalog.column("k")],
                    constraints: [
                        Constraint(
                            name: "fk", kind: .foreignKey, columns: ["k"],
                            reference: Constraint.Reference(
                                relation: bases.name, columns: ["k"], onUpdate: .cascade))
                    ])
                catalog.relations[kids.name] = kids
            }, writes: ["core.keep": [QualifiedName("core", "log")]])
    }

    private static func deny(_ kind: StatementKind, _ table: String) -> Rule {
        RuleLane.rule("no", .deny, [kind], [table])
    }

    @Test(arguments: [
        // A deletion behind which a foreign key sets another to NULL, which goes on.
        ("DELETE FROM core.orders WHERE id = 1", StatementKind.update, "core.parts"),
        ("DELETE FROM core.items WHERE id = 1", .update, "core.parts"),
        ("UPDATE core.events SET state = 2 WHERE id = 1", .delete, "core.seen_by"),
        ("DELETE FROM core.open_orders WHERE id = 1", .update, "core.parts"),
        // The table that the policy says a trigger's function writes.
        ("INSERT INTO core.alone VALUES (1)", .delete, "core.log"),
        ("UPDATE core.alone SET note = 1 WHERE id = 1", .insert, "core.log"),
        ("COPY core.alone FROM STDIN", .update, "core.log"),
        (
            "MERGE INTO core.alone a USING core.log l ON a.id = l.id WHEN NOT MATCHED THEN INSERT VALUES (1)", .update,
            "core.log"
        ),
        ("TRUNCATE core.alone", .insert, "core.log"),
        ("TRUNCATE core.items CASCADE", .update, "core.log"),
        ("INSERT INTO core.labels (id) VALUES (1)", .insert, "core.log"),
        // What is computed from what it sets.
        ("UPDATE core.bases SET base = 7 WHERE id = 1", .update, "core.kids"),
        ("UPDATE core.bases SET base = 7 WHERE id = 1", .insert, "core.log"),
        // What nobody follows.
        ("INSERT INTO core.ruled VALUES (1)", .delete, "core.orders"),
        ("INSERT INTO core.instead VALUES (1)", .delete, "core.orders"),
        ("DELETE FROM core.instead WHERE id = 1", .update, "other.log"),
    ])
    func `A rule that restricts sees it`(sql: String, kind: StatementKind, table: String) {
        var session = Self.lane([Self.deny(kind, table)])
        #expect(session.rule(sql) == "no")
        session = Self.lane([RuleLane.rule("first", .allow, [kind], [table]), Self.deny(kind, table)])
        let isKnown = !["core.ruled", "core.instead"].contains { sql.contains($0) }
        // One of the statement's own kind allows nothing of its own table.
        let isCovered = isKnown && !(kind == .update && sql.hasPrefix("UPDATE"))
        #expect(session.rule(sql) == (isCovered ? nil : "no"), "the first that matches counts")
    }

    @Test(arguments: [
        ("DELETE FROM core.orders WHERE id = 1", StatementKind.insert, "core.parts"),
        ("DELETE FROM core.orders WHERE id = 1", .update, "core.labels"),
        ("UPDATE core.orders SET note = 1 WHERE id = 1", .delete, "core.items"),
        ("UPDATE core.events SET note = 2 WHERE id = 1", .delete, "core.seen_by"),
        ("DELETE FROM core.alone WHERE id = 1", .insert, "core.log"),
        ("TRUNCATE core.bases", .insert, "core.log"), ("TRUNCATE core.labels", .insert, "core.log"),
        ("UPDATE core.bases SET id = 7 WHERE id = 1", .update, "core.kids"),
        ("UPDATE core.bases SET id = 7 WHERE id = 1", .insert, "core.log"),
        ("EXPLAIN DELETE FROM core.orders WHERE id = 1", .update, "core.parts"),
        ("INSERT INTO core.open_orders VALUES (1)", .delete, "core.orders"),
    ])
    func `What does not follow is not seen`(sql: String, kind: StatementKind, table: String) {
        var session = Self.lane([Self.deny(kind, table)])
        #expect(session.rule(sql) == nil)
    }

    @Test func `It allows nothing, and what is allowed needs no rule for it`() {
        var session = Self.lane(
            [RuleLane.rule("orders", .allow, [.delete], ["core.*"])], default: .deny)
        #expect(session.rule("DELETE FROM core.orders WHERE id = 1") == nil)
        session = Self.lane([RuleLane.rule("parts", .allow, [.update], ["core.*"])], default: .deny)
        #expect(session.rule("DELETE FROM core.orders WHERE id = 1") == "default")
        session = Self.lane([RuleLane.rule("alone", .allow, [.insert], ["core.alone"])], default: .deny)
        #expect(session.rule("INSERT INTO core.alone VALUES (1)") == nil)
        session = Self.lane([RuleLane.rule("instead", .allow, [.insert], ["core.instead"])], default: .deny)
        #expect(session.rule("INSERT INTO core.instead VALUES (1)") == nil)
    }

    @Test func `What goes with a relation by CASCADE is touched`() {
        func rule(_ sql: String, _ change: (inout Catalog) -> Void) -> String? {
            var session = RuleLane([Self.deny(.ddl, "core.orders")], change: change)
            return session.rule(sql)
        }
        let takes = { (catalog: inout Catalog) in
            catalog.cascades = [
                Droppable(.relation, QualifiedName("scratch", "base")): [QualifiedName("core", "orders")],
                Droppable(.schema, QualifiedName("scratch", "scratch")): [QualifiedName("core", "orders")],
            ]
        }
        #expect(rule("DROP TABLE scratch.base", takes) == nil)
        #expect(rule("DROP TABLE scratch.old CASCADE", takes) == nil)
        for sql in [
            "DROP TABLE scratch.base CASCADE", "DROP TABLE base CASCADE",
            "ALTER TABLE scratch.base DROP COLUMN note CASCADE", "DROP SCHEMA scratch CASCADE",
        ] {
            #expect(rule(sql, takes) == "no", "\(sql)")
        }
        #expect(
            rule("DROP TABLE scratch.old CASCADE") { $0.dropsAnything = true } == "no", "it was not asked what goes")
    }

    @Test func `An approval is about what refers to what is written, and what rules of the database do`() throws {
        func shape(_ sql: String, _ change: @escaping (inout Catalog) -> Void = { _ in }) throws -> [String] {
            let session = RuleLane([Self.deny(.ddl, "core.orders")], change: change)
            guard case .permit(let permit) = session.judge.judge(Array(sql.utf8), names: session.names) else {
                throw Refused()
            }
            return session.judge.shape(touchedBy: permit.statements)
        }
        let referring = QualifiedName("core", "items")
        let update = "UPDATE core.orders SET id = 5 WHERE id = 4"
        let before = try shape(update)
        #expect(before.contains { $0.hasPrefix("core.items ") }, "though nothing follows an update")
        let widened = try shape(update) { $0.relations[referring]?.columns.append(ShopCatalog.column("more")) }
        #expect(widened != before)
        #expect(try shape("SELECT * FROM core.orders").count == 1)
        let insert = "INSERT INTO core.ruled VALUES (1)"
        let ruled = QualifiedName("core", "ruled")
        let one = try shape(insert) { $0.relations[ruled]?.definitions = ["aside 1"] }
        #expect(try shape(insert) { $0.relations[ruled]?.definitions = ["aside 2"] } != one)
        let deeper = try shape(insert) {
            $0.relations[ruled]?.definitions = ["aside 1"]
            $0.relations[ruled]?.reads = [QualifiedName("core", "log")]
        }
        #expect(deeper.contains { $0.hasPrefix("core.log ") })
    }

    private struct Refused: Error {}
}
