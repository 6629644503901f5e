import Policy
import Testing

/// Columns that are protected by what they are called, and schemas of which nothing else is shown.
@Suite("Columns by patterns") struct ColumnProtectionTests {
    private static func terms(
        phi: [ProtectedColumn] = [], patterns: [(String, Mask)] = [], derive: [String]? = nil,
        unlisted: UnlistedColumns? = nil
    ) -> PostgresTerms {
        PostgresTerms(
            database: "d", tls: .disable, phi: phi,
            phiPatterns: patterns.isEmpty ? nil : patterns.map { ProtectedPattern(columns: $0.0, mask: $0.1) },
            unlisted: unlisted, derive: derive)
    }

    private static func table(_ name: String, _ columns: [String], of parent: String? = nil) -> ColumnProtection.Table {
        ColumnProtection.Table(name: Self.name(name), columns: columns, parents: parent.map { [Self.name($0)] } ?? [])
    }

    private static func name(_ text: String) -> QualifiedName {
        let parts = text.split(separator: ".").map(String.init)
        return QualifiedName(parts[0], parts[1])
    }

    private static func role(reveal: [String] = []) -> Role {
        Role(
            name: "r", groups: [], targets: ["t"],
            reveal: reveal.map { text in
                let parts = text.split(separator: ".").map(String.init)
                return .init(relation: QualifiedName(parts[0], parts[1]), column: parts[2])
            })
    }

    @Test(
        "A pattern has three parts, or two stars for the first two",
        arguments: [
            ("**.ssn", "a.b.ssn", true), ("**.ssn", "a.b.ssn2", false), ("*.patients.ssn", "a.patients.ssn", true),
            ("*.patients.ssn", "a.patient.ssn", false), ("clinic.*.*_name", "clinic.x.last_name", true),
            ("clinic.*.*_name", "billing.x.last_name", false), ("clinic.patients.*", "clinic.patients.anything", true),
            (#"clinic."A*".x"#, "clinic.A*.x", true), (#"clinic."A*".x"#, "clinic.Ab.x", false),
        ])
    func globs(pattern: String, column: String, expected: Bool) throws {
        let parts = column.split(separator: ".").map(String.init)
        #expect(try ColumnGlob(pattern).matches(QualifiedName(parts[0], parts[1]), parts[2]) == expected)
    }

    @Test("What is none is refused", arguments: ["**", "*", "a.b", "*.ssn", "a.b.c.d", "", "a..b", #"a.b."c"#])
    func malformed(text: String) {
        #expect(throws: SQLName.Malformed.self) { try ColumnGlob(text) }
        let terms = Self.terms(patterns: [(text, .redact)])
        #expect(!terms.hasSoundPatterns)
        // And should one come all the same, nothing is shown for it.
        let all = terms.protection(for: Self.role(), over: [Self.table("s.t", ["x"])])
        #expect(all.columns.map(\.description) == ["s.t.x"] && terms.mayProtect(in: QualifiedName("s", "t")))
    }

    @Test("A parent that holds masks says nothing of its children")
    func derivedParents() {
        let terms = Self.terms(patterns: [("**.ssn", .last4)], derive: ["kept.*"])
        let parent = Self.table("kept.p", ["ssn"])
        let all = terms.protection(for: Self.role(), over: [parent, Self.table("pub.load", ["ssn"], of: "kept.p")])
        #expect(all.columns.map(\.description) == ["pub.load.ssn"])
    }

    @Test("A column's own entry counts before patterns, and the first pattern before others")
    func order() {
        let terms = Self.terms(
            phi: [
                ProtectedColumn(relation: QualifiedName("s", "a"), column: "ssn", mask: .pseudonym),
                ProtectedColumn(relation: QualifiedName("s", "b"), column: "ssn", mask: .keep),
            ], patterns: [("*.c.ssn", .last4), ("**.ssn", .redact)])
        let tables = ["s.a", "s.b", "s.c", "x.d"].map { Self.table($0, ["id", "ssn"]) }
        let all = terms.protection(for: Self.role(reveal: ["x.d.ssn"]), over: tables)
        let masks = Dictionary(uniqueKeysWithValues: all.columns.map { ($0.description, $0.mask) })
        #expect(masks == ["s.a.ssn": .pseudonym, "s.b.ssn": .keep, "s.c.ssn": .last4])
        #expect(all.closed.isEmpty && all.unlisted.isEmpty)
        #expect(terms.needsPseudonymKey(for: Self.role(reveal: ["s.a.ssn"])) == false)
        #expect(Self.terms(patterns: [("**.mrn", .pseudonym)]).needsPseudonymKey(for: Self.role()))
    }

    @Test("In a closed schema a column is shown when it is reviewed, and a table when anything of it is listed")
    func unlisted() {
        let terms = Self.terms(
            patterns: [("**.ssn", .last4)],
            unlisted: UnlistedColumns(schemas: ["clin*"], reviewed: ["clinic.patients.id", "clinic.wards.*"]))
        let tables = [
            Self.table("clinic.patients", ["id", "ssn", "note"]), Self.table("clinic.wards", ["id", "name"]),
            Self.table("clinic.fresh", ["id"]), Self.table("clinical.x", ["ssn", "y"]), Self.table("open.x", ["y"]),
            Self.table("clinic.patients_1", ["id", "ssn", "note"], of: "clinic.patients"),
            Self.table("clinic.patients_2", ["id", "ssn", "note", "more"], of: "clinic.patients"),
            // What is said of a parent counts; where nothing is said there, the child is asked.
            Self.table("clinic.part", ["y"], of: "open.x"), Self.table("clinic.named", ["ssn", "z"], of: "open.y"),
            Self.table("open.y", ["ssn", "z"]),
        ]
        let all = terms.protection(for: Self.role(), over: tables)
        #expect(
            all.columns.map { "\($0.description) \($0.mask == .null)" }.sorted()
                == [
                    "clinic.patients.ssn false", "clinic.patients.note true", "clinical.x.ssn false",
                    "clinical.x.y true",
                    "clinic.patients_1.note true", "clinic.patients_2.note true", "clinic.patients_2.more true",
                    "clinic.named.z true", "open.y.ssn false",
                ].sorted())
        #expect(all.unlisted.contains("clinic.patients_2.more") && !all.unlisted.contains("clinic.patients.ssn"))
        #expect(all.closed.keys.map(\.description).sorted() == ["clinic.fresh", "clinic.part"])
        #expect(terms.protects && terms.protectsByName && !Self.terms().protects)
        #expect(terms.mayProtect("anything", of: QualifiedName("clinic", "x")))
        #expect(!terms.mayProtect("anything", of: QualifiedName("open", "x")))
        #expect(terms.mayProtect("ssn", of: QualifiedName("open", "x")))
    }
}
