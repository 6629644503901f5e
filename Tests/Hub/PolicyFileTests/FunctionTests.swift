import Policy
import PolicyFile
import Testing

@Suite("Functions that a target trusts") struct FunctionTests {
    private static func terms(_ functions: String) throws -> PostgresTerms {
        let text = PolicyText.with(line: 7, "    credential: ehr-agent\n    functions: \(functions)")
        let bundle = try PolicyCompiler(file: "p", overrides: PolicyOverrides())
            .compile(text, number: 1, issuedAtSeconds: 0)
        return try #require(bundle.targets[0].postgres)
    }

    @Test func `are named with every argument list, or with one`() throws {
        let terms = try Self.terms("[clinic.band, 'clinic.tidy(int, text)', '\"Clinic\".\"Now\"()']")
        #expect(terms.functions == [QualifiedName("clinic", "band")])
        #expect(terms.functionSignatures == ["clinic.tidy(int, text)", "Clinic.Now()"])
    }

    @Test func `are named with the tables that they write`() throws {
        let terms = try Self.terms(
            "[clinic.band, { name: clinic.log, writes: [clinic.changes] }, { name: 'clinic.tidy(int)', writes: [] }]")
        #expect(terms.functions == [QualifiedName("clinic", "band"), QualifiedName("clinic", "log")])
        #expect(terms.functionSignatures == ["clinic.tidy(int)"])
        #expect(
            terms.functionWrites
                == ["clinic.log": [QualifiedName("clinic", "changes")], "clinic.tidy(int)": []])
        #expect(try Self.terms("[clinic.band]").functionWrites == nil)
        #expect(throws: (any Error).self) { try Self.terms("[{ name: clinic.log }]") }
        #expect(throws: (any Error).self) { try Self.terms("[{ name: clinic.log, writes: changes }]") }
        #expect(throws: (any Error).self) {
            try Self.terms("[{ name: clinic.log, writes: [] }, { name: clinic.log, writes: [] }]")
        }
    }

    @Test func `need no signature`() throws {
        #expect(try Self.terms("[clinic.band]").functionSignatures == nil)
    }
}
