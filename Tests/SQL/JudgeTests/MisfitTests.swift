import Judge
import Policy
import SQLRewrite
import Testing

/// The policy of `SampleLane` on catalogs that have changed behind it.
@Suite("What the policy does not fit is closed, and the lane serves the rest")
struct MisfitTests {
    private static func numbered() -> Catalog {
        var catalog = SampleLane.catalog
        for (index, name) in catalog.relations.keys.sorted().enumerated() {
            catalog.relations[name]?.oid = 20_000 + UInt32(index)
        }
        return catalog
    }

    private static func rename(_ relation: String, to name: String, in catalog: inout Catalog) {
        let old = QualifiedName("clinic", relation)
        guard var moved = catalog.relations.removeValue(forKey: old) else { return }
        moved.name = QualifiedName("clinic", name)
        catalog.relations[moved.name] = moved
        for child in catalog.relations.keys {
            let parents = catalog.relations[child]?.parents.map { $0 == old ? moved.name : $0 } ?? []
            catalog.relations[child]?.parents = parents
        }
    }

    private static func reason(_ relation: String, _ judge: Judge) -> String? {
        guard let refusal = CodeLane.refusal("SELECT * FROM clinic.\(relation)", judge) else { return nil }
        return refusal.message
    }

    @Test("a protected column that is gone closes its table, what shares rows with it, and what shows them")
    func missingColumn() throws {
        var catalog = Self.numbered()
        for name in ["patients", "patients_child"] {
            for (index, column) in (catalog.relations[QualifiedName("clinic", name)]?.columns ?? []).enumerated()
            where column.name == "ssn" {
                catalog.relations[QualifiedName("clinic", name)]?.columns[index].name = "tax_number"
            }
        }
        catalog.relations[QualifiedName("clinic", "owned")]?.constraints[0].reference?.columns = ["tax_number"]
        let judge = SampleLane.judge(catalog: catalog)
        #expect(judge.problems == [])
        #expect(judge.misfits == ["clinic.patients.ssn: clinic.patients has no column \"ssn\""])
        for name in ["patients", "patients_child"] {
            let reason = try #require(Self.reason(name, judge))
            #expect(reason.contains("closed") && reason.contains("has no column \"ssn\""), "\(reason)")
        }
        for name in ["directory", "over", "joined"] { #expect(Self.reason(name, judge) != nil, "\(name)") }
        #expect(CodeLane.refusal("DELETE FROM patients", judge)?.rule == "chaperone/closed")
        #expect(CodeLane.refusal("COPY patients FROM STDIN", judge)?.rule == "chaperone/closed")
        #expect(CodeLane.refusal("CREATE INDEX ON patients (id)", judge) != nil)
        // Whether a value is there is a question to a table that is closed as well.
        #expect(CodeLane.refusal("INSERT INTO owned VALUES ('1', '900')", judge)?.rule == "chaperone/insert-oracle")
        for sql in ["SELECT * FROM notes", "SELECT word FROM sorted", "SELECT * FROM archive.patients"] {
            #expect(CodeLane.refusal(sql, judge) == nil, "\(sql)")
        }
    }

    @Test("a column that its mask does not fit closes its table")
    func misfit() throws {
        var catalog = SampleLane.catalog
        catalog.relations[SampleLane.patients]?.columns[2] = Column(name: "ssn", sqlType: "date", typeName: "date")
        let judge = SampleLane.judge(catalog: catalog)
        #expect(judge.problems == [])
        #expect(judge.misfits.count == 1 && judge.misfits[0].hasPrefix("clinic.patients.ssn: "))
        #expect(try #require(Self.reason("patients", judge)).contains("cannot be masked"))
        #expect(Self.reason("notes", judge) == nil)
    }

    @Test("a protected table under another name is closed by its number")
    func renamed() throws {
        var catalog = Self.numbered()
        let before = SampleLane.judge(catalog: catalog)
        #expect(before.misfits == [])
        Self.rename("patients", to: "people", in: &catalog)
        let judge = SampleLane.judge(catalog: catalog, remembered: before.remembered)
        #expect(try #require(Self.reason("people", judge)).contains("it was clinic.patients"))
        #expect(try #require(Self.reason("patients_child", judge)).contains("it was clinic.patients"))
        #expect(judge.misfits.contains("clinic.patients is called clinic.people now"))
        #expect(judge.misfits.contains("clinic.patients.ssn: relation clinic.patients does not exist"))
        #expect(Self.reason("notes", judge) == nil)
        #expect(CodeLane.refusal("SELECT * FROM archive.patients", judge) == nil)
        // And when something else has taken its name.
        catalog.relations[SampleLane.patients] = Relation(
            name: SampleLane.patients, kind: .view, columns: SampleLane.patientColumns,
            definition: "SELECT p.id, p.mrn, p.ssn, p.name, p.risk, p.initials FROM clinic.people p")
        let again = SampleLane.judge(catalog: catalog, remembered: judge.remembered)
        #expect(try #require(Self.reason("people", again)).contains("it was clinic.patients"))
        #expect(Self.reason("patients", again) != nil)
    }

    @Test("a partition that was protected stays closed when it is detached")
    func detached() throws {
        var catalog = Self.numbered()
        let before = SampleLane.judge(catalog: catalog)
        catalog.relations[QualifiedName("clinic", "patients_child")]?.parents = []
        let judge = SampleLane.judge(catalog: catalog, remembered: before.remembered)
        #expect(try #require(Self.reason("patients_child", judge)).contains("shared rows with a protected table"))
        #expect(Self.reason("patients", judge) == nil)
        // It opens again when it is what it was.
        let restored = SampleLane.judge(catalog: Self.numbered(), remembered: judge.remembered)
        #expect(restored.misfits == [])
        #expect(Self.reason("patients_child", restored) == nil)
    }

    @Test("where nobody remembers, what has all columns of a missing table is closed as what it may be")
    func alike() throws {
        var catalog = Self.numbered()
        Self.rename("patients", to: "people", in: &catalog)
        let judge = SampleLane.judge(catalog: catalog)
        #expect(try #require(Self.reason("people", judge)).contains("it may be clinic.patients under another name"))
        #expect(Self.reason("notes", judge) == nil)
        #expect(CodeLane.refusal("SELECT * FROM archive.patients", judge) == nil, "it has not all of its columns")
    }

    @Test(
        "nobody makes what the policy's missing table would be taken for, nor does one that is gone open what was closed"
    )
    func decoys() throws {
        var catalog = Self.numbered()
        Self.rename("patients", to: "people", in: &catalog)
        let judge = SampleLane.judge(catalog: catalog)
        for sql in [
            "CREATE TABLE clinic.patients (ssn text)", "CREATE TABLE patients (ssn text)",
            "CREATE VIEW clinic.patients AS SELECT ''::text AS ssn", "CREATE TABLE clinic.patients AS SELECT 1 AS ssn",
            "SELECT 1 AS ssn INTO clinic.patients", "ALTER TABLE clinic.notes RENAME TO patients",
            "ALTER INDEX clinic.notes RENAME TO patients",
            "CREATE MATERIALIZED VIEW clinic.patients AS SELECT 1 AS ssn",
        ] {
            let refusal = try #require(CodeLane.refusal(sql, judge), "\(sql)")
            #expect(refusal.rule == "chaperone/definition-over-protected", "\(sql): \(refusal.message)")
        }
        #expect(CodeLane.refusal("ALTER TABLE clinic.notes RENAME TO remarks", judge) == nil)
        // What has no rows is no table, whatever it is called.
        for kind in [Relation.Kind.sequence, .compositeType, .index] {
            var named = catalog
            named.relations[SampleLane.patients] = Relation(
                name: SampleLane.patients, kind: kind, columns: SampleLane.patientColumns)
            #expect(Self.reason("people", SampleLane.judge(catalog: named)) != nil, "\(kind)")
        }
        // One that an administrator made, and dropped.
        let decoyed = SampleLane.judge(
            catalog: catalog, remembered: RememberedTables(tables: [4_711: SampleLane.patients]))
        #expect(try #require(Self.reason("people", decoyed)).contains("it may be clinic.patients under another name"))
    }

    @Test(
        "what has no rows is neither copied nor written: it would be a table by now",
        arguments: [
            "COPY pair TO STDOUT", "UPDATE pair SET id = 1 RETURNING *", "DELETE FROM pair RETURNING mrn", "TABLE pair",
        ])
    func types(sql: String) throws {
        var catalog = Self.numbered()
        let pair = QualifiedName("clinic", "pair")
        catalog.relations[pair] = Relation(
            name: pair, kind: .compositeType, columns: Array(SampleLane.patientColumns.prefix(2)))
        #expect(CodeLane.refusal(sql, SampleLane.judge(catalog: catalog))?.rule == "chaperone/unknown-relation")
    }

    @Test("a column keeps what it was computed from, or inherited, when its definition says so no more")
    func kept() throws {
        func lane(
            computes: Bool, remembered: RememberedTables = RememberedTables(), phi: [String: Mask] = [:]
        ) -> SmallLane {
            var table = SmallLane.table("g", ["id integer", "secret", "shown"])
            table.oid = 20_001
            for index in table.columns.indices { table.columns[index].number = index + 1 }
            if computes {
                table.columns[2].generatedFrom = ["secret"]
                table.columns[2].isGenerated = true
            }
            // DROP EXPRESSION, and RENAME.
            if !computes { table.columns[2].name = "called" }
            return SmallLane(
                [table], phi: phi.merging(["g.secret": .redact]) { own, _ in own }, remembered: remembered)
        }
        let before = lane(computes: true).judge.remembered
        #expect(
            before.tables == [20_001: QualifiedName("s", "g")]
                && before.columns == [20_001: [2: ["s.g.secret"], 3: ["s.g.secret"]]])
        let after = lane(computes: false, remembered: before)
        #expect(try #require(after.text("SELECT called FROM g")).contains("NULL::pg_catalog.text AS \"called\""))
        #expect(after.judge.misfits.contains { $0.hasPrefix("s.g.called holds what s.g.secret held") })
        #expect(after.judge.remembered == before, "for as long as the policy says nothing of it")
        let said = lane(computes: false, remembered: before, phi: ["g.called": .keep])
        #expect(try #require(said.text("SELECT called FROM g")).contains(", \"called\" FROM"))
        #expect(try #require(lane(computes: false).text("SELECT called FROM g")).contains(", \"called\" FROM"))
    }

    @Test(
        "a column that is replaced by another of its name holds what it held under another, and no policy forgets that")
    func replaced() throws {
        func lane(_ columns: [(String, Int)], _ remembered: RememberedTables = RememberedTables()) -> SmallLane {
            var table = SmallLane.table("g", columns.map(\.0))
            table.oid = 20_001
            for index in table.columns.indices { table.columns[index].number = columns[index].1 }
            return SmallLane([table], phi: ["g.secret": .redact], remembered: remembered)
        }
        let before = lane([("id", 1), ("secret", 2)]).judge.remembered
        let after = lane([("id", 1), ("old", 2), ("secret", 3)], before)
        #expect(try #require(after.text("SELECT * FROM g")).contains("NULL::pg_catalog.text AS \"old\""))
        let kept = before.filter({ _ in false }, where: { $0 == "s.g.secret" })
        #expect(kept == before, "as long as what it held is protected")
        #expect(before.filter({ _ in true }, where: { _ in false }) == RememberedTables(tables: before.tables))
    }

    @Test("a materialized view holds what its definition showed, wherever its rows are moved, until it is made anew")
    func stored() throws {
        func lane(_ shown: String, _ remembered: RememberedTables = RememberedTables(), oid: UInt32 = 20_002)
            -> SmallLane
        {
            var kept = SmallLane.view("kept", ["id integer", "x"], "SELECT b.id, b.x FROM s.base b")
            kept.kind = .materializedView
            kept.oid = oid
            for index in kept.columns.indices { kept.columns[index].number = index + 1 }
            return SmallLane(
                [
                    SmallLane.table("p", ["id integer", "note", "secret"]), kept,
                    SmallLane.view("base", ["id integer", "x"], "SELECT p.id, \(shown) AS x FROM s.p p"),
                    SmallLane.view("above", ["x"], "SELECT k.x FROM s.kept k"),
                ], phi: ["p.secret": .redact], remembered: remembered)
        }
        let isMasked = { (lane: SmallLane) in
            ["SELECT x FROM kept", "SELECT x FROM above"].map { lane.text($0)?.contains(" AS \"x\"") }
        }
        let before = lane("p.secret").judge.remembered
        #expect(before.columns == [20_002: [2: ["s.p.secret"]]])
        let after = lane("p.note", before)
        #expect(isMasked(after) == [true, true])
        #expect(isMasked(lane("p.note", after.judge.remembered)) == [true, true])
        #expect(isMasked(lane("p.note", after.judge.remembered, oid: 20_003)) == [false, false])
        let chosen = lane("(SELECT max(q.id) FROM s.p q WHERE (q.secret > p.note))::text")
        #expect(isMasked(lane("p.note", chosen.judge.remembered)) == [true, true])
    }

    @Test("a policy that protects it by other words forgets nothing of it")
    func rephrased() {
        var table = SmallLane.table("g", ["id integer", "secret"])
        table.oid = 20_001
        for index in table.columns.indices { table.columns[index].number = index + 1 }
        let judge = SmallLane([table], phi: ["g.secret": .redact]).judge
        func kept(_ terms: PostgresTerms, reveal: [Role.RevealedColumn] = []) -> RememberedTables {
            let role = Role(name: "analyst", groups: ["analysts"], targets: ["t"], reveal: reveal)
            return judge.remembered.kept(by: terms, for: role, in: judge.catalog)
        }
        func terms(_ phi: [String: Mask] = [:], patterns: [String] = [], closes: [String] = []) -> PostgresTerms {
            PostgresTerms(
                database: "app", tls: .disable,
                phi: phi.map {
                    ProtectedColumn(relation: QualifiedName("s", $0.key), column: "secret", mask: $0.value)
                },
                phiPatterns: patterns.map { ProtectedPattern(columns: $0, mask: .last4) },
                unlisted: closes.isEmpty ? nil : UnlistedColumns(schemas: closes, reviewed: ["s.g.id"]))
        }
        #expect(judge.remembered.columns == [20_001: [2: ["s.g.secret"]]])
        for policy in [terms(["g": .last4]), terms(patterns: ["**.ssn", "**.secret"]), terms(closes: ["s"])] {
            #expect(kept(policy) == judge.remembered)
        }
        let said = Role.RevealedColumn(relation: QualifiedName("s", "g"), column: "secret")
        #expect(kept(terms(["g": .last4]), reveal: [said]).columns.isEmpty)
        for policy in [terms(), terms(["g": .keep]), terms(patterns: ["**.other"])] {
            #expect(kept(policy).columns.isEmpty)
        }
    }

    @Test("what an extension's type calls equal is not looked up, and the operator is told so")
    func lookups() {
        var table = SmallLane.table("p", ["id integer", "mail", "mood"])
        for (index, kind) in [(1, "b"), (2, "e")] {
            (table.columns[index].typeSchema, table.columns[index].typeKind) = ("public", kind)
        }
        let lane = SmallLane(
            [table], phi: ["p.mail": .redact, "p.mood": .redact], lookups: ["p.mail", "p.mood"],
            onMaskedComparison: nil)
        #expect(lane.rule("SELECT id FROM p WHERE mail = 'x'") != nil)
        #expect(lane.rule("SELECT id FROM p WHERE mood = 'x'") == nil)
        #expect(
            lane.judge.misfits.map { $0.hasPrefix("s.p.mail is of type text, in which nothing is looked up") } == [true]
        )
    }

    @Test("a guess is not remembered: what only looked alike opens when the table is back")
    func guesses() {
        var catalog = Self.numbered()
        let copy = Relation(
            name: QualifiedName("clinic", "copy"), kind: .table, columns: SampleLane.patientColumns)
        catalog.relations[copy.name] = copy
        catalog.relations[copy.name]?.oid = 30_000
        var without = catalog
        without.relations[SampleLane.patients] = nil
        let guessing = SampleLane.judge(catalog: without)
        #expect(Self.reason("copy", guessing) != nil)
        #expect(Self.reason("copy", SampleLane.judge(catalog: catalog, remembered: guessing.remembered)) == nil)
    }

    @Test("row security that looks at a closed table, or only counts its rows, tells of it")
    func rowSecurity() {
        var catalog = SampleLane.catalog
        catalog.relations[QualifiedName("clinic", "notes")]?.rowSecurity = RowSecurity(
            columns: [QualifiedName("clinic", "by_name"): []])
        let judge = SampleLane.judge(catalog: catalog)
        #expect(CodeLane.refusal("SELECT * FROM notes", judge)?.rule == "chaperone/rows-depend-on-phi")
    }
}
