import JWTKit

/// One key of a provider's set (RFC 7517, RFC 7518 section 6, RFC 8037), as far as it can verify signatures.
struct PublicKey: Sendable, Decodable {
    private let kty: String
    let kid: String?
    private let use: String?
    private let keyOps: [String]?
    private let alg: String?
    private let crv: String?
    private let n: String?
    private let e: String?
    private let x: String?
    private let y: String?

    func fits(_ algorithm: SignatureAlgorithm) -> Bool {
        kty == algorithm.keyType && crv == algorithm.curve && (alg ?? algorithm.rawValue) == algorithm.rawValue
            && (use ?? "sig") == "sig" && (keyOps?.contains("verify") ?? true)
    }

    /// - Returns: false as well when the key itself is not one.
    func verifies(_ token: CompactToken) async -> Bool {
        let name: JWKIdentifier = "key"
        let key: JWK
        switch token.algorithm {
        case .rs256: key = .rsa(.rs256, identifier: name, modulus: n, exponent: e)
        case .ps256: key = .rsa(.ps256, identifier: name, modulus: n, exponent: e)
        case .es256: key = .ecdsa(.es256, identifier: name, x: x, y: y, curve: .p256)
        case .es384: key = .ecdsa(.es384, identifier: name, x: x, y: y, curve: .p384)
        case .es512: key = .ecdsa(.es512, identifier: name, x: x, y: y, curve: .p521)
        case .edDSA: key = .octetKeyPair(.eddsa, identifier: name, x: x, y: nil, curve: .ed25519)
        }
        do {
            // A collection of this key alone: one of several falls back to another key where it knows no ID.
            let keys = try await JWTKeyCollection().add(jwk: key)
            return try await keys.getKey(for: name, alg: token.algorithm.rawValue)
                .verify(token.signature, signs: token.signedBytes)
        } catch {
            return false
        }
    }
}
