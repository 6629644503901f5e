import HubAPI
import Hummingbird
import NIOCore

extension Request {
    /// - Throws: `ProblemDetails` when the body is too long or is not such a value.
    func json<Value: Decodable>(
        _ type: Value.Type, bytesLimit: Int = HubJSON.bodyBytesLimit
    ) async throws -> Value {
        let bytes = try await bytes(limit: bytesLimit)
        do {
            return try HubJSON.decode(type, from: bytes.readableBytesView)
        } catch {
            throw ProblemDetails(.malformed, detail: Self.reason(error))
        }
    }

    func bytes(limit: Int) async throws -> ByteBuffer {
        do { return try await body.collect(upTo: limit) } catch is NIOTooManyBytesError {
            throw ProblemDetails(.tooLarge, detail: "the body is longer than \(limit) bytes")
        }
    }

    /// Names fields, never values.
    private static func reason(_ error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case DecodingError.keyNotFound(let key, _): return "\"\(key.stringValue)\" is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return "\"\(path(context))\" has a wrong type"
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "\"\(path(context))\" has a value that is not known"
        default: return "the body is not JSON"
        }
    }
}
