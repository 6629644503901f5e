import AuditLog
import Foundation
import SSHKeys
import TestSupport
import Testing

/// Clients that are not OpenSSH's, through a sidecar as people run one: a command with its output masked, another's status,
/// a file there and back, and what no rule allows.
@Suite("Clients through a sidecar", .serialized)
struct ClientTests {
    private static let rules = [
        "name: look, when: { command: ['cat {path:PLACE/srv}', 'test -e {path:PLACE/srv}', 'echo {word}', 'cat'] }, action: allow",
        "name: work, when: { sftp: [read, write, list, stat, setstat, link], paths: ['PLACE/in/.**'] }, action: allow",
    ]
    private static let bytes = Data((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 17 ^ $0 >> 7) })

    private static func scene(_ rules: [String] = rules) throws -> LaneScene {
        let scene = try LaneScene(rules: rules, target: ["detect: [us_ssn]"])
        try scene.write("srv/app.log", "patient 536-22-0001\n")
        try bytes.write(to: scene.folder.appending(path: "big"))
        return scene
    }

    private static func run(
        _ program: String, _ arguments: [String], _ scene: LaneScene, input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Command.Outcome {
        try await OffPool.run {
            try Command(
                program, arguments, environment: ["HOME": scene.place].merging(environment) { $1 }, input: input,
                timeoutSeconds: 180
            ).run()
        }
    }

    private static func came(_ name: String, _ scene: LaneScene) throws -> Bool {
        try Data(contentsOf: scene.folder.appending(path: name)) == bytes
    }

    @Test("Dropbear's dbclient and PuTTY's plink run commands", arguments: ["dbclient", "plink"])
    func commands(program: String) async throws {
        let scene = try Self.scene()
        let (port, key) = try scene.lane
        let way =
            program == "plink"
            ? ["-batch", "-ssh", "-P", port, "-hostkey", key.fingerprint, "agent@127.0.0.1"]
            : ["-y", "-y", "-p", port, "agent@127.0.0.1"]
        let shown = try await Self.run(program, way + ["cat \(scene.place)srv/app.log"], scene)
        #expect(shown.status == 0 && shown.output == "patient [SSN]\n", "\(shown.story)")
        let missing = try await Self.run(program, way + ["test -e \(scene.place)srv/nothing"], scene)
        #expect(missing.status == 1, "\(missing.story)")
        let denied = try await Self.run(program, way + ["id"], scene)
        #expect(denied.status == 126 && denied.errors.contains("no rule of the policy allows"), "\(denied.story)")
    }

    @Test("PuTTY's psftp and pscp, in both of its ways, move files")
    func putty() async throws {
        let scene = try Self.scene()
        let place = scene.place
        let (port, key) = try scene.lane
        let way = ["-batch", "-P", port, "-hostkey", key.fingerprint]
        try scene.write(
            "batch", "put \(place)big \(place)in/one\nget \(place)in/one \(place)back-one\nls \(place)in\n")
        let psftp = try await Self.run("psftp", way + ["-b", place + "batch", "agent@127.0.0.1"], scene)
        #expect(psftp.status == 0 && psftp.output.contains("one"), "\(psftp.story)")
        #expect(try Self.came("back-one", scene))
        for mode in ["-sftp", "-scp"] {
            let host = "agent@127.0.0.1:\(place)in/\(mode)"
            let put = try await Self.run("pscp", way + [mode, "-q", place + "big", host], scene)
            #expect(put.status == 0, "\(put.story)")
            let get = try await Self.run("pscp", way + [mode, "-q", host, "\(place)back\(mode)"], scene)
            #expect(get.status == 0, "\(get.story)")
            #expect(try Self.came("back\(mode)", scene))
        }
        let stolen = try await Self.run(
            "pscp", way + ["-q", "agent@127.0.0.1:\(place)srv/app.log", place + "no"], scene)
        #expect(stolen.status != 0 && !FileManager.default.fileExists(atPath: place + "no"), "\(stolen.story)")
    }

    @Test("curl, which has libssh2, moves files by sftp")
    func curl() async throws {
        let scene = try Self.scene()
        let place = scene.place
        let way = ["--silent", "--show-error", "--insecure", "--user", "agent:"]
        let there = "sftp://127.0.0.1:\(try scene.lane.port)"
        let put = try await Self.run("curl", way + ["-T", place + "big", "\(there)\(place)in/one"], scene)
        #expect(put.status == 0, "\(put.story)")
        let get = try await Self.run("curl", way + ["-o", place + "back", "\(there)\(place)in/one"], scene)
        #expect(get.status == 0, "\(get.story)")
        #expect(try Self.came("back", scene))
        let stolen = try await Self.run("curl", way + ["-o", place + "no", "\(there)\(place)srv/app.log"], scene)
        #expect(stolen.status != 0 && stolen.output == "", "\(stolen.story)")
    }

    @Test("paramiko and asyncssh run commands and move files", arguments: ["paramiko", "asyncssh"])
    func python(library: String) async throws {
        let scene = try Self.scene()
        let port = try scene.lane.port
        try await OffPool.run { try PythonScript.run("lane_clients.py", [library, port, scene.place]) }
        #expect(try Self.came("back-\(library)", scene))
        #expect(
            try scene.records("decision").contains { $0.string("message").contains("no rule of the policy allows") })
    }

    @Test("Go's x/crypto, with keys that change all the time, runs commands, and pkg/sftp on it moves files")
    func go() async throws {
        let scene = try Self.scene()
        let (port, key) = try scene.lane
        let program = Repository.root.appending(path: ".build/test-go/ssh_client").path()
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw TestFailure("there is no \(program): run dev/install")
        }
        let blob = String(key.line.split(separator: " ")[1])
        let outcome = try await Self.run(program, [port, blob, scene.place], scene)
        #expect(outcome.status == 0, "\(outcome.story)")
        #expect(try Self.came("back-go", scene))
    }

    @Test("ansible runs a module and copies a file, where rules let sh and its folder's files")
    func ansible() async throws {
        // It asks for a terminal for all that it runs.
        let scene = try Self.scene([
            "name: look, when: { command: ['cat {path:PLACE/srv}'], terminal: true }, action: allow", Self.rules[1],
            "name: modules, when: { opaque: true, terminal: true }, action: allow",
        ])
        let place = scene.place
        let program = Repository.root.appending(path: ".build/test-venv/bin/ansible").path()
        let environment = [
            "ANSIBLE_LOCAL_TEMP": place + "local", "ANSIBLE_REMOTE_TMP": place + "in/ansible",
            "ANSIBLE_HOME": place + "home",
            "ANSIBLE_HOST_KEY_CHECKING": "True", "ANSIBLE_SSH_ARGS": "-F \(place)config", "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_SSH_RETRIES": "0", "ANSIBLE_PYTHON_INTERPRETER": "/usr/bin/python3", "LC_ALL": "C.UTF-8",
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        for (module, arguments, shown) in [
            ("ping", "", "pong"), ("copy", "src=\(place)big dest=\(place)in/copied", "CHANGED"),
            ("raw", "cat \(place)srv/app.log", "patient [SSN]"),
        ] {
            let outcome = try await Self.run(
                program, ["ward-7", "-i", "ward-7,", "-m", module, "-a", arguments], scene, environment: environment)
            #expect(outcome.status == 0 && outcome.output.contains(shown), "\(module): \(outcome.story)")
        }
        #expect(try Self.came("in/copied", scene))
    }
}
