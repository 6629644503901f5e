import Crypto
import FoundationEssentials
import NIOCore
import SSHWire

/// A side's own part of one key exchange.
enum EphemeralKey: Sendable {
    case curve25519(Curve25519.KeyAgreement.PrivateKey)
    case nistP256(P256.KeyAgreement.PrivateKey)
    case hybrid(MLKEM768.PrivateKey, Curve25519.KeyAgreement.PrivateKey)

    private static let mlkemKeyByteCount = 1_184
    private static let mlkemCiphertextByteCount = 1_088
    private static let mlkemSeedByteCount = 64
    private static let scalarByteCount = 32

    /// The client's.
    init(_ algorithm: KeyExchangeAlgorithm, _ random: inout some RandomNumberGenerator) throws(SSHViolation) {
        switch algorithm {
        case .curve25519, .curve25519LibSSH: self = .curve25519(try Self.curve25519(&random))
        case .nistP256: self = .nistP256(try Self.nistP256(&random))
        case .hybridMLKEM:
            let seed = Self.bytes(Self.mlkemSeedByteCount, &random)
            guard let key = try? MLKEM768.PrivateKey(seedRepresentation: seed, publicKey: nil) else {
                throw Self.failed
            }
            self = .hybrid(key, try Self.curve25519(&random))
        }
    }

    /// What is sent to the other side.
    var publicValue: [UInt8] {
        switch self {
        case .curve25519(let key): Array(key.publicKey.rawRepresentation)
        case .nistP256(let key): Array(key.publicKey.x963Representation)
        case .hybrid(let key, let classical):
            Array(key.publicKey.rawRepresentation) + Array(classical.publicKey.rawRepresentation)
        }
    }

    /// The client's end of it.
    func secret(serverValue: ByteBuffer) throws(SSHViolation) -> SharedSecret {
        let value = serverValue.allBytes
        switch self {
        case .curve25519(let key): return SharedSecret(number: try Self.agree(key, value).withUnsafeBytes { Array($0) })
        case .nistP256(let key): return SharedSecret(number: try Self.agree(key, value).withUnsafeBytes { Array($0) })
        case .hybrid(let key, let classical):
            guard value.count == Self.mlkemCiphertextByteCount + Self.scalarByteCount,
                let secret = try? key.decapsulate(value.prefix(Self.mlkemCiphertextByteCount))
            else { throw Self.failed }
            return SharedSecret(
                postQuantum: secret, classical: try Self.agree(classical, Array(value.suffix(Self.scalarByteCount))))
        }
    }

    /// The server's whole part: what it sends, and what both come to.
    static func answer(
        _ algorithm: KeyExchangeAlgorithm, clientValue: ByteBuffer, _ random: inout some RandomNumberGenerator
    ) throws(SSHViolation) -> (value: [UInt8], secret: SharedSecret) {
        let value = clientValue.allBytes
        switch algorithm {
        case .curve25519, .curve25519LibSSH, .nistP256:
            let key = try EphemeralKey(algorithm, &random)
            return (key.publicValue, try key.secret(serverValue: clientValue))
        case .hybridMLKEM:
            let classical = try curve25519(&random)
            guard value.count == mlkemKeyByteCount + scalarByteCount,
                let key = try? MLKEM768.PublicKey(rawRepresentation: value.prefix(mlkemKeyByteCount)),
                let result = try? key.encapsulate()
            else { throw failed }
            let secret = SharedSecret(
                postQuantum: result.sharedSecret,
                classical: try agree(classical, Array(value.suffix(scalarByteCount))))
            return (Array(result.encapsulated) + Array(classical.publicKey.rawRepresentation), secret)
        }
    }

    private static let failed = SSHViolation(.keyExchangeFailed, "the peer's public value is not one")

    private static func agree(
        _ key: Curve25519.KeyAgreement.PrivateKey, _ value: [UInt8]
    ) throws(SSHViolation) -> Crypto.SharedSecret {
        guard let other = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: value),
            let secret = try? key.sharedSecretFromKeyAgreement(with: other)
        else { throw failed }
        // Of a point of small order, which the primitive lets pass (RFC 8731, section 3).
        guard secret.withUnsafeBytes({ bytes in bytes.reduce(0 as UInt8, |) }) != 0 else { throw failed }
        return secret
    }

    private static func agree(
        _ key: P256.KeyAgreement.PrivateKey, _ value: [UInt8]
    ) throws(SSHViolation) -> Crypto.SharedSecret {
        guard let other = try? P256.KeyAgreement.PublicKey(x963Representation: value),
            let secret = try? key.sharedSecretFromKeyAgreement(with: other)
        else { throw failed }
        return secret
    }

    private static func curve25519(
        _ random: inout some RandomNumberGenerator
    ) throws(SSHViolation) -> Curve25519.KeyAgreement.PrivateKey {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes(scalarByteCount, &random))
        else { throw failed }
        return key
    }

    private static func nistP256(
        _ random: inout some RandomNumberGenerator
    ) throws(SSHViolation) -> P256.KeyAgreement.PrivateKey {
        // One in four thousand million is no scalar of the curve.
        for _ in 0..<4 {
            if let key = try? P256.KeyAgreement.PrivateKey(rawRepresentation: bytes(scalarByteCount, &random)) {
                return key
            }
        }
        throw failed
    }

    private static func bytes(_ count: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
