import HTTPTypes
import Hummingbird

/// The cookies that a request brings (RFC 6265).
enum RequestCookie {
    static func value(_ name: String, of request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
                if parts.count == 2, parts[0] == name { return String(parts[1]) }
            }
        }
        return nil
    }
}
