import Crypto
import NIOCore
import SFTP
import SSHOperations
import Testing

/// A client's requests, judged one by one; a host's answers, with ours between them.
struct SFTPSessionTests {
    static func string(_ text: String) -> [UInt8] { number(UInt32(text.utf8.count)) + Array(text.utf8) }

    static func number(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

    static func packet(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { number(UInt32(body.count + 1)) + [type] + body }

    static let opening = packet(1, number(6))
    static let data = [UInt8](repeating: 0x41, count: 300)

    /// The operations that are asked for, what went to the host, and what to the client.
    struct Outcome: Equatable {
        var operations: [String] = []
        var host: [UInt8] = []
        var client: [UInt8] = []
    }

    static let version = packet(2, number(3))
    static let question = packet(16, number(0) + string("."))

    /// What a host answers to its beginning.
    static func beginning(home: String) -> [UInt8] {
        version + packet(104, number(0) + number(1) + string(home) + string("") + number(0))
    }

    /// Begun, with what went each way taken. `home`: nil: the host does not say it.
    static func begun(home: String? = nil, asksRealPaths: Bool = false) throws -> SFTPSession {
        var session = SFTPSession(asksRealPaths: asksRealPaths)
        session.receiveFromClient(ByteBuffer(bytes: opening))
        #expect(try session.next() == nil)
        #expect(Array(session.takeForHost().readableBytesView) == packet(1, number(3)))
        let refusal = packet(101, number(0) + number(4) + string("no") + string(""))
        try session.receiveFromHost(ByteBuffer(bytes: home.map { beginning(home: $0) } ?? version + refusal))
        #expect(Array(session.takeForHost().readableBytesView) == question)
        #expect(Array(session.takeForClient().readableBytesView) == version)
        return session
    }

    static func handle(_ own: UInt8) -> [UInt8] { number(8) + [0, 0, 0, 0, 0, 0, 0, own] }

    /// With a file open by handle 0, for both ways, and a folder by handle 1: the host knows them as `F` and `D`. The next
    /// number towards the host is 3.
    static func opened() throws -> SFTPSession {
        var session = try begun()
        let requests =
            packet(3, number(1) + string("/f") + number(3) + attributes) + packet(11, number(2) + string("/d"))
        session.receiveFromClient(ByteBuffer(bytes: requests))
        for _ in 0..<2 {
            guard case .judge? = try session.next() else { throw SFTPViolation("nothing to judge") }
            session.decide(.allow)
        }
        #expect(Array(session.takeForHost().readableBytesView) == requests)
        try session.receiveFromHost(
            ByteBuffer(bytes: packet(102, number(1) + string("F")) + packet(102, number(2) + string("D"))))
        #expect(
            Array(session.takeForClient().readableBytesView)
                == packet(102, number(1) + handle(0)) + packet(102, number(2) + handle(1)))
        while try session.next() != nil {}
        return session
    }

    static func run(_ parts: [[UInt8]], deny: Set<String> = []) throws -> Outcome {
        var session = try opened()
        var outcome = Outcome()
        for part in parts {
            session.receiveFromClient(ByteBuffer(bytes: part))
            while let step = try session.next() {
                guard case .judge(let operation) = step else { continue }
                let kinds = operation.kinds.map(\.rawValue).joined(separator: "+")
                let text = "\(operation.name) \(kinds) \(operation.paths.map(\.text).joined(separator: " "))"
                outcome.operations.append(text)
                session.decide(deny.contains(operation.name) ? .deny("no") : .allow)
            }
            outcome.host += session.takeForHost().readableBytesView
            outcome.client += session.takeForClient().readableBytesView
        }
        return outcome
    }

    @Test func `Who approves one of several operations of a kind approves no other`() throws {
        func mode(_ bits: UInt32) -> [UInt8] { Self.number(4) + Self.number(bits) }
        let asked: [(type: UInt8, body: [UInt8], details: [String])] = [
            (9, Self.string("/s") + Self.allAttributes, ["size=9", "owner=1:2", "mode=0644", "times"]),
            (9, Self.string("/s") + mode(0o6777), ["mode=6777"]), (9, Self.string("/s") + mode(0), ["mode=0000"]),
            (10, Self.handle(0) + mode(0o600), ["fsetstat", "mode=0600"]),
            (3, Self.string("/a") + Self.number(0x1A) + mode(0o644), []),
            (3, Self.string("/a") + Self.number(0x1A) + mode(0o4755), ["mode=4755"]),
            (14, Self.string("/m") + Self.attributes, ["mkdir"]), (15, Self.string("/m"), ["rmdir"]),
            (13, Self.string("/m"), []), (11, Self.string("/d"), []), (18, Self.string("/a") + Self.string("/b"), []),
            (200, Self.extended("posix-rename@openssh.com", Self.string("/a") + Self.string("/b")), ["posix-rename"]),
            (200, Self.extended("hardlink@openssh.com", Self.string("/a") + Self.string("/b")), ["hardlink"]),
        ]
        for request in asked {
            var session = try Self.opened()
            session.receiveFromClient(ByteBuffer(bytes: Self.packet(request.type, Self.number(9) + request.body)))
            guard case .judge(let operation)? = try session.next() else {
                Issue.record("nothing to judge of \(request)")
                continue
            }
            #expect(operation.details == request.details)
        }
    }

    /// What the host answers to an open file's READ, WRITE, CLOSE …, and what is known of the file when it is closed.
    @Test func `What is open has its end when it is closed, with what was read and written`() throws {
        func number64(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        func read(_ offset: UInt64) -> [UInt8] {
            Self.packet(5, Self.number(1) + Self.handle(0) + number64(offset) + Self.number(100))
        }
        func write(_ offset: UInt64, _ data: [UInt8]) -> [UInt8] {
            Self.packet(
                6,
                Self.number(1) + Self.handle(0) + number64(offset) + Self.number(UInt32(data.count)) + data)
        }
        let long = [UInt8](repeating: 0x42, count: 70_000)
        func data(_ bytes: [UInt8]) -> (UInt8, [UInt8]) { (103, Self.number(UInt32(bytes.count)) + bytes) }
        func status(_ status: UInt32) -> (UInt8, [UInt8]) {
            (101, Self.number(status) + Self.string("") + Self.string(""))
        }
        let copy = Self.packet(
            200,
            Self.number(1) + Self.string("copy-data") + Self.handle(0) + number64(0) + number64(0) + Self.handle(0)
                + number64(0))
        let cases: [(requests: [[UInt8]], answers: [(UInt8, [UInt8])], use: FileUse)] = [
            ([], [], FileUse()),
            (
                [read(0), read(3), read(6)], [data([1, 2, 3]), data([4, 5, 6]), status(1)],
                FileUse(readByteCount: 6, sha256: Array(SHA256.hash(data: [1, 2, 3, 4, 5, 6] as [UInt8])))
            ),
            ([read(0)], [data(long)], FileUse(readByteCount: 70_000, sha256: Array(SHA256.hash(data: long)))),
            ([read(0), read(9)], [data([1, 2, 3]), data([4])], FileUse(readByteCount: 4)),
            (
                [write(0, long), write(70_000, [7])], [status(0), status(0)],
                FileUse(writtenByteCount: 70_001, sha256: Array(SHA256.hash(data: long + [7])))
            ),
            (
                [write(0, [1, 2]), write(2, [3])], [status(0), status(4)],
                // The digest would be of three bytes.
                FileUse(writtenByteCount: 2, failure: 4)
            ),
            ([write(5, [1]), write(0, [3])], [status(0), status(0)], FileUse(writtenByteCount: 2)),
            ([write(0, [1]), read(1)], [status(0), data([3])], FileUse(readByteCount: 1, writtenByteCount: 1)),
            ([write(0, [1]), copy], [status(0), status(0)], FileUse(writtenByteCount: 1, hasCopies: true)),
        ]
        for one in cases {
            for step in [1, 7, 100_000] {
                var session = try Self.opened()
                func give(_ bytes: [UInt8], _ body: (ByteBuffer) throws -> Void) throws {
                    for start in stride(from: 0, to: bytes.count, by: step) {
                        try body(ByteBuffer(bytes: bytes[start..<min(start + step, bytes.count)]))
                    }
                }
                try give(one.requests.flatMap { $0 }) { (bytes: ByteBuffer) throws -> Void in
                    session.receiveFromClient(bytes)
                    let step = try session.next()
                    #expect(step == nil)
                }
                for (index, answer) in one.answers.enumerated() {
                    try give(Self.packet(answer.0, Self.number(UInt32(3 + index)) + answer.1)) {
                        try session.receiveFromHost($0)
                    }
                }
                #expect(session.openUses.map(\.use) == [one.use, FileUse()])
                session.receiveFromClient(ByteBuffer(bytes: Self.packet(4, Self.number(1) + Self.handle(0))))
                #expect(try session.next() == nil)
                try session.receiveFromHost(ByteBuffer(bytes: Self.status(UInt32(3 + one.answers.count), 0)))
                #expect(try session.next() == .closed(number: 0, one.use))
                #expect(session.openUses.map(\.number) == [1])
            }
        }
    }

    @Test func `Of data that were cut there is no digest`() throws {
        var session = try Self.opened()
        session.receiveFromClient(
            ByteBuffer(
                bytes: Self.packet(
                    5, Self.number(1) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(9))))
        #expect(try session.next() == nil)
        let answer = Self.packet(103, Self.number(3) + Self.number(3) + [1, 2, 3])
        try session.receiveFromHost(ByteBuffer(bytes: answer.dropLast()))
        #expect(session.openUses.map(\.use) == [FileUse(readByteCount: 3), FileUse()])
        try session.receiveFromHost(ByteBuffer(bytes: answer.suffix(1)))
        let digest = Array(SHA256.hash(data: [1, 2, 3] as [UInt8]))
        #expect(session.openUses.map(\.use) == [FileUse(readByteCount: 3, sha256: digest), FileUse()])
    }

    @Test func `What is copied at the host is in the records of both files`() throws {
        var session = try Self.opened()
        let open = Self.packet(3, Self.number(3) + Self.string("/g") + Self.number(2) + Self.attributes)
        session.receiveFromClient(ByteBuffer(bytes: open))
        guard case .judge? = try session.next() else { throw SFTPViolation("nothing to judge") }
        session.decide(.allow)
        try session.receiveFromHost(ByteBuffer(bytes: Self.packet(102, Self.number(3) + Self.string("G"))))
        let whole = [UInt8](repeating: 0, count: 8)
        let copy =
            Self.number(1) + Self.string("copy-data") + Self.handle(0) + whole + whole + Self.handle(2) + whole
        session.receiveFromClient(ByteBuffer(bytes: Self.packet(200, copy)))
        #expect(try session.next() == nil)
        try session.receiveFromHost(ByteBuffer(bytes: Self.status(4, 0)))
        #expect(session.openUses.map(\.use) == [FileUse(hasCopies: true), FileUse(), FileUse(hasCopies: true)])
    }

    @Test func `A host that does not close has it written down, and data that are not all that comes are none`() throws
    {
        var session = try Self.opened()
        session.receiveFromClient(ByteBuffer(bytes: Self.packet(4, Self.number(1) + Self.handle(0))))
        #expect(try session.next() == nil)
        var other = session
        try session.receiveFromHost(ByteBuffer(bytes: Self.status(3, 4)))
        #expect(try session.next() == .closed(number: 0, FileUse(failure: 4)))
        other = try Self.opened()
        other.receiveFromClient(
            ByteBuffer(
                bytes: Self.packet(
                    5, Self.number(1) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(9))))
        #expect(try other.next() == nil)
        #expect(throws: SFTPViolation.self) {
            try other.receiveFromHost(ByteBuffer(bytes: Self.packet(103, Self.number(3) + Self.number(2) + [1])))
        }
    }

    @Test func `What was waited for is not sent where the host was not asked where it leads`() throws {
        var session = try Self.begun(home: "/home/a")
        session.receiveFromClient(
            ByteBuffer(bytes: Self.packet(3, Self.number(9) + Self.string("/q/f") + Self.number(2) + Self.attributes)))
        guard case .judge(let operation)? = try session.next() else { return #expect(Bool(false)) }
        session.decide(.allowAfterWaiting)
        #expect(session.takeForHost().readableBytes == 0)
        #expect(try session.next() == .finished(number: operation.number, status: 4))
        #expect(String(buffer: session.takeForClient()).contains("ask again"))
    }

    static func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
        [[bytes], bytes.map { [$0] }] + (1..<bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    }

    static let attributes = number(0)
    static let allAttributes =
        number(0xF) + number(0) + number(9) + number(1) + number(2) + number(0o644) + number(3) + number(4)

    struct Request {
        let type: UInt8
        let body: [UInt8]
        /// What is judged; nil: nothing.
        let operation: String?
        /// What is sent to the host, if not the same.
        var sent: [UInt8]?

        init(_ type: UInt8, _ body: [UInt8], _ operation: String?, sent: [UInt8]? = nil) {
            (self.type, self.body, self.operation, self.sent) = (type, body, operation, sent)
        }
    }

    static func extended(_ name: String, _ body: [UInt8]) -> [UInt8] { string(name) + body }

    static let requests: [Request] = [
        .init(
            3, string("/srv/../etc/x") + number(1) + attributes, "open read /etc/x",
            sent: string("/etc/x") + number(1) + attributes),
        .init(
            3, string("/a") + number(0x1A) + allAttributes, "open write /a",
            sent: string("/a") + number(0x1A) + number(4) + number(0o644)),
        // What is made runs as its owner: that is to set rights, whoever may write.
        .init(
            3, string("/a") + number(0x1A) + number(4) + number(0o106755), "open write+setstat /a",
            sent: string("/a") + number(0x1A) + number(4) + number(0o6755)),
        .init(14, string("/m") + number(4) + number(0o1777), "mkdir write+setstat /m"),
        .init(3, string("/a") + number(3) + attributes, "open read+write /a"),
        // Neither way: the host reads. So does what would only append.
        .init(3, string("/a") + number(0) + attributes, "open read /a", sent: string("/a") + number(1) + attributes),
        .init(3, string("/a") + number(4) + attributes, "open read /a", sent: string("/a") + number(1) + attributes),
        .init(3, string("/a") + number(0x11) + attributes, "open read+write /a"),
        .init(
            3, string("/a") + number(0x28) + attributes, "open read+write /a",
            sent: string("/a") + number(0x29) + attributes),
        .init(7, string("/l/"), "lstat stat /l", sent: string("/l")),
        .init(17, string("x"), "stat stat ./x", sent: string("./x")),
        .init(9, string("/s") + allAttributes + [1, 2, 3], "setstat setstat /s", sent: string("/s") + allAttributes),
        .init(10, handle(0) + allAttributes, "fsetstat setstat /f", sent: string("F") + allAttributes),
        .init(11, string("/d"), "opendir list /d"), .init(13, string("/r"), "remove remove /r"),
        .init(14, string("/m") + attributes, "mkdir write /m"), .init(15, string("/m"), "rmdir remove /m"),
        .init(16, string("."), nil), .init(16, string("/x/.."), "realpath stat /", sent: string("/")),
        .init(18, string("/a/l/../b") + string("//b"), "rename rename /a/b /b", sent: string("/a/b") + string("/b")),
        .init(19, string("/l"), "readlink stat /l"),
        .init(20, string("/a") + string("/b"), "symlink link /a /b"),
        .init(
            20, string("a") + string("/srv/b"), "symlink link /srv/a /srv/b", sent: string("/srv/a") + string("/srv/b")),
        .init(
            20, string("../ehr") + string("/srv/out/b"), "symlink link /srv/ehr /srv/out/b",
            sent: string("/srv/ehr") + string("/srv/out/b")),
        .init(
            200, extended("posix-rename@openssh.com", string("/a") + string("/b")), "posix-rename rename /a /b"),
        .init(200, extended("hardlink@openssh.com", string("/a") + string("/b")), "hardlink link /a /b"),
        .init(200, extended("statvfs@openssh.com", string("/")), "statvfs stat /"),
        .init(200, extended("lsetstat@openssh.com", string("/l") + attributes), "lsetstat setstat /l"),
        .init(200, extended("fsync@openssh.com", handle(0)), nil, sent: extended("fsync@openssh.com", string("F"))),
        .init(
            200, extended("fstatvfs@openssh.com", handle(1)), nil, sent: extended("fstatvfs@openssh.com", string("D"))),
        .init(200, extended("limits@openssh.com", []), nil),
        .init(
            200,
            extended(
                "copy-data",
                handle(0) + number(0) + number(1) + number(0) + number(2) + handle(0) + number(0) + number(3)),
            nil,
            sent: extended(
                "copy-data",
                string("F") + number(0) + number(1) + number(0) + number(2) + string("F") + number(0) + number(3))),
        .init(8, handle(1), nil, sent: string("D")), .init(12, handle(1), nil, sent: string("D")),
        .init(
            5, handle(0) + number(0) + number(0) + number(9), nil, sent: string("F") + number(0) + number(0) + number(9)
        ),
        .init(
            6, handle(0) + number(0) + number(0) + number(300) + data, nil,
            sent: string("F") + number(0) + number(0) + number(300) + data),
        .init(4, handle(0), nil, sent: string("F")),
    ]

    @Test func `Every request is known for what it asks, however it is cut, and written anew when it is allowed`()
        throws
    {
        var all: [UInt8] = []
        var expected = Outcome()
        for (index, request) in Self.requests.enumerated() {
            // Numbers of the client's are its own matter.
            all += Self.packet(request.type, Self.number(7) + request.body)
            let id = Self.number(UInt32(3 + index))
            expected.host += Self.packet(request.type, id + (request.sent ?? request.body))
        }
        expected.operations = Self.requests.compactMap(\.operation)
        for parts in Self.cuts(all) { #expect(try Self.run(parts) == expected) }
    }

    @Test func `What is denied never reaches the host, and is answered by its number`() throws {
        for request in Self.requests {
            guard let operation = request.operation, let name = operation.split(separator: " ").first else { continue }
            let outcome = try Self.run([Self.packet(request.type, Self.number(8) + request.body)], deny: [String(name)])
            #expect(outcome.host == [])
            #expect(
                outcome.client
                    == Self.packet(101, Self.number(8) + Self.number(3) + Self.string("no") + Self.string("en")))
        }
    }

    @Test func `A handle is good for what it was opened for, until it is closed, and a host's own is none`() throws {
        func read(_ handle: [UInt8]) -> [UInt8] {
            Self.packet(5, Self.number(1) + handle + Self.number(0) + Self.number(0) + Self.number(9))
        }
        let wrong: [[UInt8]] = [
            read(Self.handle(1)), read(Self.handle(2)), read(Self.string("F")), read(Self.string("")),
            Self.packet(12, Self.number(1) + Self.handle(0)),
            Self.packet(
                6, Self.number(1) + Self.handle(1) + Self.number(0) + Self.number(0) + Self.number(300) + Self.data),
            Self.packet(4, Self.number(1) + Self.handle(9)),
            Self.packet(10, Self.number(1) + Self.string("F") + Self.attributes),
        ]
        for bytes in wrong {
            let outcome = try Self.run([bytes])
            #expect(outcome.host == [] && outcome.operations == [])
            #expect(Array(outcome.client[4..<13]) == [101] + Self.number(1) + Self.number(4))
        }
        let closed = try Self.run([Self.packet(4, Self.number(1) + Self.handle(0)) + read(Self.handle(0))])
        #expect(closed.host == Self.packet(4, Self.number(3) + Self.string("F")))
    }

    @Test func `What is open by another rule is of no use when the rule is gone, but to be closed`() throws {
        var session = try Self.opened()
        let file = try #require(session.openOperations.first { $0.name == "open" })
        session.revoke(file.number, "gone")
        let read = Self.packet(5, Self.number(1) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(9))
        session.receiveFromClient(ByteBuffer(bytes: read + Self.packet(4, Self.number(2) + Self.handle(0))))
        #expect(try session.next() == nil)
        #expect(Array(session.takeForHost().readableBytesView) == Self.packet(4, Self.number(3) + Self.string("F")))
        #expect(
            Array(session.takeForClient().readableBytesView)
                == Self.packet(101, Self.number(1) + Self.number(3) + Self.string("gone") + Self.string("en")))
    }

    /// An OPEN that was allowed, and of which the host has been told: by number 1.
    private static func opening(asksRealPaths: Bool = false) throws -> (SFTPSession, SFTPOperation) {
        var session = try begun(asksRealPaths: asksRealPaths)
        session.receiveFromClient(
            ByteBuffer(bytes: packet(3, number(7) + string("/f") + number(3) + attributes)))
        if asksRealPaths {
            #expect(try session.next() == nil)
            try session.receiveFromHost(ByteBuffer(bytes: told(1, "/f")))
        }
        guard case .judge(let operation)? = try session.next() else { throw SFTPViolation("nothing to judge") }
        session.decide(asksRealPaths ? .allowAfterWaiting : .allow)
        _ = session.takeForHost()
        return (session, operation)
    }

    @Test
    func `What was being opened when its rule went is closed as soon as it is open, and the client has no handle`()
        throws
    {
        for isLater in [false, true] {
            var (session, operation) = try Self.opening()
            #expect(session.openOperations == [operation])
            if isLater { session.askRealPaths() } else { session.revoke(operation.number, "gone") }
            let read = Self.packet(
                5, Self.number(8) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(9))
            try session.receiveFromHost(ByteBuffer(bytes: Self.packet(102, Self.number(1) + Self.string("H"))))
            #expect(try session.next() == .finished(number: operation.number, status: 3))
            #expect(Array(session.takeForHost().readableBytesView) == Self.packet(4, Self.number(2) + Self.string("H")))
            let answer = Array(session.takeForClient().readableBytesView)
            #expect(Array(answer[4..<13]) == [101] + Self.number(7) + Self.number(3))
            session.receiveFromClient(ByteBuffer(bytes: read))
            #expect(try session.next() == nil)
            #expect(session.takeForHost().readableBytes == 0 && session.openOperations == [])
            _ = session.takeForClient()
            // Its end is told to nobody.
            try session.receiveFromHost(ByteBuffer(bytes: Self.status(2, 0)))
            #expect(try session.next() == nil)
            #expect(session.takeForClient().readableBytes == 0)
        }
    }

    @Test func `What this side asks for itself stands between two of the client's requests, wherever a WRITE is cut`()
        throws
    {
        // As the client's last data would stand if the host took a request of this side's for some of them.
        let hidden = Self.packet(13, Self.number(1) + Self.string("/t4x"))
        let data = [UInt8](repeating: 0x41, count: 300) + hidden
        func written(_ id: UInt32, _ handle: [UInt8]) -> [UInt8] {
            Self.packet(
                6, Self.number(id) + handle + Self.number(0) + Self.number(0) + Self.number(UInt32(data.count)) + data)
        }
        let asked = Self.packet(3, Self.number(7) + Self.string("/p") + Self.number(1) + Self.attributes)
        let write = written(8, Self.handle(0))
        for cut in 0...write.count {
            var session = try Self.opened()
            session.receiveFromClient(ByteBuffer(bytes: asked))
            guard case .judge(let operation)? = try session.next() else { return #expect(Bool(false)) }
            session.decide(.allow)
            session.receiveFromClient(ByteBuffer(bytes: write[..<cut]))
            #expect(try session.next() == nil)
            session.revoke(operation.number, "gone")
            try session.receiveFromHost(ByteBuffer(bytes: Self.packet(102, Self.number(3) + Self.string("H"))))
            session.receiveFromClient(ByteBuffer(bytes: write[cut...]))
            while try session.next() != nil {}
            let host = Array(session.takeForHost().readableBytesView)
            func close(_ id: UInt32) -> [UInt8] { Self.packet(4, Self.number(id) + Self.string("H")) }
            let open = Self.packet(3, Self.number(3) + Self.string("/p") + Self.number(1) + Self.attributes)
            let isWhole =
                host == open + close(4) + written(5, Self.string("F"))
                || host == open + written(4, Self.string("F")) + close(5)
            #expect(isWhole, "cut at \(cut)")
        }
    }

    @Test func `What is asked for once more when its rule goes is not opened`() throws {
        var (session, operation) = try Self.opening(asksRealPaths: true)
        #expect(session.openOperations == [operation])
        session.revoke(operation.number, "gone")
        try session.receiveFromHost(ByteBuffer(bytes: Self.told(2, "/f")))
        #expect(session.takeForHost().readableBytes == 0)
        #expect(try session.next() == .finished(number: operation.number, status: 3))
        #expect(String(buffer: session.takeForClient()).contains("gone"))
    }

    @Test func `Requests whose answers would pile up wait until the client has taken some`() throws {
        var session = try Self.opened()
        // Nine bytes each, that are answered with many more.
        let count = 40_000
        let malformed = Self.packet(18, Self.number(2))
        session.receiveFromClient(ByteBuffer(bytes: (0..<count).flatMap { _ in malformed }))
        var answers = 0
        var turns = 0
        while session.heldByteCount > 0 {
            #expect(try session.next() == nil)
            #expect(session.isFull() == (session.heldByteCount > 0))
            let taken = session.takeForClient()
            #expect(taken.readableBytes < SFTPLimits.madeBytesLimit + 200)
            answers += taken.readableBytes
            turns += 1
        }
        #expect(turns > 10 && answers % count == 0)
        // What waits elsewhere counts as well.
        session.receiveFromClient(ByteBuffer(bytes: malformed))
        #expect(try session.next(forClient: SFTPLimits.madeBytesLimit) == nil)
        #expect(session.heldByteCount == malformed.count)
        #expect(try session.next(forHost: SFTPLimits.madeBytesLimit) == nil)
        #expect(session.heldByteCount == malformed.count)
    }

    @Test func `Requests that are written longer than they came wait until the host has taken some`() throws {
        var session = try Self.begun(home: "/" + String(repeating: "h", count: 4_000))
        session.receiveFromClient(
            ByteBuffer(bytes: (0..<1_000).flatMap { _ in Self.packet(13, Self.number(2) + Self.string("x")) }))
        while let step = try session.next() {
            guard case .judge = step else { continue }
            session.decide(.allow)
        }
        #expect(session.isFull() && session.heldByteCount > 0)
        #expect(session.takeForHost().readableBytes < SFTPLimits.madeBytesLimit + 5_000)
        guard case .judge? = try session.next() else { return #expect(Bool(false)) }
    }

    @Test func `What open files are known by is bounded, however long their paths are`() throws {
        var session = try Self.begun()
        let path = String(repeating: "/a", count: 2_000)
        let request = Self.packet(3, Self.number(7) + Self.string(path) + Self.number(1) + Self.attributes)
        var id: UInt32 = 0
        func opens(_ type: UInt8, _ answer: [UInt8]) throws -> Bool {
            session.receiveFromClient(ByteBuffer(bytes: request))
            guard case .judge? = try session.next() else { return false }
            session.decide(.allow)
            _ = session.takeForHost()
            id += 1
            try session.receiveFromHost(ByteBuffer(bytes: Self.packet(type, Self.number(id) + answer)))
            _ = try session.next()
            _ = session.takeForClient()
            return true
        }
        // What fails counts no more.
        #expect(try opens(101, Self.number(2) + Self.string("") + Self.string("")))
        var count = 0
        while try opens(102, Self.string("H")) { count += 1 }
        #expect(String(buffer: session.takeForClient()).contains("close some"))
        let bytes = path.utf8.count - 1
        #expect(count == (SFTPLimits.openPathsBytesLimit + bytes - 1) / bytes)
        session.receiveFromClient(ByteBuffer(bytes: Self.packet(4, Self.number(1) + Self.handle(0))))
        #expect(try session.next() == nil)
        id += 1
        try session.receiveFromHost(ByteBuffer(bytes: Self.status(id, 0)))
        #expect(try session.next() == .closed(number: 1, FileUse()))
        #expect(try opens(102, Self.string("H")))
        #expect(try !opens(102, Self.string("H")))
    }

    @Test func `A name that is no UTF-8 goes to no host, and its client hears why`() throws {
        var session = try Self.opened()
        let name = Array("/caf".utf8) + [0xE9]
        let path = Self.number(UInt32(name.count)) + name
        session.receiveFromClient(ByteBuffer(bytes: Self.packet(13, Self.number(3) + path)))
        #expect(try session.next() == nil)
        #expect(session.takeForHost().readableBytes == 0)
        #expect(String(buffer: session.takeForClient()).contains("no UTF-8"))
    }

    @Test func `What is not known is answered and not sent; so is what is malformed`() throws {
        let unknown = Self.packet(200, Self.number(1) + Self.string("run@example.org") + Self.string("id"))
        let malformed = Self.packet(18, Self.number(2) + Self.string("/a"))
        let newline = Self.packet(13, Self.number(3) + Self.string("/a\nb"))
        let flags = Self.packet(3, Self.number(3) + Self.string("/a") + Self.number(0x41) + Self.attributes)
        let attributes = Self.packet(9, Self.number(3) + Self.string("/a") + Self.number(0x10))
        let other = Self.packet(200, Self.number(1) + Self.string("expand-path@openssh.com") + Self.string("~root/x"))
        let names = Self.packet(200, Self.number(1) + Self.string("users-groups-by-id@openssh.com") + Self.number(0))
        let length = Self.packet(
            6, Self.number(4) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(299) + Self.data)
        for (bytes, status) in [
            (unknown, UInt32(8)), (malformed, 5), (newline, 5), (flags, 5), (attributes, 5), (other, 8), (names, 8),
            (length, 5),
        ] {
            let outcome = try Self.run([bytes])
            #expect(outcome.host == [])
            #expect(Array(outcome.client[9..<13]) == Self.number(status))
        }
    }

    @Test(arguments: [
        ([4_194_304, 4_193_280, 4_193_280, 0], [262_144, 261_120, 261_120, 1_024]),
        ([34_000, 32_768, 32_768, 100], [34_000, 32_768, 32_768, 100]),
    ])
    func `A client is told the host's limits, as far as they pass here`(host: [UInt64], client: [UInt64]) throws {
        func answer(_ id: UInt32, _ limits: [UInt64]) -> [UInt8] {
            let values = limits.flatMap { value in withUnsafeBytes(of: value.bigEndian) { Array($0) } }
            return Self.packet(201, Self.number(id) + values)
        }
        let question = Self.packet(200, Self.number(7) + Self.string("limits@openssh.com"))
        for parts in Self.cuts(answer(3, host)) {
            var session = try Self.opened()
            session.receiveFromClient(ByteBuffer(bytes: question))
            #expect(try session.next() == nil)
            for part in parts { try session.receiveFromHost(ByteBuffer(bytes: part)) }
            #expect(Array(session.takeForClient().readableBytesView) == answer(7, client))
        }
        var session = try Self.opened()
        session.receiveFromClient(ByteBuffer(bytes: question))
        #expect(try session.next() == nil)
        #expect(throws: SFTPViolation.self) {
            try session.receiveFromHost(ByteBuffer(bytes: answer(3, [1, 2, 3])))
        }
    }

    @Test func `The host is asked for no more at once than passes here`() throws {
        func read(_ id: UInt32, _ handle: [UInt8], _ count: UInt32) -> [UInt8] {
            Self.packet(5, Self.number(id) + handle + Self.number(0) + Self.number(0) + Self.number(count))
        }
        let outcome = try Self.run([read(7, Self.handle(0), 4_194_304)])
        #expect(outcome.host == read(3, Self.string("F"), UInt32(SFTPLimits.dataBytesLimit)))
    }

    @Test func `An answer of ours never stands within one of the host's`() throws {
        func answer(_ id: UInt32) -> [UInt8] {
            Self.packet(103, Self.number(id) + Self.string(String(repeating: "d", count: 600)))
        }
        func read(_ id: UInt32) -> [UInt8] {
            Self.packet(5, Self.number(id) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(600))
        }
        let denied = Self.packet(13, Self.number(7) + Self.string("/x"))
        let ours = Self.packet(101, Self.number(7) + Self.number(3) + Self.string("no") + Self.string("en"))
        let both = answer(3) + answer(4)
        for cut in answer(3).indices {
            var session = try Self.opened()
            session.receiveFromClient(ByteBuffer(bytes: read(20) + read(21)))
            _ = try session.next()
            try session.receiveFromHost(ByteBuffer(bytes: both[..<cut]))
            var seen = Array(session.takeForClient().readableBytesView)
            session.receiveFromClient(ByteBuffer(bytes: denied))
            _ = try session.next()
            session.decide(.deny("no"))
            seen += session.takeForClient().readableBytesView
            try session.receiveFromHost(ByteBuffer(bytes: both[cut...]))
            seen += session.takeForClient().readableBytesView
            let isWhole = seen == answer(20) + ours + answer(21) || seen == ours + answer(20) + answer(21)
            #expect(isWhole, "\(cut)")
        }
    }

    @Test func `Nothing of the client's is looked at before the host has said where relative paths begin`() throws {
        var session = SFTPSession()
        // Its own question for it, of the same number, and what would go by the answer.
        let early =
            Self.packet(16, Self.number(0) + Self.string(".")) + Self.packet(13, Self.number(0) + Self.string("x"))
        session.receiveFromClient(ByteBuffer(bytes: Self.opening + early))
        #expect(try session.next() == nil)
        #expect(Array(session.takeForHost().readableBytesView) == Self.packet(1, Self.number(3)))
        try session.receiveFromHost(ByteBuffer(bytes: Self.version))
        #expect(try session.next() == nil)
        #expect(Array(session.takeForHost().readableBytesView) == Self.question)
        try session.receiveFromHost(
            ByteBuffer(bytes: Array(Self.beginning(home: "/home/a").dropFirst(Self.version.count))))
        guard case .judge(let remove)? = try session.next() else { return #expect(Bool(false)) }
        #expect(remove.paths.map(\.text) == ["/home/a/x"])
        #expect(Array(session.takeForClient().readableBytesView) == Self.version)
    }

    @Test func `Requests of one number are told apart, and the outcome of each is its own`() throws {
        var session = try Self.opened()
        let status = Self.packet(8, Self.number(7) + Self.handle(0))
        let remove = Self.packet(13, Self.number(7) + Self.string("/none"))
        session.receiveFromClient(ByteBuffer(bytes: status + remove))
        guard case .judge(let operation)? = try session.next() else { return #expect(Bool(false)) }
        session.decide(.allow)
        #expect(
            Array(session.takeForHost().readableBytesView)
                == Self.packet(8, Self.number(3) + Self.string("F"))
                + Self.packet(13, Self.number(4) + Self.string("/none")))
        let missing = Self.number(2) + Self.string("none") + Self.string("")
        try session.receiveFromHost(
            ByteBuffer(
                bytes: Self.packet(105, Self.number(3) + Self.attributes) + Self.packet(101, Self.number(4) + missing)))
        #expect(try session.next() == .finished(number: operation.number, status: 2))
        #expect(
            Array(session.takeForClient().readableBytesView)
                == Self.packet(105, Self.number(7) + Self.attributes) + Self.packet(101, Self.number(7) + missing))
    }

    @Test(arguments: [
        packet(105, number(3) + attributes), packet(102, number(3) + string("H")), packet(101, number(9) + number(0)),
        packet(103, number(2) + string("x")),
    ])
    func `A host that answers what was not asked, or with another kind, ends the channel`(bytes: [UInt8]) throws {
        var session = try Self.opened()
        let read = Self.packet(5, Self.number(1) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(9))
        session.receiveFromClient(ByteBuffer(bytes: read))
        _ = try session.next()
        #expect(throws: SFTPViolation.self) { try session.receiveFromHost(ByteBuffer(bytes: bytes)) }
    }

    @Test func `While too many requests are unanswered, no more are looked at, and all come in the end`() throws {
        var session = try Self.opened()
        let read = Self.packet(5, Self.number(1) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(9))
        let count = SFTPLimits.pendingLimit + 10
        for _ in 0..<count { session.receiveFromClient(ByteBuffer(bytes: read)) }
        #expect(try session.next() == nil)
        let size = Self.packet(5, Self.number(1) + Self.string("F") + Self.number(0) + Self.number(0) + Self.number(9))
            .count
        #expect(session.takeForHost().readableBytes == SFTPLimits.pendingLimit * size && !session.isIdle)
        for id in 3..<13 {
            try session.receiveFromHost(ByteBuffer(bytes: Self.packet(103, Self.number(UInt32(id)) + Self.string("x"))))
        }
        #expect(try session.next() == nil)
        #expect(session.takeForHost().readableBytes == 10 * size && session.isIdle)
    }

    /// What the host makes of a path.
    static func told(_ id: UInt32, _ path: String) -> [UInt8] {
        packet(104, number(id) + number(1) + string(path) + string("") + attributes)
    }

    static func status(_ id: UInt32, _ status: UInt32) -> [UInt8] {
        packet(101, number(id) + number(status) + string("") + string(""))
    }

    /// Too many links, too long a path: a host that would open it all the same is not asked to.
    @Test(
        arguments: [
            (status(1, 2), 2), (status(1, 4), 4), (status(1, 0), 4), (told(1, "relative"), 4),
            (told(1, "/srv/../ehr/x"), 4), (told(1, "/srv/ehr\n/x"), 4),
        ] as [([UInt8], UInt32)])
    func `A path that the host does not tell is judged, and never sent`(answer: [UInt8], status: UInt32) throws {
        var session = try Self.begun(home: "/home/a", asksRealPaths: true)
        session.receiveFromClient(
            ByteBuffer(bytes: Self.packet(3, Self.number(9) + Self.string("/out/x") + Self.number(1) + Self.attributes))
        )
        #expect(try session.next() == nil)
        _ = session.takeForHost()
        try session.receiveFromHost(ByteBuffer(bytes: answer))
        guard case .judge(let operation)? = try session.next() else { return #expect(Bool(false)) }
        #expect(operation.paths.map(\.text) == ["/out/x"] && operation.realPaths == [])
        session.decide(.allow)
        #expect(session.takeForHost().readableBytes == 0)
        #expect(try session.next() == .finished(number: operation.number, status: status))
        let bytes = Array(session.takeForClient().readableBytesView)
        #expect(Array(bytes[4..<13]) == [101] + Self.number(9) + Self.number(status))
        #expect(session.isIdle)
    }

    @Test func `What was waited for is asked for once more, and is not sent when it leads elsewhere by now`() throws {
        for (second, sent) in [("/srv/x", true), ("/srv/ehr/x", false), ("", false)] {
            var session = try Self.begun(home: "/home/a", asksRealPaths: true)
            session.receiveFromClient(
                ByteBuffer(
                    bytes: Self.packet(3, Self.number(9) + Self.string("/out/l/x") + Self.number(1) + Self.attributes)))
            #expect(try session.next() == nil)
            _ = session.takeForHost()
            try session.receiveFromHost(ByteBuffer(bytes: Self.told(1, "/srv/x")))
            guard case .judge(let operation)? = try session.next() else { return #expect(Bool(false)) }
            session.decide(.allowAfterWaiting)
            #expect(
                Array(session.takeForHost().readableBytesView)
                    == Self.packet(16, Self.number(2) + Self.string("/out/l/x")))
            #expect(!session.isIdle)
            try session.receiveFromHost(ByteBuffer(bytes: second.isEmpty ? Self.status(2, 2) : Self.told(2, second)))
            let host = Array(session.takeForHost().readableBytesView)
            if sent {
                #expect(
                    host == Self.packet(3, Self.number(3) + Self.string("/srv/x") + Self.number(1) + Self.attributes))
            } else {
                #expect(host == [])
                #expect(try session.next() == .finished(number: operation.number, status: 4))
                #expect(String(buffer: session.takeForClient()).contains("ask again"))
            }
        }
    }

    @Test func `A session that has not asked asks from when it must, and what is open is opened anew`() throws {
        var session = try Self.opened()
        session.askRealPaths()
        let read = Self.packet(5, Self.number(1) + Self.handle(0) + Self.number(0) + Self.number(0) + Self.number(9))
        session.receiveFromClient(ByteBuffer(bytes: read + Self.packet(17, Self.number(2) + Self.string("/l"))))
        #expect(try session.next() == nil)
        #expect(Array(session.takeForHost().readableBytesView) == Self.packet(16, Self.number(3) + Self.string("/l")))
        #expect(String(buffer: session.takeForClient()).contains("open the file anew"))
    }

    @Test func `Of a host's answers only what is known of their kind goes on`() throws {
        let extended =
            Self.number(0x8000_0001) + Self.number(0) + Self.number(9) + Self.number(1) + Self.string("x")
            + Self.string("y")
        var session = try Self.opened()
        session.receiveFromClient(
            ByteBuffer(
                bytes: Self.packet(8, Self.number(7) + Self.handle(0))
                    + Self.packet(200, Self.number(8) + Self.string("fstatvfs@openssh.com") + Self.handle(0))))
        while try session.next() != nil {}
        try session.receiveFromHost(ByteBuffer(bytes: Self.packet(105, Self.number(3) + extended)))
        #expect(
            Array(session.takeForClient().readableBytesView)
                == Self.packet(105, Self.number(7) + Self.number(1) + Self.number(0) + Self.number(9)))
        let measures = [UInt8](repeating: 1, count: 88)
        var other = session
        try session.receiveFromHost(ByteBuffer(bytes: Self.packet(201, Self.number(4) + measures)))
        #expect(Array(session.takeForClient().readableBytesView) == Self.packet(201, Self.number(8) + measures))
        #expect(throws: SFTPViolation.self) {
            try other.receiveFromHost(ByteBuffer(bytes: Self.packet(201, Self.number(4) + measures + [0])))
        }
    }

    /// What a client asks, what the host makes of its paths in their order, what is judged, what is sent.
    @Test(arguments: [
        (
            packet(3, number(1) + string("/out/l/x") + number(1) + attributes), ["/srv/ehr/x"], "/out/l/x (/srv/ehr/x)",
            "/srv/ehr/x"
        ),
        (packet(3, number(1) + string("/out/x") + number(1) + attributes), ["/out/x"], "/out/x ()", "/out/x"),
        (
            packet(18, number(1) + string("/out/up/ehr") + string("/out/x")), ["/srv", "/out"],
            "/out/up/ehr /out/x (/srv/ehr)", "/srv/ehr /out/x"
        ),
        (
            packet(20, number(1) + string("up/ehr") + string("/out/l")), ["/srv/ehr", "/out"],
            "/out/up/ehr /out/l (/srv/ehr)", "/out/up/ehr /out/l"
        ),
        (packet(3, number(1) + string("/out/l/x") + number(2) + attributes), ["/srv/x"], "/out/l/x (/srv/x)", "/srv/x"),
        (packet(13, number(1) + string("/out/l/x")), ["/srv"], "/out/l/x (/srv/x)", "/srv/x"),
        (packet(17, number(1) + string("/out/l")), ["/srv"], "/out/l (/srv)", "/srv"),
        (packet(11, number(1) + string("l")), ["/srv"], "/home/a/l (/srv)", "/srv"),
        (packet(16, number(1) + string("l")), ["/srv"], "/home/a/l (/srv)", "/srv"),
        (packet(7, number(1) + string("/out/l")), ["/out"], "/out/l ()", "/out/l"),
        (packet(14, number(1) + string("/out/l/d") + attributes), ["/srv"], "/out/l/d (/srv/d)", "/srv/d"),
    ])
    func `What would carry content is judged and sent as the host has it, where it is to be asked`(
        bytes: [UInt8], real: [String], judged: String, sent: String
    ) throws {
        var session = try Self.begun(home: "/home/a", asksRealPaths: true)
        session.receiveFromClient(ByteBuffer(bytes: bytes))
        #expect(try session.next() == nil)
        for (index, path) in real.enumerated() {
            #expect(session.takeForHost().getInteger(at: 4, as: UInt8.self) == 16)
            try session.receiveFromHost(ByteBuffer(bytes: Self.told(UInt32(1 + index), path)))
        }
        #expect(session.takeForClient().readableBytes == 0)
        guard case .judge(let operation)? = try session.next() else { return #expect(Bool(false)) }
        #expect(
            "\(operation.paths.map(\.text).joined(separator: " ")) (\(operation.realPaths.map(\.text).joined(separator: " ")))"
                == judged)
        session.decide(.allow)
        var packet = session.takeForHost()
        packet.moveReaderIndex(forwardBy: 9)
        var paths: [String] = []
        for _ in sent.split(separator: " ") {
            let length = Int(packet.readInteger(as: UInt32.self) ?? 0)
            paths.append(packet.readString(length: length) ?? "")
        }
        #expect(paths.joined(separator: " ") == sent)
    }

    @Test func `A client hears only of extensions that are known here`() throws {
        var session = SFTPSession()
        session.receiveFromClient(ByteBuffer(bytes: Self.opening))
        _ = try session.next()
        let known = Self.string("fsync@openssh.com") + Self.string("1")
        let unknown =
            Self.string("users-groups-by-id@openssh.com") + Self.string("1") + Self.string("statvfs@openssh.com")
            + Self.string("3")
        try session.receiveFromHost(ByteBuffer(bytes: Self.packet(2, Self.number(3) + unknown + known)))
        #expect(Array(session.takeForClient().readableBytesView) == Self.packet(2, Self.number(3) + known))
    }

    @Test func `Home is what the host says it is, and relative paths are from there; a handle is known by its path`()
        throws
    {
        var session = try Self.begun(home: "/home/a")
        session.receiveFromClient(
            ByteBuffer(bytes: Self.packet(3, Self.number(2) + Self.string("x") + Self.number(2) + Self.attributes)))
        guard case .judge(let open)? = try session.next() else { return #expect(Bool(false)) }
        #expect(open.paths.map(\.text) == ["/home/a/x"])
        session.decide(.allow)
        try session.receiveFromHost(ByteBuffer(bytes: Self.packet(102, Self.number(1) + Self.string("H"))))
        #expect(try session.next() == nil)
        session.receiveFromClient(
            ByteBuffer(bytes: Self.packet(10, Self.number(3) + Self.handle(0) + Self.attributes)))
        guard case .judge(let change)? = try session.next() else { return #expect(Bool(false)) }
        #expect(change.kinds == [.setstat] && change.paths == open.paths)
        session.decide(.allow)
        try session.receiveFromHost(
            ByteBuffer(bytes: Self.packet(101, Self.number(2) + Self.number(3) + Self.string("no") + Self.string(""))))
        #expect(try session.next() == .finished(number: 1, status: 3))
    }

    @Test(arguments: [
        packet(1, number(2)), packet(3, number(1) + string("/a") + number(1) + attributes), [0, 0, 0, 1, 5],
        [0xFF, 0, 0, 0, 1],
    ])
    func `What is no beginning ends the channel`(bytes: [UInt8]) {
        #expect(throws: SFTPViolation.self) {
            var session = SFTPSession()
            session.receiveFromClient(ByteBuffer(bytes: bytes))
            _ = try session.next()
        }
    }

    @Test(arguments: [
        [0, 0, 0, 1, 5], [0xFF, 0, 0, 0, 1], packet(13, number(1) + [UInt8](repeating: 0x61, count: 20_000)),
    ])
    func `What breaks the protocol or a limit ends the channel`(bytes: [UInt8]) {
        #expect(throws: SFTPViolation.self) { try Self.run([bytes]) }
    }
}
