import Judge
import PgParser
import Policy
import SQLRewrite
import SQLSyntax
import Testing

/// Two names can be equal as Strings (canonical equivalence) and two names at the server (bytes); a quote with a combining
/// mark behind it is one Character, and two scalars of which the first ends a name.
@Suite("Names are what their bytes are") struct NormalFormTests {
    private static let composed = "caf\u{e9}"
    private static let decomposed = "cafe\u{301}"

    @Test(
        "a name that is not composed is refused, wherever it stands",
        arguments: [
            "SELECT 1 AS \"\(decomposed)\"", "WITH \(decomposed) AS (SELECT 1) SELECT 1",
            "SELECT \(decomposed).id FROM notes", "SELECT id FROM clinic.\"\(decomposed)\"", "SELECT \(decomposed)(1)",
            "PREPARE \(decomposed) AS SELECT 1", "EXECUTE \(decomposed)", "DEALLOCATE \(decomposed)",
            "DECLARE \(decomposed) CURSOR FOR SELECT 1", "FETCH 1 FROM \(decomposed)", "CLOSE \(decomposed)",
            "CREATE TEMP TABLE \(decomposed) (id integer)", "SELECT 1::\(decomposed)",
            "SELECT id FROM \(decomposed).notes", "SELECT id FROM notes AS n(\(decomposed))",
            "SAVEPOINT \(decomposed)",
            // By an escape, by folding, and a sign that is equal to a letter of ASCII.
            "SELECT 1 AS U&\"cafe\\0301\"", "SELECT 1 AS J\u{30C}", "SELECT 1 AS \"\u{212A}\"",
        ])
    func refused(text: String) throws {
        let failure = #expect(throws: SyntaxFailure.self) { try PgParser.parse(Array(text.utf8), for: .newest) }
        #expect(failure?.sqlState == "42602")
        #expect(failure?.message.contains("write it composed") == true)
        let judge = SampleLane.judge()
        guard case .refuse(let refusal) = judge.judge(Array(text.utf8), names: judge.initialNames) else {
            Issue.record("it is not refused")
            return
        }
        #expect(refusal.sqlState == "42602")
    }

    @Test(
        "data may be in any form, and names of every script are in normal form C",
        arguments: [
            "SELECT '\(decomposed)', E'cafe\\u0301', U&'cafe\\0301', $q$\(decomposed)$q$ /* \(decomposed) */",
            "INSERT INTO notes (body) VALUES ('\(decomposed)') -- \(decomposed)",
            "SELECT id AS \(composed), id AS \"J\u{30C}\", id AS \"\u{e04}\u{e49}\", id AS \"\u{915}\u{94d}\" FROM notes",
            "NOTIFY changes, '\(decomposed)'", "COMMENT ON TABLE notes IS '\(decomposed)'",
        ])
    func permitted(text: String) throws { _ = try PgParser.parse(Array(text.utf8), for: .newest) }

    @Test("a CTE hides the table of its own name, not one that is equal as a String")
    func hidden() {
        let table = QualifiedName("clinic", Self.composed)
        var catalog = SampleLane.catalog
        catalog.relations[table] = Relation(name: table, kind: .table, columns: [SampleLane.column("ssn")])
        let judge = Self.judge(catalog, [ProtectedColumn(relation: table, column: "ssn", mask: .redact)])
        func judged(_ cte: String) -> Judgement {
            let text = "WITH \(cte) AS (SELECT 'x' AS ssn) SELECT ssn FROM \(Self.composed)"
            return judge.judge(Array(text.utf8), names: judge.initialNames)
        }
        guard case .permit(let own) = judged(Self.composed), case .permit(let other) = judged("coffee") else {
            Issue.record("not permitted")
            return
        }
        #expect(!own.isRewritten)
        #expect(String(decoding: other.text, as: UTF8.self).contains("'***'"))
        if case .refuse = judged(Self.decomposed) {} else { Issue.record("the table is taken for the CTE") }
    }

    @Test("a name that is written anew stays one name, whatever stands behind its quotes")
    func quoted() {
        let judge = SampleLane.judge()
        let name = "\"a\"\"\u{308}b\""
        let text = "DELETE FROM clinic.patients AS \(name) WHERE id = 1 RETURNING id, ssn"
        guard case .permit(let permit) = judge.judge(Array(text.utf8), names: judge.initialNames) else {
            Issue.record("not permitted")
            return
        }
        // As the client wrote it, before RETURNING, and behind the masked rows.
        let written = permit.text.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ".") })
        #expect(written.count { $0.elementsEqual(name.utf8) } == 3)
        #expect(SQLText.literal("'\u{308}").utf8.elementsEqual("'''\u{308}'".utf8))
    }

    private static func judge(_ catalog: Catalog, _ columns: [ProtectedColumn]) -> Judge {
        let address = Target.Address(host: "127.0.0.1", port: 1)
        let target = Target(
            name: "ehr", service: .postgres(PostgresTerms(database: "app", tls: .disable, phi: columns)),
            upstream: address, listen: address, credential: "c")
        let role = Role(name: "analyst", groups: ["analysts"], targets: ["ehr"])
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target], rules: [], defaultAction: .allow, roles: [role])
        return Judge(bundle: bundle, target: target, role: role, catalog: catalog)
    }
}
