import Foundation
import TestSupport
import Testing

/// What `chaperone-hub serve` says about issuers, logins and administrators that are configured wrongly.
@Suite struct IssuerConfigurationTests {
    private static let issuer = "issuer: 'https://id.example'"

    @Test(arguments: [
        ("issuers: { a: b }", "issuers must be a list"),
        ("issuers: [{ for: people, audiences: [a] }]", "an issuer lacks \"issuer\""),
        ("issuers: [{ \(issuer), audiences: [a] }]", "an issuer lacks \"for\""),
        ("issuers: [{ \(issuer), for: people }]", "an issuer lacks \"audiences\""),
        ("issuers: [{ \(issuer), for: people, audiences: [] }]", "audiences is an empty list"),
        ("issuers: [{ \(issuer), for: people, audience: a }]", "did you mean \"audiences\"?"),
        (
            "issuers: [{ \(issuer), for: robots, audiences: [a] }]",
            "an issuer is for sidecars, clients, people, not for \"robots\""
        ),
        ("issuers: [{ issuer: 'http://id.example', for: people, audiences: [a] }]", "must begin with https://"),
        ("issuers: [{ \(issuer), for: people, audiences: [a], keys: nowhere }]", "its key set address nowhere"),
        ("issuers: [{ \(issuer), for: people, audiences: [a], leeway: 2h }]", "the leeway must be 0 to 600 seconds"),
        ("issuers: [{ \(issuer), for: people, audiences: [a], authority: /none.pem }]", "/none.pem"),
        (
            "issuers: [{ \(issuer), for: sidecars, audiences: [a], service_accounts: { bot: [g] } }]",
            "service account \"bot\" must be NAMESPACE/NAME or NAMESPACE/*"
        ),
        (
            "issuers: [{ \(issuer), for: people, audiences: [a] }, { \(issuer), for: people, audiences: [b] }]",
            "it is there twice for people"
        ),
        (
            "issuers: [{ \(issuer), for: clients, audiences: [a], login: { client_id: hub } }]",
            "\"login\" goes only with an issuer that is for people"
        ),
        ("issuers: [{ \(issuer), for: people, audiences: [a], login: {} }]", "login lacks \"client_id\""),
        (
            "issuers: [{ \(issuer), for: people, audiences: [a], login: { client_id: hub } }]",
            "logins tell the address of the pages: give url"
        ),
        (
            "issuers: [{ \(issuer), for: [clients, people], audiences: [a] }]",
            "audience a is for clients and for people"
        ),
        (
            "issuers: [{ \(issuer), for: clients, audiences: [a] }]\nadministrators: [admins]",
            "administrators: no issuer is for people"
        ),
    ])
    func `a hub whose configuration is wrong does not start, and says what is wrong`(
        text: String, reason: String
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "issuers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "hub.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try Command(
            Repository.hub.path(),
            [
                "serve", "--state", folder.appending(path: "state").path(), "--listen", "127.0.0.1:0", "--config",
                file.path(),
            ], timeoutSeconds: 60
        ).run()
        #expect(outcome.status == 78, "\(outcome.story)")
        #expect(outcome.errors.contains(reason), "\(outcome.story)")
    }

    @Test func `a hub whose configuration is not there does not start, says which, and is not started again`() throws {
        let state = FileManager.default.temporaryDirectory.appending(path: "hub-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: state) }
        let outcome = try Command(
            Repository.hub.path(), ["serve", "--state", state.path(), "--config", "/none/hub.yaml"], timeoutSeconds: 60
        ).run()
        // As its unit's RestartPreventExitStatus.
        #expect(outcome.status == 78, "\(outcome.story)")
        #expect(outcome.errors.contains("--config /none/hub.yaml: No such file or directory"), "\(outcome.story)")
    }

    @Test func `a command that is not told where its hub is shows its own usage`() throws {
        let outcome = try Command(
            "env", ["-u", "HUB_URL", "-u", "HUB_ADMIN_TOKEN_FILE", Repository.hub.path(), "instances", "list"]
        ).run()
        #expect(outcome.status == 64 && outcome.errors.contains("no hub: give --hub"), "\(outcome.story)")
        #expect(outcome.errors.contains("Usage: chaperone-hub instances list"), "\(outcome.story)")
    }
}
