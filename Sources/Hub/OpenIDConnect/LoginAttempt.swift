import Crypto

/// One login by a browser: what ties the answer of the provider to it. It is kept with the browser's session, and
/// nowhere else.
package struct LoginAttempt: Codable, Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package static let randomBytes = 96

    /// Ties the answer to the session that asked (RFC 6749, section 10.12).
    package let state: String
    /// Ties the ID token to the login (OpenID Connect Core 1.0, section 15.5.2).
    package let nonce: String
    /// Ties the code to who asked for it (RFC 7636); 43 characters.
    let codeVerifier: String

    /// - Parameter random: `randomBytes` bytes from a cryptographic source.
    package init(random: [UInt8]) {
        precondition(random.count == Self.randomBytes, "a login needs \(Self.randomBytes) random bytes")
        state = Base64URL.encode(random[0..<32])
        nonce = Base64URL.encode(random[32..<64])
        codeVerifier = Base64URL.encode(random[64..<96])
    }

    /// `S256` (RFC 7636, section 4.2).
    var codeChallenge: String { Base64URL.encode(Array(SHA256.hash(data: Array(codeVerifier.utf8)))) }

    package var description: String { "redacted" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
