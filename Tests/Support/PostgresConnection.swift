import Glibc

/// A client of PostgreSQL's protocol 3.0 that shows every byte it gets. It blocks; use it through ``OffPool``.
package final class PostgresConnection {
    package static let answerTimeoutSeconds = 60
    private static let answerBytesLimit = 512 << 20

    private let socket: Int32
    private var unread: [UInt8] = []
    private var offset = 0
    private var closed = false
    /// What a CancelRequest must show: process ID and secret.
    package private(set) var key: [UInt8] = []

    /// Connects, logs in (without a password, or by SCRAM when the address has one) and waits until it is ready.
    package convenience init(_ address: PostgresAddress, parameters: [(String, String)] = []) throws {
        try self.init(connectingTo: address)
        try start(address, parameters)
    }

    private init(connectingTo address: PostgresAddress) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw TestFailure("no socket: errno \(errno)") }
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var wait = timeval(tv_sec: Self.answerTimeoutSeconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = address.port.bigEndian
        name.sin_addr.s_addr = inet_addr(address.host == "localhost" ? "127.0.0.1" : address.host)
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw TestFailure("cannot connect to port \(address.port): errno \(errno)") }
    }

    deinit {
        close(socket)
    }

    /// Asks one string, and gives all that came until the server was ready again. A COPY from the client is failed.
    package func ask(_ text: String, _ mode: QueryMode = .simple) throws -> Answer {
        guard !closed else { return Answer(messages: [], closed: true) }
        switch mode {
        case .simple:
            send(FrontendMessage.query(text))
        case .simpleByteByByte:
            for byte in FrontendMessage.query(text) { send([byte]) }
        case .extendedText, .extendedBinary:
            send(FrontendMessage.extended(text, binary: mode == .extendedBinary))
        }
        return try answer(resyncAfterCopy: mode == .extendedText || mode == .extendedBinary)
    }

    /// Sends bytes as they are; a peer that closed shows in the next read.
    package func send(_ bytes: [UInt8]) { sendAll(bytes, to: socket) }

    /// Resets the connection, as a crash of the client's machine would.
    package func abort() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        let nothing = open("/dev/null", O_RDONLY)
        dup2(nothing, socket)
        close(nothing)
        closed = true
    }

    /// Reads until ReadyForQuery, or until the server closes.
    package func answer(resyncAfterCopy: Bool = false) throws -> Answer {
        var messages: [BackendMessage] = []
        while let message = try next() {
            messages.append(message)
            if message.letter == "G" {
                // The Sync that followed Execute is ignored while the server copies in: it needs another.
                send(FrontendMessage.copyFail + (resyncAfterCopy ? FrontendMessage.sync : []))
            }
            if message.letter == "Z" { return Answer(messages: messages, closed: false) }
        }
        closed = true
        return Answer(messages: messages, closed: true)
    }

    /// The next message, or nil when the server closed.
    package func next() throws -> BackendMessage? {
        guard try fill(5) else { return nil }
        let length = unread[(offset + 1)..<(offset + 5)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard length >= 4, length < Self.answerBytesLimit else { throw TestFailure("a message of \(length) bytes") }
        let total = Int(length) + 1
        guard try fill(total) else { return nil }
        let message = BackendMessage(type: unread[offset], bytes: Array(unread[offset..<(offset + total)]))
        offset += total
        if offset > 1 << 16 {
            unread.removeFirst(offset)
            offset = 0
        }
        return message
    }

    /// Whether something is to be read, or the peer has closed, before so long is over.
    package func hasMore(withinMilliseconds limit: Int32) -> Bool {
        if unread.count > offset { return true }
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, limit) > 0
    }

    /// Sends a CancelRequest with another session's `key`, and waits until the peer has closed.
    package static func cancel(_ address: PostgresAddress, _ key: [UInt8]) throws {
        let connection = try PostgresConnection(connectingTo: address)
        connection.send(FrontendMessage.cancel(key))
        while try connection.next() != nil {}
    }

    private func fill(_ count: Int) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while unread.count - offset < count {
            let got = recv(socket, &buffer, buffer.count, 0)
            if got == 0 || (got < 0 && errno == ECONNRESET) { return false }
            guard got > 0 else {
                throw TestFailure("no answer within \(Self.answerTimeoutSeconds) s (errno \(errno))")
            }
            unread.append(contentsOf: buffer[..<got])
        }
        return true
    }

    private func start(_ address: PostgresAddress, _ parameters: [(String, String)]) throws {
        let named = [("user", address.user), ("database", address.database)] + parameters
        send(FrontendMessage.startup(named))
        var scram: Scram?
        while let message = try next() {
            switch message.letter {
            case "R":
                let kind = message.body.prefix(4).reduce(0) { $0 << 8 | Int($1) }
                let text = String(decoding: message.body.dropFirst(4), as: UTF8.self)
                if kind == 10 {
                    let started = Scram(password: address.password ?? "")
                    scram = started
                    send(FrontendMessage.saslFirst(started.first))
                } else if kind == 11, let scram {
                    send(FrontendMessage.saslFinal(try scram.final(text)))
                } else if kind == 3 {
                    send(FrontendMessage.password(address.password ?? ""))
                } else if kind != 0 && kind != 12 {
                    throw TestFailure("the server asks for authentication \(kind)")
                }
            case "E":
                throw TestFailure("refused: \(message.fields["C"] ?? "") \(message.fields["M"] ?? "")")
            case "K":
                key = Array(message.body)
            case "Z":
                return
            default:
                continue
            }
        }
        throw TestFailure("the server closed during start-up")
    }
}
