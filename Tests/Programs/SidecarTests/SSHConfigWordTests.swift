import Testing

@testable import Sidecar

struct SSHConfigWordTests {
    @Test(arguments: [
        ("/var/lib/x", "\"/var/lib/x\""), ("/a b/%d", "\"/a b/%%d\""), ("/a'b$c", "\"/a'b$c\""), ("/a\"b", nil),
        ("/a\\b", nil), ("/${HOME}", nil), ("/a\nb", nil),
    ])
    func `A word is written so that a client reads it as it is, or not at all`(word: String, written: String?) {
        #expect(SSHConfigWord.quoted(word) == written)
    }

    @Test func `A path is one from the root, wherever who reads it stands`() {
        #expect(AbsolutePath("/a/b", in: "/c").text == "/a/b" && AbsolutePath("a", in: "/c/d").text == "/c/d/a")
        #expect(AbsolutePath("a", in: "/").text == "/a" && AbsolutePath("x").text.hasSuffix("/x"))
        #expect(AbsolutePath("x").text.hasPrefix("/"))
    }
}
