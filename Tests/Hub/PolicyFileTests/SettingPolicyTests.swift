import Foundation
import Policy
import PolicyBundle
import PolicyFile
import SignedNote
import Testing

/// `settings` and `pin` of a target.
@Suite struct SettingPolicyTests {
    private static func text(_ lines: String) -> String {
        PolicyText.with(line: 7, "    credential: ehr-agent\n    \(lines)")
    }

    @Test("They arrive in the bundle, which older sidecars refuse whole where it pins")
    func arrives() throws {
        let compiler = PolicyCompiler(file: "p")
        let open = try compiler.compile(Self.text("settings: [App.*, hnsw.ef_search]"), number: 1, issuedAtSeconds: 0)
        #expect(
            !BundleFeature.pins.isUsed(by: open) && open.targets[0].postgres?.settings == ["app.*", "hnsw.ef_search"])
        let pinned = try compiler.compile(
            Self.text(
                "identity: token\n    pin: { app.user: principal, app.role: role, app.tenant: { claim: org.id } }"),
            number: 1, issuedAtSeconds: 0)
        #expect(BundleFeature.pins.isUsed(by: pinned))
        #expect(
            pinned.targets[0].postgres?.pins == [
                SettingPin(name: "app.user", source: .principal), SettingPin(name: "app.role", source: .role),
                SettingPin(name: "app.tenant", source: .claim("org.id")),
            ])
        var generator = SystemRandomNumberGenerator()
        let signer = try SigningKey.generate(name: BundleFile.keyName, using: &generator)
        #expect(
            try BundleFile.open(note: BundleFile.seal(pinned, key: signer), verifier: signer.verifierKey) == pinned)
    }

    @Test("A bundle without them is as before")
    func plain() throws {
        let bundle = try PolicyCompiler(file: "p").compile(PolicyText.sound, number: 1, issuedAtSeconds: 0)
        let json = String(decoding: try JSONEncoder().encode(bundle), as: UTF8.self)
        #expect(!json.contains("settings") && !json.contains("pins"))
    }

    @Test(
        "What is wrong is told",
        arguments: [
            ("settings: [work_mem]", "is not a name with a dot"), ("settings: ['*']", "is not a name with a dot"),
            ("settings: [chaperone.key]", "is the lane's own"), ("settings: [chaperone.*]", "is the lane's own"),
            ("settings: ['app.us er']", "is not a name with a dot"),
            ("pin: { app.user: principle }", "did you mean \"principal\""),
            ("pin: { search_path: role }", "is not a name with a dot"), ("pin: {}", "pin must have 1 to 64 settings"),
            ("pin: { app.tenant: { claim: org } }", "needs \"identity: token\""),
            ("pin: { app.user: role, App.User: principal }", "is pinned twice"),
        ])
    func errors(lines: String, expected: String) {
        let errors = PolicyErrorTests.errors(Self.text(lines))
        #expect(errors.contains { $0.contains(expected) }, "\(errors)")
    }
}
