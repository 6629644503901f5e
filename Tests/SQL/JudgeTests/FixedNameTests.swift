import Judge
import Policy
import SQLRewrite
import Testing

/// A trigger of `audited` runs what only the policy trusts: what it says plainly must be what it means, whatever the session
/// has made and set, and whenever it runs.
struct FixedNameTests {
    private static let keep = RoutineSignature(QualifiedName("clinic", "keep"))

    private static func judge(_ change: (inout Routine, inout Catalog) -> Void) -> Judge {
        var catalog = SampleLane.catalog
        var audited = Relation(
            name: QualifiedName("clinic", "audited"), kind: .table,
            columns: [SampleLane.column("id", "integer"), SampleLane.column("kind")])
        audited.code = [
            AttachedCode(kind: .trigger, name: "keep", events: [.update], use: CodeUse(routines: [keep]))
        ]
        catalog.relations[audited.name] = audited
        catalog.typeOIDs = [20_000: QualifiedName("clinic", "code"), 20_001: QualifiedName("archive", "code")]
        catalog.fixedSchemas = ["clinic", "pg_catalog"]
        var routine = Routine(name: keep.name, language: "plpgsql", volatility: "v", inExtension: false)
        change(&routine, &catalog)
        catalog.functions["keep"] = [routine]
        return SampleLane.judge(catalog: catalog, functions: [keep.name])
    }

    private static func judge(path: [String]?) -> Judge { judge { routine, _ in routine.ownPath = path } }

    private static func refusal(_ sql: String, _ judge: Judge) -> Refusal? {
        switch judge.judge(Array(sql.utf8), names: judge.initialNames) {
        case .permit, .approve: nil
        case .refuse(let refusal), .needsCatalog(let refusal): refusal
        }
    }

    private static let update = "UPDATE clinic.audited SET kind = 'x' WHERE id = 1"

    @Test(arguments: [
        nil, [], ["clinic"], ["pg_temp", "clinic"], ["clinic", "pg_temp", "pg_catalog"], ["archive", "pg_temp"],
        ["clinic", "nowhere", "pg_temp"], ["$user", "pg_temp"], ["pg_temp", "clinic", "pg_temp"],
    ])
    func `Code that finds its names by the session is not run, whoever names it`(path: [String]?) throws {
        let judge = Self.judge(path: path)
        let refusal = try #require(Self.refusal(Self.update, judge))
        #expect(refusal.rule == "chaperone/code")
        #expect(
            refusal.message.contains(
                "trigger keep of clinic.audited runs clinic.keep() by the session's names (ALTER FUNCTION clinic.keep() SET "
                    + "search_path = clinic, pg_temp, where agent may create nothing in clinic, ends that)"),
            "\(refusal.message)")
        let call = try #require(Self.refusal("SELECT keep()", judge))
        #expect(call.rule == "chaperone/function" && call.message.contains("clinic.keep, which the policy names"))
        #expect(call.hint?.contains("ALTER FUNCTION clinic.keep() SET search_path = clinic, pg_temp") == true)
        #expect(Self.refusal("DELETE FROM clinic.audited WHERE id = 1", judge) == nil)
        #expect(Self.refusal("SELECT id FROM clinic.audited", judge) == nil)
    }

    @Test(arguments: [
        ["clinic", "pg_temp"], ["pg_temp"], ["pg_catalog", "pg_temp"], ["clinic", "pg_catalog", "pg_temp"],
    ])
    func `Code with a path of its own, in which the role makes nothing, is`(path: [String]) {
        let judge = Self.judge(path: path)
        #expect(Self.refusal(Self.update, judge) == nil)
        #expect(Self.refusal("SELECT keep()", judge) == nil)
    }

    @Test func `So is what was parsed when it was made, and what is in C`() {
        #expect(Self.refusal(Self.update, Self.judge { routine, _ in routine.language = "c" }) == nil)
        let parsed = Self.judge { routine, _ in (routine.language, routine.isParsed) = ("sql", true) }
        #expect(Self.refusal(Self.update, parsed) == nil)
    }

    @Test func `A parsed body is as good as what it calls`() throws {
        func judge(_ path: [String]?) -> Judge {
            Self.judge { routine, catalog in
                (routine.language, routine.isParsed) = ("sql", true)
                routine.calls = [RoutineSignature(QualifiedName("clinic", "inner"), "text")]
                var inner = Routine(
                    name: QualifiedName("clinic", "inner"), arguments: "text", language: "plpgsql", volatility: "v",
                    inExtension: false)
                inner.ownPath = path
                catalog.functions["inner"] = [inner]
            }
        }
        #expect(Self.refusal(Self.update, judge(["clinic", "pg_temp"])) == nil)
        #expect(
            Self.refusal("DROP TABLE clinic.notes", judge(["clinic", "pg_temp"]))?.rule
                == "chaperone/definition-under-code")
        #expect(Self.refusal("SELECT keep()", judge(nil))?.hint?.contains("clinic.inner(text) SET") == true)
    }

    @Test(arguments: [
        "ALTER TABLE clinic.notes RENAME TO others", "ALTER TABLE notes ADD CHECK (body > 'm')",
        "ALTER TABLE notes RENAME COLUMN body TO b", "DROP TABLE clinic.notes", "DROP TABLE notes",
        "ALTER DOMAIN clinic.code RENAME TO codes", "DROP DOMAIN code", "ALTER TYPE clinic.code RENAME TO codes",
        "CREATE UNIQUE INDEX ON notes (left(body, 1))", "ALTER INDEX clinic.by_body RENAME TO b",
        "CREATE TABLE archive.child (CHECK (body > 'm')) INHERITS (clinic.notes)",
        "ALTER TABLE archive.patients INHERIT clinic.notes",
    ])
    func `What lies where such code finds its names is not changed`(sql: String) {
        #expect(
            Self.refusal(sql, Self.judge(path: ["clinic", "pg_temp"]))?.rule == "chaperone/definition-under-code")
        #expect(Self.refusal(sql, Self.judge(path: ["pg_temp"]))?.rule != "chaperone/definition-under-code")
    }

    @Test(arguments: [
        "ALTER TABLE archive.patients ADD COLUMN more int", "DROP TYPE archive.code",
        "CREATE TEMP TABLE notes (id int)", "CREATE TABLE archive.of_notes (id int REFERENCES clinic.notes (id))",
        "CREATE INDEX ON archive.patients (note)",
    ])
    func `What lies elsewhere is`(sql: String) {
        let refusal = Self.refusal(sql, Self.judge(path: ["clinic", "pg_temp"]))
        #expect(refusal?.rule != "chaperone/definition-under-code", "\(refusal?.message ?? "")")
    }
}
