import AuditLog
import Foundation
import Glibc
import TestServices
import TestSupport
import Testing

/// The same with a hub, which has the key and asks people.
@Suite("Through a sidecar of a hub", .serialized)
struct HubLaneTests {
    @Test("the hub signs, a command waits for a person, and what it was comes to the hub's log")
    func approved() async throws {
        let hub = try HubProcess(name: "ssh")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let scene = try LaneScene(
            rules: [
                "name: look, when: { command: ['echo {word}'] }, action: allow",
                "name: restart, when: { command: ['printf {word}'] }, action: approve, approvers: [operators], message: why",
                "name: strange, when: { unread: true }, action: approve, approvers: [operators]",
            ], target: ["detect: [us_ssn]", "audit: strict"], hub: hub, authorized: line)
        let plain = try await scene.ssh(["echo x"])
        #expect(plain.status == 0 && plain.output == "x\n", "\(plain.story)")
        let strange = "printf $((6*7))"
        for (command, shown, decision) in [
            ("printf abc", "abc", "approve"), ("printf abc", "", "deny"), (strange, "42", "approve"),
        ] {
            async let held = scene.ssh([command])
            let id = try await Self.pending(hub)
            let request = try hub.check(["approvals", "show", id])
            #expect(request.contains(command == strange ? strange : "'printf' 'abc'"), "\(request)")
            // While it waits, the log shows what for, to who looks there.
            let waiting = try await scene.run(
                Repository.chaperone.path(), ["audit", "show", scene.place + "state/audit"])
            let row = waiting.output.split(separator: "\n").last { $0.contains(" pending for ") } ?? ""
            #expect(
                row.contains(id) && row.hasSuffix(command == strange ? strange : "'printf' 'abc'"), "\(waiting.story)")
            try hub.check(["approvals", decision, id, "--reason", "ticket 7"])
            let outcome = try await held
            #expect(outcome.errors.contains("held by rule"), "\(outcome.story)")
            #expect(outcome.errors.contains(id))
            #expect(outcome.output == shown && outcome.status == (decision == "approve" ? 0 : 126), "\(outcome.story)")
            if decision == "deny" { #expect(outcome.errors.contains("ticket 7"), "\(outcome.story)") }
        }
        // No code is hidden by what is shown in place of a URL, and a tab parts words.
        let hidden = "echo\thttp://a.example/$(touch$IFS\(scene.place)in/made)"
        async let hiding = scene.ssh([hidden])
        let hiddenID = try await Self.pending(hub)
        let code = "echo    [URL]$(touch$IFS\(scene.place)in/made)"
        #expect(try hub.check(["approvals", "show", hiddenID]).contains(code))
        try hub.check(["approvals", "deny", hiddenID, "--reason", "ticket 8"])
        #expect(try await hiding.status == 126)
        // What the client sets is seen by who decides, and kept.
        async let setting = scene.ssh(["printf set"], flags: ["-o", "SetEnv=LC_TICKET=a-b"])
        let set = try await Self.pending(hub)
        let variables = "[LC_TICKET='a-b'] 'printf' 'set'"
        #expect(try hub.check(["approvals", "show", set]).contains(variables))
        try hub.check(["approvals", "approve", set])
        #expect(try await setting.output == "set")
        #expect(
            try scene.records("intent", text: "[LC_TICKET='a-b'] printf set").first?.string("rewritten") == variables)
        // Whoever asks and goes has asked.
        async let gone = scene.run("timeout", ["8", "ssh", "-F", scene.place + "config", "ward-7", "printf gone"])
        _ = try await Self.pending(hub)
        #expect(try await gone.status == 124)
        let deadline = Date(timeIntervalSinceNow: 20)
        while try scene.records("decision", text: "printf gone").isEmpty, Date() < deadline {
            try await Task.sleep(for: .milliseconds(100))
        }
        let asked = try #require(try scene.records("decision", text: "printf gone").first)
        #expect(asked.string("rule") == "restart" && asked.string("message").hasPrefix("withdrawn: "))
        while try Self.waiting(hub) != nil { try await Task.sleep(for: .milliseconds(100)) }
        // A grant has decided before anybody has to wait: nobody is told to.
        async let granting = scene.ssh(["printf first"])
        try hub.check(["approvals", "approve", try await Self.pending(hub), "--for", "10m"])
        #expect(try await granting.output == "first")
        let granted = try await scene.ssh(["printf first"])
        #expect(granted.status == 0 && granted.output == "first" && granted.errors == "", "\(granted.story)")
        let states = try scene.records("approval").map { $0.string("state") }
        #expect(
            states == [
                "pending", "approved", "pending", "denied", "pending", "approved", "pending", "denied", "pending",
                "approved", "pending", "withdrawn", "pending", "approved", "pending", "approved",
            ])
        let uses = try hub.check(["credential", "uses", "--credential", "ward-key"])
        #expect(uses.contains("ward-7") && uses.contains("ended"), "\(uses)")
    }

    @Test("sftp and scp work where each operation waits for the hub to cosign it")
    func strictFiles() async throws {
        let hub = try HubProcess(name: "ssh-strict")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let scene = try LaneScene(
            rules: ["name: fetch, when: { sftp: [read, list, stat], paths: ['PLACE/srv/exports/**'] }, action: allow"],
            target: ["audit: strict", "phi_paths: ['PLACE/srv/ehr/**']"], hub: hub, authorized: line)
        try scene.write("srv/exports/a", "hello\n")
        try scene.write("batch", "get \(scene.place)srv/exports/a \(scene.place)one\n")
        let config = ["-F", scene.place + "config"]
        let sftp = try await scene.run("sftp", config + ["-b", scene.place + "batch", "ward-7"])
        #expect(sftp.status == 0, "\(sftp.story)")
        let scp = try await scene.run("scp", config + ["ward-7:\(scene.place)srv/exports/a", scene.place + "two"])
        #expect(scp.status == 0, "\(scp.story)")
        for name in ["one", "two"] {
            #expect(try String(contentsOfFile: scene.place + name, encoding: .utf8) == "hello\n")
        }
    }

    @Test("what a client closes before the hub has cosigned it does not run, and is not counted as running")
    func closed() async throws {
        let hub = try HubProcess(name: "ssh-closed")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let scene = try LaneScene(
            rules: ["name: look, when: { command: ['true', 'echo last'] }, action: allow"],
            target: ["audit: strict"], hub: hub, authorized: line)
        let (port, admin) = (try scene.lane.port, try scene.adminAddress)
        try await OffPool.run { try PythonScript.run("lane_closer.py", [port, "40", admin]) }
        let intents = try scene.records("intent")
        let outcomes = try scene.records("outcome")
        #expect(intents.count > 20, "\(intents.count)")
        #expect(outcomes.count == intents.count, "\(outcomes.count) of \(intents.count)")
        #expect(outcomes.contains { $0.string("status") == "abandoned" })
    }

    @Test("an authority of the hub's certifies a key for each connection, and the host's own log names who it was")
    func authority() async throws {
        let hub = try HubProcess(name: "ssh-authority")
        let line = try hub.check(["credential", "ssh-ca", "ward-key", "--source-address", "0.0.0.0/0"])
        let scene = try Self.certified(hub, line)
        try await Self.worksCertified(scene)
        #expect(try hub.check(["credential", "list"]).contains("ssh-ed25519 authority"))
        // What the host logs of each is another key.
        let keys = scene.server.log.matches(of: /ED25519-CERT (SHA256:\S+) ID/).map { String($0.1) }
        #expect(Set(keys).count == Set(scene.server.log.matches(of: /\(serial (\d+)\)/).map { String($0.1) }).count)
        #expect(Set(keys).count > 2, "\(keys)")
        let list = try hub.check(["instances", "list"])
        let instance = try #require(list.split(separator: "\n").first { $0.contains("tester") }?.prefix(16))
        #expect(scene.server.log.contains("sidecar=\(instance),"), "\(list)\n\(scene.server.log)")
        try hub.check(["instances", "revoke", String(instance), "--reason", "stolen"])
        let after = try await scene.ssh(["echo x"])
        #expect(after.status != 0 && after.output == "", "\(after.story)")
    }

    @Test("a certificate that the hub has of OpenBao's SSH engine lets the account in, too")
    func vault() async throws {
        let vault = try await TestVault()
        try await vault.root("POST", "sys/mounts/ssh", #"{"type": "ssh"}"#)
        let made = try await vault.root("POST", "ssh/config/ca", #"{"generate_signing_key": true}"#)
        let line = try #require((made["data"] as? [String: Any])?["public_key"] as? String)
        try await vault.root(
            "POST", "ssh/roles/agents",
            """
            {"key_type": "ca", "allow_user_certificates": true, "allow_user_key_ids": true, "allowed_users": "\(NSUserName())",
             "ttl": "60s", "max_ttl": "60s", "default_extensions": {"permit-pty": ""}}
            """)
        let token = try await vault.tokenFile(policy: #"path "ssh/sign/agents" { capabilities = ["update"] }"#)
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hub-vault-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "hub.yaml")
        try Data(
            """
            vaults: { main: { address: '\(vault.url)', token_file: '\(token)' } }
            credentials: { ward-key: { vault_ssh: { vault: main, role: agents } } }

            """.utf8
        ).write(to: file)
        let hub = try HubProcess(name: "ssh-vault", folder: folder, arguments: ["--config", file.path()])
        let scene = try Self.certified(hub, line)
        try await Self.worksCertified(scene)
        #expect(try hub.check(["credential", "list"]).contains("vault-ssh"))
        // Nothing is signed when it does not answer, and the client hears of whom that is.
        try await vault.root("POST", "sys/seal")
        let sealed = try await scene.ssh(["echo x"])
        #expect(sealed.status != 0 && sealed.output == "", "\(sealed.story)")
        #expect(hub.log.contains("POST \(vault.url)/v1/ssh/sign/agents: HTTP 503"), "\(hub.log)")
    }

    /// A host that lets nobody in but by certificates of an authority.
    private static func certified(_ hub: HubProcess, _ authority: String) throws -> LaneScene {
        let file = hub.folder.appending(path: "authority.pub")
        try Data("\(authority)\n".utf8).write(to: file)
        return try LaneScene(
            rules: [
                "name: look, when: { command: ['echo {word}', 'tty'], terminal: true }, action: allow",
                "name: away, when: { forward: ['127.0.0.1:9'] }, action: allow",
            ], hub: hub, authorized: "",
            hostSettings: ["TrustedUserCAKeys \(file.path())"])
    }

    private static func worksCertified(_ scene: LaneScene) async throws {
        let plain = try await scene.ssh(["echo x"])
        #expect(plain.status == 0 && plain.output == "x\n", "\(plain.story)\n\(scene.server.log)")
        let session = try #require(try scene.records("intent", text: "echo x").first?.string("session"))
        let log = scene.server.log
        #expect(log.contains(",session=\(session),principal=tester (serial "), "\(log)")
        let terminal = try await scene.ssh(["tty"], flags: ["-tt"])
        #expect(terminal.status == 0 && terminal.output.contains("/dev/pts/"), "\(terminal.story)")
        // Certificates let a host forward nothing, whatever a rule says.
        let forward = try await scene.ssh([], flags: ["-W", "127.0.0.1:9"])
        #expect(forward.status != 0, "\(forward.story)")
    }

    private static func waiting(_ hub: HubProcess) throws -> String? {
        let list = try hub.check(["approvals", "list"])
        let row = list.split(separator: "\n").first { $0.contains("ward-7") && $0.contains("pending") }
        return row?.split(separator: " ").first { $0.count == 32 }.map { String($0) }
    }

    static func pending(_ hub: HubProcess) async throws -> String {
        let deadline = Date(timeIntervalSinceNow: 30)
        while Date() < deadline {
            if let id = try await OffPool.run({ try waiting(hub) }) { return id }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw TestFailure("nothing waits for an approval: \(try hub.check(["approvals", "list"]))")
    }
}
