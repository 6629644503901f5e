import Judge
import Policy
import SQLRewrite
import Testing

/// What a view computes from protected values is shown as NULL. Where the server may compute it all the same, a value that
/// it fails for would tell itself.
@Suite("A view computes from protected values only where it is asked to") struct ViewComputingTests {
    private static func lane(
        _ columns: [String], _ definition: String, kind: Relation.Kind = .view, barrier: Bool = false
    ) -> SmallLane {
        var view = SmallLane.view("v", columns, definition)
        view.kind = kind
        view.isSecurityBarrier = barrier
        return SmallLane(
            [
                SmallLane.table("t", ["id integer!", "kind integer", "secret", "born date", "moved date"]),
                SmallLane.table("plain", ["id integer!", "note"]), view,
                SmallLane.view("over", ["id"], "SELECT v.id FROM s.v v"),
                SmallLane.view("over_cut", ["id", "r"], "SELECT v.id, v.r FROM s.v v LIMIT 3"),
            ], phi: ["t.secret": .redact, "t.born": .year, "t.moved": .shift(subject: "kind")]
        ) { catalog in
            catalog.functions["steady"] = [
                Routine(name: QualifiedName("s", "steady"), language: "c", volatility: "i", inExtension: true)
            ]
        }
    }

    @Test(
        "a query that the server may keep apart is not readable when it computes from them",
        arguments: [
            "SELECT t.id, length(t.secret) AS r FROM s.t t LIMIT 3",
            "SELECT t.id, length(t.secret) AS r FROM s.t t OFFSET 1",
            "SELECT t.id, length(t.secret) AS r FROM s.t t ORDER BY t.id",
            "SELECT t.id, max(length(t.secret)) AS r FROM s.t t GROUP BY t.id",
            "SELECT t.id, length(t.secret) + count(*) OVER () AS r FROM s.t t",
            "SELECT t.id, length(t.secret) AS r, count(*) OVER (PARTITION BY t.id) AS n FROM s.t t",
            "SELECT t.id, length(t.secret) AS r FROM s.t t FOR UPDATE",
            "SELECT t.id, length(t.secret) AS r FROM s.t t UNION ALL SELECT p.id, 1 FROM s.plain p",
            "SELECT t.id, length(t.secret) + (random() * 0)::integer AS r FROM s.t t",
            "SELECT t.id, length(t.secret) AS r, random() AS n FROM s.t t",
            "WITH w AS (SELECT p.id FROM s.plain p) SELECT t.id, length(t.secret) AS r FROM s.t t JOIN w ON w.id = t.id",
            "SELECT t.id, length(t.secret) AS r, t.id::s.strange AS n FROM s.t t",
            "SELECT t.id, x.r FROM s.t t LEFT JOIN LATERAL (SELECT length(t.secret) AS r) x ON true",
            "SELECT x.id, x.r FROM (SELECT t.id, length(t.secret) AS r FROM s.t t LIMIT 3) x",
            "SELECT p.id, p.id AS r FROM s.plain p JOIN (SELECT t.id, length(t.secret) AS r FROM s.t t LIMIT 3) x ON x.id = p.id",
        ])
    func apart(_ definition: String) throws {
        let columns = definition.contains(" AS n") ? ["id", "r", "n"] : ["id", "r"]
        let lane = Self.lane(columns, definition)
        let refusal = try #require(lane.refusal("SELECT id FROM v"))
        #expect(refusal.message.contains("computes from protected values as a whole"), "\(refusal.message)")
        #expect(lane.rule("SELECT * FROM over") == "rows-depend-on-phi")
    }

    @Test(
        "one that is merged for certain shows NULL, and so do views over it that are merged, too",
        arguments: [
            "SELECT t.id, length(t.secret) AS r FROM s.t t", "SELECT t.id, s.steady(t.secret) AS r FROM s.t t",
            "SELECT t.id, length(t.secret) AS r FROM s.t t WHERE t.kind = 3",
            "SELECT t.id, now() - t.born AS r FROM s.t t",
            "SELECT x.id, x.r FROM (SELECT t.id, length(t.secret) AS r FROM s.t t) x",
            "SELECT t.id, length(t.secret) + (SELECT count(*) FROM s.plain p WHERE p.id = t.id) AS r FROM s.t t",
        ])
    func merged(_ definition: String) {
        let lane = Self.lane(["id", "r"], definition)
        #expect(lane.text("SELECT r FROM v")?.contains("NULL::pg_catalog.text AS \"r\"") == true)
        #expect(lane.rule("SELECT * FROM over") == nil)
        #expect(lane.refusal("SELECT id FROM over_cut")?.message.contains("as a whole") == true, "with its LIMIT")
    }

    @Test("a barrier keeps a view apart, and a materialized view has computed what it shows")
    func kinds() {
        let definition = "SELECT t.id, length(t.secret) AS r FROM s.t t"
        #expect(Self.lane(["id", "r"], definition, barrier: true).rule("SELECT id FROM v") == "rows-depend-on-phi")
        let cut = definition + " LIMIT 3"
        #expect(Self.lane(["id", "r"], cut, kind: .materializedView).text("SELECT id FROM v") != nil)
    }

    @Test("columns that are shown as they are do not count, whatever the query is")
    func plain() {
        for definition in [
            "SELECT t.id, t.secret AS r FROM s.t t LIMIT 3", "SELECT t.id, t.born AS r FROM s.t t ORDER BY t.id",
            "SELECT t.id, t.secret AS r FROM s.t t UNION ALL SELECT p.id, p.note FROM s.plain p",
        ] {
            #expect(Self.lane(["id", "r"], definition).rule("SELECT * FROM v") == nil, "\(definition)")
        }
    }

    @Test("recursion reads only what is known and has nothing protected about it")
    func recursion() {
        func lane(_ relation: String) -> SmallLane {
            let definition =
                "WITH RECURSIVE w(id) AS (SELECT p.id FROM \(relation) p UNION ALL SELECT w.id + 1 FROM w WHERE w.id < 0) SELECT w.id FROM w"
            var secured = SmallLane.table("secured", ["id integer!"])
            secured.rowSecurity = RowSecurity(columns: [QualifiedName("s", "t"): ["secret"]])
            let activity = SmallLane.table("pg_stat_activity", ["id integer", "query"], schema: "pg_catalog")
            return SmallLane(
                [
                    SmallLane.table("t", ["id integer!", "secret"]), SmallLane.table("plain", ["id integer!"]), secured,
                    activity, SmallLane.view("r", ["id integer"], definition),
                ], phi: ["t.secret": .redact])
        }
        #expect(lane("s.plain").rule("SELECT * FROM r") == nil)
        for relation in ["s.t", "s.secured", "s.nowhere", "pg_stat_activity"] {
            #expect(lane(relation).rule("SELECT * FROM r") == "rows-depend-on-phi", "\(relation)")
        }
    }

    @Test("a shifted date is shown where its own subject stands beside it, by whatever name, else NULL")
    func shifts() {
        func text(_ columns: [String], _ definition: String) -> String {
            Self.lane(columns, definition).text("SELECT * FROM v") ?? "refused"
        }
        func shows(_ text: String) -> Bool { text.contains("'shift') OPERATOR(pg_catalog.||) \"k\"::pg_catalog.text") }
        #expect(shows(text(["m date", "k integer"], "SELECT t.moved AS m, t.kind AS k FROM s.t t")))
        #expect(
            shows(
                text(
                    ["m date", "k integer"], "SELECT x.m, x.a AS k FROM (SELECT t.moved AS m, t.kind AS a FROM s.t t) x"
                )))
        for (columns, definition) in [
            (["m date"], "SELECT t.moved AS m FROM s.t t"),
            (["m date", "kind integer"], "SELECT t.moved AS m, t.id AS kind FROM s.t t"),
            (["m date", "kind integer"], "SELECT t.moved AS m, u.kind FROM s.t t JOIN s.t u ON u.id = t.id"),
        ] {
            #expect(text(columns, definition).contains("NULL::pg_catalog.date AS \"m\""), "\(definition)")
        }
    }

    @Test("a sample of a protected table, which follows from where its rows are stored, is not readable in a view")
    func sample() {
        let lane = Self.lane(["id", "r"], "SELECT t.id, t.kind AS r FROM s.t t TABLESAMPLE system (10) REPEATABLE (1)")
        #expect(lane.rule("SELECT * FROM v") == "rows-depend-on-phi")
    }

    @Test(
        "what the policy protects of a view itself is masked beside what follows from its definition, and in views over it"
    )
    func protectedViews() {
        let lane = SmallLane(
            [
                SmallLane.table("t", ["id integer!", "secret", "note"]),
                SmallLane.view("v", ["id integer", "secret", "note"], "SELECT t.id, t.secret, t.note FROM s.t t"),
                SmallLane.view("w", ["n", "m"], "SELECT v.note AS n, upper(v.note) AS m FROM s.v v"),
            ], phi: ["t.secret": .last4, "v.note": .redact])
        #expect(lane.text("SELECT * FROM v")?.contains("'***'::pg_catalog.text AS \"note\"") == true)
        let over = lane.text("SELECT * FROM w")
        #expect(over?.contains("'***'::pg_catalog.text AS \"n\", NULL::pg_catalog.text AS \"m\"") == true)
    }
}
