import Foundation
import Glibc
import Synchronization

/// A tiny HTTP/1.1 server on a free port of the loopback, for answers that no real service gives. One connection, one
/// request. It ends with the test that holds it.
package final class LoopbackHTTPServer: Sendable {
    package struct Request: Sendable {
        package var method: String
        /// With the query.
        package var path: String
        /// By lower-case name.
        package var headers: [String: String]
        package var body: [UInt8]
    }

    package struct Answer: Sendable {
        package var status: Int
        package var headers: [String: String]
        package var body: [UInt8]
        /// Before anything is sent.
        package var delaySeconds: Double
        /// Between any two bytes of the body.
        package var dripSeconds: Double

        package init(
            _ status: Int = 200, headers: [String: String] = [:], body: [UInt8] = [], delaySeconds: Double = 0,
            dripSeconds: Double = 0
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.delaySeconds = delaySeconds
            self.dripSeconds = dripSeconds
        }

        package init(_ status: Int = 200, json: String) {
            self.init(status, headers: ["content-type": "application/json"], body: Array(json.utf8))
        }
    }

    package typealias Handler = @Sendable (Request) -> Answer

    package let port: UInt16
    private let descriptor: Int32
    private let handler: Mutex<Handler>
    private let received = Mutex<[Request]>([])

    package init(_ handler: @escaping Handler) throws {
        // A reader that goes away must not end the tests.
        signal(SIGPIPE, SIG_IGN)
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) | getsockname(descriptor, $0, &size) | listen(descriptor, 128)
            }
        }
        guard status == 0 else { throw TestFailure("no free port: errno \(errno)") }
        self.descriptor = descriptor
        self.handler = Mutex(handler)
        port = UInt16(bigEndian: name.sin_port)
        let serve: @Sendable (Int32) -> Void = { [weak self] connection in
            defer { Glibc.close(connection) }
            guard let request = Self.read(connection), let self else { return }
            self.received.withLock { $0.append(request) }
            Self.write(self.handler.withLock { $0 }(request), to: connection)
        }
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { break }
                Thread.detachNewThread { serve(connection) }
            }
            Glibc.close(descriptor)
        }
    }

    // Ends the accept; the thread closes the socket, so that its number is not used again while it waits.
    deinit { stop() }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far, in order.
    package var requests: [Request] { received.withLock { $0 } }

    package func answer(_ handler: @escaping Handler) { self.handler.withLock { $0 = handler } }

    /// Takes no connection any more.
    package func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        let gap = Array("\r\n\r\n".utf8)
        func more() -> Bool {
            let count = Glibc.read(connection, &chunk, chunk.count)
            guard count > 0 else { return false }
            bytes += chunk[..<count]
            return true
        }
        var end: Int?
        while end == nil {
            guard more() else { return nil }
            end = bytes.indices.first { bytes[$0...].starts(with: gap) }
        }
        guard let end else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            headers[parts[0].lowercased()] = parts.count == 2 ? parts[1] : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while bytes.count < end + gap.count + length { guard more() else { return nil } }
        return Request(
            method: words[0], path: words[1], headers: headers,
            body: Array(bytes[(end + gap.count)..<(end + gap.count + length)]))
    }

    private static func write(_ answer: Answer, to connection: Int32) {
        usleep(UInt32(answer.delaySeconds * 1_000_000))
        var head = "HTTP/1.1 \(answer.status) Answer\r\nconnection: close\r\ncontent-length: \(answer.body.count)\r\n"
        for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
        guard send(Array((head + "\r\n").utf8), connection) else { return }
        guard answer.dripSeconds > 0 else {
            _ = send(answer.body, connection)
            return
        }
        for byte in answer.body {
            guard send([byte], connection) else { return }
            usleep(UInt32(answer.dripSeconds * 1_000_000))
        }
    }

    private static func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
