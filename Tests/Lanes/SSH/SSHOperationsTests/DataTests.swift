import Foundation
import SSHOperations
import TestSupport
import Testing

/// Programs that are known to run nothing of what they are told.
struct DataTests {
    static func isData(_ words: [String]) throws -> Bool {
        let text = words.map(ShellQuoting.quoted).joined(separator: " ")
        return try CommandReader.read(Array(text.utf8)).isData
    }

    @Test(arguments: [
        ("sort -t, -k2,2n -u x", true), ("sort -k 2 -o out x", true), ("sort --key=2 --reverse", true),
        ("sort - x", true),
        ("sort -- --compress-program=id", true), ("sort -k 2 --compress-program=id", false),
        ("sort --comp=id x", false), ("sort -r --compress-program id", false), ("sort -Y", false),
        ("sort -k --co=id", true),
        ("split -b 10 -d x y", true), ("split --filter=id x", false), ("split -n --filter=id", true),
        ("split -n2 --fi=id", false),
        ("ip a", true), ("ip -4 -o route get 1.1.1.1", true), ("ip link set eth0 down", false),
        ("ip netns exec a id", false),
        ("ip -b /tmp/x", false), ("ip -force -batch x", false), ("ip a add 10.0.0.1/8 dev x", false),
        ("systemctl", true), ("systemctl restart app.service", true), ("systemctl -H x status", false),
        ("systemctl start /tmp/x.service", false), ("systemctl --user start x", false), ("systemctl edit x", false),
        ("kill -9 12", true), ("kill -TERM 12 13", true), ("kill %1", false), ("kill 'a[0]'", false),
        ("sleep 0.5", true),
        ("sleep x", false), ("exit", true), ("exit 3", true), ("exit 3 4", false), ("exit x", false),
        ("which ls", true),
        ("which -a ls", false), ("sysctl vm.swappiness", true), ("sysctl kernel.core_pattern=x", false),
        ("sysctl -w x=y", false), ("timedatectl status", true), ("timedatectl set-ntp true", false),
        ("/usr/bin/cat x", true),
        ("/usr/bin/../../tmp/cat x", false), ("/usr//bin/cat x", false), ("bin/cat x", false), ("/tmp/cat x", false),
        ("nothing", false), ("test", true), ("test a -a b", false), ("'[' -e x", false), ("'[' 1 -lt 2 ']'", true),
        ("printf", false), ("printf '%(x)T' 1", false), ("printf %q x", false), ("printf '%' x", false),
        ("rg --pre=id x", false),
        ("wget --use-askpass=id x", false), ("diff3 --diff-program=id a b c", false), ("pidstat -e id", false),
        ("install --strip-program=id -s a b", false), ("getconf -v ../x y", false),
    ])
    func `Arguments are data where they are recognised`(text: String, isData: Bool) throws {
        #expect(try CommandReader.read(Array(text.utf8)).isData == isData)
    }

    /// What shells compute with, by all that they have built in: words that would run a program, and names that lead to them.
    @Test(arguments: CommandReaderTests.shells)
    func `A shell runs nothing of the arguments of what is known as data`(shell: [String]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "data-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let mark = folder.path() + "ran"
        let traps = [
            "a[$(touch \(mark))]", "LC_X", "`touch \(mark)`", "x[`touch \(mark)`]", "-v", "-t", "1", "]", "=", "-eq",
            "%d",
        ]
        let names = [
            "test", "[", "printf", "echo", "kill", "exit", "sleep", "which", "type", "cd", "pwd", "true", "false",
        ]
        var random = SeededGenerator(seed: 11)
        var script = ""
        var count = 0
        for name in names {
            for _ in 0..<120 {
                var words =
                    [name]
                    + (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in traps.randomElement(using: &random)
                    }
                if name == "[" { words.append("]") }
                guard try Self.isData(words) else { continue }
                let written = words.map(ShellQuoting.quoted).joined(separator: " ")
                script += "( \(written) ) >/dev/null 2>&1 </dev/null\n"
                count += 1
            }
        }
        #expect(count > 200)
        let environment = ["LC_X": "a[$(touch \(mark))]", "PATH": "/usr/bin:/bin"]
        _ = try Command(shell[0], Array(shell.dropFirst()) + ["-s"], environment: environment, input: script).run()
        #expect(!FileManager.default.fileExists(atPath: mark))
        // The traps are real where a shell computes.
        if shell == ["mksh"] {
            let trap = "test \(ShellQuoting.quoted(traps[0])) -eq 0"
            _ = try Command(shell[0], ["-c", trap], environment: environment).run()
            #expect(FileManager.default.fileExists(atPath: mark))
        }
    }
}
