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
            "avg", "sum",
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
        ("SELECT string_agg(name, ', ') FROM people", AnswerWeight.Texts.delimited([Array(", ".utf8)], joined: 1)),
        ("SELECT string_agg(name || ssn, ',') FROM people", .delimited([Array(",".utf8)], joined: 2)),
        ("SELECT array_agg(name), json_agg(p), row_to_json(p) FROM people p GROUP BY p", .joined(1)),
        ("SELECT json_agg(json_build_object('n', name)) FROM people", .joined(1)),
        ("SELECT coalesce(json_agg(q), '[]'::json) FROM (SELECT name FROM people) q", .joined(1)),
        ("SELECT ARRAY(SELECT name FROM people), ARRAY[id, 2] FROM notes", .joined(1)),
        ("SELECT p FROM people p", .joined(1)),
        ("SELECT q.a FROM (SELECT array_agg(name) AS a FROM people) q", .joined(1)),
    ])
    func `As many as are counted, where arrays, JSON or delimiters tell`(
        sql: String, texts: AnswerWeight.Texts
    ) throws {
        let weight = try metering(sql).weight
        #expect(weight.texts == texts && weight.countsElements)
    }

    @Test(arguments: [
        "SELECT string_agg(name, '') FROM people", "SELECT string_agg(name, name) FROM people",
        "SELECT upper(string_agg(name, ',')) FROM people", "SELECT array_to_string(array_agg(name), ',') FROM people",
        "SELECT json_agg(p)::text FROM people p", "SELECT p::text FROM people p", "SELECT (p.*)::text FROM people p",
        "SELECT people::text FROM people", "SELECT format('%s %s', name, ssn) FROM people",
        "WITH RECURSIVE r(n) AS (SELECT name FROM people UNION SELECT name FROM people, r) SELECT n FROM r",
        "SELECT q.a::text FROM (SELECT array_agg(name) AS a FROM people) q",
        "SELECT q.n || q.n FROM (SELECT name || ssn AS n FROM people) q",
        "SELECT json_agg(q.s) FROM (SELECT string_agg(name, ',') AS s FROM people) q",
        "SELECT repeat(name, 3) FROM people", "SELECT name FROM people, generate_series(1, 2)",
        "SELECT sum(id)::text FROM people", "SELECT to_char(sum(id), '9') FROM people",
        "SELECT 'x' || sum(id) FROM people",
        "SELECT q.s::text FROM (SELECT sum(id) AS s FROM people) q", "SELECT (SELECT sum(id) FROM people)::text",
        "SELECT lpad(q.s, 9) FROM (SELECT string_agg(name, ',') AS s FROM people) q",
    ])
    func `By its bytes, where nothing tells`(sql: String) throws {
        // Not all of these are let through by a small catalog: what is judged is the text.
        let parsed = try PgParser.parse(Array(sql.utf8), for: Self.lane.judge.catalog.server)
        let statement = try #require(parsed.statements.first)
        #expect(AnswerWeightReader.weight(of: statement) == .unknown)
    }

    @Test func `What nothing tells of counts as one, where nothing is protected`() throws {
        let weight = try metering("SELECT repeat(body, 3) FROM notes").weight
        #expect(weight == AnswerWeight(texts: .joined(1), countsElements: true))
    }

    @Test func `Parts that are joined by operators and concat count each`() throws {
        #expect(try metering("SELECT name || ' ' || ssn FROM people").weight.texts == .joined(2))
        #expect(try metering("SELECT 'x' || name FROM people").weight == .one)
        let parsed = try PgParser.parse(
            Array("SELECT concat(name, ' ', ssn, id) FROM people".utf8), for: Self.lane.judge.catalog.server)
        #expect(AnswerWeightReader.weight(of: try #require(parsed.statements.first)).texts == .joined(3))
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
            ("INSERT INTO people (id, ssn) SELECT id, body FROM notes", 1),
            ("INSERT INTO people (id, ssn) VALUES (1, 'a') ON CONFLICT DO NOTHING", 1),
            ("INSERT INTO people (id) VALUES (1), (2)", 0),
        ] {
            guard case .permit(let permit) = judged(sql) else { throw Refused() }
            #expect((permit.statements[0].countedLookups?.constants ?? 0) == count, "\(sql)")
        }
        guard
            case .refuse(let refusal) = judged(
                "INSERT INTO people (id, ssn) SELECT id, body FROM notes ON CONFLICT DO NOTHING")
        else { throw Refused() }
        #expect(refusal.rule == "chaperone/lookups-per-hour")
        #expect(refusal.hint?.contains("VALUES") == true)
    }
}
