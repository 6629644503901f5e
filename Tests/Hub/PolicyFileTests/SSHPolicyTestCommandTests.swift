import Foundation
import TestSupport
import Testing

/// `policy test` of lines about SSH, which needs no catalog and no host.
@Suite("A policy's own tests of SSH") struct SSHPolicyTestCommandTests {
    private static let policy = """
        apiVersion: chaperone/v1
        targets:
          ward-7:
            service: ssh
            upstream: ward7.internal:22
            user: agent
            host_keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILDweN2uFeC9D59jtdVeHB8T4UCLE5+yU7WwHON1DbVS']
            credential: ward-key
            phi_paths: ['/srv/ehr/**']
        rules:
          - { name: look, when: { command: ['df -h', 'tail -n {number} /var/log/{name}.log'] }, action: allow }
          - { name: restart, when: { command: ['systemctl restart {unit}'] }, action: approve, approvers: [ops] }
          - { name: fetch, when: { sftp: [read, list, stat], paths: ['/srv/exports', '/srv/exports/**'] }, action: allow }
          - { name: work, when: { paths: ['/in/**'] }, action: allow }
          - { name: prompt, when: { shell: true }, action: approve, approvers: [ops] }
          - { name: away, when: { forward: ['db.internal:5432'] }, action: allow }
        default: deny
        roles:
          analyst: { match: { groups: analysts }, targets: [ward-7] }
        tests:

        """

    private static func run(_ tests: String, command: String = "test") throws -> Command.Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "policy-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try (policy + tests).write(to: folder.appending(path: "p.yaml"), atomically: true, encoding: .utf8)
        var command = Command(Repository.hub.path(), ["policy", command, "p.yaml"])
        command.folder = folder.path()
        return try command.run()
    }

    @Test("hold of commands, with what would be sent, and of files by what is done where")
    func hold() throws {
        let outcome = try Self.run(
            """
              - { command: tail  -n 20 "/var/log/app.log", role: analyst, expect: allow, rule: look, sends: "'tail' '-n' '20' '/var/log/app.log'" }
              - { command: df -h; id, role: analyst, expect: deny }
              - { command: df $HOME, role: analyst, expect: deny, rule: chaperone/command }
              - { command: systemctl restart app, target: ward-7, role: analyst, expect: approve, rule: restart }
              - { command: scp -f /in/x.csv, role: analyst, expect: deny, rule: chaperone/phi-paths }
              - { sftp: read, paths: /srv/exports/a.csv, role: analyst, expect: allow, rule: fetch }
              - { sftp: [read, write], paths: /in/x, role: analyst, expect: allow, rule: work }
              - { sftp: read, paths: /srv/exports/../ehr/x.csv, role: analyst, expect: deny }
              - { sftp: write, paths: /in/.ssh/authorized_keys, role: analyst, expect: deny }
              - { sftp: rename, paths: [/in/a, /in/b], role: analyst, expect: deny, rule: chaperone/phi-paths }
              - { shell: true, role: analyst, expect: approve, rule: prompt }
              - { forward: 'db.internal:5432', role: analyst, expect: allow, rule: away }
              - { forward: 'db.internal:22', role: analyst, expect: deny }

            """)
        #expect(outcome.status == 0 && outcome.output.hasSuffix("13 tests, all hold\n"), "\(outcome.story)")
        #expect(outcome.output.contains(": write /in/.ssh/authorized_keys\n"), "\(outcome.story)")
        #expect(outcome.output.contains(": shell\n") && outcome.output.contains(": forward db.internal:22\n"))
    }

    @Test(
        "that fail are named by their line, with what is so instead",
        arguments: [
            ("command: df -h, role: analyst, expect: deny", "expected deny, but is allowed by look"),
            (
                "command: id, role: analyst, expect: allow",
                "expected allow, but is denied (no rule of the policy allows"
            ),
            (
                "command: systemctl restart app, role: analyst, expect: allow",
                "expected allow, but waits for approval by restart"
            ),
            ("shell: true, role: analyst, expect: deny", "expected deny, but waits for approval by prompt"),
            (
                "command: df -h, role: analyst, expect: allow, rule: restart",
                "expected rule restart, but decided by look"
            ),
            ("command: df -h, role: analyst, expect: allow, sends: df -h", "expected another text; sends: 'df' '-h'"),
            (
                "sftp: write, paths: /srv/exports/x, role: analyst, expect: allow",
                "expected allow, but is denied (no rule of the policy allows write there: use a path that a rule allows, or have "
                    + "one whose sftp: and paths: name it) by default"
            ),
        ])
    func fail(test: String, fault: String) throws {
        let outcome = try Self.run("  - { \(test) }\n")
        #expect(outcome.status == 1 && outcome.output.hasPrefix("FAILED p.yaml:21: "), "\(outcome.story)")
        #expect(outcome.output.contains("\n       \(fault)"), "\(outcome.story)")
        #expect(outcome.output.hasSuffix("1 test, 1 failed\n"), "\(outcome.story)")
    }

    @Test(
        "that speak of something else are errors of the file",
        arguments: [
            (
                "statement: SELECT 1, role: analyst, expect: allow",
                "\"statement\" does not go with targets that speak SSH"
            ),
            ("command: df -h, reads: [], role: analyst, expect: allow", "\"reads\" does not go with"),
            ("sftp: reed, paths: /x, role: analyst, expect: allow", "did you mean \"read\""),
            ("sftp: read, role: analyst, expect: allow", "a test lacks \"paths\""),
            ("role: analyst, expect: allow", "a test lacks \"command\""),
            (
                "shell: true, command: id, role: analyst, expect: deny",
                "a test is of one of command, sftp, shell, forward"
            ),
            ("shell: false, role: analyst, expect: deny", "shell"),
            ("command: id, paths: /x, role: analyst, expect: deny", "\"paths\" goes only with \"sftp\""),
            ("forward: db, role: analyst, expect: deny", "forward \"db\""),
        ])
    func malformed(test: String, error: String) throws {
        for command in ["check", "test"] {
            let outcome = try Self.run("  - { \(test) }\n", command: command)
            #expect(outcome.status == 1 && outcome.errors.contains(error), "\(outcome.story)")
        }
    }
}
