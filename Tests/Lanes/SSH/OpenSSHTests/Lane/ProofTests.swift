import AuditLog
import Foundation
import Glibc
import HubStore
import SSHKeys
import TestSupport
import Testing
import Vault

/// What must hold when things go wrong: a sidecar that is killed, one whose memory is read, a policy that changes.
@Suite("What must hold", .serialized)
struct ProofTests {
    @Test("a sidecar that is killed under load leaves no command at the host without its intent in the log")
    func killed() async throws {
        // The host's own log: what it was asked to run, before it runs it.
        let scene = try LaneScene(
            rules: ["name: say, when: { command: ['echo {word}'] }, action: allow"],
            hostSettings: [
                #"ForceCommand printf '%s\n' "$SSH_ORIGINAL_COMMAND" >> PLACE/ran; eval "$SSH_ORIGINAL_COMMAND""#
            ])
        let ran = scene.place + "ran"
        func lines() -> [Substring] {
            ((try? String(contentsOfFile: ran, encoding: .utf8)) ?? "").split(separator: "\n")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<6 {
                group.addTask {
                    for number in 0..<200 {
                        let outcome = try await scene.ssh(["echo c\(client)n\(number)"])
                        if outcome.status != 0 { return }
                    }
                }
            }
            let deadline = Date(timeIntervalSinceNow: 120)
            while lines().count < 40, Date() < deadline { try await Task.sleep(for: .milliseconds(20)) }
            scene.signalSidecar(SIGKILL)
            try await group.waitForAll()
        }
        _ = scene.waitForSidecar()
        // What the host had taken before the end of its connections may still be begun.
        var count = lines().count
        repeat {
            count = lines().count
            try await Task.sleep(for: .seconds(2))
        } while lines().count > count
        let commands = lines().map(String.init)
        #expect(commands.count >= 40, "the host ran \(commands.count)")
        let intents = Set(try scene.records(isTorn: true).filter { $0.type == "intent" }.map { $0.string("rewritten") })
        for command in commands { #expect(intents.contains(command), "\(command)") }
    }

    @Test("a sidecar of a hub never has the key: its memory is searched, while it works and after")
    func memory() async throws {
        let hub = try HubProcess(name: "ssh-memory")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let scene = try LaneScene(
            rules: ["name: say, when: { command: ['echo {word}', 'sleep {number}'] }, action: allow"], hub: hub,
            authorized: line)
        let key = try await Self.storedKey(hub)
        for word in ["one", "two", "three"] {
            let outcome = try await scene.ssh(["echo \(word)"])
            #expect(outcome.output == "\(word)\n", "\(outcome.story)")
        }
        async let open = scene.ssh(["sleep 5"])
        while try scene.records("intent", text: "sleep 5").isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        let memory = try ProcessMemory(scene.sidecarNumber)
        // What must be there is found, so that what is not found is not there.
        #expect(memory.contains(Array("ward-key".utf8)))
        #expect(!memory.contains(key))
        #expect(!memory.contains(Array(Data(key).base64EncodedString().utf8)))
        #expect(!memory.contains(Array(key.map { String(format: "%02x", $0) }.joined().utf8)))
        #expect(try await open.status == 0)
        let after = try ProcessMemory(scene.sidecarNumber)
        #expect(!after.contains(key))
    }

    /// The private key, as only the hub's store has it.
    private static func storedKey(_ hub: HubProcess) async throws -> [UInt8] {
        let state = hub.folder.appending(path: "state").path()
        let store = try SQLiteStore(path: state + "/hub.sqlite")
        defer { try? store.close() }
        let master = try LocalMasterKey(file: state + "/master.key")
        let sealed = try await store.dataKeys().map { SealedDataKey(number: $0.key, bytes: $0.value) }
        let ring = try await KeyRing.open(sealed, masters: [master])
        let secret = try #require(try await store.secret(.credential, "ward-key"))
        let place = SecretPlace(purpose: secret.kind.rawValue, name: secret.name, version: secret.version)
        let bytes = try ring.unseal(try #require(SealedSecret(bytes: secret.sealed)), at: place)
        return try #require(StoredSSHKey(encoded: bytes)).key.rawRepresentation
    }

    @Test("a session that is open is judged by the policy of now, and so is what was approved by another")
    func livePolicy() async throws {
        let hub = try HubProcess(name: "ssh-live")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let say = "name: say, when: { command: ['echo {word}'] }, action: allow"
        let asked = "name: asked, when: { command: ['printf {word}'] }, action: approve, approvers: [operators]"
        let scene = try LaneScene(rules: [say, asked], hub: hub, authorized: line)
        let shared = ["-o", "ControlPath=\(scene.place)c", "-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
        let before = try await scene.ssh(["echo one"], flags: shared)
        #expect(before.output == "one\n", "\(before.story)")
        async let held = scene.ssh(["printf two"], flags: shared)
        let request = try await HubLaneTests.pending(hub)
        try scene.push(["name: never, when: { command: ['printf {word}'] }, action: deny"], to: hub)
        let after = try await Self.refused(scene, "echo three", shared)
        #expect(after.errors.contains("no rule of the policy allows"), "\(after.story)")
        try hub.check(["approvals", "approve", request])
        let outcome = try await held
        #expect(outcome.status == 126 && outcome.output == "", "\(outcome.story)")
        #expect(outcome.errors.contains("blocked by rule \"never\""), "\(outcome.story)")
        _ = try await scene.ssh([], flags: shared + ["-O", "exit"])
        #expect(try scene.records("session_start").count == 1)
        #expect(try scene.records("intent").map { $0.string("text") }.contains("printf two") == false)
    }

    @Test("what runs when the policy's lease ends is ended, with a word that says why, and nothing runs after it")
    func lease() async throws {
        let hub = try HubProcess(name: "ssh-lease")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let scene = try LaneScene(
            rules: ["name: type, when: { shell: true }, action: allow"], hub: hub, authorized: line,
            more: ["sidecars: { lease: 1m }"])
        // A shell that would go on for longer, and a connection that stays.
        let shared = ["-o", "ControlPath=\(scene.place)c", "-o", "ControlMaster=auto", "-o", "ControlPersist=120"]
        async let open = scene.ssh(
            [], flags: shared + ["-T"], input: "echo begun; sleep 150; echo over\n", timeoutSeconds: 140)
        while try scene.records("intent").isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        hub.kill()
        let outcome = try await open
        #expect(outcome.status == 126 && outcome.output == "begun\n", "\(outcome.story)")
        #expect(outcome.errors.contains("the policy's lease has ended"), "\(outcome.story)")
        let after = try await scene.ssh([], flags: shared + ["-T"], input: "echo x\n")
        #expect(after.status == 126 && after.errors.contains("the policy's lease has ended"), "\(after.story)")
        #expect(try scene.records("outcome").map { $0.string("status") } == ["abandoned"])
        #expect(try scene.records("outcome").first?.string("tag").contains("may still run") == true)
        _ = try await scene.ssh([], flags: shared + ["-O", "exit"])
    }

    @Test(
        "what nobody may run any more is ended on the host, too, with all that it has started, where its account is not root's"
    )
    func ended() async throws {
        let hub = try HubProcess(name: "ssh-ended")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let rules = ["name: wait, when: { command: ['sh PLACE/wait {number}'], opaque: true }, action: allow"]
        let scene = try LaneScene(rules: rules, hub: hub, authorized: line, account: "agent")
        try scene.write("wait", "trap '' TERM; sleep $1 & sleep $1\n")
        let seconds = "9\(try scene.lane.port)"
        func running() async throws -> Int {
            let found = try await OffPool.run { try Command("pgrep", ["-x", "-f", "sleep \(seconds)"]).run().output }
            return found.split(separator: "\n").count
        }
        func wait(for count: Int) async throws {
            let deadline = Date(timeIntervalSinceNow: 30)
            while try await running() != count, Date() < deadline { try await Task.sleep(for: .milliseconds(100)) }
            #expect(try await running() == count)
        }
        async let held = scene.ssh(["sh \(scene.place)wait \(seconds)"])
        try await wait(for: 2)
        try scene.push(rules, to: hub, group: "others")
        let outcome = try await held
        #expect(outcome.status != 0 && outcome.output == "", "\(outcome.story)")
        try await wait(for: 0)
        #expect(try scene.records("outcome").map { $0.string("status") } == ["abandoned"])
    }

    /// Until the policy has come.
    private static func refused(_ scene: LaneScene, _ command: String, _ flags: [String]) async throws
        -> Command.Outcome
    {
        let deadline = Date(timeIntervalSinceNow: 60)
        while true {
            let outcome = try await scene.ssh([command], flags: flags)
            if outcome.status == 126 || Date() > deadline { return outcome }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
