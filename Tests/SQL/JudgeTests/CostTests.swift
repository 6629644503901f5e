import Judge
import Policy
import SQLRewrite
import Testing

/// How wide raw rows are, where they lie, and what the server counted of them.
@Suite("What a statement costs is not shown of anything near a protected relation") struct CostTests {
    private static let lane = SmallLane(
        [
            SmallLane.table("memo", ["id integer!", "note", "secret"]),
            SmallLane.table("plain", ["id integer!", "note"]),
            SmallLane.view("shown", ["id integer", "note"], "SELECT m.id, m.note FROM s.memo m"),
            SmallLane.view("over", ["id integer"], "SELECT v.id FROM s.shown v"),
            SmallLane.view("apart", ["id integer"], "SELECT p.id FROM s.plain p"),
        ], phi: ["memo.secret": .redact]
    ) { catalog in catalog.immutableBuiltins.insert("generate_series") }

    @Test(
        "not through a view that shows nothing protected, whatever it is asked",
        arguments: [
            ("EXPLAIN SELECT id FROM shown", "explain-join"), ("EXPLAIN SELECT id FROM over", "explain-join"),
            ("EXPLAIN UPDATE shown SET note = 'x' WHERE id = 4", "explain-join"),
            ("EXPLAIN SELECT 1 FROM plain WHERE EXISTS (SELECT FROM over)", "explain-join"),
            ("EXPLAIN (ANALYZE, BUFFERS, TIMING off) SELECT note FROM shown WHERE id = 4", "explain-analyze"),
            ("EXPLAIN ANALYZE SELECT id FROM over", "explain-analyze"),
            ("EXPLAIN (ANALYZE, WAL) UPDATE shown SET note = 'x' WHERE id = 4", "explain-analyze"),
            ("EXPLAIN ANALYZE UPDATE memo SET note = 'x' WHERE id = 4", "explain-analyze"),
            ("EXPLAIN ANALYZE DELETE FROM over WHERE id = 4", "explain-analyze"),
            ("EXPLAIN ANALYZE SELECT count(*) FROM memo", "explain-analyze"),
        ])
    func refused(_ sql: String, _ rule: String) { #expect(Self.lane.rule(sql) == rule) }

    @Test(
        "nor beside anything whose size one knows, of whatever kind and however deep",
        arguments: [
            "SELECT 1 FROM memo m, generate_series(1, 100) g WHERE g = m.id",
            "SELECT 1 FROM memo m, own o WHERE o.id = m.id",
            "SELECT 1 FROM memo m JOIN (VALUES (1), (2)) v (id) ON v.id = m.id",
            "SELECT 1 FROM memo WHERE id IN (SELECT generate_series(1, 100))",
            "SELECT 1 FROM memo WHERE id IN (VALUES (1), (2))", "SELECT 1 FROM memo WHERE id IN (SELECT id FROM own)",
            "WITH w AS (SELECT generate_series(1, 9) AS id) SELECT 1 FROM memo m",
            "WITH w AS (SELECT id FROM memo) SELECT 1 FROM w", "SELECT id FROM memo INTERSECT VALUES (1), (2)",
            "SELECT id FROM memo UNION SELECT 1", "UPDATE memo SET note = 'x' FROM own o WHERE o.id = memo.id",
            "DELETE FROM memo USING generate_series(1, 9) g WHERE g = id",
            "INSERT INTO memo (id, note) SELECT id, 'n' FROM own",
        ])
    func beside(_ sql: String) throws {
        let judge = Self.lane.judge
        var names = judge.initialNames
        for text in ["CREATE TEMP TABLE own (id int)", "EXPLAIN \(sql)"] {
            switch judge.judge(Array(text.utf8), names: names) {
            case .permit(let permit):
                #expect(text.hasPrefix("CREATE"), "\(text)")
                for profile in permit.statements { names.apply(profile) }
            case .approve: Issue.record("\(text)")
            case .refuse(let refusal), .needsCatalog(let refusal):
                #expect(refusal.rule == "chaperone/explain-join", "\(text): \(refusal.message)")
            }
        }
    }

    @Test(
        "one table by itself is explained without costs",
        arguments: [
            "SELECT note FROM memo WHERE id = 4 ORDER BY note LIMIT 3", "SELECT id FROM memo m FOR UPDATE OF m",
            "SELECT note, count(*) FROM memo GROUP BY note", "UPDATE memo SET note = 'x' WHERE id = 4",
            "DELETE FROM memo WHERE id = 4", "INSERT INTO memo (id, note) VALUES (1, 'n'), (2, 'm')",
            "DECLARE c CURSOR FOR SELECT id FROM memo",
        ])
    func alone(_ sql: String) { #expect(Self.lane.text("EXPLAIN \(sql)")?.contains("COSTS off") == true) }

    @Test("what is apart from it is explained as ever")
    func permitted() {
        for sql in [
            "EXPLAIN ANALYZE SELECT id FROM apart", "EXPLAIN SELECT 1 FROM plain a, plain b",
            "EXPLAIN (ANALYZE, WAL) UPDATE plain SET note = 'x' WHERE id = 4",
        ] {
            #expect(Self.lane.text(sql) == sql)
        }
        #expect(Self.lane.text("EXPLAIN SELECT id FROM memo")?.contains("COSTS off") == true)
    }

    @Test(
        "nor of what was prepared over it, though that reads and writes other columns",
        arguments: [
            "UPDATE memo SET note = 'x' WHERE id = $1", "SELECT note FROM shown WHERE id = $1", "SELECT id FROM over",
            "SELECT count(*) FROM memo", "DELETE FROM shown WHERE id = $1",
        ])
    func prepared(_ sql: String) {
        #expect(Self.rule(of: "EXPLAIN EXECUTE p(4)", behind: sql) == "chaperone/explain-execute")
        #expect(Self.rule(of: "EXPLAIN (ANALYZE, WAL) EXECUTE p(4)", behind: sql) == "chaperone/explain-execute")
        #expect(Self.rule(of: "EXECUTE p(4)", behind: sql) == nil)
        #expect(Self.rule(of: "EXPLAIN ANALYZE EXECUTE p(4)", behind: "SELECT id FROM apart") == nil)
    }

    private static func rule(of sql: String, behind prepared: String) -> String? {
        let judge = lane.judge
        var names = judge.initialNames
        guard case .permit(let permit) = judge.judge(Array("PREPARE p AS \(prepared)".utf8), names: names) else {
            return "not prepared"
        }
        for statement in permit.statements { names.apply(statement) }
        switch judge.judge(Array(sql.utf8), names: names) {
        case .permit, .approve: return nil
        case .refuse(let refusal), .needsCatalog(let refusal): return refusal.rule
        }
    }
}
