import Judge
import Policy
import SQLRewrite
import Testing

@Suite("What a statement runs without naming it is known, and refused where nobody trusts it")
struct RunningCodeTests {
    @Test(
        "a statement is refused with the name of the code that it would run",
        arguments: [
            ("UPDATE watched SET id = '1'", "trigger say of clinic.watched runs clinic.peek()"),
            ("UPDATE watching SET note = '1'", "trigger say of clinic.watching"),
            ("TRUNCATE watching", "trigger say of clinic.watching"),
            ("UPDATE parts SET note = 'x'", "trigger say of clinic.parts_1"),
            ("UPDATE moving SET id = '2'", "trigger leave of clinic.moving_1"),
            ("DELETE FROM parts", "trigger leave of clinic.parts_2"),
            ("INSERT INTO keyed_1 VALUES ('1', 'x')", "the partition key of clinic.keyed"),
            ("INSERT INTO defaulted_note (id) VALUES ('1')", "the default of clinic.defaulted_note.note"),
            ("INSERT INTO defaulted_note VALUES ('1')", "the default of clinic.defaulted_note.note"),
            ("INSERT INTO defaulted_note VALUES ('1', DEFAULT)", "the default of clinic.defaulted_note.note"),
            ("INSERT INTO defaulted_note DEFAULT VALUES", "the default of clinic.defaulted_note.note"),
            ("INSERT INTO defaulted_note SELECT * FROM notes", "the default of clinic.defaulted_note.note"),
            ("COPY defaulted_note (id) FROM STDIN", "the default of clinic.defaulted_note.note"),
            ("UPDATE defaulted_note SET note = DEFAULT", "the default of clinic.defaulted_note.note"),
            (
                "MERGE INTO defaulted_note d USING notes n ON d.id = n.body WHEN NOT MATCHED THEN INSERT (id) VALUES ('1')",
                "the default of clinic.defaulted_note.note"
            ),
            ("UPDATE generated_note SET id = '1'", "the expression of clinic.generated_note.note"),
            ("SELECT id FROM virtual_note", "the expression of clinic.virtual_note.note"),
            ("INSERT INTO checked VALUES ('1', '2')", "the check known of clinic.checked"),
            ("COPY checked FROM STDIN", "the check known of clinic.checked"),
            (
                "INSERT INTO notes (id) VALUES (1) ON CONFLICT DO NOTHING; UPDATE checked SET id = '1'",
                "the check known"
            ),
            ("INSERT INTO indexed VALUES ('1', '2')", "the index by_peek of clinic.indexed"),
            ("SELECT 1 FROM ordered_by_peek", "the operator class of by_order of clinic.ordered_by_peek"),
            ("ANALYZE counted", "the statistics counts of clinic.counted"), ("ANALYZE", "clinic.peek()"),
            ("SELECT 1 FROM typed", "clinic.typed: the cast from clinic.evil to text runs clinic.peek()"),
            ("INSERT INTO typed VALUES ('1', '2')", "clinic.typed: the cast"),
            ("COPY typed TO STDOUT", "clinic.typed: the cast"),
            ("CREATE TEMP TABLE t (LIKE typed)", "clinic.typed: the cast"),
            ("CREATE TEMP TABLE t (LIKE defaulted_note INCLUDING ALL)", "the default of clinic.defaulted_note.note"),
            ("CREATE TABLE t () INHERITS (checked)", "the check known of clinic.checked"),
            ("CREATE TEMP VIEW v AS SELECT * FROM watched", "trigger say of clinic.watched"),
            ("CREATE INDEX ON checked (id)", "the check known of clinic.checked"),
            ("SELECT id FROM viewed", "the definition of clinic.viewed runs clinic.peek()"),
            ("SELECT id FROM viewed_again", "the definition of clinic.viewed runs clinic.peek()"),
            ("UPDATE written_view SET note = 'x'", "trigger say of clinic.watched"),
            ("WITH w AS (UPDATE watched SET id = '1' RETURNING id) SELECT 1", "trigger say of clinic.watched"),
            ("PREPARE p AS UPDATE watched SET id = '1'", "trigger say of clinic.watched"),
            ("EXPLAIN UPDATE watched SET id = '1'", "trigger say of clinic.watched"),
        ])
    func refused(_ sql: String, _ words: String) throws {
        let refusal = try #require(CodeLane.refusal(sql), "\(sql)")
        #expect(refusal.rule == "chaperone/code")
        #expect(refusal.message.contains(words), "\(refusal.message)")
        #expect(refusal.hint?.contains("functions") == true)
    }

    @Test(
        "what foreign keys do by themselves is followed to any depth",
        arguments: [
            ("DELETE FROM keepers", "by foreign key \"refers_to_keepers\": trigger say of clinic.kept"),
            ("UPDATE keepers SET id = '2'", "by foreign key \"refers_to_keepers\": the rules of clinic.ruled_child"),
            ("UPDATE roots SET id = '2'", "by foreign key \"refers_to_stems\": the check late of clinic.leaves"),
            ("DELETE FROM roots", "by foreign key \"refers_to_stems\": the check late of clinic.leaves"),
            ("DELETE FROM bases", "by foreign key \"refers_to_bases\": the default of clinic.defaulting.base"),
            ("INSERT INTO compared VALUES ('1', 'x')", "the foreign key refers_to_compared_to of clinic.compared"),
            ("DELETE FROM compared_to", "the foreign key refers_to_compared_to of clinic.compared"),
        ])
    func foreignKeys(_ sql: String, _ words: String) throws {
        let refusal = try #require(CodeLane.refusal(sql), "\(sql)")
        #expect(refusal.rule == "chaperone/code")
        #expect(refusal.message.contains(words), "\(refusal.message)")
    }

    @Test(
        "what does not run it goes on",
        arguments: [
            "INSERT INTO watched VALUES ('1', 'x')", "DELETE FROM watched", "SELECT * FROM watched",
            "UPDATE parts_2 SET id = '2'", "UPDATE moving SET note = '2'",
            "UPDATE watching SET id = '1'", "UPDATE trusted SET note = 'x'", "DELETE FROM trusted",
            "INSERT INTO parts VALUES ('1', 'x')", "INSERT INTO parts_1 VALUES ('1', 'x')",
            "INSERT INTO defaulted_note VALUES ('1', 'x')", "INSERT INTO defaulted_note (note) VALUES ('x')",
            "INSERT INTO defaulted_note SELECT n.body, n.body FROM notes n", "COPY defaulted_note FROM STDIN",
            "UPDATE defaulted_note SET id = '1'", "DELETE FROM checked", "SELECT * FROM checked",
            "SELECT note FROM indexed WHERE note = 'x'", "UPDATE keepers SET note = 'x'", "UPDATE roots SET note = 'x'",
            "UPDATE bases SET id = '2'", "TRUNCATE watched", "ANALYZE notes",
            "CREATE TEMP TABLE t (LIKE watched)", "SELECT * FROM counted", "GRANT SELECT ON checked TO PUBLIC",
        ])
    func permitted(_ sql: String) {
        let refusal = CodeLane.refusal(sql)
        #expect(refusal == nil, "\(refusal?.message ?? "")")
    }

    @Test("a definition is refused where an event trigger that nobody trusts would run")
    func eventTriggers() throws {
        var catalog = CodeLane.catalog
        catalog.eventTriggers = [UnnamedCode("event trigger looks_on", use: CodeLane.peek)]
        let judge = SampleLane.judge(catalog: catalog)
        for sql in ["CREATE TEMP TABLE t (a int)", "DROP TABLE pg_temp.t", "SELECT 1 AS a INTO TEMP t"] {
            let refusal = try #require(CodeLane.refusal(sql, judge), "\(sql)")
            #expect(refusal.message.contains("event trigger looks_on runs clinic.peek()"), "\(refusal.message)")
        }
        #expect(CodeLane.refusal("SELECT 1", judge) == nil)
        catalog.eventTriggers = [UnnamedCode("event trigger looks_on", use: CodeLane.band)]
        #expect(CodeLane.refusal("CREATE TEMP TABLE t (a int)", SampleLane.judge(catalog: catalog)) == nil)
    }

    @Test("a parameter's type counts by its number as it does by its name, and must be known")
    func parameterTypes() {
        let judge = CodeLane.judge
        func refusal(_ types: [UInt32]) -> Refusal? {
            switch judge.judge(Array("SELECT $1".utf8), names: judge.initialNames, parameterTypes: types) {
            case .permit, .approve: nil
            case .refuse(let refusal), .needsCatalog(let refusal): refusal
            }
        }
        #expect(refusal([0, 25]) == nil)
        #expect(refusal([20_001]) == nil)
        #expect(
            refusal([0, 20_000])?.message.contains("the check evil_check of clinic.evil runs clinic.peek()") == true)
        #expect(refusal([30_000])?.rule == "chaperone/type")
    }

    @Test(
        "an operator that syntax means counts like one that is written",
        arguments: [
            ("BETWEEN 'a' AND 'b'", [">=", "<="]), ("NOT BETWEEN 'a' AND 'b'", ["<", ">"]),
            ("BETWEEN SYMMETRIC 'a' AND 'b'", [">=", "<="]), ("NOT BETWEEN SYMMETRIC 'a' AND 'b'", ["<", ">"]),
            ("IN ('a')", ["="]), ("NOT IN ('a')", ["<>"]), ("IS DISTINCT FROM 'a'", ["="]),
            ("IS NOT DISTINCT FROM 'a'", ["="]), ("IN (SELECT 'a')", ["="]), ("NOT IN (SELECT 'a')", ["="]),
            ("= ANY (ARRAY['a'])", ["="]), ("> ALL (SELECT 'a')", [">"]), ("LIKE 'a'", ["~~"]),
            ("NOT ILIKE 'a'", ["!~~*"]), ("SIMILAR TO 'a'", ["~"]),
        ] as [(String, [String])])
    func impliedOperators(_ condition: String, _ operators: [String]) {
        for name in operators {
            #expect(Self.rule(of: name, "SELECT 1 FROM notes n WHERE n.body \(condition)") == "chaperone/operator")
        }
        #expect(Self.rule(of: "@@", "SELECT 1 FROM notes n WHERE n.body \(condition)") != "chaperone/operator")
    }

    @Test(
        "equality that is only implied counts like equality that is written",
        arguments: [
            "SELECT NULLIF(n.body, 'a') FROM notes n", "SELECT CASE n.body WHEN 'a' THEN 1 END FROM notes n",
            "SELECT 1 FROM notes a JOIN notes b USING (id)", "SELECT 1 FROM notes a NATURAL JOIN notes b",
            "SELECT (n.id, n.body) = (1, 'a') FROM notes n",
        ])
    func impliedEquality(_ sql: String) {
        #expect(Self.rule(of: "=", sql) == "chaperone/operator")
        #expect(Self.rule(of: "<", sql) == nil)
    }

    private static func rule(of operatorName: String, _ sql: String) -> String? {
        var catalog = SampleLane.catalog
        catalog.operators = [operatorName: SampleLane.peek]
        return CodeLane.refusal(sql, SampleLane.judge(catalog: catalog))?.rule
    }

    @Test("CALL goes to a procedure that is trusted with every argument list, or names the schema where it does")
    func calls() {
        var catalog = SampleLane.catalog
        func procedure(_ schema: String, _ arguments: String = "") -> Routine {
            SampleLane.parsed(
                Routine(
                    name: QualifiedName(schema, "tidy"), arguments: arguments, language: "sql", volatility: "v",
                    inExtension: false, kind: "p"))
        }
        catalog.functions["tidy"] = [procedure("clinic"), procedure("archive")]
        func sent(_ sql: String, path: [String], functions: [QualifiedName], signatures: [String] = []) -> String? {
            let judge = SampleLane.judge(catalog: catalog, functions: functions, signatures: signatures)
            let names = SessionNames(searchPath: path)
            guard case .permit(let permit) = judge.judge(Array(sql.utf8), names: names) else { return nil }
            return String(decoding: permit.text, as: UTF8.self)
        }
        let own = [QualifiedName("clinic", "tidy")]
        #expect(sent("CALL tidy()", path: ["archive", "clinic"], functions: own) == nil)
        #expect(sent("CALL archive.tidy()", path: ["clinic"], functions: own) == nil)
        #expect(sent("CALL tidy()", path: ["clinic", "archive"], functions: own) == "CALL \"clinic\".tidy()")
        #expect(sent("CALL clinic.tidy()", path: ["archive"], functions: own) == "CALL clinic.tidy()")
        let both = own + [QualifiedName("archive", "tidy")]
        #expect(sent("CALL tidy()", path: ["archive"], functions: both) == "CALL tidy()")
        catalog.functions["tidy"] = [procedure("clinic"), procedure("clinic", "integer")]
        #expect(sent("CALL tidy()", path: ["clinic"], functions: [], signatures: ["clinic.tidy()"]) == nil)
        let named = ["clinic.tidy()", "clinic.tidy( int )"]
        #expect(sent("CALL tidy()", path: ["clinic"], functions: [], signatures: named) == "CALL tidy()")
    }

    @Test("a signature is the same however its types are called")
    func signatures() {
        for text in ["clinic.f(int,text)", "clinic.f( integer , text)", "clinic.f(int4, text)"] {
            #expect(SignatureText.canonical(text) == "clinic.f(integer,text)")
        }
        #expect(
            SignatureText.canonical("c.g(varchar[], timestamptz, clinic.mood)")
                == "c.g(character varying[],timestamp with time zone,clinic.mood)")
        #expect(SignatureText.canonical("clinic.f") == "clinic.f")
    }

    @Test("a function that takes or gives a type which runs unknown code is not trusted, whoever names it")
    func functionTypes() {
        var catalog = SampleLane.catalog
        var routine = SampleLane.parsed(
            Routine(name: QualifiedName("clinic", "shape"), language: "sql", volatility: "i", inExtension: false))
        catalog.functions["shape"] = [routine]
        func rule() -> String? {
            let judge = SampleLane.judge(catalog: catalog, functions: [routine.name])
            return CodeLane.refusal("SELECT shape('7')", judge)?.rule
        }
        #expect(rule() == nil)
        routine.types = [SampleLane.evil]
        catalog.functions["shape"] = [routine]
        #expect(rule() == "chaperone/function")
    }
}
