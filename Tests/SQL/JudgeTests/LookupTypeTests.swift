import Judge
import Policy
import SQLRewrite
import Testing

@Suite("A lookup is of the whole value, and is told") struct LookupTypeTests {
    private static func lane(_ type: String, typeName: String? = nil) -> SmallLane {
        var table = SmallLane.table("t", ["id integer!", "no \(type)", "note"])
        if let typeName { table.columns[1].typeName = typeName }
        return SmallLane([table], phi: ["t.no": .redact], lookups: ["t.no"])
    }

    @Test(
        "what is compared is made a value of the column's type, so that no conversion compares less",
        arguments: [
            ("numeric", "no = 1", "\"no\" OPERATOR(pg_catalog.=) 1::pg_catalog.numeric"),
            ("numeric", "no = $1", "\"no\" OPERATOR(pg_catalog.=) $1::pg_catalog.numeric"),
            ("numeric", "no = '1e23'::float8", "\"no\" OPERATOR(pg_catalog.=) '1e23'::float8::pg_catalog.numeric"),
            ("numeric", "no = ANY ($1)", "\"no\" OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.numeric[])"),
            (
                "numeric", "no IN (1, $1)",
                "\"no\" OPERATOR(pg_catalog.=) 1::pg_catalog.numeric OR \"no\" OPERATOR(pg_catalog.=) $1::pg_catalog.numeric"
            ),
            ("date", "$1 = no", "\"no\" OPERATOR(pg_catalog.=) $1::pg_catalog.date"),
        ])
    func conversions(_ type: String, _ condition: String, _ sent: String) {
        let text = Self.lane(type).text("SELECT id FROM t WHERE \(condition)") ?? ""
        #expect(text.contains(sent), "\(text)")
    }

    @Test("and its plan is not shown, in a write as in a query: it follows from statistics of what is looked up")
    func plans() {
        let lane = Self.lane("text")
        for text in [
            "EXPLAIN SELECT id FROM t WHERE no = 'x'", "EXPLAIN DELETE FROM t WHERE no IN ('x', 'y')",
            "EXPLAIN UPDATE t SET note = 'n' WHERE no = $1",
        ] {
            #expect(lane.text(text) == nil, "\(text)")
        }
        #expect(lane.text("EXPLAIN DELETE FROM t WHERE id = 3") != nil)
    }

    @Test("in the condition of a write as well")
    func writes() {
        let lane = Self.lane("numeric")
        #expect(
            lane.text("UPDATE t SET note = 'x' WHERE no = $1 AND id = 3")?.hasSuffix(
                "WHERE no = $1::pg_catalog.numeric AND id = 3") == true)
        #expect(
            lane.text("DELETE FROM t WHERE no IN (1, 2)")?.hasSuffix(
                "WHERE no IN (1::pg_catalog.numeric, 2::pg_catalog.numeric)") == true)
    }

    @Test(
        "types of which different values are equal, or that hold several, are not looked up",
        arguments: [("box", nil), ("circle", nil), ("text[]", "_text"), ("integer[]", "_int4"), ("jsonb", nil)]
            as [(String, String?)])
    func types(_ type: String, _ typeName: String?) {
        let lane = Self.lane(type, typeName: typeName)
        #expect(lane.text("SELECT id FROM t WHERE no = $1")?.contains("OPERATOR(pg_catalog.=)") == false)
        #expect(lane.rule("UPDATE t SET note = 'x' WHERE no = $1") == "raw-target")
    }

    private static func read(_ lane: SmallLane, _ sql: String) -> [String] {
        guard case .permit(let permit) = lane.judge.judge(Array(sql.utf8), names: lane.judge.initialNames) else {
            return ["refused"]
        }
        return permit.statements.flatMap(\.phiRead)
    }

    @Test("whoever finds rows of a write by a lookup has read PHI")
    func readByWrites() {
        let lane = Self.lane("text")
        for sql in ["UPDATE t SET note = 'x' WHERE no = '7'", "DELETE FROM t WHERE no IN ('7', '8')"] {
            #expect(Self.read(lane, sql) == ["s.t.no"], "\(sql)")
        }
        #expect(Self.read(lane, "UPDATE t SET note = 'x' WHERE id = 1") == [])
    }

    @Test("and so has who deletes or changes what a foreign key then looks for")
    func readByDeletions() {
        let reference = Constraint.Reference(relation: QualifiedName("s", "codes"), columns: ["code"])
        let key = Constraint(name: "f", kind: .foreignKey, columns: ["no"], reference: reference)
        let lane = SmallLane(
            [
                SmallLane.table("t", ["id integer!", "no"], constraints: [key]),
                SmallLane.table("codes", ["code!", "name"]),
            ], phi: ["t.no": .redact], lookups: ["t.no"])
        #expect(Self.read(lane, "DELETE FROM codes WHERE code = '7'") == ["s.t.no"])
        #expect(Self.read(lane, "UPDATE codes SET code = '8' WHERE code = '7'") == ["s.t.no"])
        for sql in ["UPDATE codes SET name = 'x' WHERE code = '7'", "INSERT INTO codes VALUES ('7', 'x')"] {
            #expect(Self.read(lane, sql) == [], "\(sql)")
        }
    }

    @Test("and so has who writes what a constraint looks up")
    func readByConstraints() {
        let reference = Constraint.Reference(relation: QualifiedName("s", "t"), columns: ["no"])
        let key = Constraint(name: "f", kind: .foreignKey, columns: ["code"], reference: reference)
        var table = SmallLane.table("t", ["id integer!", "no", "note"])
        table.constraints = [Constraint(name: "u", kind: .unique, columns: ["no"])]
        let lane = SmallLane(
            [table, SmallLane.table("refers", ["id integer!", "code", "note"], constraints: [key])],
            phi: ["t.no": .redact], lookups: ["t.no"], writable: ["t.no"])
        for sql in [
            "INSERT INTO refers (id, code) VALUES (1, '7')", "INSERT INTO refers VALUES (1, '7')",
            "UPDATE refers SET code = '7' WHERE id = 1", "COPY refers (code) FROM STDIN",
            "INSERT INTO t (no) VALUES ('7')", "UPDATE t SET no = '7' WHERE id = 1",
        ] {
            #expect(Self.read(lane, sql) == ["s.t.no"], "\(sql)")
        }
        for sql in ["INSERT INTO refers (id, note) VALUES (1, 'x')", "UPDATE refers SET note = 'x' WHERE id = 1"] {
            #expect(Self.read(lane, sql) == [], "\(sql)")
        }
    }
}
