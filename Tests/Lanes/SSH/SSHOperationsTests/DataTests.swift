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
        ("sort -- --compress-program=id", false), ("sort -k 2 --compress-program=id", false),
        ("sort --comp=id x", false), ("sort -r --compress-program id", false), ("sort -Y", false),
        ("sort -k --co=id", false), ("sort --key -- --compress-program=id", false), ("sort --key", false),
        ("sort --reverse=x", false), ("sort --check=quiet x", true), ("sort --files0-from=x", false),
        ("split -b 10 -d x y", true), ("split --filter=id x", false), ("split -n --filter=id", false),
        ("split --additional-suffix -- --filter=id x", false), ("split --additional-suffix --filter=id x", false),
        ("split --additional-suffix .csv -l 9 x y", true), ("split --numeric-suffixes -- --filter=id", false),
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
        // Of what is sent, loaded, read from lists of names, and ended by patterns.
        ("logger -t app done", true), ("logger -p user.notice -- done", true), ("logger -f x", false),
        ("logger -n 127.0.0.1 -P 5999 -d -f x", false), ("logger -t app", false), ("logger -tf -fx", false),
        ("logger --server=h x", false), ("dig +short -t MX a.example @10.0.0.1", true), ("dig -f x @10.0.0.1", false),
        ("dig -p 5432 x", false), ("dig -x -f x", false), ("dig +tls-ca=/x y", false), ("host -t MX a.example", true),
        ("host -p 5432 a.example", false), ("getent passwd root", true), ("getent -s /x passwd", false),
        ("getent --service=/x hosts y", false), ("getent /x y", false), ("strings -n 8 x", true),
        ("strings '@x'", false),
        ("strings -- '@x'", false), ("wc -l x", true), ("wc --files0-from=x", false), ("wc --files0-from x", false),
        ("du -sh x", true), ("du -d 1 --exclude=x", true), ("du --files0-from=x", false), ("xz -9 -T0 x", true),
        ("xzcat --files=x", false), ("xz --files0=x", false), ("zstd -19 -T0 x", true), ("zstd --filelist=x", false),
        ("zstdcat --filelist x", false), ("sha256sum x", true), ("sha256sum -c x", false), ("md5sum --check x", false),
        ("file -b x", true), ("file -f x", false), ("file --files-from=x", false), ("file -bf x", false),
        ("getfacl x", true), ("getfacl -", false), ("setfacl -m u:a:r x", true), ("setfacl --restore=x", false),
        ("setfattr --restore=x", false), ("tree -L 2 x", true), ("tree -R -L 1 -H x", false), ("stty -a", true),
        ("stty echo", false), ("stty -F /dev/pts/1 olcuc", false), ("hostname -f", true), ("hostname x", false),
        ("ss -tlnp", true), ("ss -K dst x", false), ("ss -tD x", false), ("dmesg -T", true), ("dmesg -C", false),
        ("journalctl -u app -n 20 --no-pager", true), ("journalctl -b -1 -p err", true),
        ("journalctl --rotate --vacuum-time=1s", false), ("journalctl -D x", false), ("journalctl --file=x", false),
        ("systemctl stop '*'", false), ("systemctl restart 'ssh*' 'cron*'", false), ("systemctl stop -- '*'", false),
        ("systemctl status 'ssh*'", true), ("systemctl list-units --type=service --state=running", true),
        ("systemctl -n 20 status app", true), ("systemctl -n stop restart '*'", false), ("systemctl poweroff", false),
        ("kill -9 -1", false), ("kill -9 -- -1", false), ("kill -1", false), ("kill 0", false), ("kill -1 12", true),
        ("kill -9 4294967295", false), ("kill -9 18446744073709551615", false), ("kill -s TERM 12", true),
        ("kill -l", true),
        ("kill", false), ("killall -9 app", true), ("killall -r '.*'", false), ("killall -u agent", false),
        ("pkill -x app", true), ("pkill -TERM -x app", true), ("pkill app", false), ("pkill -x '.*'", false),
        ("pkill -u agent -x app", false), ("fuser -v x", true), ("fuser -k x", false), ("fuser -vk x", false),
        ("pkill -U 0 -x", false), ("pkill -P 1 -x", false), ("pkill -HU 0 -x", false), ("pkill -G 0 -x", false),
        ("pkill -F 0 -x", false), ("killall -Z s0", false), ("pkill -9 -x a", true), ("pkill -HUP -x a", true),
        ("pkill -SIGUSR1 -x a", true), ("pkill -SIG -x a", false), ("killall -TERM a", true), ("kill -s HUP 5", true),
        ("kill -s X 5", false), ("tree -PRH x y -L 1 d", false), ("tree -Po x y", false), ("tree -dL 2 x", true),
        ("tree -dI x", true), ("zstd -Db x", false), ("zstd -oM x", false), ("zstd -dfo x y", true),
        ("fuser -nk tcp 22", false), ("fuser -vn tcp 22", true), ("ss -f inet", true),
        ("sysctl -a", true), ("sysctl kernel/../../../x", false), ("sysctl kernel..x", false), ("lastlog -C", false),
        ("ip link show type ../x", false), ("ip a show -b x", false), ("ip route get 10.0.0.0/8", true),
    ])
    func `Arguments are data where they are recognised`(text: String, isData: Bool) throws {
        #expect(try CommandReader.read(Array(text.utf8)).isData == isData)
    }

    /// By the options that the programs themselves say they have: each with what could be its value, and what would run or read.
    @Test(arguments: [
        "sort", "split", "sha256sum", "b2sum", "strings", "xz", "xzcat", "zstd", "zstdcat", "file", "wc", "du",
    ])
    func `A program runs nothing and opens no list of names by arguments that are data`(program: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "options-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = folder.path()
        let help = try Command("bash", ["-c", "\(program) --help"]).run()
        // Where a program is not there, nothing can be said of it.
        let options = Set((help.output + help.errors).matches(of: /--[a-z][a-z0-9-]+/).map { String($0.output) })
            .sorted()
        let traps = ["--filter=touch \(place)ran", "@names", "-fnames", "--"]
        let lines =
            options.map { [$0 + "=names"] } + options.map { [$0, "names"] }
            + options.flatMap { option in traps.flatMap { [[option, $0, "x"], [option, "--", $0], [$0, option]] } }
        var script = "cd \(ShellQuoting.quoted(place))\n"
        var count = 0
        for line in lines {
            guard try Self.isData([program] + line) else { continue }
            let written = ([program] + line).map(ShellQuoting.quoted).joined(separator: " ")
            script += "echo 'canary,536-22-0001' >hidden; echo hidden >names; printf 'b\\na\\n' >x; "
            script += "timeout 5 \(written) </dev/null 2>&1\n"
            count += 1
        }
        #expect(count > 20 || options.isEmpty, "\(count) \(options)")
        let outcome = try Command("bash", ["-s"], input: script).run()
        #expect(!outcome.output.contains("canary") && !outcome.output.contains("hidden:"), "\(outcome.output)")
        #expect(!FileManager.default.fileExists(atPath: place + "ran"))
        // The traps are real.
        let trap = ["split", "--additional-suffix", "--", traps[0], "x"]
        if program == "split" { _ = try Command("env", ["-C", place] + trap).run() }
        #expect(FileManager.default.fileExists(atPath: place + "ran") == (program == "split"))
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
