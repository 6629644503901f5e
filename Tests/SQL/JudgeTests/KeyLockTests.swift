import Judge
import Policy
import SQLRewrite
import Testing

/// `dx.code` is protected and refers to `icd.code`: the server locks the row, and the partition, that it refers to, and whoever
/// waits for that lock is told which it is.
struct KeyLockTests {
    private static let lane: SmallLane = {
        func key(_ column: String, to table: String, _ other: String, _ update: Constraint.Action = .none) -> Constraint
        {
            Constraint(
                name: "\(table)_\(other)", kind: .foreignKey, columns: [column],
                reference: Constraint.Reference(
                    relation: QualifiedName("s", table), columns: [other], onUpdate: update, onDelete: .none))
        }
        func only(_ column: String, expression: Bool = false) -> Constraint {
            Constraint(
                name: column, kind: .unique, columns: [column], expressionColumns: expression ? [column] : [])
        }
        var icd = SmallLane.table(
            "icd", ["code", "label", "source", "made", "area", "lower", "late"],
            constraints: [
                only("code"), only("made"), only("late"), only("lower", expression: true),
                key("area", to: "areas", "name", .cascade),
                only("area"),
            ])
        icd.columns[3].generatedFrom = ["source"]
        icd.columns[3].isGenerated = true
        var part = SmallLane.table("part", ["code", "label", "source", "made", "area", "lower", "late"])
        part.parents = [icd.name]
        part.constraints = [only("label")]
        part.indexes = [Index(name: "part_code", isUnique: true, keys: ["code"])]
        return SmallLane(
            [
                icd, part, SmallLane.table("areas", ["name", "size integer"], constraints: [only("name")]),
                SmallLane.table("dx", ["id integer", "code"], constraints: [key("code", to: "icd", "code")]),
                SmallLane.table("free", ["id integer", "code"], constraints: [only("code")]),
                SmallLane.table("child", ["id integer", "code"], constraints: [key("code", to: "icd", "code")]),
            ], phi: ["dx.code": .redact])
    }()

    @Test(
        "No key is written that the lock would keep waiting",
        arguments: [
            "UPDATE s.icd SET code = 'x'", "UPDATE s.part SET late = 'x'",
            // Computed, of a partition, and by what a foreign key does.
            "UPDATE s.icd SET source = 'x'", "UPDATE s.icd SET label = 'x'", "UPDATE s.part SET label = 'x'",
            "UPDATE s.areas SET name = 'x'",
            "INSERT INTO s.icd (code) VALUES ('x') ON CONFLICT (code) DO UPDATE SET late = 'y'",
        ])
    func keys(sql: String) { #expect(Self.lane.rule(sql) == "update-oracle") }

    @Test(
        "What is part of no such key is",
        arguments: ["UPDATE s.icd SET lower = 'x'", "UPDATE s.areas SET size = 5", "UPDATE s.free SET code = 'x'"])
    func others(sql: String) { #expect(Self.lane.rule(sql) == nil) }

    @Test("Nor is one defined or maintained, but by what keeps no foreign key waiting")
    func definitions() {
        for sql in [
            "REINDEX TABLE s.part", "REINDEX INDEX s.part_code", "VACUUM (FULL) s.part",
            "CLUSTER s.part USING part_code",
            "TRUNCATE s.part", "DROP INDEX s.part_code", "DROP INDEX part_code", "ALTER TABLE s.part RENAME TO x",
            "ALTER INDEX s.part_code RENAME TO x", "ALTER TABLE s.icd ADD COLUMN more text", "DROP TABLE s.part",
            "VACUUM (FULL)", "ALTER TABLE s.free INHERIT s.icd",
            "CREATE TABLE s.third () INHERITS (s.icd)", "CREATE UNIQUE INDEX ON s.part (label)",
        ] {
            #expect(Self.lane.rule(sql) == "row-locks", "\(sql)")
        }
        for sql in [
            "CREATE INDEX ON s.part (label)", "VACUUM s.part", "COMMENT ON TABLE s.part IS 'x'",
            "GRANT SELECT ON s.part TO x",
            "CREATE TABLE s.third (code text REFERENCES s.icd (code))", "ALTER TABLE s.free ADD COLUMN more text",
        ] {
            #expect(Self.lane.rule(sql) != "row-locks", "\(sql)")
        }
    }

    @Test("Nor is a table whose foreign key goes with the definition, which is taken away there as well")
    func referring() {
        for sql in [
            "DROP TABLE s.child", "DROP TABLE child", "ALTER TABLE s.child DROP CONSTRAINT icd_code",
            "ALTER TABLE s.child DROP COLUMN code",
        ] {
            #expect(Self.lane.rule(sql) == "row-locks", "\(sql)")
        }
        for sql in ["ALTER TABLE s.child ADD COLUMN more text", "TRUNCATE s.child", "DROP TABLE s.free"] {
            #expect(Self.lane.rule(sql) == nil, "\(sql)")
        }
        var names = Self.lane.judge.initialNames
        func rule(_ sql: String) -> String? {
            switch Self.lane.judge.judge(Array(sql.utf8), names: names) {
            case .permit(let permit), .approve(let permit):
                for statement in permit.statements { names.apply(statement) }
                return nil
            case .refuse(let refusal), .needsCatalog(let refusal): return refusal.rule
            }
        }
        #expect(rule("CREATE TABLE s.made (code text REFERENCES s.icd (code))") == nil)
        #expect(rule("DROP TABLE s.made") == "chaperone/row-locks")
    }

    @Test("What a statement writes for a lock is not counted, prepared or not")
    func counted() {
        for sql in [
            "EXPLAIN (ANALYZE, WAL, COSTS OFF) SELECT code FROM s.part WHERE code = 'x' FOR NO KEY UPDATE",
            "EXPLAIN ANALYZE UPDATE s.icd SET lower = 'x' WHERE code = 'x'",
        ] {
            #expect(Self.lane.rule(sql) == "explain-analyze", "\(sql)")
        }
        #expect(Self.lane.rule("EXPLAIN SELECT f.id FROM s.free f JOIN s.icd i ON f.code = i.code") == nil)
        #expect(Self.lane.rule("EXPLAIN ANALYZE SELECT id FROM s.free") == nil)
        var names = Self.lane.judge.initialNames
        let made = Self.lane.judge.judge(
            Array("PREPARE q AS SELECT code FROM s.part FOR NO KEY UPDATE".utf8), names: names)
        guard case .permit(let permit) = made else { return #expect(Bool(false), "refused") }
        for statement in permit.statements { names.apply(statement) }
        let shown = Self.lane.judge.judge(Array("EXPLAIN (ANALYZE, WAL) EXECUTE q".utf8), names: names)
        guard case .refuse(let refusal) = shown else { return #expect(Bool(false), "shown") }
        #expect(refusal.rule == "chaperone/explain-analyze")
    }

    @Test("Nor is shown how old the oldest of them is, where there are such foreign keys")
    func ages() {
        func list(locks: Bool) -> String? {
            var refers = SmallLane.table("dx", ["id integer", "code"])
            if locks {
                refers.constraints = [
                    Constraint(
                        name: "k", kind: .foreignKey, columns: ["code"],
                        reference: Constraint.Reference(relation: QualifiedName("s", "icd"), columns: ["code"]))
                ]
            }
            let system = SmallLane.table(
                "pg_class", ["oid oid", "relfrozenxid xid", "relminmxid xid"], schema: "pg_catalog")
            return SmallLane([SmallLane.table("icd", ["code"]), refers, system], phi: ["dx.code": .redact])
                .text("SELECT relfrozenxid, relminmxid FROM pg_class")
        }
        let hidden = list(locks: true)
        #expect(
            hidden?.contains("NULL::pg_catalog.xid AS \"relfrozenxid\", NULL::pg_catalog.xid AS \"relminmxid\"")
                == true, "\(hidden ?? "")")
        #expect(list(locks: false) == "SELECT relfrozenxid, relminmxid FROM pg_class")
    }

    @Test("No table is locked that a foreign key locks")
    func tables() {
        for sql in [
            "LOCK TABLE s.part", "LOCK s.icd IN EXCLUSIVE MODE NOWAIT",
            "LOCK TABLE s.free, s.part IN ACCESS EXCLUSIVE MODE",
        ] {
            #expect(Self.lane.rule(sql) == "row-locks", "\(sql)")
        }
        for sql in [
            "LOCK TABLE s.part IN SHARE ROW EXCLUSIVE MODE", "LOCK TABLE s.icd IN ACCESS SHARE MODE", "LOCK s.free",
        ] {
            #expect(Self.lane.rule(sql) == nil, "\(sql)")
        }
    }
}
