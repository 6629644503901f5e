import Judge
import Policy
import SQLRewrite

/// A catalog full of code that no statement names, and a judge over it.
enum CodeLane {
    private static func name(_ name: String) -> QualifiedName { QualifiedName("clinic", name) }

    static let peek = SampleLane.peek
    static let band = SampleLane.band

    private static func relation(
        _ name: String, kind: Relation.Kind = .table, columns: [String] = ["id", "note"], parents: [String] = [],
        code: [AttachedCode] = [], constraints: [Constraint] = []
    ) -> Relation {
        var relation = Relation(
            name: Self.name(name), kind: kind, columns: columns.map { SampleLane.column($0) },
            parents: parents.map(Self.name), constraints: constraints)
        relation.code = code
        return relation
    }

    private static func code(
        _ kind: AttachedCode.Kind, _ name: String, columns: Set<String> = [], events: AttachedCode.Events = [],
        use: CodeUse = peek
    ) -> AttachedCode {
        AttachedCode(kind: kind, name: name, columns: columns, events: events, use: use)
    }

    private static func refers(
        to relation: String, _ columns: Set<String>, from own: String, onUpdate: Constraint.Action = .none,
        onDelete: Constraint.Action = .none
    ) -> Constraint {
        Constraint(
            name: "refers_to_\(relation)", kind: .foreignKey, columns: [own],
            reference: Constraint.Reference(
                relation: name(relation), columns: columns, onUpdate: onUpdate, onDelete: onDelete))
    }

    static let catalog: Catalog = {
        var catalog = SampleLane.catalog
        var viewed = relation("viewed", kind: .view, code: [code(.definition, "viewed")])
        viewed.definition = "SELECT n.id, clinic.band(n.body) AS note FROM clinic.notes n"
        var viewedAgain = relation("viewed_again", kind: .view)
        viewedAgain.definition = "SELECT v.id, v.note FROM clinic.viewed v"
        viewedAgain.reads = [viewed.name]
        var partitioned = relation("parts", kind: .partitionedTable)
        partitioned.partitionKey = ["id"]
        var moving = relation("moving", kind: .partitionedTable)
        moving.partitionKey = ["id"]
        var ruled = relation("ruled_child", columns: ["id", "keeper"])
        ruled.hasRules = true
        ruled.constraints = [refers(to: "keepers", ["id"], from: "keeper", onUpdate: .cascade)]
        var written = relation("written_view", kind: .view)
        written.definition = "SELECT w.id, w.note FROM clinic.watched w"
        written.reads = [name("watched")]
        let relations = [
            viewed, viewedAgain, partitioned, moving, ruled, written,
            relation("watched", code: [code(.trigger, "say", events: [.update])]),
            relation("watching", code: [code(.trigger, "say", columns: ["note"], events: [.update, .truncate])]),
            relation("trusted", code: [code(.trigger, "say", events: [.insert, .update, .delete], use: band)]),
            relation("parts_1", parents: ["parts"], code: [code(.trigger, "say", events: [.update])]),
            relation("parts_2", parents: ["parts"], code: [code(.trigger, "leave", events: [.delete])]),
            relation("moving_1", parents: ["moving"], code: [code(.trigger, "leave", events: [.delete])]),
            relation("keyed", kind: .partitionedTable, code: [code(.partitionKey, "keyed")]),
            relation("keyed_1", parents: ["keyed"]),
            relation("defaulted_note", code: [code(.defaultValue, "note", columns: ["note"])]),
            relation("generated_note", code: [code(.generated, "note", columns: ["note"])]),
            relation("virtual_note", code: [code(.virtual, "note", columns: ["note"])]),
            relation("checked", code: [code(.check, "known")]),
            relation("indexed", code: [code(.index, "by_peek")]),
            relation("ordered_by_peek", code: [code(.order, "by_order")]),
            relation("counted", code: [code(.statistics, "counts")]),
            relation("typed"),
            relation("keepers"),
            relation(
                "kept", columns: ["id", "keeper"], code: [code(.trigger, "say", events: [.delete])],
                constraints: [refers(to: "keepers", ["id"], from: "keeper", onDelete: .cascade)]),
            relation("roots"),
            relation(
                "stems", columns: ["id", "root"],
                constraints: [refers(to: "roots", ["id"], from: "root", onUpdate: .cascade, onDelete: .setDefault)]),
            relation(
                "leaves", columns: ["id", "stem"], code: [code(.check, "late")],
                constraints: [refers(to: "stems", ["root"], from: "stem", onUpdate: .setNull)]),
            relation("bases"),
            relation(
                "defaulting", columns: ["id", "base"], code: [code(.defaultValue, "base", columns: ["base"])],
                constraints: [refers(to: "bases", ["id"], from: "base", onDelete: .setDefault)]),
            relation(
                "compared", code: [code(.foreignKey, "refers_to_compared_to")],
                constraints: [refers(to: "compared_to", ["id"], from: "id")]),
            relation("compared_to"),
        ]
        for relation in relations { catalog.relations[relation.name] = relation }
        catalog.types[name("typed")] = [
            TypeCode(kind: .conversion, name: "clinic.evil to text", type: SampleLane.evil, use: peek)
        ]
        catalog.typeOIDs = [20_000: SampleLane.evil, 20_001: name("watched")]
        return catalog
    }()

    static let judge = SampleLane.judge(catalog: catalog)

    static func refusal(_ sql: String, _ judge: Judge = judge) -> Refusal? {
        switch judge.judge(Array(sql.utf8), names: judge.initialNames) {
        case .permit, .approve: nil
        case .refuse(let refusal), .needsCatalog(let refusal): refusal
        }
    }
}
