import HTTPTypes
import Hummingbird
import NIOCore

/// Answers for browsers. Nothing is loaded from elsewhere, nothing is framed, nothing runs that is not ours.
enum PageResponse {
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        answer(text, type: "text/html; charset=utf-8", status: status, cache: "no-store")
    }

    static func file(_ text: String, type: String) -> Response {
        answer(text, type: type, status: .ok, cache: "max-age=300")
    }

    /// After a form: the browser asks for the page, and a reload sends nothing twice.
    static func redirect(to path: String, cookie: String? = nil) -> Response {
        var response = answer("", type: "text/plain", status: .seeOther, cache: "no-store")
        response.headers[.location] = path
        if let cookie { response.headers[.setCookie] = cookie }
        return response
    }

    private static func answer(
        _ text: String, type: String, status: HTTPResponse.Status, cache: String
    ) -> Response {
        let headers: HTTPFields = [
            .contentType: type, .cacheControl: cache, .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff",
            .strictTransportSecurity: "max-age=31536000",
        ]
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
