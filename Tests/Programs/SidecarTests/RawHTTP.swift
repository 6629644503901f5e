import Foundation
import Glibc
import TestSupport

/// A client of HTTP that sends bytes as they are.
final class RawHTTP {
    private let socket: Int32

    init(port: UInt16, timeoutSeconds: Int = 30) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var wait = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw TestFailure("cannot connect to port \(port): errno \(errno)") }
    }

    deinit { close(socket) }

    /// False when the peer has closed.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// All that comes until the peer closes.
    func rest() throws -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = recv(socket, &buffer, buffer.count, 0)
            if got == 0 || (got < 0 && errno == ECONNRESET) { return String(decoding: all, as: UTF8.self) }
            guard got > 0 else { throw TestFailure("the peer did not close (errno \(errno))") }
            all += buffer[..<got]
        }
    }

    /// One request on a connection of its own.
    static func ask(
        _ port: UInt16, _ path: String, method: String = "GET", host: String? = "127.0.0.1", more: String = ""
    ) throws -> (status: Int, head: String, body: String) {
        let client = try RawHTTP(port: port)
        let hostLine = host.map { "Host: \($0)\r\n" } ?? ""
        client.send(Array("\(method) \(path) HTTP/1.1\r\n\(hostLine)Connection: close\r\n\(more)\r\n".utf8))
        let answer = try client.rest()
        guard let end = answer.range(of: "\r\n\r\n"), answer.hasPrefix("HTTP/1.1 "),
            let status = Int(answer.dropFirst(9).prefix(3))
        else { throw TestFailure("not an answer of HTTP: \(answer)") }
        return (status, String(answer[..<end.lowerBound]), String(answer[end.upperBound...]))
    }
}
