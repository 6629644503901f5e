import Policy
import PolicyFile
import Testing

/// Where `listen` puts a lane.
@Suite struct LaneAddressTests {
    private static func target(_ listen: String, upstream: String = "db.internal:5432") throws -> Target? {
        let text = PolicyText.with(line: 5, "    upstream: '\(upstream)'\n    listen: '\(listen)'")
            .replacing("    listen: 127.0.0.1:5432\n", with: "")
        return try PolicyCompiler(file: "p").compile(text, number: 1, issuedAtSeconds: 0).targets.first
    }

    @Test(arguments: [
        ("db.internal:5432", "127.77.113.132"), ("DB.internal:5433", "127.77.113.132"),
        ("ehr-db.example.internal:5432", "127.77.166.230"),
    ])
    func `auto is the same address for a host in every policy and version, with the upstream's port`(
        upstream: String, address: String
    ) throws {
        let listen = try #require(try Self.target("auto", upstream: upstream)?.listen)
        #expect(listen.host == address)
        #expect(upstream.hasSuffix(":\(listen.port)"))
        #expect(AddressText.isLoopback(listen.host))
    }

    @Test func `a socket is an absolute path and no more`() throws {
        let path = "/run/chaperone/ehr/.s.PGSQL.5432"
        #expect(try Self.target("unix:\(path)")?.listen == .init(host: path, port: 0))
        for wrong in [
            "unix:", "unix:run/x", "unix:/", "unix:/a/../b", "unix:/a b", "unix:/\(String(repeating: "x", count: 107))",
        ] {
            #expect(throws: (any Error).self, "\(wrong)") { try Self.target(wrong) }
        }
    }

    @Test func `two lanes at one place are an error that says what helps`() {
        for listen in ["auto", "unix:/run/x"] {
            let other =
                "  more: { protocol: postgres, upstream: 'db.internal:5432', listen: '\(listen)', credential: c }"
            let text = PolicyText.with(line: 6, "    listen: '\(listen)'").replacing(
                "rules:\n", with: "\(other)\nrules:\n")
            let errors = PolicyErrorTests.errors(text)
            #expect(errors.count == 1 && errors[0].contains("give it another"), "\(errors)")
        }
    }

    @Test func `service accounts are read, and what is wrong with them is told`() throws {
        let good =
            PolicyText.sound + """

                kubernetes:
                  issuer: https://cluster.example
                  service_accounts:
                    clinic/triage: { principal: triage-agent, groups: [analysts] }
                    clinic/*: [readers]

                """
        let accounts = try PolicyCompiler(file: "p").compileWithTests(good, number: 1, issuedAtSeconds: 0)
            .serviceAccounts
        let entry = accounts.entry(
            ofPrincipal: "https://cluster.example#system:serviceaccount:clinic:triage",
            clusters: ["https://cluster.example"])
        #expect(entry?.principal == "triage-agent")
        #expect(entry?.groups == ["readers", "analysts"])
        let other = accounts.entry(namespace: "clinic", name: "other")
        #expect(other?.principal == nil && other?.groups == ["readers"])
        #expect(accounts.entry(namespace: "elsewhere", name: "triage") == nil)
        // A token of another cluster, or a subject that only looks like one.
        for principal in [
            "https://other.example#system:serviceaccount:clinic:triage",
            "https://cluster.example#system:serviceaccount:clinic:triage:x",
            "https://cluster.example#system:serviceaccount:clinic/triage",
        ] {
            #expect(accounts.entry(ofPrincipal: principal, clusters: ["https://cluster.example"]) == nil)
        }
        let wrong =
            PolicyText.sound + """

                kubernetes:
                  service_accounts:
                    clinic: [x]
                    '*/triage': [x]
                    clinic/*: { principal: everybody }
                    clinic/a: ['system:masters']
                    clinic/b: { principal: one }
                    clinic/c: { principal: one }

                """
        let errors = PolicyErrorTests.errors(wrong)
        for part in [
            "\"clinic\" must be", "\"*/triage\" must be", "cannot be one principal", "system:masters",
            "that of clinic/b",
        ] {
            #expect(errors.contains { $0.contains(part) }, "\(part): \(errors)")
        }
    }
}
