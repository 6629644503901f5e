import AuditLog
import Foundation
import Glibc
import SSHKeys
import SSHWire
import TestSupport
import Testing

/// A person's first scene: a policy, a sidecar, a host, and the programs that people use.
@Suite("Through a sidecar", .serialized)
struct LaneTests {
    private static let rules = [
        "name: no-shadow, when: { command: ['cat /etc/shadow'] }, action: deny, message: ask the operators",
        "name: look, when: { command: ['tail -n {number} PLACE/srv/{name}', 'true', 'echo {word}', 'sleep {number}',"
            + " 'gzip -c PLACE/srv/{name}', 'head -c {number} /dev/zero', 'test -e PLACE/srv/{name}'] }, action: allow",
        "name: type, when: { command: ['cat', 'cat PLACE/srv/ehr/{name}'], terminal: true }, action: allow",
        "name: fetch, when: { sftp: [read, list, stat], paths: ['PLACE/srv/exports', 'PLACE/srv/exports/**'] }, action: allow",
        "name: work, when: { sftp: [read, write, list, stat, setstat, rename, link], paths: ['PLACE/in/.**'] },"
            + " action: allow",
        "name: git, when: { command: ['git-upload-pack {path:PLACE/in}', 'git-receive-pack {path:PLACE/in}'], opaque: true },"
            + " action: allow",
        "name: restart, when: { command: ['systemctl restart {unit}'] }, action: approve, approvers: [operators]",
    ]
    private static let target = [
        "phi: true", "detect: [us_ssn, email]", "phi_paths: ['PLACE/srv/ehr/**']", "record: { output: 1MiB }",
    ]
    private static let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })

    private static func scene(_ target: [String] = target) throws -> LaneScene {
        // Where there are phi_paths, names are changed by nobody.
        let isProtected = target.contains { $0.hasPrefix("phi_paths") }
        let rules = isProtected ? rules.map { $0.replacing(", rename, link]", with: "]") } : rules
        let scene = try LaneScene(rules: rules, target: target)
        try scene.write("srv/app.log", "patient 536-22-0001 mailed a.b@example.org\nplain\n")
        try scene.write("srv/exports/a.txt", "hello\n")
        try scene.write("srv/ehr/x.csv", "1,536-22-0001\n")
        return scene
    }

    @Test("a command runs with its status, and what it shows is masked, recorded, and replayed")
    func masked() async throws {
        let scene = try Self.scene()
        let log = scene.place + "srv/app.log"
        let outcome = try await scene.ssh(["tail -n 20 \(log)"])
        #expect(outcome.status == 0 && outcome.output == "patient [SSN] mailed [EMAIL]\nplain\n", "\(outcome.story)")
        let missing = try await scene.ssh(["test -e \(scene.place)srv/nothing"])
        #expect(missing.status == 1)
        let echoed = try await scene.ssh(["cat"], input: "ssn 536-22-0002 and a tail without an end 536-22-0003")
        #expect(echoed.output == "ssn [SSN] and a tail without an end [SSN]", "\(echoed.story)")
        let intent = try #require(try scene.records("intent", text: "tail -n 20 \(log)").first)
        #expect(intent.string("via") == "exec" && intent.string("rule") == "look")
        #expect(intent.string("rewritten") == "'tail' '-n' '20' '\(log)'")
        let session = intent.string("session")
        let end = try #require(
            try scene.records("outcome").first { $0.string("session") == session })
        #expect(end.number("code") == 0 && end.string("status") == "completed" && end.number("cells_masked") == 2)
        let metrics = try await scene.metrics()
        #expect(metrics.contains("chaperone_findings_masked_total{target=\"ward-7\"} 4\n"), "\(metrics)")
        #expect(metrics.contains("chaperone_channels{target=\"ward-7\"} 0\n"), "\(metrics)")
        let start = try #require(
            try scene.records("session_start").first { $0.string("session") == session })
        #expect(start.string("protocol") == "ssh")
        let fingerprint = try scene.server.hostKey.fingerprint
        #expect(start.string("host_key") == fingerprint)
        let replay = try await scene.run(
            Repository.chaperone.path(), ["replay", session, "--from", scene.place + "state/audit", "--speed", "max"])
        #expect(replay.output.contains("patient [SSN] mailed [EMAIL]"), "\(replay.story)")
        #expect(replay.output.contains("exit status 0"))
        // The intent stands before the outcome, and no record holds what was masked.
        #expect(!(try scene.records().contains { "\($0)".contains("536-22-0001") }))
    }

    @Test(
        "what no rule allows is refused with the rule's name and 126, and the host hears nothing",
        arguments: [
            ("cat /etc/shadow; id", "blocked by rule \"no-shadow\": ask the operators"),
            ("id", "blocked by rule \"default\": no rule of the policy allows this command: run what a rule allows"),
            ("echo $HOME", "an expansion or a substitution"),
            (
                "echo x > /tmp/y",
                "blocked by rule \"chaperone/command\": the command has a redirection: write files by sftp"
            ),
            ("sh -c 'echo x'", "a program that runs what others say"), ("echo x; id", "no rule of the policy"),
            ("systemctl restart app", "nobody can give one here"), ("", "no rule of the policy allows a shell"),
        ])
    func denied(command: String, words: String) async throws {
        let scene = try Self.scene()
        let sessions = scene.server.log.count(of: "Starting session")
        let outcome = try await scene.ssh(command.isEmpty ? [] : [command], flags: ["-T"])
        #expect(outcome.status == 126, "\(outcome.story)")
        #expect(outcome.errors.contains("chaperone: ") && outcome.errors.contains(words), "\(outcome.story)")
        #expect(outcome.output == "")
        #expect(scene.server.log.count(of: "Starting session") == sessions)
        let record = try #require(try scene.records("decision").first)
        #expect(record.string("message").contains(words))
        #expect(try scene.records("intent").isEmpty)
    }

    @Test("scp in both of its ways, sftp, rsync and git move files where rules let them, byte for byte")
    func files() async throws {
        let scene = try Self.scene(Self.target.filter { !$0.hasPrefix("phi_paths") })
        let place = scene.place
        try Self.bytes.write(to: scene.folder.appending(path: "big"))
        for mode in ["-O", "-s"] {
            let put = try await scene.run(
                "scp", ["-F", place + "config", mode, "-q", place + "big", "ward-7:\(place)in/big\(mode)"])
            #expect(put.status == 0, "\(put.story)")
            let get = try await scene.run(
                "scp", ["-F", place + "config", mode, "-q", "ward-7:\(place)in/big\(mode)", place + "back\(mode)"])
            #expect(get.status == 0, "\(get.story)")
            #expect(try Data(contentsOf: scene.folder.appending(path: "back\(mode)")) == Self.bytes)
            let denied = try await scene.run(
                "scp", ["-F", place + "config", mode, "ward-7:\(place)srv/ehr/x.csv", place + "stolen"])
            #expect(denied.status != 0, "\(denied.story)")
            #expect(denied.errors.contains("chaperone: "), "\(denied.story)")
            #expect(!FileManager.default.fileExists(atPath: place + "stolen"))
        }
        try scene.write(
            "batch",
            "cd \(place)in\nput \(place)big x\nrename x y\nls -l\nget y \(place)got\n-rm y\n-get \(place)srv/ehr/x.csv \(place)no\n"
        )
        let sftp = try await scene.run("sftp", ["-F", place + "config", "-b", place + "batch", "ward-7"])
        #expect(sftp.status == 0, "\(sftp.story)")
        #expect(try Data(contentsOf: scene.folder.appending(path: "got")) == Self.bytes)
        #expect(FileManager.default.fileExists(atPath: place + "in/y"), "remove is not allowed")
        #expect(!FileManager.default.fileExists(atPath: place + "no"))
        let up = try await scene.run("rsync", ["-a", place + "big", "ward-7:\(place)in/up/"])
        #expect(up.status == 0, "\(up.story)")
        let down = try await scene.run("rsync", ["-a", "ward-7:\(place)in/up/", place + "down/"])
        #expect(down.status == 0, "\(down.story)")
        #expect(try Data(contentsOf: scene.folder.appending(path: "down/big")) == Self.bytes)
        let tree = try await scene.run("rsync", ["-a", "ward-7:\(place)srv/", place + "all/"])
        #expect(tree.status != 0 && tree.errors.contains("chaperone: "), "\(tree.story)")
        try Command("git", ["init", "-q", "--bare", place + "in/repo.git"]).check()
        let clone = try await scene.run("git", ["clone", "-q", "ward-7:\(place)in/repo.git", place + "work"])
        #expect(clone.status == 0, "\(clone.story)")
        let push =
            "cd '\(place)work' && cp ../big a && git add a && git -c user.name=a -c user.email=a@b commit -qm one"
            + " && git push -q origin HEAD:refs/heads/main"
        let pushed = try await scene.run("sh", ["-c", push])
        #expect(pushed.status == 0, "\(pushed.story)")
        for via in ["scp", "sftp", "rsync", "git"] {
            #expect(try scene.records("intent").contains { $0.string("via") == via }, "\(via)")
        }
        let opened = try scene.records("intent").filter { $0.string("text").hasPrefix("write \(place)in/x") }
        #expect(opened.count == 1)
    }

    @Test(
        "what everything allows runs, reads and sends nothing that its words do not name, and ordinary commands go on")
    func everything() async throws {
        let scene = try LaneScene(rules: ["name: all, action: allow"], target: Self.target)
        let place = scene.place
        try scene.write("srv/app.log", "patient 536-22-0001\nplain\n")
        try scene.write("srv/ehr/x.csv", "1,Jane\n")
        try scene.write("srv/names", place + "srv/ehr/x.csv\n")
        let log = place + "srv/app.log"
        for command in [
            "split --additional-suffix -- --filter='touch \(place)ran' \(log)", "strings @\(place)srv/names",
            "xzcat -f --files=\(place)srv/names", "logger -s -n 127.0.0.1 -P 9 -d -f \(log)", "cat \(log) | logger -s",
            "getent -s /x passwd root", "sha256sum -c \(place)srv/names", "kill -0 -1", "cat \(place)srv/ehr/x.csv",
            "cd ..; cat \(log)",
        ] {
            let outcome = try await scene.ssh([command])
            #expect(outcome.status == 126 && outcome.output.isEmpty, "\(command): \(outcome.story)")
        }
        #expect(!FileManager.default.fileExists(atPath: place + "ran"))
        for (command, expected) in [
            ("grep -n patient \(log) | sort -k 1", "1:patient [SSN]\n"), ("wc -l \(log)", "2 \(log)\n"),
            ("strings -n 5 \(log)", "patient [SSN]\nplain\n"), ("split -l 1 -d \(log) \(place)in/part", ""),
            ("cat \(place)in/part01; kill -0 1 || echo no", "plain\n"),
            ("xz -kc \(log) | xzcat | tail -n 1", "plain\n"),
            ("cd \(place)srv/exports && du -s . | cut -f 2", ".\n"), ("getent passwd root | cut -d: -f1", "root\n"),
        ] {
            let outcome = try await scene.ssh([command])
            #expect(outcome.status == 0 && outcome.output == expected, "\(command): \(outcome.story)")
        }
    }

    @Test("where there are phi_paths, what follows links by itself reads nothing that nobody has approved")
    func transfersOfProtected() async throws {
        let scene = try Self.scene()
        let place = scene.place
        try FileManager.default.createSymbolicLink(
            atPath: place + "in/l", withDestinationPath: place + "srv/ehr")
        try Command("git", ["init", "-q", "--bare", place + "in/repo.git"]).check()
        let config = ["-F", place + "config"]
        for (program, words) in [
            ("scp", config + ["-O", "ward-7:\(place)in/l/x.csv", place + "one"]),
            ("rsync", ["-a", "ward-7:\(place)in/l/", place + "two/"]),
            ("git", ["clone", "-q", "ward-7:\(place)in/repo.git", place + "three"]),
        ] {
            let outcome = try await scene.run(program, words)
            #expect(outcome.status != 0 && outcome.errors.contains("only with an approval"), "\(outcome.story)")
        }
        for name in ["one", "two/x.csv", "three"] {
            #expect(!FileManager.default.fileExists(atPath: place + name), "\(name)")
        }
        try scene.write("small", "written\n")
        let put = try await scene.run("rsync", ["-rtW", place + "small", "ward-7:\(place)in/"])
        #expect(put.status == 0, "\(put.story)")
        #expect(try String(contentsOfFile: place + "in/small", encoding: .utf8) == "written\n")
    }

    @Test("rsync's own rules about names pass, and none that has the host read a file")
    func filters() async throws {
        let scene = try Self.scene(Self.target.filter { !$0.hasPrefix("phi_paths") })
        let place = scene.place
        for name in ["a.txt", "b.o"] { try scene.write("in/\(name)", "x\n") }
        for flags in [
            ["--exclude=*.o"], ["-z", "--exclude=*.o"], ["--exclude=*.o", "--delete", "--prune-empty-dirs"],
        ] {
            try? FileManager.default.removeItem(atPath: place + "down")
            let down = try await scene.run("rsync", ["-a"] + flags + ["ward-7:\(place)in/", place + "down/"])
            #expect(down.status == 0, "\(down.story)")
            #expect(FileManager.default.fileExists(atPath: place + "down/a.txt"))
            #expect(!FileManager.default.fileExists(atPath: place + "down/b.o"))
        }
        let merged = try await scene.run("rsync", ["-aF", "ward-7:\(place)in/", place + "merged/"])
        #expect(merged.status != 0 && merged.errors.contains("none that names a pattern"), "\(merged.story)")
    }

    @Test("a host that binds no signature to its key gets one only where the target says so", arguments: [true, false])
    func dropbear(isUnbound: Bool) async throws {
        let scene = try LaneScene(
            rules: Self.rules, target: isUnbound ? ["unbound_signatures: true"] : [], host: .dropbear)
        let outcome = try await scene.ssh(["echo hello"])
        if isUnbound {
            #expect(outcome.status == 0 && outcome.output == "hello\n", "\(outcome.story)")
        } else {
            #expect(outcome.status == 255 && outcome.errors.contains("unbound_signatures: true"), "\(outcome.story)")
        }
    }

    @Test("what moves files has no terminal, and what is typed at a command is not put into what it shows")
    func terminals() async throws {
        let scene = try Self.scene()
        // Of a subsystem that is refused OpenSSH's client says only that.
        for (flags, command, words) in [
            (["-tt", "-s"], "sftp", "subsystem request failed"),
            (["-tt"], "scp -f \(scene.place)srv/exports/a.txt", "without a terminal"),
            (["-tt"], "echo hello", "have the rule for it say terminal: true"),
            (["-tt"], "cat \(scene.place)srv/ehr/x.csv", "phi_paths go to nobody"),
        ] {
            let outcome = try await scene.ssh([command], flags: flags)
            #expect(outcome.status != 0 && outcome.errors.contains(words), "\(outcome.story)")
        }
        #expect(
            try scene.records("decision").map { $0.string("rule") }
                == ["chaperone/terminal", "chaperone/terminal", "chaperone/terminal", "chaperone/phi-paths"])
        let typed = try await scene.ssh(["cat"], flags: ["-tt"], input: "ssn 536-22-0002\n\u{4}")
        #expect(typed.status == 0 && typed.output == "ssn [SSN]\r\n", "\(typed.story)")
        #expect(try scene.records("intent").map { $0.string("text") } == ["[terminal] cat"])
        // It can be played.
        let session = try #require(try scene.records("intent").first).string("session")
        let log = ["--from", scene.place + "state/audit"]
        let cast = try await scene.run(Repository.chaperone.path(), ["audit", "cast", session] + log)
        let lines = cast.output.split(separator: "\n")
        #expect(cast.status == 0 && lines.first?.hasPrefix("{\"version\": 2, ") == true, "\(cast.story)")
        #expect(
            lines.count >= 2 && lines.dropFirst().contains { $0.contains(#""o", "ssn [SSN]\u000d\u000a"]"#) },
            "\(cast.story)")
        #expect(!cast.output.contains("536-22"))
        let none = try await scene.run(
            Repository.chaperone.path(), ["audit", "cast", session, "--statement", "99"] + log)
        #expect(none.status == 2 && none.errors.contains("has no operation 99"), "\(none.story)")
    }

    @Test("the sizes of a terminal are recorded as its client says them, and a cast has them")
    func sizes() async throws {
        let scene = try LaneScene(
            rules: ["name: wait, when: { command: ['sleep {number}'], terminal: true }, action: allow"], target: [])
        let ssh = "ssh -F \(scene.place)config -tt ward-7 'sleep 3'"
        let outcome = try await scene.run(
            "script",
            [
                "-qec", "stty rows 50 cols 132; (sleep 1.5; stty rows 40 cols 100 < /dev/tty) & \(ssh)",
                scene.place + "typescript",
            ])
        #expect(outcome.status == 0, "\(outcome.story)")
        let sizes = try scene.records("terminal").map { [$0.number("columns"), $0.number("rows")] }
        // stty says rows and columns one after the other.
        #expect(sizes.first == [132, 50] && sizes.last == [100, 40], "\(sizes)")
        let session = try #require(try scene.records("intent").first).string("session")
        let cast = try await scene.run(
            Repository.chaperone.path(), ["audit", "cast", session, "--from", scene.place + "state/audit"])
        #expect(cast.output.contains(#""width": 132, "height": 50, "#), "\(cast.story)")
        #expect(cast.output.contains(#""r", "100x40"]"#), "\(cast.story)")
        // Who has no terminal says no size.
        #expect(try await scene.ssh(["sleep 0"], flags: ["-tt"]).status == 0)
        #expect(try scene.records("terminal").count == sizes.count)
    }

    @Test("a protected file is not fetched by a link to where it is, and what is judged is what is opened")
    func links() async throws {
        let scene = try Self.scene()
        let place = scene.place
        try FileManager.default.createSymbolicLink(
            atPath: place + "srv/exports/l", withDestinationPath: place + "srv/ehr")
        try FileManager.default.createSymbolicLink(
            atPath: place + "srv/exports/a", withDestinationPath: place + "srv/ehr")
        try scene.write("srv/exports/x.csv", "judged\n")
        // The last one comes to srv/x.csv by the link, and to exports/x.csv by its letters.
        try scene.write(
            "batch",
            "-get \(place)srv/exports/l/x.csv \(place)one\n-get \(place)srv/exports/a/../x.csv \(place)two\nls \(place)srv/exports\n"
        )
        let sftp = try await scene.run("sftp", ["-F", place + "config", "-b", place + "batch", "ward-7"])
        #expect(sftp.status == 0 && sftp.output.contains("x.csv"), "\(sftp.story)")
        #expect(!FileManager.default.fileExists(atPath: place + "one"), "\(sftp.story)")
        #expect(try String(contentsOfFile: place + "two", encoding: .utf8) == "judged\n")
        let denied = try scene.records("decision").map { ($0.string("message"), $0.string("text")) }
        #expect(denied.first?.0.contains("where the path leads through a link") ?? false, "\(denied)")
        #expect(denied.first?.1.contains("(\(place)srv/ehr/x.csv)") ?? false, "\(denied)")
        #expect(denied.allSatisfy { $0.1.contains("exports/l") }, "\(denied)")
    }

    @Test("a path whose links the host does not follow to their end is not opened, though the host would open it")
    func manyLinks() async throws {
        let scene = try LaneScene(
            rules: ["name: fetch, when: { sftp: [read, list, stat], paths: ['PLACE/srv/exports/**'] }, action: allow"],
            target: ["phi_paths: ['PLACE/srv/ehr/**']"])
        let place = scene.place
        try scene.write("srv/ehr/x.csv", "1,536-22-0001\n")
        // OpenSSH's realpath follows 32 links, and a kernel 40.
        var link = place + "srv/exports/l0"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: place + "srv/ehr")
        for index in 1...36 {
            let next = place + "srv/exports/l\(index)"
            try FileManager.default.createSymbolicLink(atPath: next, withDestinationPath: link)
            link = next
        }
        #expect(try String(contentsOfFile: link + "/x.csv", encoding: .utf8) == "1,536-22-0001\n")
        try scene.write("batch", "-get \(link)/x.csv \(place)one\n")
        let sftp = try await scene.run("sftp", ["-F", place + "config", "-b", place + "batch", "ward-7"])
        #expect(!FileManager.default.fileExists(atPath: place + "one"), "\(sftp.story)")
        let last = link + "/x.csv"
        let script = place + "open.py"
        try scene.write("open.py", Self.blindOpen)
        let port = try scene.lane.port
        let blind = try await OffPool.run {
            try Command(
                Repository.root.appending(path: ".build/test-venv/bin/python").path(),
                [script, port, last]
            ).run()
        }
        #expect(blind.status == 0 && blind.output.contains("refused"), "\(blind.story)")
    }

    /// Opens a path by SFTP without a look at it before.
    private static let blindOpen = """
        import sys, paramiko
        transport = paramiko.Transport(('127.0.0.1', int(sys.argv[1])))
        transport.connect()
        transport.auth_none('agent')
        sftp = paramiko.SFTPClient.from_transport(transport)
        try:
            print('read', sftp.open(sys.argv[2], 'r').read())
        except IOError as error:
            print('refused', error)
        transport.close()
        """

    @Test("a binary stream is cut, and forwardings, agents and displays are refused")
    func prohibited() async throws {
        let scene = try Self.scene()
        let binary = try await scene.ssh(["gzip -c \(scene.place)srv/app.log"])
        #expect(binary.status == 126 && binary.output == "" && binary.errors.contains("it was cut"), "\(binary.story)")
        // Whatever masks takes text, also where a target does not say phi: true.
        let open = try Self.scene(["detect: [us_ssn]"])
        let packed = try await open.ssh(["gzip -c \(open.place)srv/app.log"])
        #expect(packed.status == 126 && packed.output == "" && packed.errors.contains("it was cut"), "\(packed.story)")
        let forward = try await scene.ssh([], flags: ["-W", "127.0.0.1:\(scene.server.port)"], input: "x\r\n")
        #expect(forward.status != 0 && forward.output == "", "\(forward.story)")
        let remote = try await scene.ssh(
            ["true"], flags: ["-R", "0:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes"])
        #expect(remote.status == 255, "\(remote.story)")
        let agent = try await scene.ssh(["true"], flags: ["-A", "-X"])
        #expect(agent.status == 0, "\(agent.story)")
        #expect(try scene.records("decision").contains { $0.string("text").hasPrefix("forward 127.0.0.1:") })
    }

    @Test("what ssh-config prints is all that a client needs, wherever the state is, and so is the file that it names")
    func clientConfiguration() async throws {
        let scene = try LaneScene(rules: Self.rules, state: "s p%d/state")
        let config = try String(contentsOfFile: scene.place + "config", encoding: .utf8)
        let knownHosts = scene.place + "s p%d/state/ssh/known_hosts"
        #expect(config.contains("UserKnownHostsFile \"\(scene.place)s p%%d/state/ssh/known_hosts\"\n"), "\(config)")
        let command = config.split(separator: "\n").first { $0.contains("  KnownHostsCommand /bin/echo ward-7 ssh-") }
        let old = config.replacing(try #require(command), with: "    HostbasedAuthentication no")
        try scene.write("config", old)
        let byFile = try await scene.ssh(["echo file"])
        #expect(byFile.output == "file\n", "\(byFile.story)")
        try scene.write("config", config)
        try FileManager.default.removeItem(atPath: knownHosts)
        let byCommand = try await scene.ssh(["echo line"])
        #expect(byCommand.output == "line\n" && byCommand.errors == "", "\(byCommand.story)")
        let denied = try await OffPool.run {
            try Command(
                "setpriv",
                [
                    "--reuid=65534", "--clear-groups", Repository.chaperone.path(), "ssh-config", "--state",
                    scene.place + "s p%d/state",
                ]
            ).run()
        }
        #expect(denied.status != 0 && denied.errors.contains("run this as that account"), "\(denied.story)")
    }

    @Test("a host with another key than the pinned one is never logged in to, and everybody is told why")
    func anotherHost() async throws {
        let other = try SSHPrivateKey(generating: .ed25519).publicKey
        let scene = try LaneScene(rules: Self.rules, pinned: other.line)
        let outcome = try await scene.ssh(["true"])
        #expect(outcome.status == 255, "\(outcome.story)")
        #expect(outcome.errors.contains("is not among the target's host_keys"), "\(outcome.story)")
        #expect(scene.sidecarLog.contains("is not among the target's host_keys"))
        #expect(!scene.server.log.contains("Accepted publickey"))
        #expect(try scene.records("session_start").isEmpty)
    }

    @Test("one connection is shared by commands side by side")
    func shared() async throws {
        let scene = try Self.scene()
        let flags = ["-o", "ControlPath=\(scene.place)c", "-o", "ControlMaster=auto", "-o", "ControlPersist=20"]
        _ = try await scene.ssh(["true"], flags: flags)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...6 {
                group.addTask {
                    let outcome = try await scene.ssh(["echo x\(number); sleep 1; echo y\(number)"], flags: flags)
                    #expect(outcome.status == 0 && outcome.output == "x\(number)\ny\(number)\n", "\(outcome.story)")
                }
            }
            try await group.waitForAll()
        }
        _ = try await scene.ssh([], flags: flags + ["-O", "exit"])
        #expect(try scene.records("session_start").count == 1)
    }

    @Test(
        "channels of several connections hold no more together than a lane may, and there is room when some have ended")
    func memory() async throws {
        let scene = try Self.scene()
        let script = scene.place + "channels.py"
        try scene.write("channels.py", Self.manyChannels)
        let port = try scene.lane.port
        let outcome = try await OffPool.run {
            try Command(Repository.root.appending(path: ".build/test-venv/bin/python").path(), [script, port]).run()
        }
        // Each counts for 256 KiB at least, and 64 MiB are there.
        #expect(
            outcome.status == 0 && outcome.output == "opened 256, then 4 Resource shortage\nagain\n", "\(outcome.story)"
        )
        #expect(outcome.errors.contains("the channels of this lane hold the memory that they may"), "\(outcome.story)")
    }

    /// Opens channels on several connections until one is refused, ends a connection, and tries again.
    private static let manyChannels = """
        import sys, time, paramiko
        def connect():
            transport = paramiko.Transport(('127.0.0.1', int(sys.argv[1])))
            transport.connect()
            transport.auth_none('agent')
            return transport
        transports = [connect() for _ in range(5)]
        channels = []
        try:
            for transport in transports:
                for _ in range(64):
                    channels.append(transport.open_session(timeout=30))
        except paramiko.ChannelException as error:
            print('opened %d, then %d %s' % (len(channels), error.code, error.text))
        transports[0].close()
        for _ in range(100):
            try:
                transports[4].open_session(timeout=30)
                print('again')
                break
            except paramiko.ChannelException:
                time.sleep(0.1)
        for transport in transports:
            transport.close()
        """

    @Test("a sidecar that is told to end lets nothing new begin, ends what rests, and says why to what does not")
    func drain() async throws {
        let scene = try Self.scene()
        async let sleeping = scene.ssh(["sleep 40"])
        while try scene.records("intent").isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        scene.signalSidecar(SIGTERM)
        let outcome = try await sleeping
        #expect(outcome.status != 0 && outcome.errors.contains("the sidecar is shutting down"), "\(outcome.story)")
        #expect(scene.waitForSidecar() == 0)
        #expect(try scene.records("outcome").contains { $0.string("status") == "abandoned" })
        #expect(try scene.records("session_end").count == 1)
    }

    @Test("a key that the host does not know is told of, and no session begins")
    func unknownKey() async throws {
        let scene = try Self.scene()
        // Nobody may any more.
        try Data().write(to: scene.server.folder.appending(path: "authorized"))
        let outcome = try await scene.ssh(["true"])
        #expect(outcome.status == 255, "\(outcome.story)")
        #expect(outcome.errors.contains("does not take the credential's key"), "\(outcome.story)")
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
