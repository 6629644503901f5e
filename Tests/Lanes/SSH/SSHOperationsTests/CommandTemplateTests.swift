import SSHOperations
import Testing

struct CommandTemplateTests {
    static let cases: [(String, matching: [String], other: [String])] = [
        ("df -h", ["df -h", "'df' \"-h\""], ["df", "df -h /", "df -H", "df -h; id", "df -h | cat", "/bin/df -h"]),
        (
            "systemctl status {unit}",
            ["systemctl status app", "systemctl status a@b.service", "systemctl status 'dev-x\\x2d1.device'"],
            [
                "systemctl status", "systemctl status -H", "systemctl status a b", "systemctl status ''",
                "systemctl restart app", "systemctl status a/b", "systemctl status 'a b'",
            ]
        ),
        (
            "tail -n {number} /var/log/{name}.log", ["tail -n 20 /var/log/app.log", "tail -n 1 /var/log/a-b.c.log"],
            [
                "tail -n 20 /var/log/../x.log", "tail -n 20 /var/log/.log", "tail -n x /var/log/a.log",
                "tail -n -1 /var/log/a.log",
                "tail -n 20 /var/log/a/b.log", "tail -n 20 /var/log/a.log /etc/shadow",
                "tail -n 1234567890123456789 /var/log/a.log",
            ]
        ),
        (
            "ls -l {path:/srv/exports}", ["ls -l /srv/exports", "ls -l /srv/exports/a/b", "ls -l '/srv/exports/a b'"],
            [
                "ls -l /srv/exports/../x", "ls -l /srv/exportsx", "ls -l srv/exports", "ls -l /srv//exports",
                "ls -l /srv/exports/./a", "ls -l /srv/exports/.ssh/id", "ls -l /srv/exports/a/.b",
            ]
        ),
        (
            "ls -l {path:/srv/.x/.**}", ["ls -l /srv/.x", "ls -l /srv/.x/.ssh/id", "ls -l /srv/.x/a/.b"],
            ["ls -l /srv/.xx", "ls -l /srv/.x/../y"]
        ),
        ("ls -l {path:/srv/.x}", ["ls -l /srv/.x/a"], ["ls -l /srv/.x/.a"]),
        ("ls -l {path:/.**}", ["ls -l /.x", "ls -l /"], ["ls -l x"]),
        (
            "systemctl {one:start,stop} app", ["systemctl start app", "systemctl stop app"],
            ["systemctl restart app", "systemctl sta app"]
        ),
        (
            "grep -c {word} /srv/x | head -n {number}", ["grep -c abc /srv/x | head -n 5"],
            ["grep -c abc /srv/x", "grep -c -f /srv/x | head -n 5", "grep -c abc /srv/x; head -n 5"]
        ),
        ("echo a{number}b{number}c", ["echo a1b22c"], ["echo abc", "echo a1bc", "echo a1b2c3"]),
    ]

    @Test(arguments: cases)
    func `A template fits what it says, word by word`(template: String, matching: [String], other: [String]) throws {
        let template = try CommandTemplate(template)
        for text in matching { #expect(template.matches(try CommandReader.read(Array(text.utf8))), "\(text)") }
        for text in other { #expect(!template.matches(try CommandReader.read(Array(text.utf8))), "\(text)") }
    }

    @Test func `What restricts takes a point for a letter`() throws {
        let template = try CommandTemplate("tee {path:/home/a}")
        let line = try CommandReader.read(Array("tee /home/a/.bashrc".utf8))
        #expect(template.touches(line) && !template.matches(line))
        #expect(throws: TemplateFailure.self) { try CommandTemplate("tee {path:/home/a.**}") }
    }

    @Test func `A long word is no work, and fits no template that would have to try where a slot ends`() throws {
        let template = try CommandTemplate("echo {word}-{word}-x")
        #expect(template.matches(try CommandReader.read(Array("echo a-b-x".utf8))))
        let long = String(repeating: "a-", count: OperationLimits.partedWordBytesLimit / 2)
        #expect(!template.matches(try CommandReader.read(Array("echo \(long)x".utf8))))
        let huge = String(repeating: "a-", count: 16_000)
        let duration = try ContinuousClock().measure {
            let line = try CommandReader.read(Array("echo \(huge)".utf8))
            for _ in 0..<100 { #expect(!template.matches(line)) }
        }
        #expect(duration < .seconds(20))
    }

    @Test func `A word with many slots is no work, and a long one fits no template that must try where a slot ends`()
        throws
    {
        let slots = Array(repeating: "{word}", count: 12).joined(separator: "a")
        let template = try CommandTemplate("echo \(slots)-x")
        let limit = OperationLimits.partedWordBytesLimit
        let duration = try ContinuousClock().measure {
            for (text, isGood) in [
                (String(repeating: "a", count: limit - 2) + "-x", true), (String(repeating: "a", count: limit), false),
                (String(repeating: "a", count: limit - 1) + "-x", false),
                (String(repeating: "a", count: 30_000), false),
            ] {
                let line = try CommandReader.read(Array("echo \(text)".utf8))
                #expect(template.matches(line) == isGood)
            }
        }
        #expect(duration < .seconds(20))
    }

    static let broken: [(String, TemplateFailure)] = [
        ("", .command(.empty)), ("ls *", .command(.glob)), ("ls {what}", .unknownSlot("what")), ("ls {", .openSlot),
        ("{word} x", .programIsSlot), ("x{word} y", .programIsSlot), ("ls {name}{number}", .adjacentSlots),
        ("ls {path:srv}", .unknownSlot("path:srv")), ("ls {path:/a/../b}", .unknownSlot("path:/a/../b")),
        ("ls {one:a b}", .unknownSlot("one:a b")), ("cat $HOME", .command(.expansion)),
    ]

    @Test(arguments: broken)
    func `A template that is none says why`(text: String, failure: TemplateFailure) {
        #expect(throws: failure) { try CommandTemplate(text) }
        #expect(!failure.words.isEmpty)
    }

    @Test(arguments: [
        ("sh -c id", true), ("/bin/bash -c x", true), ("python3.11 x.py", true), ("sudo id", true),
        ("find / -name x", true),
        ("busybox ls", true), ("df -h", false), ("systemctl status x", false), ("ls", false), ("grep x y", false),
        ("test x -eq 1", true), ("'[' LC_X -gt 1 ']'", true), ("test -t x", true), ("printf %d x", true),
        ("printf '%*d' 1 2", true), ("test 2 -gt 1", false), ("'[' -e x ']'", false), ("printf '%s %d' 3 4", false),
        ("printf %.2f 3.5", false), ("test '!' x '=' y", false),
    ])
    func `What runs something else, or computes with names, is known as such`(text: String, isOpaque: Bool) throws {
        #expect(try CommandReader.read(Array(text.utf8)).single?.isOpaque == isOpaque)
        #expect(try CommandTemplate(text).opaquePrograms.isEmpty == !isOpaque)
    }

    @Test func `A template's slot for a number is a number to what computes`() throws {
        #expect(try CommandTemplate("test {number} -gt {number}").opaquePrograms == [])
        #expect(try CommandTemplate("printf %d {number}").opaquePrograms == [])
        #expect(try CommandTemplate("test {word} -gt 1").opaquePrograms == ["test"])
        #expect(try CommandTemplate("test -e {path:/srv}").opaquePrograms == [])
    }
}
