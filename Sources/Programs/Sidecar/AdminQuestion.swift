import Glibc
import SmallFiles

/// Asks the admin endpoint of a sidecar on this machine, which it finds by the state folder. Blocks, with a limit on time
/// and size; for commands that end with the answer.
struct AdminQuestion: Sendable {
    /// The sidecar's file in its state folder: where the endpoint listens.
    static let addressFile = "admin.address"
    private static let answerBytesLimit = 1 << 20
    static let timeoutSeconds = 4

    struct Answer: Sendable, Equatable {
        var status: Int
        var body: String
    }

    struct Failure: Error, Sendable, Equatable { var reason: String }

    let state: String

    func get(_ path: String) throws(Failure) -> Answer {
        let text: String
        do { text = try SmallFile.lines("\(state)/\(Self.addressFile)").first ?? "" } catch {
            throw Failure(reason: "it does not listen yet: \(error)")
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw Failure(reason: "\(state)/\(Self.addressFile) holds no address")
        }
        guard let answer = Self.exchange(host: String(text[..<colon]), port: port, path: path) else {
            throw Failure(reason: "nothing answers at \(text)")
        }
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        guard let line = parts.first?.split(separator: "\r\n").first,
            let status = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { throw Failure(reason: "what answers at \(text) is no sidecar") }
        return Answer(status: status, body: parts.count == 2 ? String(parts[1]) : "")
    }

    /// - Returns: nil when there is no answer in time.
    private static func exchange(host: String, port: UInt16, path: String) -> String? {
        let isSix = host.hasPrefix("[")
        let descriptor = socket(
            isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        let bare = isSix ? String(host.dropFirst().dropLast()) : host
        guard NumericAddress.connect(descriptor, host: bare, port: port) == true else { return nil }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while answer.count < answerBytesLimit {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
    }
}
