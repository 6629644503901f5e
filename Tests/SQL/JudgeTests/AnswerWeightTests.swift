import PgParser
import Policy
import SQLRewrite
import SQLSyntax
import Testing

@testable import Judge

@Suite("How many values a cell may hold") struct AnswerWeightTests {
    private static let lane = SmallLane(
        [
            SmallLane.table("people", ["id integer", "ssn", "name"]),
            SmallLane.table("notes", ["id integer", "body"]),
        ], phi: ["people.name": .last4, "people.ssn": .last4], lookups: ["people.ssn"], limits: limits
    ) {
        $0.immutableBuiltins.formUnion([
            "row_number", "string_agg", "array_agg", "json_agg", "row_to_json", "json_build_object", "repeat", "round",
            "avg", "sum", "lpad",
        ])
        $0.otherBuiltins.insert("to_char")
    }
    private static let limits = RoleLimits(rowsPerHour: 10, phiCellsPerHour: 10, lookupsPerHour: 10)

    private func metering(_ sql: String) throws -> Metering {
        switch Self.lane.judge.judge(Array(sql.utf8), names: Self.lane.judge.initialNames) {
        case .permit(let permit), .approve(let permit): return try #require(permit.statements.last?.metering)
        case .refuse(let refusal), .needsCatalog(let refusal): throw refusal
        }
    }

    @Test(arguments: [
        "SELECT ssn, name FROM people", "SELECT * FROM people p", "SELECT p.* FROM people p", "TABLE people",
        "SELECT upper(name), count(*), max(id) FROM people GROUP BY 1",
        "SELECT CASE WHEN id > 1 THEN name ELSE 'x' END, coalesce(name, ssn), nullif(name, '') FROM people",
        "SELECT (SELECT max(name) FROM people), EXISTS (SELECT 1 FROM notes) FROM notes",
        "WITH q AS (SELECT name FROM people) SELECT name FROM q UNION SELECT body FROM notes",
        "SELECT q.n FROM (SELECT left(name, 2) AS n FROM people) q JOIN notes ON true",
        "SELECT id + 1, id::text, row_number() OVER (ORDER BY id) FROM people",
        "DECLARE c CURSOR FOR SELECT name FROM people", "PREPARE p AS SELECT name FROM people",
        "COPY (SELECT id, name FROM people) TO STDOUT", "EXPLAIN SELECT name FROM people",
        "INSERT INTO notes (id) VALUES (1) RETURNING id, body", "SHOW work_mem",
        "SELECT round(sum(id), 2), to_char(now(), 'YYYY'), coalesce(avg(id), 0)::numeric, max(id)::text FROM people",
    ])
    func `One, where everything that it is made of gives one for one`(sql: String) throws {
        #expect(try metering(sql).weight == .one)
    }

    @Test(arguments: [
        ("SELECT string_agg(name, ', ') FROM people", AnswerWeight.Parts(delimiters: [Array(", ".utf8)])),
        ("SELECT string_agg(name || ssn, ',') FROM people", .init(delimiters: [Array(",".utf8)], joined: 2)),
        ("SELECT array_agg(name), json_agg(p), row_to_json(p) FROM people p GROUP BY p", .init()),
        ("SELECT json_agg(json_build_object('n', name)) FROM people", .init()),
        ("SELECT json_build_object(ssn, name) FROM people", .init(countsMembers: true)),
        ("SELECT array_agg(name || ssn) FROM people", .init(joined: 2)),
        ("SELECT coalesce(json_agg(q), '[]'::json) FROM (SELECT name FROM people) q", .init()),
        ("SELECT ARRAY(SELECT name FROM people), ARRAY[id, 2] FROM notes", .init()),
        ("SELECT p FROM people p", .init()),
        ("SELECT q.a FROM (SELECT array_agg(name) AS a FROM people) q", .init()),
    ])
    func `As many as are counted, where arrays, JSON or delimiters tell`(
        sql: String, parts: AnswerWeight.Parts
    ) throws {
        #expect(try metering(sql).weight == .several(parts))
    }

    @Test(arguments: [
        "SELECT string_agg(name, '') FROM people", "SELECT string_agg(name, name) FROM people",
        "SELECT upper(string_agg(name, ',')) FROM people", "SELECT array_to_string(array_agg(name), ',') FROM people",
        "SELECT json_agg(p)::text FROM people p", "SELECT p::text FROM people p", "SELECT (p.*)::text FROM people p",
        "SELECT people::text FROM people", "SELECT format('%s %s', name, ssn) FROM people",
        "WITH RECURSIVE r(n) AS (SELECT name FROM people UNION SELECT name FROM people, r) SELECT n FROM r",
        "SELECT q.a::text FROM (SELECT array_agg(name) AS a FROM people) q",
        "SELECT json_agg(q.s) FROM (SELECT string_agg(name, ',') AS s FROM people) q",
        "SELECT repeat(name, 3) FROM people", "SELECT name FROM people, generate_series(1, 2)",
        "SELECT sum(id)::text FROM people", "SELECT to_char(sum(id), '9') FROM people",
        "SELECT 'x' || sum(id) FROM people",
        "SELECT q.s::text FROM (SELECT sum(id) AS s FROM people) q", "SELECT (SELECT sum(id) FROM people)::text",
        "SELECT lpad(q.s, 9) FROM (SELECT string_agg(name, ',') AS s FROM people) q",
        "SELECT ~ (right(ssn, 4)::int::bit(16) || right(name, 4)::int::bit(16)) FROM people",
        // Structures and casts around one joined text.
        "SELECT to_json(string_agg(ssn, ';')) FROM people", "SELECT ROW(string_agg(ssn, ';')) FROM people",
        "SELECT ARRAY[string_agg(ssn, ';')] FROM people", "SELECT json_build_array(string_agg(ssn, ';')) FROM people",
        "SELECT jsonb_build_object('a', string_agg(ssn, ';')) FROM people",
        "SELECT string_agg(ssn, ' ')::tsvector FROM people", "SELECT string_agg(ssn, ' ')::int2vector FROM people",
        "SELECT ('\"' || string_agg(ssn, ' ') || '\"')::jsonpath FROM people",
        // An array of fractions gives an array.
        "SELECT percentile_disc('{0,0.5,1}'::float8[]) WITHIN GROUP (ORDER BY ssn) FROM people",
        "SELECT percentile_disc('{0,0.5,1}'::_float8) WITHIN GROUP (ORDER BY ssn) FROM people",
        "SELECT percentile_disc($1) WITHIN GROUP (ORDER BY ssn) FROM people",
        "SELECT max('{1,2}'::text[]) FROM people, percentile_disc(1)",
        // A delimiter that another is sent for.
        "SELECT string_agg(ssn, 'xyz'::varchar(1)) FROM people",
        "SELECT string_agg(ssn, '0001'::int4::text) FROM people",
    ])
    func `By its bytes, where nothing tells`(sql: String) throws {
        // Not all of these are let through by a small catalog: what is judged is the text.
        let parsed = try PgParser.parse(Array(sql.utf8), for: Self.lane.judge.catalog.server)
        let statement = try #require(parsed.statements.first)
        #expect(AnswerWeightReader.weight(of: statement) == .unknown)
    }

    @Test func `What nothing tells of counts as one, where nothing is protected`() throws {
        let weight = try metering("SELECT repeat(body, 3) FROM notes").weight
        #expect(weight == .open)
    }

    @Test func `What principals fill holds in one cell what many held`() throws {
        let lane = SmallLane(
            [
                SmallLane.table("people", ["id integer", "ssn"]),
                SmallLane.table("copy", ["id integer", "ssn"], schema: "scratch"),
            ], phi: ["people.ssn": .last4], derive: ["scratch.*"], limits: Self.limits)
        var names = lane.judge.initialNames
        func weight(_ sql: String) throws -> AnswerWeight? {
            guard case .permit(let permit) = lane.judge.judge(Array(sql.utf8), names: names) else { throw Refused() }
            names.apply(permit.statements[0], stamp: lane.judge.stamp)
            return permit.statements[0].metering?.weight
        }
        #expect(try weight("SELECT ssn FROM people") == .one)
        #expect(try weight("SELECT ssn FROM scratch.copy") == .unknown)
        #expect(try weight("INSERT INTO scratch.copy (id, ssn) VALUES (1, 'x') RETURNING ssn") == .unknown)
        #expect(try weight("CREATE TEMP TABLE own (s text)") == .one)
        #expect(try weight("SELECT s FROM own") == .one)
        #expect(try weight("CREATE TEMP TABLE mine AS SELECT ssn AS s FROM people") == .one)
        #expect(try weight("SELECT s FROM mine") == .unknown)
        #expect(try weight("SELECT ssn FROM people") == .one)
    }

    @Test func `Parts that are joined by operators and concat count each`() throws {
        #expect(try metering("SELECT name || ' ' || ssn FROM people").weight == .single(joined: 2, packed: 2))
        #expect(try metering("SELECT 'x' || name FROM people").weight == .one)
        let padded = "SELECT lpad(lpad(a.ssn, 20, b.ssn), 40, b.name) FROM people a, people b"
        #expect(try metering(padded).weight == .single(joined: 3, packed: 3))
        let parsed = try PgParser.parse(
            Array("SELECT concat(name, ' ', ssn, id) FROM people".utf8), for: Self.lane.judge.catalog.server)
        #expect(AnswerWeightReader.weight(of: try #require(parsed.statements.first)) == .single(joined: 3, packed: 3))
    }

    @Test(arguments: [
        ("SELECT id * 10 + length(name) FROM people", 1, 2),
        ("SELECT (id * 10 + length(name))::text FROM people", 2, 2),
        (
            "SELECT (id * 10 + lead(id) OVER w + lead(id, 2) OVER w)::numeric::text FROM people WINDOW w AS (ORDER BY id)",
            3, 3
        ),
        ("SELECT ((name = 'a')::int + 2 * (ssn = 'b')::int)::text FROM people", 2, 2),
        ("SELECT make_interval(id, length(name), 0, length(ssn)) FROM people", 1, 3),
        ("SELECT make_interval(id, length(name))::text FROM people", 2, 2),
        ("SELECT to_char(id * 10 + length(name), '9') FROM people", 2, 2),
        ("SELECT ssn::tsquery && name::tsquery FROM people", 1, 2),
        ("SELECT (ssn::tsquery && name::tsquery)::text FROM people", 2, 2),
        ("SELECT greatest(name, ssn), left(name, length(ssn)), lag(id, 1, 0) OVER () FROM people", 1, 1),
        ("SELECT CASE WHEN id > 1 THEN name || ssn ELSE ssn END FROM people", 2, 2),
        // What an inner query has put together is so much further out, and another of its columns is not.
        ("SELECT q.n || q.n FROM (SELECT name || ssn AS n FROM people) q", 4, 4),
        ("SELECT q.b FROM (SELECT name || ssn AS n, name AS b FROM people) q", 1, 1),
        ("SELECT q.x::text FROM (SELECT id * 10 + length(name) AS x FROM people) q", 2, 2),
        ("SELECT q.y::text FROM (SELECT id * 10 + length(name) AS x FROM people) q (y)", 2, 2),
        ("SELECT a FROM (SELECT 'x' AS a UNION SELECT name || ssn AS b FROM people) q", 2, 2),
        ("SELECT * FROM (SELECT name || ssn AS n FROM people) q", 2, 2),
        ("WITH q AS (SELECT name || ssn FROM people) SELECT max(\"?column?\") FROM q", 2, 2),
        ("SELECT (SELECT rpad(a.ssn, 20, b.ssn) FROM people a, people b LIMIT 1)", 2, 2),
        ("SELECT name || ssn, ssn || id, id FROM people", 2, 2),
    ])
    func `What is made of several things holds what each of them holds, whatever its type becomes`(
        sql: String, joined: Int, packed: Int
    ) throws {
        let parsed = try PgParser.parse(Array(sql.utf8), for: Self.lane.judge.catalog.server)
        let weight = AnswerWeightReader.weight(of: try #require(parsed.statements.first))
        #expect(weight == .single(joined: joined, packed: packed))
    }

    @Test func `A sum that doubles in every query is counted up to a limit`() throws {
        let sql = (0..<70).reduce("SELECT name AS n FROM people") { inner, _ in
            "SELECT q.n || q.n AS n FROM (\(inner)) q"
        }
        let parsed = try PgParser.parse(Array(sql.utf8), for: Self.lane.judge.catalog.server)
        let weight = AnswerWeightReader.weight(of: try #require(parsed.statements.first))
        #expect(weight == .single(joined: ValueWeight.limit, packed: ValueWeight.limit))
    }

    @Test func `A role without limits is not metered`() throws {
        let lane = SmallLane([SmallLane.table("people", ["id integer", "ssn"])], phi: ["people.ssn": .last4])
        guard
            case .permit(let permit) = lane.judge.judge(
                Array("SELECT ssn FROM people".utf8), names: lane.judge.initialNames)
        else { throw Refused() }
        #expect(permit.statements[0].metering == nil)
    }
    private struct Refused: Error {}

    @Test func `Only what the server calls a column, and the policy does not protect, is open`() {
        func numbered(_ relation: Relation, _ number: UInt32) -> Relation {
            var relation = relation
            relation.oid = number
            for index in relation.columns.indices { relation.columns[index].number = index + 1 }
            return relation
        }
        let lane = SmallLane(
            [
                numbered(SmallLane.table("people", ["id integer", "ssn", "kept"]), 7),
                numbered(SmallLane.table("notes", ["id integer"]), 8),
                numbered(SmallLane.table("copy", ["id integer"], schema: "scratch"), 9),
            ], phi: ["people.ssn": .last4, "people.kept": .keep], derive: ["scratch.*"], limits: Self.limits)
        for (relation, attribute, isOpen) in [
            (UInt32(7), 1, true), (7, 2, false), (7, 3, true), (7, 4, false), (7, -1, false), (8, 1, true),
            (9, 1, false),
            (10, 1, false), (0, 0, false),
        ] {
            #expect(
                lane.judge.isOpen(attribute: attribute, ofRelation: relation) == isOpen, "\(relation).\(attribute)")
        }
    }

    // MARK: lookups

    @Test(arguments: [
        ("SELECT id FROM people WHERE ssn = '1'", 1, [Int]()),
        ("SELECT id FROM people WHERE ssn IN ('1', '2', '3') AND id = 4", 3, []),
        ("SELECT id FROM people WHERE ssn = ANY ('{1,2,\"3,4\"}')", 3, []),
        ("SELECT id FROM people WHERE ssn = ANY (ARRAY['1', '2'])", 2, []),
        ("SELECT id FROM people WHERE ssn = ANY ($1) AND ssn = $2", 1, [1]),
        ("SELECT p.id FROM people p JOIN people q ON p.id = q.id WHERE p.ssn = '1' AND q.ssn = '2'", 2, []),
        ("SELECT (SELECT max(id) FROM people WHERE ssn = '1') FROM notes", 1, []),
        ("SELECT id FROM people WHERE ssn = '1' UNION ALL SELECT id FROM people WHERE ssn = '2'", 2, []),
        ("UPDATE people SET id = 1 WHERE ssn = '1'", 1, []), ("DELETE FROM people WHERE ssn IN ('1', '2')", 2, []),
        ("DECLARE c CURSOR FOR SELECT id FROM people WHERE ssn = '1'", 1, []),
        ("SELECT id FROM people WHERE id = 1", 0, []), ("SELECT id FROM people", 0, []),
    ])
    func `Lookups are the values that raw ones are compared with`(sql: String, constants: Int, arrays: [Int]) throws {
        let lookups = try metering(sql).lookups
        #expect(lookups.constants == constants)
        #expect(lookups.arrays == arrays)
    }

    @Test func `What is prepared is looked up when it is executed, with the arrays that it is given then`() throws {
        let judge = Self.lane.judge
        var names = judge.initialNames
        let prepare = "PREPARE p (text[], text) AS SELECT id FROM people WHERE ssn = ANY ($1) AND ssn = $2"
        guard case .permit(let prepared) = judge.judge(Array(prepare.utf8), names: names) else { throw Refused() }
        #expect(prepared.statements[0].countedLookups == nil)
        names.apply(prepared.statements[0], stamp: judge.stamp)
        for (arguments, count) in [("'{1,2,3}', 'x'", 4), ("ARRAY['1', '2']::text[], 'x'", 3), ("NULL, 'x'", 2)] {
            guard case .permit(let executed) = judge.judge(Array("EXECUTE p(\(arguments))".utf8), names: names) else {
                throw Refused()
            }
            #expect(executed.statements[0].countedLookups?.constants == count, "\(arguments)")
            #expect(executed.statements[0].countedLookups?.arrays == [])
        }
        guard case .refuse(let refusal) = judge.judge(Array("EXECUTE p('{1}' || '{2}', 'x')".utf8), names: names) else {
            throw Refused()
        }
        #expect(refusal.rule == "chaperone/lookups-per-hour", "\(refusal)")
    }

    @Test func `A value that a constraint looks up counts, and so many as nobody can tell are refused`() throws {
        let lane = SmallLane(
            [
                SmallLane.table(
                    "people", ["id integer", "ssn"],
                    constraints: [Constraint(name: "people_ssn_key", kind: .unique, columns: ["ssn"])]),
                SmallLane.table("notes", ["id integer", "body"]),
            ], phi: ["people.ssn": .last4], lookups: ["people.ssn"], limits: Self.limits)
        func judged(_ sql: String) -> Judgement { lane.judge.judge(Array(sql.utf8), names: lane.judge.initialNames) }
        for (sql, count) in [
            ("INSERT INTO people (id, ssn) VALUES (1, 'a'), (2, 'b')", 2),
            ("INSERT INTO people (id, ssn) VALUES (1, 'a') ON CONFLICT DO NOTHING", 1),
            ("INSERT INTO people (id) VALUES (1), (2)", 0),
        ] {
            let judgement = judged(sql)
            guard case .permit(let permit) = judgement else {
                Issue.record("\(sql): \(judgement)")
                continue
            }
            #expect((permit.statements[0].countedLookups?.constants ?? 0) == count, "\(sql)")
        }
        for sql in [
            "INSERT INTO people (id, ssn) SELECT id, body FROM notes ON CONFLICT DO NOTHING",
            "INSERT INTO people (id, ssn) SELECT id, body FROM notes", "COPY people (id, ssn) FROM STDIN",
            "INSERT INTO people (id, ssn) SELECT v.a, v.b FROM (VALUES (1, 'a'), (2, 'b')) AS v (a, b)",
        ] {
            guard case .refuse(let refusal) = judged(sql) else {
                Issue.record("\(sql)")
                continue
            }
            #expect(refusal.rule == "chaperone/lookups-per-hour", "\(sql)")
            #expect(refusal.hint?.contains("VALUES") == true)
        }
    }
}
