import Foundation
import Policy
import PolicyBundle
import PolicyFile
import SignedNote
import Testing

/// Targets of `service: ssh`, and rules about them.
@Suite struct SSHPolicyTests {
    private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILDweN2uFeC9D59jtdVeHB8T4UCLE5+yU7WwHON1DbVS"

    private static func text(target: String = "", rule: String = "when: { command: ['df -h'] }, action: allow")
        -> String
    {
        """
        apiVersion: chaperone/v1
        targets:
          ward-7:
            service: ssh
            upstream: ward7.internal:22
            user: agent
            host_keys: ['\(key)']
            credential: ward-key
            \(target)
        rules:
          - { name: one, \(rule) }
        default: deny
        roles:
          analyst: { match: { groups: analysts }, targets: [ward-7] }
        """
    }

    private static func compile(_ text: String) throws -> Policy.Bundle {
        try PolicyCompiler(file: "p").compile(text, number: 1, issuedAtSeconds: 0)
    }

    @Test("An option for PostgreSQL is an error for it")
    func overrides() {
        for (overrides, option) in [
            (PolicyOverrides(database: ["ward-7=other"]), "--database: error: \"other\""),
            (PolicyOverrides(tls: ["ward-7=require"]), "--tls: error: \"require\""),
        ] {
            #expect(
                PolicyErrorTests.errors(Self.text(), overrides) == ["\(option) is for targets that speak PostgreSQL"])
        }
    }

    @Test("What a target says of SSH arrives in the bundle, and comes back from it")
    func target() throws {
        let bundle = try Self.compile(
            Self.text(
                target: "phi: true\n    detect: [us_ssn]\n    phi_paths: ['/srv/ehr/**']\n    environment: [TZ]\n"
                    + "    unbound_signatures: true\n"
                    + "    record: { output: 1MiB }"))
        let target = try #require(bundle.targets.first)
        #expect(target.listen.port == 0 && target.record == .bytes(1 << 20))
        #expect(
            target.ssh
                == SSHTerms(
                    user: "agent", hostKeys: [Self.key], protectsOutput: true, protectedPaths: ["/srv/ehr/**"],
                    environment: ["TZ"], unboundSignatures: true))
        #expect(bundle.features.contains("unbound-signatures"))
        var generator = SystemRandomNumberGenerator()
        let signer = try SigningKey.generate(name: BundleFile.keyName, using: &generator)
        let note = try BundleFile.seal(bundle, key: signer)
        #expect(try BundleFile.open(note: note, verifier: signer.verifierKey) == bundle)
    }

    @Test("A bundle with SSH requires it, so that older sidecars refuse it whole; one without it is as before")
    func version() throws {
        #expect(try Self.compile(Self.text()).requires == ["ssh"])
        let plain = try Self.compile(PolicyText.sound)
        #expect(plain.format == .plain)
        #expect(!String(decoding: try JSONEncoder().encode(plain), as: UTF8.self).contains("ssh\":"))
    }

    @Test(
        "A rule speaks of one thing of SSH",
        arguments: [
            (
                "when: { command: ['df -h', 'tail -n {number} /var/log/{name}.log'] }, action: allow",
                SSHCondition.commands(
                    templates: ["df -h", "tail -n {number} /var/log/{name}.log"], isOpaque: false, mayBeBinary: false)
            ),
            (
                "when: { command: ['python3 /opt/x.py'], opaque: true, binary: true }, action: allow",
                .commands(templates: ["python3 /opt/x.py"], isOpaque: true, mayBeBinary: true)
            ),
            ("when: { unread: true }, action: approve, approvers: [ops]", .unread),
            (
                "when: { sftp: [read, list], paths: ['/srv/**'] }, action: allow",
                .files(actions: [.read, .list], paths: ["/srv/**"])
            ),
            ("when: { shell: true }, action: allow", .shell),
            ("when: { forward: ['db.internal:5432'] }, action: allow", .forwards(["db.internal:5432"])),
        ])
    func rules(rule: String, condition: SSHCondition) throws {
        #expect(try Self.compile(Self.text(rule: rule)).rules.first?.when.ssh == condition)
    }

    @Test(
        "What is wrong is told with what to write instead",
        arguments: [
            ("", "when: { command: ['df $x'] }, action: allow", "an expansion or a substitution"),
            ("", "when: { command: ['{word} x'] }, action: allow", "the program must be named"),
            ("", "when: { command: ['tail {what}'] }, action: allow", "there is no slot {what}"),
            ("", "when: { command: ['sudo df'] }, action: allow", "write \"opaque: true\" beside it"),
            ("", "when: { unread: true }, action: allow", "nobody can allow a command that is not read"),
            ("", "when: { sftp: [reed] }, action: allow", "did you mean \"read\""),
            ("", "when: { sftp: [read], paths: ['srv/x'] }, action: allow", "begin it with /"),
            ("", "when: { sftp: [read], shell: true }, action: allow", "a rule speaks of one thing"),
            ("", "when: { command: ['df'], statement: [select] }, action: allow", "not of both"),
            ("", "when: { statement: [select], target: [ward-7] }, action: allow", "its targets speak SSH"),
            ("", "when: { forward: ['db'] }, action: allow", "forward \"db\""),
            (
                "phi_paths: ['/srv/ehr/**']", "when: { command: ['cat {path:/srv}'] }, action: allow",
                "name a folder beside them, or let the rule ask for an approval"
            ),
            (
                "phi_paths: ['/srv/ehr/**']",
                "when: { command: ['head -c {number} --x={path:/proc}'] }, action: observe",
                "{path:/proc}"
            ),
            (
                "phi_paths: ['/srv/ehr/**']", "when: { command: ['df', 'cat {path:/srv/exports}'] }, action: allow",
                "a link in that folder may lead there"
            ),
            (
                "phi_paths: ['/srv/ehr/**']", "when: { sftp: [read, rename], paths: ['/srv/out/**'] }, action: allow",
                "allows rename on target \"ward-7\", which has phi_paths"
            ),
            (
                "phi_paths: ['/srv/ehr/**']", "when: { sftp: [link] }, action: observe",
                "a path that was judged could lead"
            ),
            ("", "when: { sftp: [read], paths: ['/srv/x.**'] }, action: allow", ".* and .** where names may begin"),
            ("phi: true", "action: deny", "\"phi\" needs \"detect\""),
            ("host_ca: ['ssh-dss AAAA']", "action: deny", "is no public key"),
            ("phi_paths: ['ehr']", "action: deny", "is no pattern of paths"),
            ("environment: ['A B']", "action: deny", "no name of a variable"),
            ("tls: require", "action: deny", "unknown key \"tls\""),
            ("record: { rows: all }", "action: deny", "rows"),
        ])
    func errors(target: String, rule: String, expected: String) {
        let errors = PolicyErrorTests.errors(Self.text(target: target, rule: rule))
        #expect(errors.contains { $0.contains(expected) }, "\(errors)")
    }

    @Test(
        "A folder of phi_paths may stand in a rule that asks for an approval or denies",
        arguments: [
            "when: { command: ['cat {path:/srv}'] }, action: approve, approvers: [ops]",
            "when: { command: ['cat {path:/srv}'] }, action: deny",
            "when: { command: ['cat {path:/srv/exports}'] }, action: approve, approvers: [ops]",
            "when: { command: ['git-upload-pack {path:/srv/git}'], opaque: true }, action: allow",
            "when: { sftp: [rename, link] }, action: approve, approvers: [ops]",
            "when: { sftp: [rename] }, action: deny",
            "when: { sftp: [read, write, remove] }, action: allow",
        ])
    func protectedFolders(rule: String) throws {
        #expect(try Self.compile(Self.text(target: "phi_paths: ['/srv/ehr/**']", rule: rule)).rules.count == 1)
    }

    @Test("A command gets a terminal by a rule that says so, which older sidecars refuse")
    func terminals() throws {
        let rule = "when: { command: ['vmstat {number}'], terminal: true }, action: allow"
        let bundle = try Self.compile(Self.text(rule: rule))
        #expect(bundle.requires == ["command-terminals", "ssh"])
        #expect(
            bundle.rules.first?.when.ssh
                == .commands(
                    templates: ["vmstat {number}"], isOpaque: false, mayBeBinary: false, hasTerminal: true))
        var generator = SystemRandomNumberGenerator()
        let signer = try SigningKey.generate(name: BundleFile.keyName, using: &generator)
        let note = try BundleFile.seal(bundle, key: signer)
        #expect(try BundleFile.open(note: note, verifier: signer.verifierKey) == bundle)
    }

    @Test(
        "What a rule says of names that begin with a point is shown to its author",
        arguments: [
            ("sftp: [write], paths: ['/home/a/**', '/home/a/*']", "allow, no names that begin with a point"),
            (
                "sftp: [write], paths: ['/home/a/**', '/in/.**', '/home/a/.x']",
                "allow, names that begin with a point by /in/.** /home/a/.x"
            ), ("sftp: [write]", "allow, files anywhere, names that begin with a point too"),
            ("command: ['df -h']", "allow\n"), ("command: ['cat {path:/in/.**}']", "allow\n"),
        ])
    func points(condition: String, expected: String) throws {
        let bundle = try Self.compile(Self.text(rule: "when: { \(condition) }, action: allow"))
        #expect(PolicySummary.text(bundle).contains("rule 1 one: \(expected)"), "\(PolicySummary.text(bundle))")
        #expect(bundle.features.contains("pointed-paths") == condition.contains(".**"))
    }

    @Test("A host is trusted by nothing but what the policy pins")
    func pinned() {
        let text = Self.text().replacing("    host_keys: ['\(Self.key)']\n", with: "")
        #expect(PolicyErrorTests.errors(text).contains { $0.contains("lacks \"host_keys\" or \"host_ca\"") })
    }

    @Test(
        "Behind a rule that allows everything, one that restricts still holds for what nothing allows but by name",
        arguments: [
            ("when: {}, action: deny", false), ("when: {}, action: approve, approvers: [operators]", false),
            ("when: {}, action: allow", true),
        ])
    func behindAllow(second: String, isUnreachable: Bool) {
        let text = Self.text(rule: "when: {}, action: allow }\n  - { name: two, \(second)")
        #expect(PolicyErrorTests.errors(text).contains { $0.contains("can never match") } == isUnreachable)
    }

    @Test("A rule about SSH is none where no target speaks it")
    func nowhere() {
        let errors = PolicyErrorTests.errors(
            PolicyText.with(line: 12, "    when: { command: ['df -h'] }"))
        #expect(errors.contains { $0.contains("no target that it speaks of speaks SSH") }, "\(errors)")
    }
}
