import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Maintenance computes nothing from protected values that could fail") struct MaintenanceTests {
    private static func lane(
        statistics: Set<String> = [], index: Set<String> = [], isSettled: Bool = false,
        view: String = "SELECT t.id FROM s.t t"
    ) -> SmallLane {
        var table = SmallLane.table("t", ["id integer!", "secret integer", "note"])
        table.expressionsOfStatistics = statistics
        if !index.isEmpty {
            var made = Index(name: "x", keys: [nil], others: index)
            made.isSettled = isSettled
            table.indexes = [made]
        }
        var part = SmallLane.table("part", ["id integer!", "secret integer", "note"])
        part.parents = [table.name]
        var kept = SmallLane.view("kept", ["id integer"], view)
        kept.kind = .materializedView
        return SmallLane(
            [table, part, kept, SmallLane.table("plain", ["id integer!"])], phi: ["t.secret": .redact])
    }

    @Test(
        "ANALYZE, where statistics have an expression over them",
        arguments: [
            "ANALYZE t", "ANALYZE plain, t (id)", "VACUUM ANALYZE t", "VACUUM (FULL) t", "ANALYZE part", "ANALYZE",
            "VACUUM (ANALYZE)",
        ])
    func statistics(_ sql: String) throws {
        let lane = Self.lane(statistics: ["id", "secret"])
        #expect(lane.rule(sql) == "maintenance-oracle")
        #expect(try #require(lane.refusal(sql)).message.contains("statistics of s.t over secret"))
        #expect(Self.lane(statistics: ["id", "note"]).rule(sql) == nil)
        #expect(Self.lane().rule(sql) == nil)
    }

    @Test("VACUUM by itself computes nothing, nor does it of other relations")
    func vacuum() {
        let lane = Self.lane(statistics: ["secret"])
        for sql in ["VACUUM t", "VACUUM (FREEZE, ANALYZE off) t", "VACUUM", "ANALYZE plain", "VACUUM FULL plain"] {
            #expect(lane.rule(sql) == nil, "\(sql)")
        }
    }

    @Test("the same of an index whose expression a stored row need not pass again")
    func indexes() {
        #expect(Self.lane(index: ["secret"]).rule("ANALYZE t") == "maintenance-oracle")
        #expect(Self.lane(index: ["secret"], isSettled: true).rule("ANALYZE t") == nil)
        #expect(Self.lane(index: ["note"]).rule("ANALYZE t") == nil)
    }

    @Test("REFRESH, where the view computes more than it shows")
    func refresh() {
        let refresh = "REFRESH MATERIALIZED VIEW kept"
        #expect(Self.lane().rule(refresh) == nil)
        let computing =
            "WITH x AS MATERIALIZED (SELECT t.id, 100 / t.secret AS r FROM s.t t) SELECT x.id FROM x"
        #expect(Self.lane(view: computing).rule(refresh) == "maintenance-oracle")
        #expect(Self.lane(view: computing).rule("SELECT * FROM kept") == nil)
    }
}
