import Crypto
import FoundationEssentials
import SignedNote
import Vault

/// Standard Webhooks (https://www.standardwebhooks.com), symmetric: `v1,<base64 of HMAC-SHA-256>`.
enum WebhookSignature {
    static let prefix = "whsec_"

    /// - Returns: nil when the secret is not one.
    static func of(id: String, timestampSeconds: Int64, body: String, secret: SecretText) -> String? {
        guard let key = Base64.decode(Array(secret.value.utf8.dropFirst(prefix.utf8.count))) else { return nil }
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(id).\(timestampSeconds).\(body)".utf8), using: SymmetricKey(data: key))
        return "v1," + Base64.encode(Array(code))
    }
}
