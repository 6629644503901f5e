import Crypto
import CryptoExtras
import FoundationEssentials
import NIOCore
import SSHWire

/// The mathematics of a public key.
enum SSHVerifier {
    case ed25519(Curve25519.Signing.PublicKey)
    case ecdsaP256(P256.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey, modulusByteCount: Int)

    static let curveName = "nistp256"

    /// - Parameter fields: of the public form, behind the type's name.
    init?(_ type: KeyType, fields: inout ByteBuffer) {
        switch type {
        case .ed25519:
            guard let point = fields.readSSHString(limit: 32),
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point.allBytes)
            else { return nil }
            self = .ed25519(key)
        case .ecdsaP256:
            guard fields.readSSHName() == Self.curveName, let point = fields.readSSHString(limit: 65),
                let key = try? P256.Signing.PublicKey(x963Representation: point.allBytes)
            else { return nil }
            self = .ecdsaP256(key)
        case .rsa:
            let bytesLimit = SSHLimits.rsaBitsLimit / 8
            guard let exponent = fields.readPositiveInteger(limit: bytesLimit),
                let modulus = fields.readPositiveInteger(limit: bytesLimit), let first = modulus.first,
                (SSHLimits.rsaBitsMinimum...SSHLimits.rsaBitsLimit).contains(
                    modulus.count * 8 - first.leadingZeroBitCount),
                let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
            else { return nil }
            self = .rsa(key, modulusByteCount: modulus.count)
        }
    }

    func verifies(_ proof: ByteBuffer, over bytes: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool {
        switch self {
        case .ed25519(let key): return key.isValidSignature(proof.allBytes, for: bytes)
        case .ecdsaP256(let key):
            var numbers = proof
            guard let r = numbers.readPositiveInteger(limit: 32), let s = numbers.readPositiveInteger(limit: 32),
                numbers.readableBytes == 0,
                let signature = try? P256.Signing.ECDSASignature(rawRepresentation: Self.padded(r) + Self.padded(s))
            else { return false }
            return key.isValidSignature(signature, for: bytes)
        case .rsa(let key, let count):
            // Leading zeros may have been left out (RFC 8332, section 3).
            guard proof.readableBytes <= count else { return false }
            let padding = [UInt8](repeating: 0, count: count - proof.readableBytes)
            let signature = _RSA.Signing.RSASignature(rawRepresentation: padding + proof.allBytes)
            return algorithm == .rsaSHA512
                ? key.isValidSignature(signature, for: SHA512.hash(data: bytes), padding: .insecurePKCS1v1_5)
                : key.isValidSignature(signature, for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
        }
    }

    private static func padded(_ number: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0, count: 32 - number.count) + number
    }
}
