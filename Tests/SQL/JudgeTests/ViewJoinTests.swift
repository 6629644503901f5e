import Policy
import SQLRewrite
import Testing

@Suite("A view's columns are masked as what they are, however it joins") struct ViewJoinTests {
    private static let tables = [
        SmallLane.table("a", ["id integer!", "note", "secret", "mrn"]),
        SmallLane.table("b", ["id integer!", "note", "code", "mrn"]),
        SmallLane.table("c", ["id integer!", "kind", "moved date"]),
    ]

    private static func lane(_ columns: [String], _ definition: String) -> SmallLane {
        SmallLane(
            tables + [SmallLane.view("v", columns, definition)],
            phi: [
                "a.secret": .redact, "a.mrn": .pseudonym, "b.mrn": .pseudonym, "c.moved": .shift(subject: "kind"),
            ])
    }

    /// The columns of the view that are shown as they are.
    private static func shown(_ columns: [String], _ definition: String) -> Set<String> {
        guard let text = lane(columns, definition).text("SELECT * FROM v") else { return [] }
        guard text.contains("(SELECT") else { return Set(columns) }
        return Set(columns.filter { text.contains("(SELECT \"\($0)\"") || text.contains(", \"\($0)\"") })
    }

    @Test("columns that a join merges come first, once, and move the others")
    func merged() {
        let names = ["v", "w", "x", "y", "z"]
        let list = "SELECT j.v, j.w, j.x, j.y, j.z FROM"
        // id; note, secret, mrn of a; note, …
        #expect(
            Self.shown(names, "\(list) (s.a JOIN s.b b(id, more, code, other) USING (id)) j(v, w, x, y, z)")
                == ["v", "w", "z"])
        // note comes first when it is merged.
        #expect(
            Self.shown(names, "\(list) (s.a JOIN s.b b(key, note, code, other) USING (note)) j(v, w, x, y, z)")
                == ["v", "w", "z"])
        #expect(Self.shown(["v", "w"], "SELECT j.v, j.w FROM (s.c NATURAL JOIN s.b) j(v, w)") == ["v", "w"])
        #expect(
            Self.shown(
                names, "\(list) ((s.a JOIN s.c USING (id)) k JOIN s.b b(id, n2, code, m2) USING (id)) j(v, w, x, y, z)")
                == ["v", "w", "z"])
        #expect(
            Self.shown(
                names,
                "\(list) (s.b JOIN (s.a JOIN s.c c(id, kind, moved) USING (id)) USING (id, note, mrn)) j(w, v, x, z, y)"
            )
                == ["w", "v", "z"])
    }

    @Test(
        "what a function gives has columns that nobody knows: beside it, nothing protected gets another name by its place"
    )
    func unknown() {
        let definition = "SELECT j.x FROM (s.a CROSS JOIN LATERAL generate_series(1, 2) g) j(x)"
        #expect(Self.lane(["x"], definition).rule("SELECT x FROM v") == "rows-depend-on-phi")
        let natural = "SELECT a.note AS x FROM (s.a NATURAL JOIN LATERAL generate_series(1, 2) g(mrn))"
        #expect(Self.lane(["x"], natural).rule("SELECT x FROM v") == "rows-depend-on-phi")
    }

    @Test(
        "equality with what is shown as it is shows the value: such a view is not readable",
        arguments: [
            "SELECT a.id, b.code FROM (s.a JOIN s.b ON (a.mrn = b.code))",
            "SELECT a.id, b.code FROM (s.a JOIN s.b ON (b.code = a.mrn))",
            "SELECT a.id, b.code FROM s.a, s.b WHERE (a.mrn = b.code)",
            "SELECT a.id, b.code FROM (s.a JOIN s.b b(key, mrn, code, x) USING (mrn))",
            "SELECT a.id, a.note AS code FROM (s.a NATURAL JOIN s.b b(key, mrn, code, x))",
            "SELECT a.id, a.note AS code FROM s.a WHERE (a.mrn = a.note)",
            "SELECT a.id, a.note AS code FROM s.a WHERE (a.mrn = a.secret)",
        ])
    func equality(definition: String) {
        #expect(Self.lane(["id", "code"], definition).rule("SELECT * FROM v") == "rows-depend-on-phi")
    }

    @Test("equality of two pseudonyms is what they show")
    func pseudonyms() {
        for definition in [
            "SELECT a.id, b.code FROM (s.a JOIN s.b ON (a.mrn = b.mrn))",
            "SELECT a.id, b.code FROM (s.a JOIN s.b b(key, n, code, mrn) USING (mrn))",
        ] {
            #expect(Self.shown(["id", "code"], definition) == ["id", "code"], "\(definition)")
        }
    }
}
