import Judge
import Policy
import SQLRewrite
import Testing

/// Protected columns that foreign keys write count for rules that restrict, and are told of.
struct FollowingWriteTests {
    private static func lane(_ action: Rule.Action, tables: [String] = []) -> SmallLane {
        var when = Rule.Condition()
        when.writesPHI = true
        when.tables = tables
        return SmallLane(
            [
                SmallLane.table("a", ["code integer!", "note"]),
                SmallLane.table(
                    "b", ["id integer", "code integer"],
                    constraints: [
                        Constraint(
                            name: "fk", kind: .foreignKey, columns: ["code"],
                            reference: Constraint.Reference(
                                relation: QualifiedName("s", "a"), columns: ["code"], onDelete: .setNull))
                    ]),
            ],
            phi: ["b.code": .redact], lookups: ["b.code"], writable: ["b.code"],
            rules: [Rule(name: "no", when: when, action: action)])
    }

    /// `full` is computed from `first`, `who` is set by a trigger before an update, `was` is written by what a trigger of `src` runs,
    /// and `code` of `kid` computed from `k`, which refers to `par`.
    private static func moving(tables: [String] = []) -> SmallLane {
        func table(_ name: String, _ columns: [String], _ change: (inout Relation) -> Void = { _ in }) -> Relation {
            var relation = SmallLane.table(name, columns)
            change(&relation)
            return relation
        }
        func compute(_ relation: inout Relation, _ column: String, from source: String) {
            guard let index = relation.columns.firstIndex(where: { $0.name == column }) else { return }
            relation.columns[index].isGenerated = true
            relation.columns[index].generatedFrom = [source]
        }
        var view = SmallLane.view("v", ["n", "f"], "SELECT c.id AS n, c.first AS f FROM s.comp c")
        view.reads = [QualifiedName("s", "comp")]
        let keep = RoutineSignature(QualifiedName("s", "keep"))
        var when = Rule.Condition()
        when.writesPHI = true
        when.tables = tables
        return SmallLane(
            [
                table("comp", ["id integer!", "first", "other", "full"]) { compute(&$0, "full", from: "first") },
                table("stamp", ["id integer!", "o", "who"]) { stamp in
                    stamp.hasTriggers = true
                    stamp.rowTriggers = [RowTrigger(name: "set", events: [.update], writes: .columns(["who"]))]
                },
                table("src", ["id integer!", "v"]) { src in
                    src.hasTriggers = true
                    src.code = [
                        AttachedCode(kind: .trigger, name: "keep", events: [.update], use: CodeUse(routines: [keep]))
                    ]
                },
                table("hist", ["id integer", "was"]), table("par", ["k!", "label"]),
                table("kid", ["id integer!", "k", "code"]) { kid in
                    compute(&kid, "code", from: "k")
                    kid.constraints = [
                        Constraint(
                            name: "fk", kind: .foreignKey, columns: ["k"],
                            reference: Constraint.Reference(
                                relation: QualifiedName("s", "par"), columns: ["k"], onUpdate: .cascade,
                                onDelete: .cascade))
                    ]
                },
                view,
            ],
            phi: ["comp.full": .redact, "stamp.who": .redact, "hist.was": .redact, "kid.code": .redact],
            writable: ["comp.full", "stamp.who", "hist.was", "kid.code"],
            rules: [Rule(name: "no", when: when, action: .deny)], functions: [keep.name],
            writes: ["s.keep": [QualifiedName("s", "hist")]],
            change: { catalog in
                catalog.functions["keep"] = [
                    Routine(
                        name: keep.name, arguments: "", language: "c", volatility: "v", inExtension: false, kind: "f",
                        returnsSet: false)
                ]
            })
    }

    @Test(arguments: [
        "UPDATE comp SET first = 'q' WHERE id = 1", "INSERT INTO comp (id, first) VALUES (2, 'q')",
        "COPY comp (id, first) FROM STDIN", "UPDATE v SET f = 'q' WHERE n = 1", "UPDATE stamp SET o = 'b' WHERE id = 1",
        "UPDATE src SET v = 'b' WHERE id = 1", "UPDATE par SET k = 'p9' WHERE label = 'a'",
        "INSERT INTO comp (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET first = 'q'",
        "MERGE INTO src s USING par p ON s.v = p.k WHEN MATCHED THEN UPDATE SET v = 'q'",
    ])
    func `What is computed, set by a trigger or written by its code is written`(sql: String) {
        #expect(Self.moving().refusal(sql)?.rule == "no")
    }

    @Test(arguments: [
        "UPDATE comp SET other = 'q' WHERE id = 1", "UPDATE par SET label = 'b' WHERE k = 'p1'",
        "INSERT INTO stamp (id, o) VALUES (1, 'x')", "INSERT INTO src VALUES (1, 'x')", "INSERT INTO par VALUES ('k')",
        "DELETE FROM par WHERE k = 'p1'", "DELETE FROM comp WHERE id = 1", "TRUNCATE hist",
    ])
    func `What changes no protected value, or takes it away, is no write of one`(sql: String) {
        #expect(Self.moving().refusal(sql)?.rule == nil)
    }

    @Test func `A rule for tables is asked for the one that is written`() {
        let cascade = "UPDATE par SET k = 'p9' WHERE label = 'a'"
        #expect(Self.moving(tables: ["s.kid"]).refusal(cascade)?.rule == "no")
        #expect(Self.moving(tables: ["s.par"]).refusal(cascade)?.rule == nil)
        #expect(Self.moving(tables: ["s.comp"]).refusal("UPDATE v SET f = 'q' WHERE n = 1")?.rule == "no")
    }

    @Test func `A deletion that sets one to NULL is a write of it`() throws {
        let delete = "DELETE FROM a WHERE code = 1"
        for tables in [[], ["s.b"], ["s.*"]] {
            let lane = Self.lane(.deny, tables: tables)
            #expect(lane.refusal(delete)?.rule == "no", "\(tables)")
            #expect(lane.refusal("UPDATE a SET note = 'x' WHERE code = 1") == nil)
        }
        #expect(Self.lane(.deny, tables: ["s.a"]).refusal(delete) == nil, "it is written in another table")
        let lane = Self.lane(.allow)
        guard case .permit(let permit) = lane.judge.judge(Array(delete.utf8), names: lane.judge.initialNames) else {
            Issue.record("refused: \(String(describing: lane.refusal(delete)))")
            return
        }
        #expect(permit.statements.map(\.phiWritten) == [["s.b.code"]])
        #expect(permit.statements.first?.rule == nil, "what is set in motion is nobody's to allow")
    }
}
