import SSHOperations
import Testing

struct HostPathTests {
    @Test(arguments: [
        ("/srv/ehr/x.csv", "/srv/ehr/x.csv"), ("/srv//ehr/./x", "/srv/ehr/x"), ("/srv/a/../../etc", "/etc"),
        ("/../..", "/"),
        ("x/../y", "./y"), ("../x", "../x"), (".", "."), ("-rf", "./-rf"), ("~/x", "./~/x"), ("/a/", "/a"),
    ])
    func `A path is what its letters come to`(text: String, expected: String) {
        #expect(HostPath(text)?.text == expected)
    }

    @Test(arguments: ["", "a\0b", "a\nb", String(repeating: "a", count: 4_097)])
    func `What cannot be a path is none`(text: String) { #expect(HostPath(text) == nil) }

    @Test(arguments: [
        ("x", "/home/agent/x"), ("../x", "/home/x"), ("../../../x", "/x"), ("/x", "/x"), (".", "/home/agent"),
    ])
    func `A relative path is from home, once that is known`(text: String, expected: String) throws {
        let home = try #require(HostPath("/home/agent"))
        #expect(HostPath(text)?.resolved(home: home).text == expected)
    }

    static let globs: [(String, [String], [String])] = [
        (
            "/srv/ehr/**", ["/srv/ehr", "/srv/ehr/x", "/srv/ehr/a/b", "/srv/./ehr/../ehr/x"],
            ["/srv", "/srv/ehrx", "/srv/ehr/../x", "srv/ehr/x"]
        ),
        ("/srv/*/x-*.csv", ["/srv/a/x-1.csv", "/srv/a/x-.csv"], ["/srv/a/b/x-1.csv", "/srv/a/x-1.csv.gz"]),
        ("/**/a/**/b", ["/a/b", "/x/a/y/b", "/a/a/b/b", "/a/b/a/b"], ["/b/a", "/a", "/a/b/c"]),
        // Names that begin with a point, and what is in folders that do, are there when the pattern says the point.
        ("/home/a/*", ["/home/a/x", "/home/a/x.y"], ["/home/a/.bashrc", "/home/a/.ssh"]),
        ("/home/a/**", ["/home/a", "/home/a/x/y"], ["/home/a/.bashrc", "/home/a/.ssh/x", "/home/a/x/.git/hooks"]),
        ("/home/a/.*", ["/home/a/.bashrc"], ["/home/a/x", "/home/a/.ssh/x"]),
        ("/home/a/.config/*", ["/home/a/.config/x"], ["/home/a/.config/.x"]),
        ("/home/a/.**", ["/home/a", "/home/a/x", "/home/a/.ssh/authorized_keys", "/home/a/x/.y"], ["/home/b/.x"]),
        ("/.**/a/**", ["/a/.x/a/b", "/.x/a"], ["/a/.x", "/x/a/.b"]), ("/*.csv", ["/a.csv"], ["/.csv"]),
        ("/**/*.csv", ["/a.csv", "/a/b/c.csv"], ["/a/b/c.tsv"]), ("/", ["/"], ["/a"]),
        ("~/out/**", ["out/x", "./out"], ["/out/x", "../out/x"]), ("/a/*", ["/a/b"], ["/a", "/a/b/c"]),
    ]

    @Test(arguments: globs)
    func `A pattern fits paths part by part`(glob: String, matching: [String], other: [String]) throws {
        let glob = try #require(PathGlob(glob))
        for text in matching { #expect(HostPath(text).map { glob.matches($0) } == true, "\(text)") }
        for text in other { #expect(HostPath(text).map { glob.matches($0) } == false, "\(text)") }
    }

    @Test func `What restricts or protects takes a point for a letter, and a whole folder is covered by who says so`()
        throws
    {
        let glob = try #require(PathGlob("/srv/ehr/**"))
        for text in ["/srv/ehr/.x", "/srv/ehr/a/.b/c", "/srv/ehr"] {
            let path = try #require(HostPath(text))
            #expect(glob.touches(path) && glob.mayMatch(under: path), "\(text)")
        }
        let hidden = try #require(HostPath("/a/.x"))
        #expect(PathGlob("/a/*")?.touches(hidden) == true && !glob.touches(hidden))
        let path = try #require(HostPath("/in/x"))
        for (text, covers) in [("/in/**", false), ("/in/.**", true), ("/in/*", false), ("/in/.*", false)] {
            #expect(PathGlob(text)?.coversTree(path) == covers, "\(text)")
        }
    }

    @Test func `Paths are one when their bytes are, and not when they only look alike`() throws {
        let composed = try #require(HostPath("/srv/\u{E9}"))
        let apart = try #require(HostPath("/srv/e\u{301}"))
        #expect(composed != apart && Set([composed, apart]).count == 2)
        #expect(composed.byteCount == 6 && apart.byteCount == 7)
        let deep = try #require(HostPath(String(repeating: "/a", count: 2_048)))
        #expect(deep.byteCount == 4_095 && deep.parts.count == 2_048)
    }

    @Test func `However often a pattern says that anything may be there, a long path costs little`() throws {
        let glob = try #require(PathGlob("/srv/**/ehr/**/b/**/x.csv"))
        let long = String(repeating: "/ehr", count: 300) + String(repeating: "/b", count: 600)
        let other = try #require(HostPath("/srv\(long)"))
        let matching = try #require(HostPath("/srv\(long)/x.csv"))
        let duration = ContinuousClock().measure {
            #expect(!glob.matches(other))
            #expect(glob.matches(matching))
        }
        #expect(duration < .seconds(10))
    }

    @Test(arguments: [
        "", "srv/**", "/a/../b", "/a//b", "/a/x**", "/a/..**", "/a/.**x", "/a/[b]", "/a?", "~root/x", "/{a,b}", "/./a",
    ])
    func `What is no pattern is refused`(text: String) { #expect(PathGlob(text) == nil) }
}
