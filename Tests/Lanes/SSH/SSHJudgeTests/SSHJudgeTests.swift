import Policy
import SSHJudge
import SSHOperations
import Testing

/// What policy says of what a client wants to run.
struct SSHJudgeTests {
    private static func rule(
        _ name: String, _ condition: SSHCondition?, _ action: Rule.Action, message: String? = nil
    ) -> Rule {
        var when = Rule.Condition()
        when.ssh = condition
        return Rule(name: name, when: when, action: action, message: message)
    }

    private static func commands(_ templates: [String], isOpaque: Bool = false) -> SSHCondition {
        .commands(templates: templates, isOpaque: isOpaque, mayBeBinary: false)
    }

    private static let approve = Rule.Action.approve(approvers: ["operators"], expiresSeconds: 60)

    private static func judge(
        _ rules: [Rule], default action: Bundle.DefaultAction = .deny, detect: [String] = [], paths: [String] = []
    ) -> SSHJudge {
        let target = Target(
            name: "ward", service: .ssh(SSHTerms(user: "agent", hostKeys: [], protectedPaths: paths)),
            upstream: .init(host: "h", port: 22), listen: .init(host: "127.0.0.1", port: 0), credential: "k",
            detect: detect)
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target], rules: rules, defaultAction: action,
            roles: [Role(name: "r", groups: ["g"], targets: ["ward"])])
        return SSHJudge(bundle: bundle, target: target, role: "r")
    }

    /// `allow RULE`, `deny RULE`, `approve RULE,RULE`.
    private static func words(_ verdict: SSHJudgement.Verdict) -> String {
        switch verdict {
        case .allow(let rule, _): "allow \(rule ?? "default")"
        case .deny(let rule, _): "deny \(rule)"
        case .approve(let demands): "approve \(demands.map(\.rule).joined(separator: ","))"
        }
    }

    private static func verdict(_ judge: SSHJudge, _ command: String) -> String {
        words(judge.judge(.command(Array(command.utf8))).verdict)
    }

    private static let ward = [
        rule("no-shadow", commands(["cat /etc/shadow"]), .deny),
        rule("look", commands(["systemctl status {unit}", "tail -n {number} /var/log/{name}.log", "df -h"]), .allow),
        rule("restart", commands(["systemctl restart {unit}"]), approve),
        rule("stop", commands(["systemctl stop {unit}"]), approve),
        rule("script", commands(["python3 /opt/report.py {word}"], isOpaque: true), .allow),
        rule("count", commands(["df -h | wc -l"]), .allow),
        rule("fetch", .files(actions: [.read, .list, .stat], paths: ["/srv/exports/.**"]), .allow),
        rule("ehr", .files(actions: [.read], paths: ["/srv/ehr/**"]), .allow),
        rule("asked", .files(actions: [.read], paths: ["/srv/asked/**"]), approve),
        rule("strange", .unread, approve),
        rule("jump", .forwards(["db.internal:5432"]), .allow),
    ]

    @Test(arguments: [
        ("df -h", "allow look"), ("tail -n 20 /var/log/app.log", "allow look"),
        ("tail -n 20 /var/log/../shadow.log", "deny default"), ("cat /etc/shadow; id", "deny no-shadow"),
        ("df -h && df -h", "allow look"), ("df -h; id", "deny default"), ("df -h | wc -l", "allow count"),
        ("df -h | tee x", "deny default"), ("df -h | cat /etc/shadow", "deny no-shadow"),
        ("systemctl restart app", "approve restart"), ("df -h; systemctl restart app", "approve restart"),
        ("systemctl restart app; systemctl stop app", "approve restart,stop"),
        ("systemctl restart app; rm x", "deny default"), ("python3 /opt/report.py x", "allow script"),
        ("python3 /opt/other.py", "deny default"), ("sh -c 'df -h'", "deny default"),
        ("df -h $(id)", "approve strange"), ("df -h > /tmp/x", "approve strange"),
        ("scp -f /srv/exports/x.csv", "deny chaperone/phi-paths"), ("scp -r -f /srv", "approve asked"),
        ("scp -r -f /srv/exports", "deny chaperone/phi-paths"), ("scp -t /srv/exports/", "deny default"),
        ("scp -f /srv/ehr/x.csv", "deny chaperone/phi-paths"), ("scp -f /srv/asked/x", "approve asked"),
        ("scp -f x.csv", "approve asked"), ("scp -f /srv/exports/../ehr/x", "deny chaperone/phi-paths"),
        ("git-upload-pack '/srv/exports/r.git'", "deny default"),
        ("rsync --server --sender -logDtpre.iLsfxCIvu . /srv/exports/", "deny chaperone/phi-paths"),
        ("rsync --server -logDtpre.iLsfxCIvu . /srv/exports/", "deny default"),
    ])
    func `A command is allowed by what was read of it, and by nothing less`(command: String, expected: String) {
        let judge = Self.judge(Self.ward, paths: ["/srv/ehr/**", "/srv/asked/**"])
        #expect(Self.verdict(judge, command) == expected, "\(command)")
    }

    private static let transfers = [
        rule(
            "hooks", commands(["git-upload-pack {path:/srv/exports}", "/opt/bin/scp -f {path:/srv}"], isOpaque: true),
            .allow),
        rule("fetch", .files(actions: [.read, .list, .stat], paths: ["/srv/exports/.**"]), .allow),
        rule("in", .files(actions: [.write, .list, .setstat], paths: ["/in/.**"]), .allow),
        rule("in-links", .files(actions: [.link, .read], paths: ["/in/links/.**"]), .allow),
        rule("home", .files(actions: [.write, .read], paths: ["/home/a/**"]), .allow),
    ]

    @Test(arguments: [
        ("scp -f /srv/exports/x.csv", "allow fetch"), ("scp -r -f /srv/exports", "allow fetch"),
        ("scp -r -f /srv", "deny default"), ("/opt/bin/scp -f /srv/exports/x", "allow fetch"),
        ("/opt/bin/scp -f /srv/x", "deny default"), ("/tmp/scp -f /srv/exports/x", "deny default"),
        ("git-upload-pack '/srv/exports/r.git'", "allow fetch"), ("git-upload-pack '/srv/r.git'", "deny default"),
        ("git upload-pack '/srv/exports/r.git'", "deny default"), ("git-receive-pack '/in/r.git'", "deny default"),
        ("rsync --server --sender -logDtpre.iLsfxCIvu . /srv/exports/", "allow fetch"),
        ("rsync --server --sender -Lre.i . /srv/exports/", "deny default"),
        ("rsync --server -tpre.i . /in/", "deny default"), ("rsync --server -tprWe.i . /in/", "allow in"),
        ("rsync --server -ltprWe.i . /in/", "deny default"), ("rsync --server -logDtpre.i . /in/links/", "allow in"),
        ("rsync --server -tprWKe.i . /in/", "deny default"),
        // What is in a folder may be called anything, and a home has files that say what runs.
        ("scp -t /home/a/x", "deny default"), ("scp -r -f /home/a/x", "deny default"),
        ("scp -f /home/a/x", "allow home"), ("scp -f /home/a/.ssh/id", "deny default"),
        ("git-receive-pack '/home/a/r'", "deny default"),
        ("rsync --server -tprWe.i --delete . /in/", "deny default"),
    ])
    func `What moves files is allowed by all that it does, and what runs more by a rule for the command besides`(
        command: String, expected: String
    ) {
        #expect(Self.verdict(Self.judge(Self.transfers), command) == expected, "\(command)")
    }

    @Test func `Where links may lead to a protected file, what follows them itself reads with an approval only`() throws
    {
        let asked = Self.judge(
            [Self.rule("git", Self.commands(["git-upload-pack {path:/srv}"], isOpaque: true), Self.approve)]
                + Self.transfers, paths: ["/srv/ehr/**"])
        #expect(Self.verdict(asked, "git-upload-pack '/srv/exports/r.git'") == "approve git")
        for command in ["scp -f /srv/exports/x", "rsync --server --sender -re.i . /srv/exports/"] {
            let judgement = asked.judge(.command(Array(command.utf8)))
            #expect(Self.words(judgement.verdict) == "deny chaperone/phi-paths")
            guard case .deny(_, let words) = judgement.verdict else { return #expect(Bool(false)) }
            #expect(words.contains("scp -O, rsync and git"))
        }
        #expect(Self.verdict(asked, "rsync --server -tprWe.i . /in/") == "allow in")
        let path = try #require(HostPath("/srv/exports/x"))
        #expect(Self.words(asked.judge(.files(actions: [.read], paths: [path])).verdict) == "allow fetch")
    }

    @Test(arguments: [
        (
            "scp -f {path:/srv}",
            ["scp -f /srv/x", "scp -v -p -f -- /srv/x", "/usr/bin/scp -pf /srv/x", "scp -r -f /srv/x"]
        ),
        ("scp", ["scp -f x", "scp -t /srv", "/bin/scp -qt x"]),
        (
            "git-upload-pack {path:/srv}",
            ["git upload-pack '/srv/r'", "/usr/bin/git-upload-pack /srv/r", "git-upload-pack /srv//r"]
        ),
        ("rsync", ["rsync --server . /x", "rsync --server --sender -re.i . /x", "/opt/rsync --server . /x"]),
        ("rsync --server --sender . {path:/srv}", ["rsync --server --sender -vlogDtpre.iLsfxCIvu . /srv/x"]),
        ("rm {word}", ["rm x", "/bin/rm x", "df -h; /usr/bin/rm x", "'/bin/'rm x"]),
    ])
    func `A rule that restricts a program holds however the program is written`(template: String, commands: [String]) {
        let judge = Self.judge(
            [
                Self.rule("no", Self.commands([template], isOpaque: true), .deny),
                Self.rule("any", Self.commands([], isOpaque: true), .allow), Self.rule("all", nil, .allow),
            ])
        for command in commands { #expect(Self.verdict(judge, command) == "deny no", "\(command)") }
        #expect(Self.verdict(judge, "df -h") == "allow any")
    }

    @Test func `A rule that restricts sftp holds for the subsystem, and its server is opaque`() {
        for name in ["sftp", "sftp-server", "internal-sftp"] {
            let rules = [Self.rule("no", Self.commands([name], isOpaque: true), .deny), Self.rule("all", nil, .allow)]
            #expect(Self.words(Self.judge(rules).judge(.subsystem("sftp")).verdict) == "deny no")
        }
        let judge = Self.judge([Self.rule("opaque", Self.commands([], isOpaque: true), .deny)], default: .allow)
        #expect(Self.words(judge.judge(.subsystem("sftp")).verdict) == "allow default")
        let open = Self.judge([], default: .allow)
        for command in [
            "/usr/lib/openssh/sftp-server", "git-upload-pack '/x'", "printf -v 'a[$(id)]' x", "test -v 'a[$(id)]'",
            "sort --compress-program=/x y", "split --filter=id x", "ip netns exec a id", "taskset 1 id",
            "mapfile -C id",
        ] {
            #expect(Self.verdict(open, command) == "deny default", "\(command)")
        }
        for command in ["printf x", "sort -r x", "ip addr", "test -e x"] {
            #expect(Self.verdict(open, command) == "allow default", "\(command)")
        }
    }

    @Test func `What nobody has named runs only where it is known to run nothing of what it is told`() {
        let all = Self.rule("all", nil, .allow)
        let terminal = Self.rule("terminal", Self.commands([], terminal: true), .allow)
        let named = Self.rule("tool", Self.commands(["/opt/tool {word}", "choom -n 5 {word}"]), .allow)
        let any = Self.rule("any", Self.commands([], isOpaque: true), .allow)
        for command in [
            "ssh-agent id", "choom -n 5 id", "i386 id", "linux32 id", "setarch x86_64 id", "perf stat id",
            "/home/a/cat x", "./ls",
            "/opt/tool x", "df -h; newtool", "systemctl edit x", "systemctl link /tmp/x.service", "curl http://x/",
        ] {
            for rules in [[], [all], [terminal]] {
                let verdict = Self.verdict(Self.judge(rules, default: rules.isEmpty ? .allow : .deny), command)
                #expect(verdict == "deny default", "\(command)")
            }
            #expect(Self.verdict(Self.judge([any]), command) == "allow any", "\(command)")
        }
        for command in ["/opt/tool x", "choom -n 5 x"] {
            #expect(Self.verdict(Self.judge([named, all]), command) == "allow tool", "\(command)")
        }
        for command in [
            "cat /var/log/x | grep -c y | sort -rn -k 2", "/usr/bin/cat x", "systemctl --no-pager status app",
            "ps aux; free -m",
            "ip -br addr show", "test -e x && echo yes; exit 3", "cd /srv && ls -la",
        ] {
            #expect(Self.verdict(Self.judge([all]), command) == "allow all", "\(command)")
            #expect(Self.verdict(Self.judge([], default: .allow), command) == "allow default", "\(command)")
        }
        // What starts a pager where there is a terminal has none by a rule that does not name it.
        for (command, expected) in [
            ("ps aux", true), ("journalctl -n 5", false), ("ps aux; systemctl status x", false),
        ] {
            let judgement = Self.judge([terminal, all]).judge(.command(Array(command.utf8)))
            #expect(judgement.takesTerminal == expected && !judgement.isDenied, "\(command)")
        }
        guard case .deny(_, let words) = Self.judge([], default: .allow).judge(.command(Array("tool".utf8))).verdict
        else {
            return #expect(Bool(false))
        }
        #expect(words.contains("by a rule that names them") && !words.contains("tool"), "\(words)")
    }

    private static func commands(_ templates: [String], terminal: Bool) -> SSHCondition {
        .commands(templates: templates, isOpaque: false, mayBeBinary: false, hasTerminal: terminal)
    }

    @Test func `A terminal comes by a rule that says so for every part of the line, and with a shell`() {
        let judge = Self.judge(
            [
                Self.rule("watch", Self.commands(["vmstat {number}"], terminal: true), .allow),
                Self.rule("look", Self.commands(["systemctl status {unit}"]), .allow),
                Self.rule("sh", .shell, .allow), Self.rule("all", nil, .allow),
            ], default: .allow)
        for (command, expected) in [
            ("vmstat 1", true), ("vmstat 1; vmstat 2", true), ("systemctl status app", false),
            ("vmstat 1; systemctl status app", false), ("uptime", false), ("scp -f /x", false),
        ] {
            #expect(judge.judge(.command(Array(command.utf8))).takesTerminal == expected, "\(command)")
        }
        #expect(judge.judge(.shell).takesTerminal)
        #expect(!judge.judge(.subsystem("sftp")).takesTerminal)
    }

    @Test func `What a command names of phi_paths goes to nobody without an approval`() {
        let judge = Self.judge(
            [
                Self.rule("show", Self.commands(["cat {path:/srv}", "head --bytes={number} --x={path:/srv}"]), .allow),
                Self.rule("list", Self.commands(["ls /srv", "ls /var/log", "/bin/df -h"]), .allow),
                Self.rule("asked", Self.commands(["less {path:/srv}"]), Self.approve),
            ], paths: ["/srv/ehr/**"])
        for (command, expected) in [
            ("cat /srv/ehr/x.csv", "deny chaperone/phi-paths"), ("cat /srv/ehr", "deny chaperone/phi-paths"),
            // A link may stand where the client names.
            ("cat /srv/exports/x.csv", "deny chaperone/phi-paths"), ("ls /srv", "deny chaperone/phi-paths"),
            ("head --bytes=5 --x=/srv/ehr/x", "deny chaperone/phi-paths"), ("ls /var/log", "allow list"),
            ("/bin/df -h", "allow list"), ("cat /srv/exports/a; cat /srv/ehr/b", "deny chaperone/phi-paths"),
            ("less /srv/ehr/x.csv", "approve asked"), ("cat /srv", "deny chaperone/phi-paths"),
        ] {
            #expect(Self.verdict(judge, command) == expected, "\(command)")
        }
        let asked = Self.judge(
            [Self.rule("asked", Self.commands(["cat {path:/srv}"]), Self.approve)], paths: ["/srv/ehr/**"]
        )
        .judge(.command(Array("cat /srv/ehr/x.csv".utf8)))
        #expect(Self.words(asked.verdict) == "approve asked" && asked.protectedPaths == ["/srv/ehr/**"])
    }

    @Test(arguments: [
        "cat /proc/self/root/srv/ehr/x", "cat /proc/1/root/x", "echo if=/dev/sda", "cat /dev/sda1", "cat /dev/fd/3",
        "ls /proc",
        "echo -s file://localhost/srv/ehr/x", "echo -s file:///srv/ehr/x", "echo -T/srv/ehr/x h", "echo /a:/srv/ehr",
        "echo --list=/a,/srv/ehr/x", "echo -s file://h/%73rv/ehr/x", "echo file:%2Fsrv%2fehr/x", "echo 'a /b /srv/ehr'",
        "echo ../../srv/ehr/x", "echo http://../srv/ehr/x", "echo -d @/srv/ehr/x h", "cat /var/log/app.log /srv/ehr/x",
        "echo \(String(repeating: "/a:", count: 80))", "ls ../", "ls -C/", "ls a/../../", "ls /",
        "cd ..; cd ..; cat srv/ehr/x", "cp -t.. x", "cat %2E%2E",
        "cd ../other; cat x.csv", "cat ../other/x", "ls ../other", "cat x/../../other/y", "cat --dir=../x",
        "cp -t../other x", "cat x:..", "cat '..,x'", "cat 'x=/../../other/y'", "cat http:/../../other/y", "cat /a:../x",
        "cat '/var,../x'", "cat %2E%2E%2Fx", "cat '../a b'",
        "echo \(Array(repeating: "/a:/b:/c:/d:/e:/f:/g:/h:/i:/j:", count: 250).joined(separator: " "))",
    ])
    func `Wherever in a word a path may begin, what it leads to of phi_paths goes to nobody without an approval`(
        command: String
    ) {
        let protected = Self.judge([], default: .allow, paths: ["/srv/ehr/**"])
        let judgement = protected.judge(.command(Array(command.utf8)))
        #expect(Self.words(judgement.verdict) == "deny chaperone/phi-paths")
        #expect(judgement.protectedPaths == ["/srv/ehr/**"])
        #expect(Self.verdict(Self.judge([], default: .allow), command) == "allow default")
        let asked = Self.judge([Self.rule("asked", Self.commands([]), Self.approve)], paths: ["/srv/ehr/**"])
        #expect(Self.verdict(asked, command) == "approve asked")
    }

    @Test(arguments: [
        "cat /var/srv/ehr/x", "head -c 9 /dev/zero", "cat /proc/meminfo", "ls /opt/app/dev/x", "ls /opt/proc",
        "echo https://a.example/dev/srv/ehr", "echo --url=http://a.example/proc/x", "cat /data/a-b_c.d/dev/x", "df -h",
        "date +%d/%m/%Y", "ls /home/ü/dev/x", "ls exports/", "ls ./", "ls /var/log/",
        "echo and so on...", "seq 1..5", "ls .", "echo 'done..'", "grep 'foo..' x", "echo main..HEAD",
        "cat /var/log/../lib/x", "ls /opt/../var/..x", "ls x..",
    ])
    func `A path that goes on is one path, and what is known to be no file of the disks is none`(command: String) {
        let protected = Self.judge([], default: .allow, paths: ["/srv/ehr/**"])
        #expect(Self.verdict(protected, command) == "allow default")
    }

    @Test func `Where there are phi_paths a client chooses a command's path only with an approval`() {
        let rules = [
            Self.rule("open", Self.commands(["cat {path:/srv/exports}", "cat /srv/exports/list"]), .allow),
            Self.rule("asked", Self.commands(["head {path:/srv/exports}"]), Self.approve),
        ]
        let judge = Self.judge(rules, paths: ["/srv/ehr/**"])
        for (command, expected) in [
            ("cat /srv/exports/latest/x", "deny chaperone/phi-paths"), ("cat /srv/exports/list", "allow open"),
            ("head /srv/exports/latest", "approve asked"),
            ("cat /srv/exports/list; cat /srv/exports/x", "deny chaperone/phi-paths"),
        ] {
            #expect(Self.verdict(judge, command) == expected, "\(command)")
        }
        #expect(Self.verdict(Self.judge(rules), "cat /srv/exports/latest/x") == "allow open")
        guard case .deny(_, let words) = judge.judge(.command(Array("cat /srv/exports/x".utf8))).verdict else {
            return #expect(Bool(false))
        }
        #expect(words.contains("fetch the file by sftp"))
    }

    @Test(arguments: [
        ("id", "run what a rule allows"), ("sh -c id", "opaque: true"), ("echo x > y", "write files by sftp"),
        ("echo $HOME", "write out what it stands for"), ("rsync --server --sender -sre.i . /x", "the flag -s of rsync"),
        ("rsync --server -re.i --backup . /x", "the flag --backup of rsync is not known here: leave it out"),
        ("rsync --server -re.i --link-dest /y . /x", "the flag --link-dest of rsync"),
        ("rsync --server -v -vre.i . /x", "say -v once"), ("rsync --server -vvre.i . /x", "say -v once"),
        ("rsync --server --sender --patient=x . /x", "an option of rsync that is not known here: leave it out"),
        ("scp -S x -f y", "use scp without -O, or sftp"),
    ])
    func `What is refused says what to do instead`(command: String, remedy: String) {
        let judge = Self.judge([Self.rule("files", .files(actions: [], paths: []), .allow)])
        guard case .deny(_, let words) = judge.judge(.command(Array(command.utf8))).verdict else {
            return #expect(Bool(false))
        }
        #expect(words.contains(remedy) && !words.contains("patient"), "\(words)")
    }

    @Test(arguments: [
        ("wc --files0-from=patients", "of the arguments of wc by default only those"),
        ("logger -f patients", "of the arguments of logger by default only those"),
        ("systemctl stop 'patient*'", "end nothing by a pattern, and others by a rule that names them"),
        ("tool patients", "only programs are allowed that are known to run nothing"),
        ("rsync --server -logDtpre.i . /in", "say -rtW in place of -a"),
        ("rsync --server -logDtprWe.i . /in", "rsync makes links (-l, -H and -D, which -a has)"),
        ("rsync --server --sender -re.i . /in", "use sftp, or scp without -O"),
    ])
    func `What a default does not allow is named by its program, and a transfer by what it does`(
        command: String, words expected: String
    ) {
        let judge = Self.judge([], default: .allow, paths: ["/srv/ehr/**"])
        guard case .deny(_, let words) = judge.judge(.command(Array(command.utf8))).verdict else {
            return #expect(Bool(false))
        }
        #expect(words.contains(expected) && !words.contains("patient"), "\(words)")
        let inside = Self.judge([Self.rule("in", .files(actions: [], paths: ["/in", "/in/.**"]), .allow)])
        guard case .deny(_, let links) = inside.judge(.command(Array("rsync --server -rWKe.i . /in".utf8))).verdict
        else {
            return #expect(Bool(false))
        }
        #expect(links.contains("wherever links lead") && links.contains("-K"), "\(links)")
    }

    @Test func `It is known whether anything is judged by where it is`() {
        #expect(!Self.judge([Self.rule("all", nil, .allow)]).judgesPaths)
        #expect(!Self.judge([Self.rule("read", .files(actions: [.read], paths: []), .allow)]).judgesPaths)
        #expect(Self.judge([Self.rule("read", .files(actions: [.read], paths: ["/x/**"]), .allow)]).judgesPaths)
        #expect(Self.judge([], paths: ["/x/**"]).judgesPaths)
        // Who approves is shown a path, and decides by it.
        let demand = Rule.Action.approve(approvers: ["ops"], expiresSeconds: 60)
        #expect(Self.judge([Self.rule("write", .files(actions: [.write], paths: []), demand)]).judgesPaths)
        #expect(Self.judge([Self.rule("all", nil, demand)]).judgesPaths)
        #expect(!Self.judge([Self.rule("shell", .shell, demand)]).judgesPaths)
    }

    @Test func `A policy that allows by default allows what was recognised only`() {
        let judge = Self.judge([Self.rule("no-rm", Self.commands(["rm {word}"]), .deny)], default: .allow)
        #expect(Self.verdict(judge, "df -h") == "allow default")
        #expect(Self.verdict(judge, "df -h; rm x") == "deny no-rm")
        for command in ["sudo df", "df $x", "sh -c id", "df > x", "xargs rm"] {
            #expect(Self.verdict(judge, command).hasPrefix("deny"), "\(command)")
        }
        #expect(Self.words(judge.judge(.shell).verdict) == "deny default")
        #expect(Self.words(judge.judge(.forward(host: "a", port: 1)).verdict) == "deny default")
        #expect(Self.words(judge.judge(.subsystem("netconf")).verdict) == "deny chaperone/subsystem")
    }

    @Test func `A rule for everything restricts everything, and allows neither shells nor launchers nor forwardings`() {
        let allowing = Self.judge([Self.rule("all", nil, .allow)])
        #expect(Self.verdict(allowing, "df -h") == "allow all")
        #expect(Self.verdict(allowing, "sudo df") == "deny default")
        #expect(Self.words(allowing.judge(.shell).verdict) == "deny default")
        let denying = Self.judge([Self.rule("none", nil, .deny), Self.rule("sh", .shell, .allow)])
        #expect(Self.words(denying.judge(.shell).verdict) == "deny none")
        #expect(Self.words(Self.judge([Self.rule("sh", .shell, .allow)]).judge(.shell).verdict) == "allow sh")
    }

    @Test func `A rule about statements says nothing of SSH`() {
        var when = Rule.Condition()
        when.statements = [.select]
        let judge = Self.judge([Rule(name: "select", when: when, action: .allow)])
        #expect(Self.verdict(judge, "df -h") == "deny default")
    }

    @Test func `A rule that restricts holds where a path may be meant, one that allows only where it is known`() throws
    {
        let secret = Self.rule("secret", .files(actions: [], paths: ["/srv/secret/**"]), .deny)
        let judge = Self.judge([secret, Self.rule("all", nil, .allow)])
        func files(_ path: String) throws -> String {
            Self.words(judge.judge(.files(actions: [.read], paths: [try #require(HostPath(path))])).verdict)
        }
        #expect(try files("/srv/secret/x") == "deny secret")
        #expect(try files("/srv/other") == "allow all")
        // Of a home that nobody has told.
        #expect(try files("x") == "deny secret")
        #expect(Self.verdict(judge, "scp -r -f /srv") == "deny secret")
        #expect(Self.verdict(judge, "rsync --server --sender -re.i . /") == "deny secret")
    }

    @Test func `What would carry a protected file to where it may be read is refused like reading it`() throws {
        let judge = Self.judge([Self.rule("all", nil, .allow)], paths: ["/srv/ehr/**"])
        let inside = try #require(HostPath("/srv/ehr/x"))
        let outside = try #require(HostPath("/tmp/x"))
        for action in [FileAction.read, .rename, .link] {
            let verdict = judge.judge(.files(actions: [action], paths: [inside, outside])).verdict
            #expect(Self.words(verdict) == "deny chaperone/phi-paths")
        }
        #expect(Self.words(judge.judge(.files(actions: [.stat], paths: [inside])).verdict) == "allow all")
        // Every file is there once more.
        let root = try #require(HostPath("/proc/1/root/x"))
        let kernel = judge.judge(.files(actions: [.read], paths: [outside], realPaths: [root])).verdict
        #expect(Self.words(kernel) == "deny chaperone/phi-paths")
    }

    @Test
    func `A folder above a protected one is neither renamed nor linked to, and one that is allowed is by its name`()
        throws
    {
        let judge = Self.judge(
            [
                Self.rule("keep", .files(actions: [.rename, .link], paths: ["/srv/kept/x/**"]), .deny),
                Self.rule("all", .files(actions: [], paths: ["/srv/**"]), .allow),
                Self.rule("out", .files(actions: [], paths: ["/out/*"]), .allow),
            ])
        let protected = Self.judge(
            [
                Self.rule("ask", .files(actions: [.rename, .link], paths: []), Self.approve),
                Self.rule("all", nil, .allow),
            ],
            paths: ["/srv/data/ehr/**"])
        func files(
            _ action: FileAction, _ paths: String..., real: [String] = [], by judge: SSHJudge = judge
        ) throws -> String {
            Self.words(
                judge.judge(
                    .files(
                        actions: [action], paths: try paths.map { try #require(HostPath($0)) },
                        realPaths: try real.map { try #require(HostPath($0)) })
                ).verdict)
        }
        for action in [FileAction.rename, .link] {
            #expect(try files(action, "/srv/kept", "/srv/d2") == "deny keep")
            #expect(try files(action, "/srv/other", "/srv/d2") == "allow all")
            #expect(try files(action, "/out/a", "/out/b") == "allow out")
            #expect(try files(action, "/out/a", "/out/b", real: ["/else/a"]) == "deny default")
            #expect(try files(action, "/out/a", "/out/b", real: ["/out/c"]) == "allow out")
        }
        #expect(try files(.read, "/srv/l", real: ["/srv/data/ehr/x"], by: protected) == "deny chaperone/phi-paths")
        #expect(try files(.rename, "/srv/data", "/srv/d2", by: protected) == "approve ask")
        // A rule that allows must hold for where the path leads, too.
        #expect(try files(.read, "/srv/l", real: ["/data/x"]) == "deny default")
        #expect(try files(.write, "/srv/l", real: ["/data/x"]) == "deny default")
        #expect(try files(.read, "/srv/l", real: ["/srv/x"]) == "allow all")
        #expect(try files(.read, "/srv/l", real: ["/proc/1/root/x"]) == "deny default")
        #expect(try files(.rename, "/srv/l/a", "/srv/b", real: ["/srv/data/a"]) == "allow all")
        #expect(try files(.stat, "/srv/l", real: ["/root/x"]) == "deny default")
    }

    @Test func `What a folder of phi_paths holds is listed for nobody without an approval`() throws {
        func verdict(_ rules: [Rule], _ path: String, in paths: [String], real: [String] = []) throws -> String {
            let judge = Self.judge(rules, default: .allow, paths: paths)
            let listed = try [path].map { try #require(HostPath($0)) }
            let real = try real.map { try #require(HostPath($0)) }
            return Self.words(judge.judge(.files(actions: [.list], paths: listed, realPaths: real)).verdict)
        }
        for (path, paths, isDenied) in [
            ("/srv/ehr", "/srv/ehr/**", true), ("/srv/ehr/a", "/srv/ehr/**", true), ("/srv", "/srv/ehr/**", false),
            ("/srv/ehr", "/srv/ehr/*.csv", true), ("/srv/ehr", "/srv/*/*.csv", true), ("/srv", "/srv/*/*.csv", false),
            // What a name is that the policy says itself, is no secret.
            ("/srv/ehr", "/srv/ehr/patients.csv", false), ("/srv/exports", "/srv/ehr/**", false),
        ] {
            #expect(
                try verdict([], path, in: [paths]) == (isDenied ? "deny chaperone/phi-paths" : "allow default"),
                "\(path) \(paths)")
        }
        let asked = Self.rule("asked", .files(actions: [.list], paths: []), Self.approve)
        #expect(try verdict([asked], "/srv/ehr", in: ["/srv/ehr/**"]) == "approve asked")
        #expect(try verdict([], "/srv/l", in: ["/srv/ehr/**"], real: ["/srv/ehr"]) == "deny chaperone/phi-paths")
        // An upload looks into the folder, and tells nobody.
        let judge = Self.judge(
            [Self.rule("in", .files(actions: [], paths: ["/srv/in/.**"]), .allow)], paths: ["/srv/ehr/**"])
        #expect(Self.verdict(judge, "rsync --server -tprWe.i . /srv/in/") == "allow in")
    }

    @Test func `Where there are phi_paths names are changed by nobody without an approval, wherever they are`() throws {
        let all = Self.rule("all", .files(actions: [], paths: ["/srv/out/**"]), .allow)
        let names = FileAction.allCases.filter { $0 == .rename || $0 == .link }
        func verdict(_ rules: [Rule], _ action: FileAction, default whole: Bundle.DefaultAction = .deny) throws
            -> String
        {
            let paths = try ["/srv/out/a", "/srv/out/b"].map { try #require(HostPath($0)) }
            let judge = Self.judge(rules, default: whole, paths: ["/srv/ehr/**"])
            return Self.words(judge.judge(.files(actions: [action], paths: paths)).verdict)
        }
        for action in FileAction.allCases {
            // Another request of whatever connection could come between the host's word and the opening.
            #expect(try verdict([all], action) == (names.contains(action) ? "deny chaperone/phi-paths" : "allow all"))
        }
        for action in names {
            let asked = Self.rule("asked", .files(actions: names, paths: []), Self.approve)
            #expect(try verdict([asked, all], action) == "approve asked")
            #expect(try verdict([], action, default: .allow) == "deny chaperone/phi-paths")
            #expect(try verdict([Self.rule("every", nil, .allow)], action) == "deny chaperone/phi-paths")
        }
    }

    @Test func `A command writes to no name that begins with a point unless its rule says the point`() {
        let judge = Self.judge([
            Self.rule("no", Self.commands(["tee {path:/home/a/x}"]), .deny),
            Self.rule("all", Self.commands(["tee {path:/in/.**}"]), .allow),
            Self.rule("home", Self.commands(["tee {path:/home/a}"]), .allow),
        ])
        for (command, expected) in [
            ("tee /home/a/y", "allow home"), ("tee /home/a/.ssh/authorized_keys", "deny default"),
            ("tee /in/.ssh/x", "allow all"), ("tee /home/a/x/.y", "deny no"),
        ] {
            #expect(Self.verdict(judge, command) == expected, "\(command)")
        }
    }

    @Test func `Names that begin with a point are protected and denied like others, and allowed by who says the point`()
        throws
    {
        let rules = [
            Self.rule("no", .files(actions: [.write], paths: ["/home/a/x/**"]), .deny),
            Self.rule("conf", .files(actions: [.write], paths: ["/home/a/.config/*"]), .allow),
            Self.rule("home", .files(actions: [], paths: ["/home/a/**", "/home/a/*"]), .allow),
        ]
        let judge = Self.judge(rules, paths: ["/home/a/ehr/**"])
        func verdict(_ action: FileAction, _ path: String) throws -> String {
            Self.words(judge.judge(.files(actions: [action], paths: [try #require(HostPath(path))])).verdict)
        }
        #expect(try verdict(.write, "/home/a/y") == "allow home")
        for path in ["/home/a/.ssh/authorized_keys", "/home/a/.bashrc", "/home/a/y/.git/hooks/x"] {
            #expect(try verdict(.write, path) == "deny default", "\(path)")
        }
        #expect(try verdict(.write, "/home/a/.config/x") == "allow conf")
        #expect(try verdict(.write, "/home/a/x/.y") == "deny no")
        #expect(try verdict(.read, "/home/a/ehr/.x") == "deny default")
        let hidden = judge.judge(.files(actions: [.read], paths: [try #require(HostPath("/home/a/ehr/.x"))]))
        #expect(hidden.protectedPaths == ["/home/a/ehr/**"])
    }

    @Test func `What is sent is written of what was read, and masked where the target says so`() {
        let judge = Self.judge(Self.ward, detect: ["us_ssn"])
        let judgement = judge.judge(.command(Array("tail  -n 20 \"/var/log/app.log\"".utf8)))
        #expect(judgement.command.map { String(decoding: $0, as: UTF8.self) } == "'tail' '-n' '20' '/var/log/app.log'")
        #expect(judgement.output == .masked(mayBeBinary: false))
        #expect(judge.judge(.command(Array("scp -f /srv/exports/x".utf8))).output == .exact)
        #expect(judge.judge(.subsystem("sftp")).output == .files)
    }
}
