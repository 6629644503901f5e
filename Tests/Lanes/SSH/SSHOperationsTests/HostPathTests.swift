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
        ("/**/*.csv", ["/a.csv", "/a/b/c.csv"], ["/a/b/c.tsv"]), ("/", ["/"], ["/a"]),
        ("~/out/**", ["out/x", "./out"], ["/out/x", "../out/x"]), ("/a/*", ["/a/b"], ["/a", "/a/b/c"]),
    ]

    @Test(arguments: globs)
    func `A pattern fits paths part by part`(glob: String, matching: [String], other: [String]) throws {
        let glob = try #require(PathGlob(glob))
        for text in matching { #expect(HostPath(text).map { glob.matches($0) } == true, "\(text)") }
        for text in other { #expect(HostPath(text).map { glob.matches($0) } == false, "\(text)") }
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

    @Test(arguments: ["", "srv/**", "/a/../b", "/a//b", "/a/x**", "/a/[b]", "/a?", "~root/x", "/{a,b}", "/./a"])
    func `What is no pattern is refused`(text: String) { #expect(PathGlob(text) == nil) }
}
