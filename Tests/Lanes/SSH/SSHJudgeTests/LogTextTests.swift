import Policy
import SSHJudge
import SSHOperations
import Testing

/// What the log has of what clients choose.
struct LogTextTests {
    @Test(arguments: [
        ("grep a.b@example.org /srv/x", "grep [EMAIL] /srv/x"), ("grep \"536\"-22-0001 f", "grep [SSN] f"),
        ("echo 536-\\22-0001", "echo [SSN]"), ("echo '536' '22' '0001'", "echo [SSN]"), ("df -h", "df -h"),
        ("echo 'a  b' | wc -l", "echo a  b | wc -l"), ("systemctl status app; df -h", "systemctl status app ; df -h"),
        // What is not read: as it came.
        ("echo 536-\\22-0001 $(id)", "echo [SSN]\\ $(id)"), ("echo '536-22'-0001 > x", "echo '[SSN]' > x"),
        ("x=$(cat 536 22 0001)", "x=$(cat [SSN])"),
    ])
    func `Of a command it has the words, and nothing that a detector finds in them`(command: String, expected: String) {
        #expect(LogText(.command(Array(command.utf8))).text == expected)
    }

    @Test(arguments: [
        // Whatever would run stands behind what is replaced.
        ("echo http://a.example/&&touch$IFS/tmp/x", "echo [URL]&&touch$IFS/tmp/x"),
        ("echo http://a.example/$(touch$IFS/tmp/x)", "echo [URL]$(touch$IFS/tmp/x)"),
        ("'bash' '-c' 'echo http://a.example/&&touch$IFS/x'", "'bash' '-c' 'echo [URL]&&touch$IFS/x'"),
        ("echo http://a.example/(id)!x", "echo [URL](id)!x"), ("echo www.a.example&id", "echo [URL]&id"),
        ("echo 'http://a.'\"example/x\"&id", "echo '[URL]'\"\"&id"),
        ("echo a.b$(id)@c.example", "echo a.b$(id)@c.example"),
        ("echo $(x).b@c.example", "echo $(x)[EMAIL]"), ("echo '536-'22-0001; id '", "echo '[SSN]'; id '"),
        ("echo $(555) 234-5678", "echo $([PHONE])"),
        // What is behind it is searched for itself.
        ("curl 'https://a.example/?x=1&ssn=536-22-0001&y=a.b@c.example'", "curl '[URL]?&ssn=[SSN]&y=[EMAIL]'"),
        ("curl https://a.example/x?name=a#b", "curl [URL]?#"), ("curl -x=http://a.example:80/x", "curl -x=[URL]"),
        ("'echo' '536' '22' '0001'", "'echo' '[SSN]' '' ''"),
        // A place is shown, part by part.
        ("rm -rf /srv/http://x.example/../../../etc/$X", "rm -rf /srv/http://x.example/../../../etc/$X"),
        ("rm http://x.example/../../etc", "rm http://x.example/../../etc"),
        ("rm http://x.example/.''./etc", "rm http://x.example/.''./etc"),
        ("rm www.a.example/etc/536-22-0001", "rm [URL]/etc/[SSN]"), ("ls /home/a.b@c.example/x", "ls /home/[EMAIL]/x"),
    ])
    func `No code and no part of a path is hidden by what stands in place of a finding`(text: String, shown: String) {
        #expect(LogText(text).text == shown)
    }

    @Test func `Names, paths and places are looked through as well`() throws {
        func files(_ paths: [String], real: [String] = [], _ details: [String] = []) -> String {
            LogText(
                .files(
                    actions: [.rename], paths: paths.compactMap { HostPath($0) },
                    realPaths: real.compactMap { HostPath($0) }, details: details)
            ).text
        }
        #expect(files(["/a", "/b"], ["posix-rename"]) == "rename posix-rename /a /b")
        #expect(files(["/a /b", "/c"]) == "rename '/a /b' /c" && files(["/a", "/b /c"]) == "rename /a '/b /c'")
        #expect(files(["/x (/y)"]) == "rename '/x (/y)'" && files(["/x"], real: ["/y"]) == "rename /x (/y)")
        #expect(LogText("patient-536-22-0001").text == "patient-[SSN]")
        #expect(LogText("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3").text == "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3")
        #expect(LogText(.subsystem("x a.b@example.org")).text == "subsystem x [EMAIL]")
        #expect(files(["/www.a.example/etc/shadow"]) == "rename /[URL]/etc/shadow")
        let path = try #require(HostPath("/srv/536-22-0001.csv"))
        #expect(LogText(.files(actions: [.read], paths: [path])).text == "read /srv/[SSN].csv")
    }

    @Test(arguments: [
        ("db.internal", "db.internal"), ("10.1.2.3", "10.1.2.3"), ("2001:db8::7", "[2001:db8::7]"),
        ("::ffff:10.1.2.3", "[::ffff:10.1.2.3]"), ("www.example.org", "www.example.org"),
        // What is no address hides nothing that a detector finds.
        ("536-22-0001", "[SSN]"), ("536-22-0001.internal", "[SSN].internal"), ("4111111111111111", "[CARD]"),
        ("mrn-12345678.internal", "mrn-[MRN].internal"), ("a.b@example.org", "[EMAIL]"),
        ("10.1.2.3\0.536-22-0001", "[IP]\0.[SSN]"), ("2001:db8::7%536-22-0001", "[IP]%[SSN]"),
    ])
    func `Where a forwarding leads is shown, and nothing else that its client may write there`(
        host: String, shown: String
    ) {
        #expect(LogText(.forward(host: host, port: 5432)).text == "forward \(shown):5432")
    }

    @Test(
        arguments: [
            ([0xFF, 0x41], #"\xFFA"#), (Array("é".utf8).dropLast() + [0x62], #"\xC3b"#),
            ([0x41, 0xE2, 0x82], #"A\xE2\x82"#),
            (Array("é\u{FFFD}".utf8), "é\u{FFFD}"),
            (Array(#"printf \xFF \\xf0 \x"#.utf8), #"printf \x5CxFF \\x5Cxf0 \x"#),
            (Array("ssn 536-22-0001".utf8) + [0x80], #"ssn [SSN]\x80"#),
        ] as [([UInt8], String)])
    func `Bytes that are no characters are told by their numbers, which letters cannot pretend to be`(
        bytes: [UInt8], expected: String
    ) { #expect(LogText(bytes).text == expected) }
}
