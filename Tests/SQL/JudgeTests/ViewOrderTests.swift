import Judge
import Policy
import SQLRewrite
import Testing

/// The server may join and group rows by the raw values behind pseudonyms: what stands above them in a view gets them in an
/// order that follows from those.
@Suite("What a view makes of rows that come in a raw order does not follow from it") struct ViewOrderTests {
    private static let join = "FROM (s.p p JOIN s.q q ON ((q.mrn = p.mrn)))"

    /// - Parameter columns: of the view; those of the tables are the same in all tests.
    private static func lane(_ columns: [String], _ definition: String) -> SmallLane {
        SmallLane(
            [
                SmallLane.table(
                    "p",
                    [
                        "id integer!", "mrn", "kind integer", "score float8", "amt numeric", "at timestamptz", "name",
                        "ok boolean",
                    ]),
                SmallLane.table("q", ["id integer!", "mrn"]), SmallLane.view("v", columns, definition),
                SmallLane.view("shuffled", ["n bigint"], "SELECT nextval('s.n'::regclass) AS n FROM s.q"),
            ], phi: ["p.mrn": .pseudonym, "q.mrn": .pseudonym]
        ) { catalog in
            catalog.immutableBuiltins.formUnion([
                "sum", "avg", "min", "bool_and", "array_agg", "string_agg", "date_trunc", "to_char", "stddev", "lower",
                "round", "regexp_replace",
            ])
            catalog.otherBuiltins.insert("nextval")
            catalog.steadyBuiltins.formUnion(["date_trunc", "to_char", "lower", "round", "regexp_replace"])
        }
    }

    private static func isReadable(_ list: String, _ rest: String = "") -> Bool {
        // Commas between columns, not within.
        var depth = 0
        var commas = 0
        for character in list {
            if "([".contains(character) { depth += 1 }
            if ")]".contains(character) { depth -= 1 }
            if character == ",", depth == 0 { commas += 1 }
        }
        return lane((0...commas).map { "c\($0)" }, "SELECT \(list) \(join) \(rest)").rule("SELECT * FROM v") == nil
    }

    @Test(
        "exact aggregates, of types whose equal values look alike, pass",
        arguments: [
            ("p.kind, count(*)", "GROUP BY p.kind"), ("sum(p.id)", ""), ("avg(p.kind)", ""), ("min(p.at)", ""),
            ("max(p.name)", ""), ("bool_and(p.ok)", ""), ("count(p.score)", ""), ("count(DISTINCT p.amt)", ""),
            ("sum((p.amt)::integer)", ""), ("array_agg(p.id ORDER BY p.id)", ""),
            ("sum(CASE WHEN (p.score > 1) THEN 1 ELSE 0 END)", ""), ("sum(COALESCE(p.kind, 0))", ""),
            ("date_trunc('month'::text, p.at)", "GROUP BY (date_trunc('month'::text, p.at))"),
            ("lower(p.name)", "GROUP BY (lower(p.name)) HAVING (count(*) > 1)"), ("DISTINCT p.kind", ""),
            ("string_agg(p.name ORDER BY p.name)", ""), ("p.id", "UNION SELECT p.id FROM s.p p"),
            ("count(*) FILTER (WHERE (p.amt > 1.0))", ""),
            ("p.id", "WHERE (EXISTS (SELECT 1 FROM s.q x WHERE (x.id = p.id)))"), ("p.amt, p.score", ""),
            ("(max(p.at))::date", "GROUP BY p.kind"), ("p.kind", "GROUP BY 1"),
        ])
    func exact(list: String, rest: String) {
        #expect(Self.isReadable(list, rest), "\(list) \(rest)")
    }

    @Test(
        "aggregates that rounding or the first of several equal values decides do not",
        arguments: [
            ("sum(p.score)", ""), ("avg(p.score)", ""), ("sum(p.amt)", ""), ("stddev(p.id)", ""), ("min(p.amt)", ""),
            ("max(p.score)", ""), ("array_agg(p.id)", ""), ("array_agg(p.id ORDER BY p.kind)", ""),
            ("array_agg(p.amt ORDER BY p.amt)", ""), ("string_agg(p.name, ', '::text)", ""), ("max(p.score + 1)", ""),
            ("p.amt", "GROUP BY p.amt"), ("p.kind", "GROUP BY p.kind, (p.score * 2.0)"), ("p.amt", "GROUP BY 1"),
            ("DISTINCT p.amt", ""), ("DISTINCT p.kind, p.score", ""), ("p.id", "LIMIT 3"), ("p.id", "OFFSET 1"),
            ("DISTINCT ON (p.kind) p.id", ""), ("count(*) OVER ()", ""), ("p.kind", "GROUP BY ROLLUP(p.kind)"),
            ("ARRAY(SELECT x.id FROM (s.q x JOIN s.p y ON ((x.mrn = y.mrn))))", ""),
            ("p.name", "GROUP BY p.name ORDER BY (max(p.amt))"), ("p.amt", "UNION SELECT p.amt FROM s.p p"),
        ])
    func inexact(list: String, rest: String) {
        #expect(!Self.isReadable(list, rest), "\(list) \(rest)")
    }

    @Test("what is counted up, or drawn, is given out in the order in which the server computes")
    func unsteady() throws {
        #expect(!Self.isReadable("p.id, nextval('s.n'::regclass)"))
        #expect(!Self.isReadable("p.id, random()"))
        #expect(!Self.isReadable("p.id, x.n", "CROSS JOIN s.shuffled x"), "in a view of it, too")
        let refusal = try #require(Self.lane(["a"], "SELECT sum(p.score) \(Self.join)").refusal("SELECT * FROM v"))
        #expect(refusal.message.contains("sum of rows that are joined or grouped by pseudonyms"), "\(refusal.message)")
    }

    @Test("such a view's rows come in the order of the bytes of what is shown, which no setting changes")
    func ordering() throws {
        let text = try #require(
            Self.lane(["score float8", "mrn"], "SELECT p.score, p.mrn \(Self.join)").text("SELECT score FROM v"))
        #expect(text.contains(" ORDER BY pg_catalog.record_send(ROW(\"score\", "))
        #expect(text.contains(")) OFFSET 0)"), "no condition goes below it")
        #expect(!text.contains("(\"score\")::pg_catalog.text"))
    }

    @Test(
        "of two rows that fail in different ways the first would tell itself, and of a condition that fails what it looked at",
        arguments: [
            ("(p.name)::integer", ""), ("(p.id / p.kind)", ""), ("((p.name)::boolean), (p.kind * 2)", ""),
            ("p.id", "WHERE ((p.kind + 1) > 0)"), ("p.id", "JOIN s.q x ON ((x.id = (p.kind * 2)))"),
            ("(x.n * 2)", "JOIN s.q x(n) ON (((100 / p.kind) > 1))"), ("regexp_replace(p.name, p.mrn, 'x'::text)", ""),
            ("(SELECT x.id FROM s.q x), (p.kind + 1)", ""), ("p.id", "WHERE (EXISTS (SELECT (p.kind + 1)))"),
            ("x.n", "JOIN (SELECT (c.name)::integer AS n FROM s.p c) x ON ((x.n = p.id))"),
            ("p.name", "ORDER BY ((p.name)::date)"), ("(p.kind)::bit(3)", ""), ("p.id", "WHERE (p.name ~ p.mrn)"),
        ])
    func failing(list: String, rest: String) {
        #expect(!Self.isReadable(list, rest), "\(list) \(rest)")
    }

    @Test(
        "what fails in one way only tells no more than that some row does",
        arguments: [
            ("(p.kind + 1)", ""), ("(p.id / 2), (p.kind * 3)", ""), ("(p.id / NULLIF(p.kind, 0))", ""),
            ("(p.score)::integer, round(p.amt)", ""), ("(p.at + '1 day'::interval), (p.at)::date", ""),
            ("(p.name || 'x'::text), (p.id)::text", "WHERE ((p.name ~~ 'a%'::text) AND (p.kind > 3))"),
            ("(p.kind)::bigint", "WHERE ((p.at)::text <> 'x'::text)"), ("('2020-01-01'::text)::date", ""),
            ("(SELECT max(x.id) AS max FROM s.q x)", ""), ("CASE WHEN p.ok THEN 1 ELSE 2 END", "WHERE p.ok"),
        ])
    func onceFailing(list: String, rest: String) {
        #expect(Self.isReadable(list, rest), "\(list) \(rest)")
    }

    @Test("what a column that is shown is equal to is asked below, too, where it cannot fail; nothing else is")
    func below() throws {
        let lane = Self.lane(["id integer", "name", "mrn"], "SELECT p.id, p.name, p.mrn \(Self.join)")
        let text = try #require(
            lane.text("SELECT name FROM v WHERE id = 5 AND name IN ('a', $1) AND mrn = 'x' AND id > 3"))
        #expect(text.contains("FROM \"s\".\"v\" WHERE \"id\" OPERATOR(pg_catalog.=) 5 AND ("))
        #expect(text.contains("(\"name\" OPERATOR(pg_catalog.=) 'a' OR \"name\" OPERATOR(pg_catalog.=) $1) ORDER BY"))
        #expect(text.hasSuffix("WHERE id = 5 AND name IN ('a', $1) AND mrn = 'x' AND id > 3"))
    }

    @Test("a view that joins by nothing protected may make of its order what it likes")
    func unprotected() {
        let lane = Self.lane(
            ["a", "b"], "SELECT array_agg(p.id) AS a, sum(p.score) AS b FROM (s.p p JOIN s.q q ON ((q.id = p.id)))")
        #expect(lane.rule("SELECT * FROM v") == nil)
    }
}
