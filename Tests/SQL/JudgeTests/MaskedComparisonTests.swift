import Judge
import Policy
import SQLRewrite
import Testing

@Suite("A comparison with a mask gives a right answer, or none") struct MaskedComparisonTests {
    private static func lane(_ action: MaskedComparisonAction? = nil) -> SmallLane {
        SmallLane(
            [
                SmallLane.table(
                    "people",
                    [
                        "id integer!", "mrn", "key", "ssn", "first", "name", "gone", "dob date", "zip", "age integer",
                        "seen date", "doc jsonb", "ward",
                    ]),
                SmallLane.table("visits", ["id integer!", "person integer", "mrn", "name", "kind"]),
                SmallLane.table("copy", ["id integer!", "mrn"], schema: "scratch"),
                SmallLane.view("shown", ["id integer", "number"], "SELECT p.id, p.key AS number FROM s.people p"),
            ],
            phi: [
                "people.mrn": .pseudonym, "people.key": .pseudonym, "people.ssn": .last4, "people.first": .first1,
                "people.name": .redact, "people.gone": .null, "people.dob": .year, "people.zip": .zip3,
                "people.age": .age90, "people.seen": .shift(subject: "id"),
                "people.doc": .json([JSONPathMask(path: ["phone"], mask: .redact)]),
            ], lookups: ["people.mrn"], derive: ["scratch.*"], onMaskedComparison: action
        ) {
            $0.immutableBuiltins.formUnion([
                "lower", "right", "substr", "btrim", "extract", "date_part", "date_trunc", "bool_or",
            ])
        }
    }

    private static let senseless = [
        "mrn <> 'M1'", "mrn = 'M1' OR id = 3", "NOT mrn = 'M1'", "mrn LIKE 'M%'", "mrn > 'M1'", "mrn = trim(' M1 ')",
        "lower(mrn) = 'm1'", "mrn = 'M' || $1", "mrn NOT IN ('M1')", "key = 'M1'", "key = $1", "key IN ('a', 'b')",
        "key > 'p_'",
        "'M1' = key", "key BETWEEN 'a' AND 'b'", "left(key, 3) = 'M00'", "ssn = '123-45-6789'", "ssn LIKE '123%'",
        "ssn > '4'",
        "ssn = $1", "left(ssn, 3) = '123'", "right(ssn, 6) = '123456'", "ssn ~ '^123'", "substr(ssn, 1, 3) = '900'",
        "ssn::text = '1'",
        "first = 'Anna'", "first ILIKE '%nn%'", "name = 'Anna'", "name ILIKE '%anna%'", "name IS NULL",
        "name IS NOT NULL",
        "lower(name) LIKE 'a%'", "name = ANY ($1)", "gone IS NULL", "gone = 3", "dob = '1980-03-02'",
        "dob >= '1980-03-01'",
        "dob < now() - interval '65 years'", "dob BETWEEN '1980-01-01' AND '1980-06-30'", "dob > $1",
        "dob <= date '1980-01-01'",
        "zip = '12345'", "zip LIKE '1234%'", "left(zip, 5) = '12345'", "age > 95", "age = 91", "seen >= '2024-01-01'",
        "doc ->> 'phone' = '1'", "doc -> 'phone' ->> 'x' = '1'", "doc #>> '{phone}' LIKE '1%'", "name <> kind",
        "mrn IS DISTINCT FROM 'M1'", "key = kind", "name = first",
        "people.key = 'M1'", "s.people.key = 'M1'",
    ]

    @Test("one that would say nothing is refused, with the column and what to write instead", arguments: senseless)
    func refused(_ condition: String) throws {
        let from = condition.contains("kind") ? "people JOIN visits v ON v.person = people.id" : "people"
        let condition =
            condition == "key = kind" || condition == "name <> kind"
            ? condition.replacing("name", with: "people.name") : condition
        let sql = "SELECT ward FROM \(from) WHERE \(condition)"
        let refusal = try #require(Self.lane().refusal(sql), "\(sql)")
        #expect(refusal.rule == "chaperone/masked-comparison" && refusal.sqlState == "42501", "\(sql): \(refusal)")
        #expect(refusal.message.contains("s.people.") && refusal.hint != nil)
        #expect(Self.lane(.notice).rule(sql) == nil, "\(sql)")
    }

    @Test(
        "one that is right on masks is answered",
        arguments: [
            "mrn = 'M1'", "mrn IN ('M1', 'M2')", "mrn = 'p_0123456789abcdef0123'", "key = 'p_0123456789abcdef0123'",
            "key IN ('p_0123456789abcdef0123')", "key <> 'p_0123456789abcdef0123'", "key = mrn", "key IS NULL",
            "key IN (SELECT mrn FROM visits)", "ssn = '***-**-1234'", "ssn LIKE '%1234'", "right(ssn, 4) = '1234'",
            "right(ssn, 4) = $1", "ssn ~ '1234$'", "left(first, 1) = 'A'", "first LIKE 'A%'", "first ~ '^A'",
            "dob >= '1980-01-01'", "dob < date '1990-01-01'", "dob <= '1989-12-31'",
            "dob BETWEEN '1980-01-01' AND '1989-12-31'", "extract(year FROM dob) = 1980", "date_part('year', dob) > $1",
            "date_trunc('year', dob) = '1980-01-01'", "zip = '123'", "zip LIKE '12%'", "left(zip, 3) = '123'",
            "zip >= '100'", "age >= 65", "age < 90", "age BETWEEN 18 AND 64", "doc ->> 'language' = 'es'",
            "doc #>> '{address,city}' = 'x'", "doc ? 'phone'", "ward = 'w1'", "id > 3", "seen - dob > 3",
            "length(ward) = 3",
        ])
    func answered(_ condition: String) {
        let sql = "SELECT ward FROM people WHERE \(condition)"
        #expect(Self.lane().refusal(sql) == nil, "\(sql)")
    }

    @Test(
        "wherever it stands, and by whatever names the column comes there",
        arguments: [
            "SELECT count(*) FILTER (WHERE key = 'M1') FROM people", "SELECT key = 'M1' FROM people",
            "SELECT CASE WHEN name LIKE 'A%' THEN 1 END FROM people p",
            "SELECT v.id FROM visits v JOIN people p ON p.id = v.person AND p.mrn = 'M1'",
            "SELECT id FROM (SELECT id, mrn FROM people) x WHERE mrn = 'M1'",
            "SELECT id FROM (SELECT * FROM people) x WHERE x.mrn = 'M1'",
            "WITH x AS (SELECT * FROM people) SELECT id FROM x WHERE mrn = 'M1'",
            "WITH x AS (SELECT p.key AS number FROM people p), y AS (SELECT number AS n FROM x) SELECT 1 FROM y WHERE n = 'M1'",
            "SELECT id FROM shown WHERE number = 'M1'",
            "SELECT a.number FROM shown AS a (i, number) WHERE a.number = 'M1'",
            "SELECT ward, count(*) FROM people GROUP BY ward HAVING max(id) > 3 AND bool_or(name = 'x')",
            "SELECT 1 FROM visits v WHERE EXISTS (SELECT 1 FROM people p WHERE p.id = v.person AND p.name = v.name)",
            "PREPARE q AS SELECT id FROM people WHERE key = $1", "EXPLAIN SELECT id FROM people WHERE key = 'M1'",
            "CREATE TEMP TABLE t AS SELECT id FROM people WHERE key = 'M1'",
            "COPY (SELECT id FROM people WHERE ssn LIKE '1%') TO STDOUT",
            "DECLARE c CURSOR FOR SELECT id FROM people WHERE ssn LIKE '1%'",
            "SELECT 1 UNION ALL SELECT id FROM people WHERE name = 'x'",
        ])
    func places(_ sql: String) { #expect(Self.lane().rule(sql) == "masked-comparison", "\(sql)") }

    @Test(
        "columns of other tables that are called alike are compared as ever",
        arguments: [
            "SELECT 1 FROM visits WHERE name = 'x' AND mrn LIKE 'M%'",
            "SELECT 1 FROM visits v JOIN people p ON p.id = v.person WHERE v.name = 'x' AND v.mrn > 'M'",
            "SELECT (SELECT count(*) FROM visits WHERE name = 'x') FROM people",
            "SELECT 1 FROM (SELECT id AS name FROM people) x WHERE name = 3",
            "WITH people AS (SELECT id, kind AS name FROM visits) SELECT 1 FROM people JOIN s.people q USING (id) WHERE people.name = 'x'",
            "SELECT 1 FROM people p, visits v WHERE p.mrn = p.key AND v.name IN ('a')",
            "SELECT mrn, count(*) FROM people GROUP BY mrn ORDER BY name",
            "SELECT 1 FROM people a JOIN people b ON a.mrn = b.key",
            "SELECT 1 FROM people a JOIN scratch.copy c ON a.mrn = c.mrn WHERE c.mrn > 'M'",
            "SELECT 1 FROM (SELECT key FROM people) x (ward) WHERE x.ward = 'p_0123456789abcdef0123'",
        ])
    func others(_ sql: String) { #expect(Self.lane().refusal(sql) == nil, "\(sql)") }

    @Test("a pseudonym that was shown is looked for among masks, not among values")
    func shownPseudonym() throws {
        let text = try #require(Self.lane().text("SELECT id FROM people WHERE mrn = 'p_0123456789abcdef0123'"))
        #expect(text.hasSuffix(" AS \"people\" WHERE mrn = 'p_0123456789abcdef0123'"), "\(text)")
        let real = try #require(Self.lane().text("SELECT id FROM people WHERE mrn = 'M1'"))
        #expect(real.hasSuffix("WHERE TRUE"), "\(real)")
    }

    @Test("the hint of a column that is open for lookups says how")
    func hints() throws {
        #expect(
            Self.lane().refusal("SELECT 1 FROM people WHERE mrn LIKE 'M%'")?.hint?.hasPrefix("mrn = constant, as")
                == true)
        #expect(Self.lane().refusal("SELECT 1 FROM people WHERE ssn = '1'")?.hint?.contains("right(ssn, 4)") == true)
    }
}
