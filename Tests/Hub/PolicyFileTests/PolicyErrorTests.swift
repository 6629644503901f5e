import Foundation
import Policy
import PolicyFile
import Testing

@Suite struct PolicyErrorTests {
    static func errors(_ text: String, _ overrides: PolicyOverrides = PolicyOverrides()) -> [String] {
        do {
            _ = try PolicyCompiler(file: "p", overrides: overrides).compile(text, number: 1, issuedAtSeconds: 0)
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    @Test("The policy that the other tests break is sound")
    func sound() { #expect(Self.errors(PolicyText.sound) == []) }

    @Test(
        "Each kind of error is told with its line, column and the word that was meant",
        arguments: ErrorCase.all("policy-errors"))
    func oneError(example: ErrorCase) {
        let text = PolicyText.with(line: example.line, example.replacement)
        #expect(Self.errors(text).contains(example.expected))
    }

    @Test(
        "A rule that can never match is an error that names what stands before it",
        arguments: ErrorCase.all("policy-unreachable"))
    func unreachable(example: ErrorCase) {
        let errors = Self.errors(PolicyText.with(line: example.line, example.replacement))
        #expect(errors == (example.expected == "fine" ? [] : [example.expected]))
    }

    @Test("A function of the server's own is not named: the policy would have no say in it")
    func ownFunctions() {
        func errors(_ function: String) -> [String] {
            Self.errors(PolicyText.with(line: 7, "    credential: ehr-agent\n    functions: [\(function)]"))
        }
        #expect(errors("pg_catalog.uuidv7").contains { $0.contains("\"pg_catalog.uuidv7\" is the server's own") })
        #expect(errors("'pg_catalog.left(text, integer)'").contains { $0.contains("is the server's own") })
        #expect(errors("public.f").isEmpty)
    }

    @Test("What the policy says of sidecars arrives in the bundle, and what is out of range does not")
    func sidecars() throws {
        let text = PolicyText.sound + "\nsidecars: { lease: 2h, grace: 30s, spool: 1GiB }\n"
        let bundle = try PolicyCompiler(file: "p").compile(text, number: 1, issuedAtSeconds: 0)
        #expect(
            bundle.sidecars == SidecarTerms(leaseSeconds: 7_200, graceSeconds: 30, spoolBytesLimit: 1 << 30))
        let wrong = PolicyText.sound + "\nsidecars: { lease: 1s, grace: 2h, spool: 1KiB, leash: 1 }\n"
        let errors = Self.errors(wrong)
        for part in ["lease \"1s\" must be from 1m", "grace \"2h\" must be", "spool \"1KiB\" must be", "unknown key"] {
            #expect(errors.contains { $0.contains(part) }, "\(part)")
        }
    }

    @Test("What a role's principals may take arrives in the bundle, which older sidecars refuse, and in the summary")
    func limits() throws {
        func text(_ limits: String) -> String {
            PolicyText.with(
                line: 16, "  analyst: { match: { groups: analysts }, targets: [ehr], limits: { \(limits) } }")
        }
        let sound = text("rows_per_session: 1, rows_per_hour: 2, phi_cells_per_hour: 3, lookups_per_hour: 4")
        let bundle = try PolicyCompiler(file: "p").compile(sound, number: 1, issuedAtSeconds: 0)
        #expect(
            bundle.roles[0].limits
                == RoleLimits(rowsPerSession: 1, rowsPerHour: 2, phiCellsPerHour: 3, lookupsPerHour: 4))
        #expect(bundle.features == ["role-limits"])
        #expect(
            PolicySummary.text(bundle).contains(
                "targets ehr, at most rows_per_session 1, rows_per_hour 2, phi_cells_per_hour 3, lookups_per_hour 4"))
        let plain = try PolicyCompiler(file: "p").compile(PolicyText.sound, number: 1, issuedAtSeconds: 0)
        #expect(plain.roles[0].limits == nil && plain.features.isEmpty)
        for (wrong, words) in [
            (
                "rows_per_hour: 0",
                "rows_per_hour must be a whole number from 1 to 1000000000000: a rule with action: deny"
            ),
            ("rows_per_hour: -5", "rows_per_hour must be a whole number from 1"),
            ("lookups_per_hour: 1.5", "lookups_per_hour must be a whole number from 1"),
            ("phi_cells_per_hour: many", "phi_cells_per_hour must be a whole number from 1"),
            ("rows_per_session: 1000000000001", "rows_per_session must be a whole number from 1"),
            ("rows_per_houre: 5", "unknown key \"rows_per_houre\" — did you mean \"rows_per_hour\"?"),
            ("", "limits must name at least one of rows_per_session, rows_per_hour"),
        ] {
            let errors = Self.errors(text(wrong))
            #expect(errors.contains { $0.contains(words) }, "\(errors)")
        }
    }

    @Test("Limits are of roles that use PostgreSQL")
    func limitsWithoutPostgreSQL() {
        let text = """
            apiVersion: chaperone/v1
            targets:
              ward-7:
                service: ssh
                upstream: ward7.internal:22
                user: agent
                host_keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILDweN2uFeC9D59jtdVeHB8T4UCLE5+yU7WwHON1DbVS']
                credential: ward-key
            rules: [{ name: look, when: { command: ['df -h'] }, action: allow }]
            default: deny
            roles: { a: { match: { groups: g }, targets: [ward-7], limits: { rows_per_hour: 5 } } }
            """
        #expect(
            Self.errors(text).contains { $0.contains("no target of this role is PostgreSQL's") }, "\(Self.errors(text))"
        )
    }

    @Test("Where masked values may be written arrives in the bundle, which older sidecars refuse")
    func derive() throws {
        func bundle(_ text: String) throws -> Policy.Bundle {
            try PolicyCompiler(file: "p").compile(text, number: 1, issuedAtSeconds: 0)
        }
        let plain = try bundle(PolicyText.sound)
        #expect(plain.targets.first?.postgres?.derive == nil && !BundleFeature.derive.isUsed(by: plain))
        let said = PolicyText.with(line: 7, "    credential: c\n    derive: [scratch.*, 'work.\"Copy of *\"']")
        #expect(try bundle(said).targets.first?.postgres?.derive == ["scratch.*", "work.\"Copy of *\""])
        #expect(BundleFeature.derive.isUsed(by: try bundle(said)))
        let rule = PolicyText.with(line: 12, "    when: { statement: [derive] }")
        #expect(try bundle(rule).rules.first?.when.statements == [.derive])
        #expect(BundleFeature.derive.isUsed(by: try bundle(rule)))
    }

    @Test("Channels and columns that may be written arrive in the bundle, and are not there unless they are said")
    func notifyAndWrite() throws {
        func target(_ text: String) throws -> Target? {
            try PolicyCompiler(file: "p").compile(text, number: 1, issuedAtSeconds: 0).targets.first
        }
        let plain = try #require(try target(PolicyText.sound))
        #expect(plain.postgres?.notify == nil)
        #expect(plain.postgres?.phi.map(\.write) == [nil])
        let encoded = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
        #expect(!encoded.contains("notify") && !encoded.contains("write"), "as in bundles of before")
        let said = PolicyText.with(
            line: 9,
            """
                  public.patients.ssn: { mask: last4, write: true }
                  public.patients.mrn: { mask: pseudonym, lookup: equality, write: true }
                  public.patients.born: { mask: shift, subject: id, write: true }
                  public.patients.doc: { json: { $.a: redact }, write: true }
                notify: [Jobs, '"Jobs-done"']
            """)
        let target = try #require(try target(said))
        #expect(target.postgres?.notify == ["jobs", "Jobs-done"])
        #expect(target.postgres?.phi.map(\.write) == [true, true, true, true])
        #expect(target.postgres?.phi[1].lookup == .equality)
    }

    @Test("A rule for PHI is an error where no target has any")
    func noPHI() {
        let text = PolicyText.with(line: 9, "      {}")
            .replacing("when: { statement: [select] }", with: "when: { reads: phi }")
        #expect(
            Self.errors(text) == [
                #"p:11:11: error: rule "reads" can never match: "#
                    + "no target that it speaks of has protected columns"
            ])
    }

    @Test("All errors of a file are told in one run, in its order")
    func together() {
        let text = PolicyText.sound
            .replacing("postgres\n", with: "mysql\n").replacing("last4", with: "lost4")
            .replacing("select", with: "selct").replacing("default: deny", with: "default: deny\ndefault: allow")
            .replacing("[ehr]", with: "[her]")
        #expect(
            Self.errors(text).map { $0.prefix(while: { $0 != " " }) } == [
                "p:4:15:", "p:9:28:", "p:12:25:", "p:15:1:", "p:17:53:",
            ])
    }

    @Test("Overrides are checked as the file's own values are")
    func overrides() {
        let overrides = PolicyOverrides(
            upstream: ["ehr=nowhere", "her=a:1"], listen: ["ehr=0.0.0.0:1", "ehr"], database: ["ehr="],
            tls: ["ehr=prefer"])
        #expect(
            Self.errors(PolicyText.sound, overrides) == [
                #"--upstream: error: "nowhere" has no port: write HOST:PORT"#,
                #"--upstream: error: unknown target "her" — did you mean "ehr"?"#,
                #"--listen: error: "0.0.0.0:1" is not a loopback address; no password is asked there, "#
                    + "so nobody else may reach it",
                #"--listen: error: "ehr" is not of the form TARGET=VALUE"#,
                #"--database: error: "" is not a database name"#,
                #"--tls: error: "prefer" is not a TLS mode; known are: disable, require, verify-ca, verify-full"#,
            ])
    }

    @Test(
        "Text that is no policy gives errors and nothing else",
        arguments: [
            "", "\n", "a", "[]", "- - - -", "a: b: c", "\u{0}", "? [a, b]\n: c", "&a [*a]", "{}",
            "---\na: 1\n---\nb: 2",
            "apiVersion: !!binary x", "targets: {? {a: 1} : b}", "<<: {a: 1}", String(repeating: "[", count: 50_000),
            String(repeating: "- ", count: 20_000), String(repeating: "x", count: 2_000_000),
            "a: 1\na: 2\na: 3", "{a: 1, a: 2}",
        ])
    func notAPolicy(text: String) {
        #expect(!Self.errors(text).isEmpty)
    }

    @Test("A policy that lost or doubled any of its bytes gives a bundle or errors, never a crash")
    func mutations() {
        let bytes = Array(PolicyText.sound.utf8)
        for index in bytes.indices {
            var less = bytes
            less.remove(at: index)
            var more = bytes
            more.insert(bytes[index], at: index)
            for text in [less, more, Array(bytes[..<index])] {
                let errors = Self.errors(String(decoding: text, as: UTF8.self))
                #expect(errors.allSatisfy { $0.contains("error: ") })
            }
        }
    }
}
