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

    @Test("a policy as it is written needs no key, and has its user and the user's groups, unless they say others")
    func written() throws {
        var options = SourceOptions()
        options.bundle = "dev/policy.yaml"
        let ada = MachineUser(name: "ada", groups: ["ada", "sudo"])
        let policy = try #require(WrittenPolicy(file: "dev/policy.yaml", state: "/state"))
        var told = #expect(throws: SourceOptions.Problems.self) {
            try options.completed(for: policy, user: MachineUser(name: nil, groups: []), credentials: nil).source()
        }?.all
        #expect(told == ["--principal is missing", "--credentials is missing"])
        guard case .files(let files) = try options.completed(for: policy, user: ada, credentials: "/c").source()
        else {
            Issue.record("not files")
            return
        }
        #expect(
            files
                == FileSource(
                    bundle: "/state/policy/policy.bundle", trustKey: "/state/policy/policy.pub", principal: "ada",
                    groups: ["ada", "sudo"], credentials: "/c"))
        options.principal = "me"
        options.groups = ["analysts"]
        options.credentials = "here"
        guard case .files(let said) = try options.completed(for: policy, user: ada, credentials: "/c").source() else {
            Issue.record("not files")
            return
        }
        #expect(said.principal == "me" && said.groups == ["analysts"] && said.credentials == "here")
        options.trustKey = "policy.pub"
        told =
            #expect(throws: SourceOptions.Problems.self) {
                try options.completed(for: policy, user: ada, credentials: "/c")
            }?.all
        #expect(told?.first?.contains("--trust-key is for a bundle") == true)
    }

    @Test(
        "what is no YAML by its name is no policy as it is written",
        arguments: ["policy.bundle", "policy", "yaml", "p.yaml.bundle"])
    func compiled(file: String) { #expect(WrittenPolicy(file: file, state: "/state") == nil) }

    @Test("users and groups are called what passwd and group say")
    func user() {
        let users = "root:x:0:0:root:/root:/bin/sh\n:x:7:7::/:\nada:x:1000:1000:Ada,,,:/home/ada:/bin/sh\nbroken\n"
        #expect(MachineUser.names(of: [1_000], in: users) == ["ada"])
        #expect(MachineUser.names(of: [7, 1], in: users).isEmpty)
        #expect(MachineUser.names(of: [1_000, 0], in: users) == ["root", "ada"])
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
