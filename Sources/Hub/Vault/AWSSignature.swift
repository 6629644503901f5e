import Crypto
import FoundationEssentials
import Outbound
import SignedNote

/// AWS Signature Version 4 of one request ("Create a signed AWS API request").
struct AWSSignature {
    static let algorithm = "AWS4-HMAC-SHA256"

    var region: String
    var service: String
    /// Seconds since 1970.
    var atSeconds: Int64

    /// `20150830T123600Z`
    var timestamp: String {
        Date(timeIntervalSince1970: Double(atSeconds)).formatted(
            Date.ISO8601FormatStyle().year().month().day().dateSeparator(.omitted).time(
                includingFractionalSeconds: false
            )
            .timeSeparator(.omitted).timeZone(separator: .omitted))
    }

    /// The headers of the request with those that AWS asks for and the signature over all of them.
    /// - Parameter headers: by lower-case name, without `host`.
    func sign(
        _ method: HTTPCall.Method, _ address: HTTPAddress, headers: [(name: String, value: String)], body: [UInt8],
        _ credentials: AWSCredentials
    ) -> [(name: String, value: String)] {
        var all = headers + [(name: "x-amz-date", value: timestamp)]
        if let token = credentials.sessionToken { all.append(("x-amz-security-token", token.value)) }
        let signed = (all + [(name: "host", value: address.authority)]).sorted { $0.name < $1.name }
        let names = signed.map(\.name).joined(separator: ";")
        let request = [
            method.rawValue, address.path.isEmpty ? "/" : address.path, address.query ?? "",
            signed.map { "\($0.name):\($0.value)\n" }.joined(), names, Self.digest(body),
        ].joined(separator: "\n")
        let date = timestamp.prefix(8)
        let scope = "\(date)/\(region)/\(service)/aws4_request"
        let text = [Self.algorithm, timestamp, scope, Self.digest(Array(request.utf8))].joined(separator: "\n")
        let key = [region, service, "aws4_request"].reduce(
            Self.authenticate(String(date), Array("AWS4\(credentials.secretAccessKey.value)".utf8))
        ) { Self.authenticate($1, $0) }
        let signature = Hexadecimal.encode(Self.authenticate(text, key))
        all.append(
            (
                "authorization",
                "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
            ))
        return all
    }

    private static func digest(_ bytes: [UInt8]) -> String { Hexadecimal.encode(SHA256.hash(data: bytes)) }

    private static func authenticate(_ text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }
}
