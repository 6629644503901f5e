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
        return SmallLane(
            [
                icd, part, SmallLane.table("areas", ["name", "size integer"], constraints: [only("name")]),
                SmallLane.table("dx", ["id integer", "code"], constraints: [key("code", to: "icd", "code")]),
                SmallLane.table("free", ["id integer", "code"], constraints: [only("code")]),
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
