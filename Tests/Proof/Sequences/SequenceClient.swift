import Glibc
import TestSupport

/// A client that sends what it is told to, and looks at all that comes back. It blocks.
final class SequenceClient {
    private static let canary = Array("CANARY".utf8)
    private static let startTimeoutSeconds = 30.0
    private static let endTimeoutSeconds = 60.0
    /// Something may have struck the question for the end: it is asked again.
    private static let endPauseMilliseconds: Int32 = 700

    private let socket: Int32
    private let address: PostgresAddress
    /// Bytes of a message that is not whole.
    private var pending: [UInt8] = []
    private var key: [UInt8] = []
    private(set) var isClosed = false
    private(set) var messages = 0
    /// Messages with a canary.
    private(set) var leaks: [String] = []

    init(_ address: PostgresAddress, application: String) throws {
        self.address = address
        socket = try Self.connect(address)
        send(
            FrontendMessage.startup([
                ("user", address.user), ("database", address.database), ("application_name", application),
            ]))
        let deadline = Self.now + Self.startTimeoutSeconds
        var isReady = false
        while !isReady {
            guard Self.now < deadline, !isClosed else { throw TestFailure("no session: \(leaks)") }
            for (type, body) in read(milliseconds: 1_000) {
                if type == UInt8(ascii: "K") { key = body }
                if type == UInt8(ascii: "E") {
                    throw TestFailure("refused: \(String(decoding: body, as: UTF8.self))")
                }
                if type == UInt8(ascii: "Z") { isReady = true }
            }
        }
    }

    deinit { close(socket) }

    private static func connect(_ address: PostgresAddress) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw TestFailure("no socket: errno \(errno)") }
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var wait = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = address.port.bigEndian
        name.sin_addr.s_addr = inet_addr(address.host)
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(socket)
            throw TestFailure("cannot connect to port \(address.port): errno \(errno)")
        }
        return socket
    }

    // MARK: sending

    /// A peer that closed shows in the next read.
    func send(_ bytes: [UInt8]) { sendAll(bytes, to: socket) }

    func cancel() throws {
        let other = try Self.connect(address)
        defer { close(other) }
        let request = FrontendMessage.cancel(key)
        _ = request.withUnsafeBytes { Glibc.send(other, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        // The peer closes when it has been delivered.
        var wait = pollfd(fd: other, events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, 5_000)
    }

    /// Closes with what was sent read by nobody, or reset.
    func hangUp() {
        shutdown(socket, Int32(SHUT_RDWR))
        isClosed = true
    }

    // MARK: the end of a sequence

    /// Brings the session out of whatever it is in, and waits until everything has been answered.
    /// - Returns: false when it did not come to an end.
    func finish(_ number: Int) -> Bool {
        let deadline = Self.now + Self.endTimeoutSeconds
        let sign = Array("end\(number).".utf8)
        while Self.now < deadline, !isClosed {
            send(FrontendMessage.message("f", Array("the sequence is over\0".utf8)) + FrontendMessage.sync)
            send(FrontendMessage.query("ROLLBACK; SET statement_timeout = 0; DEALLOCATE ALL; CLOSE ALL"))
            send(FrontendMessage.query("SELECT '\(String(decoding: sign, as: UTF8.self))'"))
            let pause = Self.now + Double(Self.endPauseMilliseconds) / 1_000
            while Self.now < pause, !isClosed {
                for (type, body) in read(milliseconds: Self.endPauseMilliseconds)
                where type == UInt8(ascii: "D") && Self.contains(body, sign) {
                    return true
                }
            }
        }
        return isClosed
    }

    /// What came within so long, message by message.
    private func read(milliseconds: Int32) -> [(UInt8, [UInt8])] {
        var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard !isClosed, poll(&wait, 1, milliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let got = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard got > 0 else {
            isClosed = true
            return []
        }
        pending += buffer[..<got]
        var found: [(UInt8, [UInt8])] = []
        var start = 0
        while pending.count - start >= 5 {
            let length = Int(pending[(start + 1)..<(start + 5)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
            guard length >= 4, pending.count - start > length else { break }
            let body = Array(pending[(start + 5)..<(start + 1 + length)])
            if Self.contains(body, Self.canary) {
                leaks.append("\(UnicodeScalar(pending[start])) \(String(decoding: body, as: UTF8.self))")
            }
            found.append((pending[start], body))
            start += 1 + length
        }
        pending.removeFirst(start)
        messages += found.count
        return found
    }

    /// Takes what has come so far.
    func look() { _ = read(milliseconds: 0) }

    private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first, bytes.count >= wanted.count else { return false }
        for index in 0...(bytes.count - wanted.count) where bytes[index] == first {
            if bytes[index..<(index + wanted.count)].elementsEqual(wanted) { return true }
        }
        return false
    }

    private static var now: Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
