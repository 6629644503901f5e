import Policy
import PolicyFile
import Testing

@Suite("Functions that a target trusts") struct FunctionTests {
    private static func target(_ functions: String) throws -> Target {
        let text = PolicyText.with(line: 7, "    credential: ehr-agent\n    functions: \(functions)")
        return try PolicyCompiler(file: "p", overrides: PolicyOverrides()).compile(text, number: 1, issuedAtSeconds: 0)
            .targets[0]
    }

    @Test func `are named with every argument list, or with one`() throws {
        let target = try Self.target("[clinic.band, 'clinic.tidy(int, text)', '\"Clinic\".\"Now\"()']")
        #expect(target.functions == [QualifiedName("clinic", "band")])
        #expect(target.functionSignatures == ["clinic.tidy(int, text)", "Clinic.Now()"])
    }

    @Test func `are named with the tables that they write`() throws {
        let target = try Self.target(
            "[clinic.band, { name: clinic.log, writes: [clinic.changes] }, { name: 'clinic.tidy(int)', writes: [] }]")
        #expect(target.functions == [QualifiedName("clinic", "band"), QualifiedName("clinic", "log")])
        #expect(target.functionSignatures == ["clinic.tidy(int)"])
        #expect(
            target.functionWrites
                == ["clinic.log": [QualifiedName("clinic", "changes")], "clinic.tidy(int)": []])
        #expect(try Self.target("[clinic.band]").functionWrites == nil)
        #expect(throws: (any Error).self) { try Self.target("[{ name: clinic.log }]") }
        #expect(throws: (any Error).self) { try Self.target("[{ name: clinic.log, writes: changes }]") }
        #expect(throws: (any Error).self) {
            try Self.target("[{ name: clinic.log, writes: [] }, { name: clinic.log, writes: [] }]")
        }
    }

    @Test func `need no signature`() throws {
        #expect(try Self.target("[clinic.band]").functionSignatures == nil)
    }
}
