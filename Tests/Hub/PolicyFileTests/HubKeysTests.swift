import Policy
import PolicyFile
import Testing

@Suite("What a target demands of the hub") struct HubKeysTests {
    private static func target(_ lines: String) throws -> Target {
        let text = PolicyText.with(line: 7, "    credential: ehr-agent\n\(lines)")
        return try PolicyCompiler(file: "p", overrides: PolicyOverrides()).compile(text, number: 1, issuedAtSeconds: 0)
            .targets[0]
    }

    @Test func `is nothing when the file says nothing`() throws {
        let target = try Self.target("    database: ehr")
        #expect(target.identity == .pod)
        #expect(target.audit == .spooled)
        #expect(target.postgres?.cleartextPassword == false)
    }

    @Test func `is a token, strict audit and a password in clear when the file says so`() throws {
        let target = try Self.target("    identity: token\n    audit: strict\n    cleartext_password: true")
        #expect(target.identity == .token)
        #expect(target.audit == .strict)
        #expect(target.postgres?.cleartextPassword == true)
    }

    @Test(
        "is told to be wrong when it is another word",
        arguments: [
            ("identity: tokens", "p:8:15: error: unknown identity \"tokens\" — did you mean \"token\"?"),
            ("audit: loose", "p:8:12: error: unknown audit \"loose\"; known are: spooled, strict"),
            ("cleartext_password: no", "p:8:25: error: cleartext_password can only be true; leave it out otherwise"),
        ])
    func wrong(line: String, expected: String) {
        #expect(PolicyErrorTests.errors(PolicyText.with(line: 7, "    credential: x\n    \(line)")) == [expected])
    }
}
