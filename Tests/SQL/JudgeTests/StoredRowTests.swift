import Judge
import Policy
import SQLRewrite
import Testing

/// Writes that evaluate once more what a stored row holds, or move it.
@Suite("What a row holds already is not asked by writing beside it") struct StoredRowTests {
    private static let secret: [String: Mask] = ["t.secret": .redact]
    private static let update = "UPDATE t SET note = 'x' WHERE id = 1"

    @Test("a column that stays in the row takes room from protected ones")
    func room() {
        func lane(_ note: String, isInline: Bool, secret: String = "secret", isSecretInline: Bool = false) -> SmallLane
        {
            var table = SmallLane.table("t", ["id integer!", "note \(note)", secret, "n integer"])
            table.columns[1].isInline = isInline
            table.columns[2].isInline = isSecretInline
            return SmallLane([table], phi: Self.secret)
        }
        let refusal = lane("text", isInline: true).refusal(Self.update)
        #expect(refusal?.rule == "chaperone/update-oracle")
        #expect(refusal?.message.contains("the room in a row") == true)
        #expect(lane("text", isInline: false).rule(Self.update) == nil, "it leaves the row when that is full")
        #expect(lane("text", isInline: false, isSecretInline: true).rule(Self.update) == "update-oracle")
        #expect(lane("text", isInline: true).rule("UPDATE t SET n = 3 WHERE id = 1") == nil, "of one length")
        #expect(lane("text", isInline: true, secret: "secret integer!").rule(Self.update) == nil, "of one length")
        #expect(lane("text", isInline: true).rule("INSERT INTO t (id, note, secret) VALUES (1, 'x', 'y')") == nil)
    }

    @Test("so does any of very many columns, since what points to their values stays")
    func wide() {
        func lane(_ count: Int) -> SmallLane {
            let more = (0..<count).map { "c\($0)" }
            return SmallLane([SmallLane.table("t", ["id integer!", "secret", "note"] + more)], phi: Self.secret)
        }
        #expect(lane(460).rule(Self.update) == "update-oracle")
        #expect(lane(460).rule("UPDATE t SET id = 2 WHERE id = 1") == nil)
        #expect(lane(100).rule(Self.update) == nil)
    }

    @Test("a row does not move to another partition, which may demand what it likes of it")
    func partitions() {
        let area = Constraint(
            name: "in_area", kind: .foreignKey, columns: ["area"],
            reference: Constraint.Reference(
                relation: QualifiedName("s", "areas"), columns: ["id"], onUpdate: .cascade, onDelete: .setNull))
        func lane(_ key: Set<String>) -> SmallLane {
            var table = SmallLane.table("t", ["id integer!", "area integer", "secret", "note"], constraints: [area])
            table.kind = .partitionedTable
            table.partitionKey = key
            var part = SmallLane.table("part", ["id integer!", "area integer", "secret", "note"])
            part.parents = [table.name]
            return SmallLane([table, part, SmallLane.table("areas", ["id integer!", "name"])], phi: Self.secret)
        }
        for sql in [
            "UPDATE t SET area = 2 WHERE id = 1", "UPDATE part SET note = 'x', area = 2 WHERE id = 1",
            "INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET area = 2",
            "UPDATE areas SET id = 2 WHERE id = 1",
        ] {
            #expect(lane(["area"]).rule(sql) == "update-oracle", "\(sql)")
            #expect(lane(["id"]).rule(sql) == nil, "\(sql)")
        }
        #expect(lane(["area"]).rule("DELETE FROM areas WHERE id = 1") == "delete-oracle", "set to NULL, it moves")
        #expect(lane(["area"]).rule(Self.update) == nil)
        #expect(lane(["area"]).rule("UPDATE areas SET name = 'x' WHERE id = 1") == nil)
    }

    @Test("a row that moves is gone where it was, and new where it is, for whatever refers to either place")
    func moved() {
        func lane(_ key: Set<String>, refers place: String) -> SmallLane {
            var table = SmallLane.table("t", ["id integer!", "area integer", "note"])
            table.kind = .partitionedTable
            table.partitionKey = key
            var part = SmallLane.table("part", ["id integer!", "area integer", "note"])
            part.parents = [table.name]
            func reference(_ relation: String, _ column: String) -> Constraint.Reference {
                Constraint.Reference(relation: QualifiedName("s", relation), columns: [column])
            }
            var looking = SmallLane.table("looking", ["person integer"])
            if place == "looking" {
                looking.constraints = [
                    Constraint(
                        name: "of_part", kind: .foreignKey, columns: ["person"], reference: reference("part", "id"))
                ]
            } else {
                part.constraints = [
                    Constraint(
                        name: "f", kind: .foreignKey, columns: ["note"], reference: reference("looking", "person"))
                ]
            }
            return SmallLane([table, part, looking], phi: ["looking.person": .redact])
        }
        let move = "UPDATE t SET area = 2 WHERE id = 1"
        for place in ["looking", "part"] {
            #expect(lane(["area"], refers: place).rule(move) == "update-oracle", "\(place)")
            #expect(lane(["id"], refers: place).rule(move) == nil, "it stays")
            #expect(
                lane(["area"], refers: place).rule("UPDATE part SET area = 2 WHERE id = 1") == nil, "it cannot move")
        }
    }

    @Test(
        "an index's expression or predicate over a protected column is not evaluated again by the other columns in it")
    func expressions() {
        func lane(_ index: Index) -> SmallLane {
            SmallLane(
                [SmallLane.table("t", ["id integer!", "n integer", "secret", "note"], indexes: [index])],
                phi: Self.secret)
        }
        var settled = Index(name: "x", keys: [nil], others: ["n", "secret"])
        settled.isSettled = true
        let together = lane(settled)
        settled.isSettled = false
        #expect(lane(settled).rule(Self.update) == "update-oracle", "what it gives may follow from a setting")
        let refusal = together.refusal("UPDATE t SET n = 54 WHERE id = 1")
        #expect(refusal?.rule == "chaperone/update-oracle")
        #expect(refusal?.message.contains("an expression or the predicate of index \"x\"") == true)
        #expect(together.rule(Self.update) == nil)
        #expect(together.rule("INSERT INTO t (id, n, secret) VALUES (1, 2, 'x')") == nil, "its own row")
        #expect(lane(Index(name: "x", keys: [nil], others: ["n"])).rule("UPDATE t SET n = 54 WHERE id = 1") == nil)
    }

    @Test("what another server demands is not known: a foreign table that holds protected columns is not written")
    func foreign() throws {
        var table = SmallLane.table("t", ["id integer!", "kind integer", "secret", "note"])
        table.kind = .foreignTable
        let lane = SmallLane([table], phi: Self.secret, writable: ["t.secret"])
        for (sql, rule) in [
            ("INSERT INTO t (id, kind) VALUES (1, 2)", "insert-oracle"),
            ("INSERT INTO t VALUES (1, 2, 'x', 'y')", "insert-oracle"), ("COPY t FROM STDIN", "insert-oracle"),
            (Self.update, "update-oracle"), ("UPDATE t SET secret = 'x' WHERE id = 1", "update-oracle"),
            ("DELETE FROM t WHERE id = 1", "delete-oracle"),
        ] {
            #expect(lane.rule(sql) == rule, "\(sql)")
        }
        #expect(lane.refusal(Self.update)?.message.contains("what the other server demands") == true)
        #expect(SmallLane([table], phi: [:]).rule(Self.update) == nil)
        let text = try #require(lane.text("SELECT * FROM t"))
        for column in ["id", "kind", "note"] {
            #expect(text.contains("COALESCE(\"\(column)\", \"\(column)\") AS \"\(column)\""), "its indexes neither")
        }
    }

    @Test("of several that would tell, the same one is named whatever the order in which they were found")
    func named() {
        var table = SmallLane.table("t", ["id integer!", "area integer", "secret", "note"])
        table.kind = .partitionedTable
        table.partitionKey = ["area"]
        let parts = (0..<12).map { number in
            var index = Index(name: "x", keys: [nil], others: ["area", "secret"])
            index.isSettled = true
            var part = SmallLane.table("p\(10 + number)", ["id integer!", "area integer", "secret"], indexes: [index])
            part.parents = [table.name]
            return part
        }
        for relations in [[table] + parts, parts.reversed() + [table]] {
            let refusal = SmallLane(relations, phi: Self.secret).refusal("UPDATE t SET area = 2 WHERE id = 1")
            #expect(refusal?.message.contains("protected column s.p10.secret") == true)
        }
    }

    @Test("a foreign key writes no rows in the order of an index over a protected column")
    func actionOrder() {
        func lane(_ keys: [String?], onUpdate: Constraint.Action, onDelete: Constraint.Action) -> SmallLane {
            let reference = Constraint.Reference(
                relation: QualifiedName("s", "parent"), columns: ["id"], onUpdate: onUpdate, onDelete: onDelete)
            let key = Constraint(name: "of_parent", kind: .foreignKey, columns: ["parent_id"], reference: reference)
            let index = Index(name: "x", keys: keys, orders: keys.map { $0 ?? "-" })
            return SmallLane(
                [
                    SmallLane.table("parent", ["id integer!", "name"]),
                    SmallLane.table(
                        "t", ["id integer!", "parent_id integer", "secret", "note"], constraints: [key],
                        indexes: [index]),
                ], phi: Self.secret)
        }
        let change = "UPDATE parent SET id = 103 WHERE id = 3"
        let deletion = "DELETE FROM parent WHERE id = 3"
        let cascading = lane(["parent_id", "secret"], onUpdate: .cascade, onDelete: .setDefault)
        #expect(cascading.rule(change) == "update-oracle")
        #expect(
            cascading.refusal(change)?.message.contains("the order in which constraint \"of_parent\" finds rows")
                == true)
        #expect(cascading.rule(deletion) == "delete-oracle", "SET DEFAULT numbers them")
        #expect(cascading.rule("UPDATE parent SET name = 'x' WHERE id = 3") == nil)
        #expect(
            lane(["parent_id", "secret"], onUpdate: .none, onDelete: .cascade).rule(deletion) == nil, "all are gone")
        let apart = lane(["parent_id", "note"], onUpdate: .cascade, onDelete: .setNull)
        #expect(apart.rule(change) == nil && apart.rule(deletion) == nil)
    }
}
