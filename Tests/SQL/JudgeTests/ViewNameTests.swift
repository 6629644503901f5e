import Policy
import SQLRewrite
import Testing

/// Definitions as the server writes them: `name.*` is a row, and a name is a column wherever there is one.
@Suite("A name in a view's definition means what the server takes it for") struct ViewNameTests {
    private static func lane(
        _ columns: [String], _ definition: String, isKept: Bool = false, version: Int = 150_000
    ) -> SmallLane {
        var customer = SmallLane.table("customer", ["id integer!", "name", "secret"])
        customer.indexes = [Index(name: "x", keys: ["name", "secret"], orders: ["n", "s"])]
        var view = SmallLane.view("v", columns, definition)
        if isKept { view.kind = .materializedView }
        return SmallLane(
            [
                customer,
                SmallLane.table("item", ["id integer!", "customer", "inner_row", "price numeric"]),
                SmallLane.table("inner_row", ["id integer!", "free"]),
                view,
            ], phi: ["customer.secret": .redact, "item.inner_row": .redact]
        ) { catalog in
            catalog.immutableBuiltins.formUnion(["array_agg", "min", "sum"])
            catalog.serverVersion = version
        }
    }

    private static func isShown(_ column: String, _ columns: [String], _ definition: String) -> Bool? {
        guard let text = lane(columns, definition).text("SELECT * FROM v") else { return nil }
        return !text.contains("NULL::pg_catalog.text AS \"\(column)\"")
    }

    @Test(
        "a row is no column, though a column beside it is called so",
        arguments: [
            "SELECT upper((customer.*)::text) AS j, customer.id FROM s.customer, s.item WHERE (item.id = customer.id)",
            "SELECT upper((customer.*)::text) AS j, item.id FROM (s.customer JOIN s.item ON ((item.id = customer.id)))",
            "SELECT (customer.*)::text AS j, customer.id FROM s.customer, s.item",
            "SELECT ( SELECT upper((customer.*)::text) AS upper FROM s.item) AS j, customer.id FROM s.customer",
        ])
    func rows(definition: String) {
        #expect(Self.isShown("j", ["j", "id integer"], definition) == false)
    }

    @Test("nor is a column a row, though its table is called so")
    func columns() {
        #expect(Self.isShown("j", ["j"], "SELECT upper(customer.customer) AS j FROM s.item customer") == true)
        #expect(Self.isShown("j", ["j"], "SELECT upper((customer.*)::text) AS j FROM s.item customer") == false)
    }

    @Test("a column around a query stands before a row in it, and either may be meant that has the name")
    func around() {
        let row = "SELECT ( SELECT upper(inner_row) AS upper FROM s.inner_row) AS j FROM s.item"
        #expect(Self.isShown("j", ["j"], row) == false)
        let column = "SELECT ( SELECT upper(inner_row) AS upper FROM s.inner_row r(id, inner_row)) AS j FROM s.item"
        #expect(Self.isShown("j", ["j"], column) == false)
    }

    @Test(
        "recursion that looks at what is around it is not followed",
        arguments: [
            "SELECT t.id, ( WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT (r_1.n + 1) FROM r r_1 WHERE (r_1.n < length(t.secret))) SELECT count(*) AS count FROM r) AS n FROM s.customer t",
            "SELECT t.id, x.n FROM s.customer t, LATERAL ( WITH RECURSIVE r(n) AS (SELECT length((t.*)::text) UNION ALL SELECT (r_1.n + 1) FROM r r_1 WHERE (r_1.n < 9)) SELECT 1 AS n FROM r) x",
            "SELECT t.id, ( WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT (r_1.n + 1) FROM r r_1 WHERE (t.name = 'a')) SELECT count(*) AS count FROM r) AS n FROM s.customer t",
        ])
    func recursion(definition: String) {
        #expect(Self.lane(["id integer", "n integer"], definition).rule("SELECT id FROM v") == "rows-depend-on-phi")
    }

    @Test("other recursion is")
    func harmless() {
        let definition =
            "SELECT t.id, ( WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT (r_1.n + 1) FROM r r_1 WHERE (r_1.n < t.id)) SELECT count(*) AS count FROM r) AS n FROM s.customer t"
        #expect(Self.lane(["id integer", "n bigint"], definition).rule("SELECT id FROM v") == nil)
    }

    @Test("VALUES is a list like any other: what an index answers for is written so that none does")
    func values() throws {
        let lane = Self.lane(
            ["a", "id integer"], "SELECT x.a, t.id FROM s.customer t, LATERAL ( VALUES (t.name)) x(a)")
        #expect(try #require(lane.text("SELECT id FROM v WHERE a = 'x'")).contains("COALESCE(\"a\", \"a\") AS \"a\""))
    }

    @Test("and so is its ORDER BY")
    func orderedValues() {
        let secret = "( SELECT t.secret FROM s.customer t LIMIT 1)"
        for (list, rule) in [
            ("VALUES (\(secret),1), ('x'::text,2) ORDER BY 1", "rows-depend-on-phi"),
            ("VALUES (\(secret),1), ('x'::text,2) ORDER BY \"*VALUES*\".column1", "rows-depend-on-phi"),
            ("VALUES ('y'::text,1), ('x'::text,2) ORDER BY 1", nil),
        ] {
            #expect(Self.lane(["a", "n integer"], list).rule("SELECT n FROM v") == rule, "\(list)")
        }
    }

    @Test("rows that are sorted for an aggregate with DISTINCT reach the others in that order, from PostgreSQL 16 on")
    func distinct() {
        func rule(_ list: String, isKept: Bool = false, version: Int = 180_000) -> String? {
            let columns = ["ids", "n bigint"]
            let lane = Self.lane(columns, "SELECT \(list) AS n FROM s.customer t", isKept: isKept, version: version)
            return lane.rule("SELECT ids FROM v")
        }
        let beside = "array_agg(t.id) AS ids, count(DISTINCT t.name)"
        #expect(rule(beside) == "rows-depend-on-phi")
        #expect(rule(beside, version: 150_000) == nil)
        #expect(rule("sum(t.id) AS ids, count(DISTINCT t.name)") == nil, "in whatever order")
        #expect(rule("array_agg(t.id) AS ids, count(DISTINCT t.id)") == nil)
        let over = "array_agg(t.id) AS ids, count(DISTINCT (t.secret || 'x'::text))"
        #expect(rule(over, isKept: true) == "rows-depend-on-phi")
    }

    @Test("of several equal values that look different an index gives the first: it is not shown as the least")
    func extremes() {
        func lane(_ type: String) -> SmallLane {
            var table = SmallLane.table("t", ["id integer!", "price \(type)", "secret"])
            table.indexes = [Index(name: "x", keys: ["price", "secret"], orders: ["p", "s"])]
            return SmallLane(
                [table, SmallLane.view("v", ["m \(type)"], "SELECT min(t.price) AS m FROM s.t t")],
                phi: ["t.secret": .redact]
            ) { $0.immutableBuiltins.insert("min") }
        }
        #expect(lane("numeric").rule("SELECT m FROM v") == "rows-depend-on-phi")
        #expect(lane("integer").rule("SELECT m FROM v") == nil)
    }
}
