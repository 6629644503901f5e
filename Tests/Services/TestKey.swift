package import Crypto
package import CryptoExtras
import Foundation

/// A signing key of a test's own provider. Signs and writes itself down without the library under test.
package enum TestKey: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case p521(P521.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)

    package static func rsa() throws -> TestKey { .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048)) }

    package static func make(_ algorithm: String) throws -> TestKey {
        switch algorithm {
        case "RS256", "PS256": try rsa()
        case "ES256": .p256(P256.Signing.PrivateKey())
        case "ES384": .p384(P384.Signing.PrivateKey())
        case "ES512": .p521(P521.Signing.PrivateKey())
        default: .ed25519(Curve25519.Signing.PrivateKey())
        }
    }

    package func sign(_ text: String, _ algorithm: String) throws -> [UInt8] {
        let bytes = Data(text.utf8)
        switch self {
        case .rsa(let key):
            return Array(
                try key.signature(
                    for: SHA256.hash(data: bytes), padding: algorithm == "PS256" ? .PSS : .insecurePKCS1v1_5
                ).rawRepresentation)
        case .p256(let key): return Array(try key.signature(for: bytes).rawRepresentation)
        case .p384(let key): return Array(try key.signature(for: bytes).rawRepresentation)
        case .p521(let key): return Array(try key.signature(for: bytes).rawRepresentation)
        case .ed25519(let key): return Array(try key.signature(for: bytes))
        }
    }

    /// As a member of a key set.
    package func published(_ keyID: String?) throws -> [String: Any] {
        var members: [String: Any] = ["use": "sig"]
        if let keyID { members["kid"] = keyID }
        func point(_ curve: String, _ raw: Data) {
            members["kty"] = "EC"
            members["crv"] = curve
            members["x"] = Token.base64URL(raw.prefix(raw.count / 2))
            members["y"] = Token.base64URL(raw.suffix(raw.count / 2))
        }
        switch self {
        case .rsa(let key):
            let numbers = try key.publicKey.getKeyPrimitives()
            members["kty"] = "RSA"
            members["n"] = Token.base64URL(numbers.modulus)
            members["e"] = Token.base64URL(numbers.publicExponent)
        case .p256(let key): point("P-256", key.publicKey.rawRepresentation)
        case .p384(let key): point("P-384", key.publicKey.rawRepresentation)
        case .p521(let key): point("P-521", key.publicKey.rawRepresentation)
        case .ed25519(let key):
            members["kty"] = "OKP"
            members["crv"] = "Ed25519"
            members["x"] = Token.base64URL(key.publicKey.rawRepresentation)
        }
        return members
    }
}
