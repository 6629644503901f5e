import Judge
import Policy
import SQLRewrite
import Testing

/// A materialized view is refreshed by its owner, whom the server may give an index in place of a table.
@Suite("A materialized view does not keep its rows in the order of protected values") struct KeptOrderTests {
    private static func isSorted(
        _ index: Index, _ definition: String = "SELECT t.id, t.note FROM s.t t", kind: Relation.Kind = .materializedView
    ) -> Bool {
        let key = Index(name: "t_pkey", isUnique: true, keys: ["id"], orders: ["i"])
        var view = SmallLane.view("v", ["id integer", "note"], definition)
        view.kind = kind
        let lane = SmallLane(
            [
                SmallLane.table("t", ["id integer!", "secret", "note", "more"], indexes: [key, index]),
                SmallLane.table("beside", ["id integer!", "more"]),
                SmallLane.view("over", ["id integer", "note"], "SELECT t.id, t.note FROM s.t t"), view,
            ], phi: ["t.secret": .redact])
        return lane.text("SELECT id FROM v")?.contains("ORDER BY pg_catalog.record_send(ROW(") ?? false
    }

    private static func index(_ keys: [String?], carried: Set<String> = []) -> Index {
        var index = Index(name: "x", keys: keys, orders: keys.map { $0.map { String($0.prefix(1)) } ?? "-" })
        index.carried = carried
        return index
    }

    @Test(
        "where an index is in their order, its rows are read in the order of what is shown, whatever it reads",
        arguments: [
            index(["secret"]), index(["secret"], carried: ["id", "note"]), index(["note", "secret", "id"]),
            index(["more", "secret"]),
        ])
    func ordered(index: Index) {
        for definition in [
            "SELECT t.id, t.note FROM s.t t", "SELECT t.id, t.more AS note FROM s.t t",
            "SELECT 1 AS id, 'x' AS note FROM s.t t", "SELECT o.id, o.note FROM s.over o",
            "WITH x AS (SELECT t.id, t.secret, t.note, t.more FROM s.t t) SELECT x.id, x.note FROM x",
            "SELECT x.id, x.note FROM (SELECT t.id, t.secret, t.note, t.more FROM s.t t) x",
            "SELECT t.id, b.more AS note FROM s.t t CROSS JOIN s.beside b",
            "SELECT t.id, u.more AS note FROM s.t t CROSS JOIN s.t u",
        ] { #expect(Self.isSorted(index, definition), "\(definition)") }
    }

    @Test("where none is, it is read as it is")
    func free() {
        #expect(!Self.isSorted(Self.index(["note"], carried: ["id", "secret"])))
        #expect(!Self.isSorted(Self.index(["id", "secret"], carried: ["note"])), "a unique key comes first")
        #expect(
            !Self.isSorted(Self.index(["secret"], carried: ["id", "note"]), kind: .view), "sessions read no index only")
        #expect(!Self.isSorted(Self.index(["secret"]), "SELECT b.id, b.more AS note FROM s.beside b"))
    }
}
