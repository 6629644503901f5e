package import Foundation

/// Tokens as a test writes them: right ones and wrong ones.
package enum Token {
    package static func base64URL(_ data: some DataProtocol) -> String {
        Data(data).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    package static func json(_ value: Any) throws -> Data { try JSONSerialization.data(withJSONObject: value) }

    /// Header and payload, encoded: what is signed.
    package static func unsigned(_ header: [String: Any], _ claims: [String: Any]) throws -> String {
        "\(base64URL(try json(header))).\(base64URL(try json(claims)))"
    }

    package static func signed(_ header: [String: Any], _ claims: [String: Any], by key: TestKey) throws -> String {
        let text = try unsigned(header, claims)
        return "\(text).\(base64URL(try key.sign(text, header["alg"] as? String ?? "")))"
    }
}
