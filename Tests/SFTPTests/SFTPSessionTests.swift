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
    static let data = [UInt8](repeating: 0x41, count: 1_000)

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
    static func begun(home: String? = nil) throws -> SFTPSession {
        var session = SFTPSession()
        session.receiveFromClient(ByteBuffer(bytes: opening))
        #expect(try session.next() == nil)
        #expect(Array(session.takeForHost().readableBytesView) == packet(1, number(3)))
        let refusal = packet(101, number(0) + number(4) + string("no") + string(""))
        try session.receiveFromHost(ByteBuffer(bytes: home.map { beginning(home: $0) } ?? version + refusal))
        #expect(Array(session.takeForHost().readableBytesView) == question)
        #expect(Array(session.takeForClient().readableBytesView) == version)
        return session
    }

    static func run(_ parts: [[UInt8]], deny: Set<String> = []) throws -> Outcome {
        var session = try begun()
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

    static func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
        [[bytes], bytes.map { [$0] }] + (1..<bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    }

    static let attributes = number(0)

    static let requests: [([UInt8], String?)] = [
        (packet(3, number(1) + string("/srv/../etc/x") + number(1) + attributes), "open read /etc/x"),
        (packet(3, number(2) + string("/a") + number(0x1A) + attributes), "open write /a"),
        (packet(3, number(3) + string("/a") + number(3) + attributes), "open read+write /a"),
        (packet(3, number(4) + string("/a") + number(0) + attributes), "open write /a"),
        (packet(7, number(5) + string("/l")), "lstat stat /l"), (packet(17, number(6) + string("x")), "stat stat ./x"),
        (packet(9, number(7) + string("/s") + attributes), "setstat setstat /s"),
        (packet(11, number(8) + string("/d")), "opendir list /d"),
        (packet(13, number(9) + string("/r")), "remove remove /r"),
        (packet(14, number(10) + string("/m") + attributes), "mkdir write /m"),
        (packet(15, number(11) + string("/m")), "rmdir remove /m"), (packet(16, number(12) + string(".")), nil),
        (packet(18, number(13) + string("/a") + string("/b")), "rename rename /a /b"),
        (packet(19, number(14) + string("/l")), "readlink stat /l"),
        (packet(20, number(15) + string("/a") + string("/b")), "symlink link /a /b"),
        (packet(20, number(24) + string("../ehr") + string("/srv/out/b")), "symlink link /srv/ehr /srv/out/b"),
        (
            packet(200, number(16) + string("posix-rename@openssh.com") + string("/a") + string("/b")),
            "posix-rename rename /a /b"
        ),
        (packet(200, number(17) + string("hardlink@openssh.com") + string("/a") + string("/b")), "hardlink link /a /b"),
        (packet(200, number(18) + string("statvfs@openssh.com") + string("/")), "statvfs stat /"),
        (packet(200, number(19) + string("fsync@openssh.com") + string("h")), nil),
        (packet(200, number(20) + string("limits@openssh.com")), nil),
        (packet(4, number(21) + string("h")), nil),
        (packet(5, number(22) + string("h") + number(0) + number(0) + number(9)), nil),
        (packet(6, number(23) + string("h") + number(0) + number(0) + number(1_000) + data), nil),
    ]

    @Test func `Every request is known for what it asks, however it is cut, and passes unchanged when it is allowed`()
        throws
    {
        let all = Self.requests.flatMap(\.0)
        let expected = Outcome(
            operations: Self.requests.compactMap(\.1), host: all, client: [])
        for parts in Self.cuts(all) { #expect(try Self.run(parts) == expected) }
    }

    @Test func `What is denied never reaches the host, and is answered by its number`() throws {
        for (bytes, operation) in Self.requests {
            guard let operation, let name = operation.split(separator: " ").first else { continue }
            let id = Array(bytes[5..<9])
            let outcome = try Self.run([bytes], deny: [String(name)])
            #expect(outcome.host == [])
            #expect(outcome.client == Self.packet(101, id + Self.number(3) + Self.string("no") + Self.string("en")))
        }
    }

    @Test func `What is not known is answered and not sent; so is what is malformed`() throws {
        let unknown = Self.packet(200, Self.number(1) + Self.string("run@example.org") + Self.string("id"))
        let malformed = Self.packet(18, Self.number(2) + Self.string("/a"))
        let newline = Self.packet(13, Self.number(3) + Self.string("/a\nb"))
        for (bytes, status) in [(unknown, UInt32(8)), (malformed, 5), (newline, 5)] {
            let outcome = try Self.run([bytes])
            #expect(outcome.host == [])
            #expect(Array(outcome.client[9..<13]) == Self.number(status))
        }
    }

    @Test func `An answer of ours never stands within one of the host's`() throws {
        let answer = Self.packet(103, Self.number(9) + Self.string(String(repeating: "d", count: 600)))
        let denied = Self.packet(13, Self.number(7) + Self.string("/x"))
        let ours = Self.packet(101, Self.number(7) + Self.number(3) + Self.string("no") + Self.string("en"))
        for cut in answer.indices {
            var session = try Self.begun()
            try session.receiveFromHost(ByteBuffer(bytes: answer[..<cut]))
            var seen = Array(session.takeForClient().readableBytesView)
            session.receiveFromClient(ByteBuffer(bytes: denied))
            _ = try session.next()
            session.decide(.deny("no"))
            seen += session.takeForClient().readableBytesView
            try session.receiveFromHost(ByteBuffer(bytes: answer[cut...] + answer))
            seen += session.takeForClient().readableBytesView
            let isWhole = seen == answer + ours + answer || seen == ours + answer + answer
            #expect(isWhole, "\(cut)")
        }
    }

    @Test func `Nothing of the client's is looked at before the host has said where relative paths begin`() throws {
        var session = SFTPSession()
        // Its own question for it, of the same number, and what would go by the answer.
        let early =
            Self.packet(16, Self.number(0) + Self.string("/srv")) + Self.packet(13, Self.number(0) + Self.string("x"))
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

    @Test func `Two operations of one number are not let go on side by side`() throws {
        var session = try Self.begun()
        func open(_ path: String) -> [UInt8] {
            Self.packet(3, Self.number(1) + Self.string(path) + Self.number(2) + Self.attributes)
        }
        session.receiveFromClient(ByteBuffer(bytes: open("/a") + open("/b")))
        for _ in 0..<2 {
            guard case .judge? = try session.next() else { return #expect(Bool(false)) }
            session.decide(.allow)
        }
        #expect(Array(session.takeForHost().readableBytesView) == open("/a"))
        #expect(try session.next() == .finished(number: 1, status: 4))
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
        try session.receiveFromHost(ByteBuffer(bytes: Self.packet(102, Self.number(2) + Self.string("H"))))
        #expect(try session.next() == .finished(number: 0, status: 0))
        session.receiveFromClient(
            ByteBuffer(bytes: Self.packet(10, Self.number(3) + Self.string("H") + Self.attributes)))
        guard case .judge(let change)? = try session.next() else { return #expect(Bool(false)) }
        #expect(change.kinds == [.setstat] && change.paths == open.paths)
        session.decide(.allow)
        try session.receiveFromHost(
            ByteBuffer(bytes: Self.packet(101, Self.number(3) + Self.number(3) + Self.string("no") + Self.string(""))))
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
