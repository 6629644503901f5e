import Detectors
import Foundation
import NIOCore
import SFTP
import SSHOperations
import SSHSession
import SSHTransport
import SSHWire
import TestSupport
import Testing

/// OpenSSH's client and server with a relay between: their programs work as without.
@Suite("Through the relay", .serialized)
struct ThroughRelay {
    /// A relay, a client of it, and a folder of the test's own.
    private func with(
        _ policy: RelaySession.Policy = RelaySession.Policy(), settings: [String] = [],
        _ body: (OpenSSHClient, RelayServer, URL) async throws -> Void
    ) async throws {
        let relay = try await RelayServer(policy, settings: settings)
        let client = try OpenSSHClient(port: relay.port, hostKeys: relay.hostKeys)
        defer { client.remove() }
        let folder = client.folder.appending(path: "files", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await body(client, relay, folder)
        try await relay.stop()
    }

    /// Runs a program that uses ssh, with the client's options.
    private func run(
        _ program: String, _ arguments: [String], _ client: OpenSSHClient, options: [String] = [],
        timeoutSeconds: Double = 120
    ) async throws -> Command.Outcome {
        let command = "ssh " + client.arguments(options).map { "'\($0)'" }.joined(separator: " ") + " -p \(client.port)"
        return try await OffPool.run {
            try Command(
                program, arguments, environment: ["GIT_SSH_COMMAND": command, "RSYNC_RSH": command],
                timeoutSeconds: timeoutSeconds
            ).run()
        }
    }

    private static let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })

    @Test("a command has its streams, its input and its status")
    func exec() async throws {
        try await with { client, relay, _ in
            let outcome = try await client.run(["cat; echo err >&2; exit 41"], input: "in\n")
            #expect(outcome.status == 41 && outcome.output == "in\n", "\(outcome.story)")
            #expect(outcome.errors.contains("err"))
            let killed = try await client.run(["kill -KILL $$"])
            #expect(killed.status == 255)
            #expect(relay.log.all.events.contains { if case .ended(_, .status(41)) = $0 { true } else { false } })
            #expect(relay.log.all.errors == [])
        }
    }

    @Test(
        "megabytes pass each way, with a window's worth waiting at most, and with keys that change",
        arguments: [false, true])
    func large(changesKeys: Bool) async throws {
        var policy = RelaySession.Policy()
        if changesKeys {
            policy.client.rekey.byteLimit = 400_000
            policy.host.rekey.byteLimit = 300_000
        }
        try await with(policy, settings: changesKeys ? ["RekeyLimit 500K"] : []) { client, relay, folder in
            let file = folder.appending(path: "big")
            try Self.bytes.write(to: file)
            let options = changesKeys ? ["RekeyLimit=350K"] : []
            let down = try await client.run(
                ["sha256sum < \(file.path()); cat \(file.path()) | sha256sum"], options: options)
            let sums = down.output.split(separator: "\n")
            #expect(sums.count == 2 && sums[0] == sums[1], "\(down.story)")
            for mode in ["-O", "-s"] {
                let copy = folder.appending(path: "copy\(mode)")
                let ssh = client.arguments(options) + ["-P", "\(client.port)"]
                let put = try await run("scp", ssh + [mode, "-q", file.path(), "x@127.0.0.1:\(copy.path())"], client)
                #expect(put.status == 0, "\(put.story)")
                #expect(try Data(contentsOf: copy) == Self.bytes)
                let back = folder.appending(path: "back\(mode)")
                let get = try await run("scp", ssh + [mode, "-q", "x@127.0.0.1:\(copy.path())", back.path()], client)
                #expect(get.status == 0, "\(get.story)")
                #expect(try Data(contentsOf: back) == Self.bytes)
            }
            #expect(relay.log.all.mostWaitingBytes <= SessionLimits.windowBytes)
            #expect(relay.log.all.errors == [])
        }
    }

    @Test("rsync and git work, and their paths are known")
    func transfers() async throws {
        let seen = Seen()
        var policy = RelaySession.Policy()
        policy.run = { request in
            guard case .exec(let bytes) = request.kind, let line = try? CommandReader.read(bytes.readableBytesView),
                let command = line.single, let program = try? RemoteProgram.read(command)
            else { return .deny("not a transfer") }
            seen.add("\(program)".prefix { $0 != "(" }.description)
            return .run(command: ByteBuffer(string: RemoteProgram.written(command)), .exact)
        }
        try await with(policy) { client, relay, folder in
            let source = folder.appending(path: "tree", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: source, withIntermediateDirectories: true)
            try Self.bytes.write(to: source.appending(path: "a file"))
            let up = try await run(
                "rsync", ["-a", "--delete", source.path(), "x@127.0.0.1:\(folder.path())up/"], client)
            #expect(up.status == 0, "\(up.story)")
            let down = try await run(
                "rsync", ["-a", "x@127.0.0.1:\(folder.path())up/", folder.path() + "down/"], client)
            #expect(down.status == 0, "\(down.story)")
            #expect(try Data(contentsOf: folder.appending(path: "down/a file")) == Self.bytes)
            let repository = folder.path() + "repo.git"
            try Command("git", ["init", "-q", "--bare", repository]).check()
            let clone = try await run(
                "git", ["clone", "-q", "x@127.0.0.1:\(repository)", folder.path() + "work"], client)
            #expect(clone.status == 0, "\(clone.story)")
            let commit =
                "cd '\(folder.path())work' && cp '\(source.path())a file' a && git add a && "
                + "git -c user.name=a -c user.email=a@b commit -qm one && git push -q origin HEAD:refs/heads/main"
            let push = try await run("sh", ["-c", commit], client)
            #expect(push.status == 0, "\(push.story)")
            #expect(try Command("git", ["-C", repository, "rev-parse", "refs/heads/main"]).check().count == 41)
            let denied = try await client.run(["id"])
            #expect(denied.status == 126 && denied.errors.contains("chaperone: not a transfer"), "\(denied.story)")
            #expect(seen.all == ["rsyncSink", "rsyncSource", "gitFetch", "gitPush"])
            #expect(relay.log.all.errors == [])
        }
    }

    @Test("sftp works, its operations are known, and what is denied says so")
    func sftp() async throws {
        var policy = RelaySession.Policy()
        policy.run = { request in
            request.kind == .subsystem("sftp") ? .run(command: nil, .files(asksRealPaths: false)) : .deny("no")
        }
        policy.file = { operation in
            operation.kinds == [.remove] || operation.paths.contains { $0.text.hasSuffix("secret") }
                ? .deny("denied by rule keep") : .allow
        }
        try await with(policy) { client, relay, folder in
            let place = folder.path()
            try Self.bytes.write(to: folder.appending(path: "local"))
            try Data("secret".utf8).write(to: folder.appending(path: "secret"))
            let script =
                "cd \(place)\nmkdir d\nput \(place)local d/remote\nget d/remote \(place)back\nls -l d\n"
                + "rename d/remote d/other\nln -s other d/link\nchmod 600 d/other\ndf\n-rm d/other\n-get secret \(place)stolen\npwd\n"
            let batch = folder.appending(path: "batch")
            try Data(script.utf8).write(to: batch)
            let arguments = client.arguments([]) + ["-P", "\(client.port)", "-b", batch.path(), "x@127.0.0.1"]
            let outcome = try await run("sftp", arguments, client)
            #expect(outcome.status == 0, "\(outcome.story)")
            #expect(try Data(contentsOf: folder.appending(path: "back")) == Self.bytes)
            #expect(FileManager.default.fileExists(atPath: place + "d/other"))
            #expect(!FileManager.default.fileExists(atPath: place + "stolen"))
            #expect(
                outcome.errors.contains("denied by rule keep") || outcome.errors.contains("ermission denied"),
                "\(outcome.errors)")
            let names = relay.log.all.events.compactMap {
                if case .judgeFile(_, let operation) = $0 { operation.name } else { nil }
            }
            for name in ["mkdir", "open", "opendir", "posix-rename", "symlink", "remove"] {
                #expect(names.contains(name), "\(names)")
            }
            #expect(relay.log.all.errors == [])
        }
    }

    @Test("what a host says is masked, with a terminal and without, and a binary stream is cut")
    func masked() async throws {
        var policy = RelaySession.Policy()
        policy.run = { _ in .run(command: nil, .masked(.all, mayBeBinary: false)) }
        policy.settings.reducesTerminal = true
        try await with(policy) { client, _, _ in
            let slow =
                "printf 'ssn 536-'; sleep 0.2; printf '22-0001\\nmail a.b@example'; sleep 0.2; printf '.org\\n' >&1"
            let plain = try await client.run([slow])
            #expect(plain.output == "ssn [SSN]\nmail [EMAIL]\n", "\(plain.story)")
            let terminal = try await client.run(
                ["echo $TERM; echo 536-22-0001"], flags: ["-tt"], environment: ["TERM": "xterm"])
            #expect(terminal.output == "dumb\r\n[SSN]\r\n", "\(terminal.story)")
            let binary = try await client.run(["echo 536-22-0001 | gzip"])
            #expect(binary.status == 126 && binary.output == "", "\(binary.story)")
        }
    }

    @Test("one connection is shared among commands side by side, and a held one holds no other")
    func shared() async throws {
        try await with { client, relay, _ in
            let options = ["ControlPath=\(client.folder.path())c", "ControlMaster=auto", "ControlPersist=20"]
            _ = try await client.run(["true"], options: options)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for status in 1...8 {
                    group.addTask {
                        let outcome = try await client.run(
                            ["head -c 300000 /dev/zero | tr '\\0' x; exit \(status)"], options: options)
                        #expect(outcome.status == Int32(status) && outcome.output.count == 300_000, "\(outcome.errors)")
                    }
                }
                try await group.waitForAll()
            }
            _ = try await client.run([], options: options, flags: ["-O", "exit"])
            #expect(relay.log.all.errors == [])
        }
    }

    @Test("a forwarding passes when it is let, and only then", arguments: [true, false])
    func forwarding(isAllowed: Bool) async throws {
        var policy = RelaySession.Policy()
        policy.run = { request in
            guard case .forward = request.kind else { return .run(command: nil, .exact) }
            return isAllowed ? .run(command: nil, .exact) : .deny("no")
        }
        try await with(policy) { client, relay, _ in
            // A jump through the relay to the host's own sshd: its version line is what comes.
            let outcome = try await client.run([], flags: ["-W", "127.0.0.1:\(relay.server.port)"], input: "x\r\n")
            #expect(outcome.output.hasPrefix("SSH-2.0-OpenSSH") == isAllowed, "\(outcome.story)")
        }
    }
}

/// What a policy has seen.
private final class Seen: @unchecked Sendable {
    private let lock = NSLock()
    private var entries: [String] = []

    func add(_ entry: String) { lock.withLock { if entries.last != entry { entries.append(entry) } } }

    var all: [String] { lock.withLock { entries } }
}
