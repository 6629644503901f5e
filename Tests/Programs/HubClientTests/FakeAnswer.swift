import HubAPI
import NIOHTTP1

/// What the fake hub does with a request.
enum FakeAnswer: Sendable {
    /// A whole answer; the connection stays open.
    case json(String, status: Int = 200, type: String = "application/json")
    /// 204.
    case nothing
    /// Bytes as they are, then the end of the connection.
    case bytes(String)
    /// Never an answer.
    case silence

    static func of(_ value: some Encodable) throws -> FakeAnswer {
        .json(String(decoding: try HubJSON.encode(value), as: UTF8.self))
    }

    static func problem(_ problem: ProblemDetails) throws -> FakeAnswer {
        .json(
            String(decoding: try HubJSON.encode(problem), as: UTF8.self), status: problem.status,
            type: "application/problem+json")
    }

    /// On the wire; nil: nothing is.
    var wire: String? {
        switch self {
        case .json(let text, let status, let type):
            "HTTP/1.1 \(status) X\r\ncontent-type: \(type)\r\ncontent-length: \(text.utf8.count)\r\n\r\n\(text)"
        case .nothing: "HTTP/1.1 204 No Content\r\n\r\n"
        case .bytes(let text): text
        case .silence: nil
        }
    }
}
