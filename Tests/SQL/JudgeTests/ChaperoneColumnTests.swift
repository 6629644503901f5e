import Judge
import Policy
import SQLRewrite
import Testing

/// What is masked, as a relation.
@Suite("chaperone.columns") struct ChaperoneColumnTests {
    private static let people = SmallLane.table("people", ["id integer!", "ssn", "mrn", "it's"])
    private static let lane = SmallLane(
        [
            people, SmallLane.table("free", ["id integer"]),
            SmallLane.view("shown", ["ssn"], "SELECT ssn FROM s.people"),
        ],
        phi: ["people.ssn": .last4, "people.mrn": .pseudonym, "people.it's": .redact], lookups: ["people.mrn"])
    private static let rows =
        "(SELECT * FROM (VALUES "
        + "('s'::pg_catalog.text, 'people'::pg_catalog.text, 'it''s'::pg_catalog.text, 'redact'::pg_catalog.text, NULL::pg_catalog.text), "
        + "('s'::pg_catalog.text, 'people'::pg_catalog.text, 'mrn'::pg_catalog.text, 'pseudonym'::pg_catalog.text, 'equality'::pg_catalog.text), "
        + "('s'::pg_catalog.text, 'people'::pg_catalog.text, 'ssn'::pg_catalog.text, 'last4'::pg_catalog.text, NULL::pg_catalog.text), "
        + "('s'::pg_catalog.text, 'shown'::pg_catalog.text, 'ssn'::pg_catalog.text, 'last4'::pg_catalog.text, NULL::pg_catalog.text)"
        + ") AS \"v\" (\"schema\", \"table\", \"column\", \"mask\", \"lookup\"))"

    @Test("It is its rows, wherever a relation may stand")
    func rows() {
        #expect(Self.lane.text("SELECT * FROM chaperone.columns") == "SELECT * FROM \(Self.rows) AS \"columns\"")
        #expect(Self.lane.text("TABLE chaperone.columns") == "SELECT * FROM \(Self.rows) AS \"columns\"")
        #expect(
            Self.lane.text("SELECT c.mask FROM free f, \"chaperone\".columns AS c WHERE c.\"table\" = 'people'")
                == "SELECT c.mask FROM free f, \(Self.rows) AS c WHERE c.\"table\" = 'people'")
    }

    @Test("It is nothing that could be written, named otherwise, or asked for by SHOW")
    func others() {
        for sql in [
            "INSERT INTO chaperone.columns VALUES ('a')", "DELETE FROM chaperone.columns",
            "COPY chaperone.columns TO STDOUT", "SELECT * FROM chaperone.others", "SHOW chaperone.masked",
        ] {
            #expect(Self.lane.refusal(sql) != nil, "\(sql)")
        }
        #expect(Self.lane.refusal("SHOW chaperone.masked")?.hint?.contains("chaperone.columns") == true)
    }

    @Test("Where nothing is protected it is empty, and what the database itself has under the name is its own")
    func empty() throws {
        let open = SmallLane([Self.people], phi: [:])
        let text = try #require(open.text("SELECT * FROM chaperone.columns"))
        #expect(text.hasSuffix("WHERE false) AS \"columns\""))
        let own = SmallLane([SmallLane.table("columns", ["a"], schema: "chaperone")], phi: [:])
        #expect(own.text("SELECT * FROM chaperone.columns") == "SELECT * FROM chaperone.columns")
    }

    @Test("A role sees as masked what it sees masked; rules that name tables take it for none")
    func rules() {
        var lane = RuleLane(
            [RuleLane.rule("all", .deny, [], ["*.*"])], protects: true)
        guard case .sent(let text) = lane.ask("SELECT * FROM chaperone.columns") else {
            Issue.record("refused")
            return
        }
        #expect(text.contains("'roles'::pg_catalog.text, 'note'::pg_catalog.text, 'null'"))
    }
}
