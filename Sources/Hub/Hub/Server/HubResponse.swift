import FoundationEssentials
import HTTPTypes
import HubAPI
import Hummingbird
import NIOCore

/// The answers of the API.
enum HubResponse {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        try body(HubJSON.encode(value), type: "application/json", status: status)
    }

    static func problem(_ problem: ProblemDetails) throws -> Response {
        var response = try body(
            HubJSON.encode(problem), type: "application/problem+json",
            status: HTTPResponse.Status(code: problem.status))
        if problem.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    static func text(
        _ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok
    ) -> Response {
        body(Data(text.utf8), type: type, status: status)
    }

    static var nothing: Response { Response(status: .noContent, headers: [.cacheControl: "no-store"]) }

    private static func body(_ data: Data, type: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }
}
