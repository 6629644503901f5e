import Testing

@testable import Sidecar

@Suite("The options that say where policy comes from")
struct SourceOptionsTests {
    @Test("name files or a hub, and whatever is wrong with them is told at once")
    func problems() throws {
        var options = SourceOptions()
        #expect(throws: SourceOptions.Problems.self) { try options.source() }
        options.hub = "https://hub:8443"
        var told = #expect(throws: SourceOptions.Problems.self) { try options.source() }?.all ?? []
        #expect(told.count == 1 && told[0].contains("--hub-ca is missing"))
        options.bundle = "b"
        options.groups = ["g"]
        options.enrolTokenFile = "t"
        options.oidcTokenFile = "o"
        told = #expect(throws: SourceOptions.Problems.self) { try options.source() }?.all ?? []
        #expect(told.contains { $0.contains("--bundle, --group cannot stand beside --hub") })
        #expect(told.contains { $0.contains("give one of them") })
        #expect(told.contains { $0.contains("--hub-ca is missing") })

        options = SourceOptions()
        options.bundle = "b"
        told = #expect(throws: SourceOptions.Problems.self) { try options.source() }?.all ?? []
        #expect(told == ["--trust-key is missing", "--principal is missing", "--credentials is missing"])
    }

    @Test("give the source that they name")
    func sources() throws {
        var options = SourceOptions()
        options.hub = "https://hub:8443"
        options.hubAuthorities = "ca.pem"
        options.oidcTokenFile = "token"
        guard case .hub(let hub) = try options.source() else {
            Issue.record("not a hub")
            return
        }
        #expect(hub == HubSource(address: "https://hub:8443", authorities: "ca.pem", tokenFile: .oidc("token")))
        options = SourceOptions()
        options.bundle = "b"
        options.trustKey = "k"
        options.principal = "p"
        options.credentials = "c"
        guard case .files(let files) = try options.source() else {
            Issue.record("not files")
            return
        }
        #expect(files == FileSource(bundle: "b", trustKey: "k", principal: "p", groups: [], credentials: "c"))
    }
}
