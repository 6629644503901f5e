import SSHOperations
import Testing

struct RemoteProgramTests {
    static func path(_ text: String) throws -> HostPath { try #require(HostPath(text)) }

    static func program(_ text: String) throws -> RemoteProgram? {
        try? RemoteProgram.read(try #require(try CommandReader.read(Array(text.utf8)).single))
    }

    @Test func `What moves files is known by its paths`() throws {
        #expect(try Self.program("scp -f /srv/x.csv") == .scpSource([Self.path("/srv/x.csv")]))
        #expect(
            try Self.program("scp -r -p -f -- /srv/a ../b") == .scpSource([Self.path("/srv/a"), Self.path("../b")]))
        #expect(try Self.program("scp -t /tmp") == .scpSink(Self.path("/tmp")))
        #expect(try Self.program("scp -pvt .") == .scpSink(Self.path(".")))
        #expect(
            try Self.program("rsync --server --sender -vlogDtpre.iLsfxCIvu . /srv/x")
                == .rsyncSource([Self.path("/srv/x")], RsyncOptions(takesFilters: true, names: 1)))
        #expect(
            try Self.program("rsync --server -logDtpre.iLsfxCIvu --delete . /tmp/y")
                == .rsyncSink(
                    [Self.path("/tmp/y")],
                    RsyncOptions(deletes: true, makesLinks: true, readsBack: true, takesFilters: true, names: 1)))
        #expect(try Self.program("git-upload-pack '/srv/repo.git'") == .gitFetch(Self.path("/srv/repo.git")))
        #expect(try Self.program("git receive-pack 'repo'") == .gitPush(Self.path("repo")))
        #expect(try Self.program("/usr/bin/scp -f x") == .scpSource([Self.path("x")]))
    }

    /// What a host is told, and what of it changes what is done: by rsync's options.c and generator.c.
    @Test(arguments: [
        ("-re.i", RsyncOptions(readsBack: true, names: 1)), ("-rWe.i", RsyncOptions(names: 1)),
        ("-rWce.i", RsyncOptions(readsBack: true, names: 1)),
        ("-rWe.i --append", RsyncOptions(readsBack: true, names: 1)),
        ("-rWe.i --no-W", RsyncOptions(readsBack: true, names: 1)), ("-r --whole-file", RsyncOptions(names: 1)),
        ("-rWle.i", RsyncOptions(makesLinks: true, names: 1)), ("-rWHe.i", RsyncOptions(makesLinks: true, names: 1)),
        ("-rWDe.i", RsyncOptions(makesLinks: true, names: 1)), ("-rWKe.i", RsyncOptions(followsLinks: true, names: 1)),
        ("-rWe.i --no-implied-dirs", RsyncOptions(followsLinks: true, names: 1)),
        ("-rWe.i --force", RsyncOptions(deletes: true, names: 1)),
        ("-rWme.i", RsyncOptions(takesFilters: true, names: 1)),
        ("-rWze.i", RsyncOptions(names: 2)), ("-rWze.i --new-compress", RsyncOptions(names: 1)),
        ("-rWe.i --checksum-choice=md5", RsyncOptions()),
    ])
    func `What rsync is told is known for what it does`(flags: String, options: RsyncOptions) throws {
        #expect(try Self.program("rsync --server \(flags) . /x") == .rsyncSink([Self.path("/x")], options))
        let isFollowed = try Self.program("rsync --server --sender -rLe.i . /x")
        let path = try Self.path("/x")
        #expect(isFollowed == .rsyncSource([path], RsyncOptions(followsLinks: true, takesFilters: true, names: 1)))
    }

    @Test func `A program that is named with its folder, and git, need a rule for the command`() throws {
        for (text, expected) in [
            ("scp -f x", false), ("/usr/bin/scp -f x", true), ("rsync --server . /x", false),
            ("/tmp/rsync --server . /x", true), ("git-upload-pack x", true), ("git receive-pack x", true),
        ] {
            let command = try #require(try CommandReader.read(Array(text.utf8)).single)
            let program = try #require(try RemoteProgram.read(command))
            #expect(program.needsRule(command) == expected, "\(text)")
        }
    }

    @Test(arguments: [
        "scp x y", "scp -f", "scp -t a b", "scp -f -t x", "scp -S prog -f x", "rsync -a x y", "rsync --server",
        "rsync --server . ", "rsync --server -logDtpre --sender --delete . /a", "rsync --server -rB --sender . /a",
        "rsync --server -logDtpre.iLsfxCIvu . /a --sender", "rsync --server -re.i . --log-file=/x /a",
        "rsync --server --sender -vvre.i . /a",
        "rsync --server -v -v --sender . /a", "rsync --server --sender -vre.i -v . /a",
        "rsync --server --sender -re.i --debug=FILTER2 . /a",
        "rsync --server --daemon .", "rsync --server -e.x --rsync-path=x . /a", "rsync --server -vs . /a",
        "git clone x",
        "git-upload-pack", "git-upload-pack --strict x", "git -c a=b upload-pack x", "git-shell x",
        "rsync --server -zzre.i . /a", "rsync --server --sender -re.iLsfxCV . /a",
        "rsync --server -re.i --compress-choice=auto . /a",
        "rsync --server --log-file=/x . /a", "rsync --server --sender --secluded-args . /a",
        "rsync --server --files-from=/x . /a", "rsync --server --temp-dir=/x . /a",
    ])
    func `What has another form is none of them`(text: String) throws { #expect(try Self.program(text) == nil) }

    @Test(arguments: [
        ("git-upload-pack /srv/a.git", "git-upload-pack '/srv/a.git'"), ("scp -t '/a b'", "scp -t '/a b'"),
        ("rsync --server -vlogDtpre.iLsfxCIvu . /x", "rsync --server -vlogDtpre.iLsfxCIvu . /x"),
    ])
    func `It is written as servers that read it themselves want it`(text: String, expected: String) throws {
        let command = try #require(try CommandReader.read(Array(text.utf8)).single)
        #expect(RemoteProgram.written(command) == expected)
    }
}
