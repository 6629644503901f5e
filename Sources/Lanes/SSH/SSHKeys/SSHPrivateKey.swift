import Crypto
import CryptoExtras
import FoundationEssentials
package import NIOCore
package import SSHWire

/// A key that signs: a lane's own as a host, or a user's at the hub.
package struct SSHPrivateKey: Sendable {
    private enum Signer: Sendable {
        case ed25519(Curve25519.Signing.PrivateKey)
        case ecdsaP256(P256.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
    }

    package static let generatedRSABits = 3_072

    package let publicKey: SSHPublicKey
    private let signer: Signer

    package var type: KeyType { publicKey.type }

    /// A new key, from the operating system's randomness.
    package init(generating type: KeyType) throws {
        switch type {
        case .ed25519: self.init(.ed25519(Curve25519.Signing.PrivateKey()))
        case .ecdsaP256: self.init(.ecdsaP256(P256.Signing.PrivateKey()))
        case .rsa: try self.init(.rsa(_RSA.Signing.PrivateKey(keySize: .init(bitCount: Self.generatedRSABits))))
        }
    }

    /// What `rawRepresentation` gave.
    /// - Throws: when it is of another kind, or none.
    package init(_ type: KeyType, rawRepresentation bytes: [UInt8]) throws {
        switch type {
        case .ed25519: try self.init(.ed25519(Curve25519.Signing.PrivateKey(rawRepresentation: bytes)))
        case .ecdsaP256: try self.init(.ecdsaP256(P256.Signing.PrivateKey(rawRepresentation: bytes)))
        case .rsa: try self.init(.rsa(_RSA.Signing.PrivateKey(derRepresentation: bytes)))
        }
    }

    private init(_ signer: Signer) {
        self.signer = signer
        publicKey = Self.publicKey(of: signer)
    }

    /// 32 bytes of Ed25519 and P-256; PKCS #1 of RSA.
    package var rawRepresentation: [UInt8] {
        switch signer {
        case .ed25519(let key): Array(key.rawRepresentation)
        case .ecdsaP256(let key): Array(key.rawRepresentation)
        case .rsa(let key): Array(key.derRepresentation)
        }
    }

    /// The algorithm's name and the signature, as they are sent.
    /// - Throws: when the key is of another kind than `algorithm`.
    package func signature(over bytes: [UInt8], _ algorithm: SignatureAlgorithm) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeSSHString(algorithm.rawValue)
        switch (signer, algorithm) {
        case (.ed25519(let key), .ed25519): buffer.writeSSHString(Array(try key.signature(for: bytes)))
        case (.ecdsaP256(let key), .ecdsaP256):
            let raw = Array(try key.signature(for: bytes).rawRepresentation)
            var numbers = ByteBuffer()
            numbers.writePositiveInteger(raw.prefix(32))
            numbers.writePositiveInteger(raw.suffix(32))
            buffer.writeSSHString(numbers)
        case (.rsa(let key), .rsaSHA512):
            let signature = try key.signature(for: SHA512.hash(data: bytes), padding: .insecurePKCS1v1_5)
            buffer.writeSSHString(Array(signature.rawRepresentation))
        case (.rsa(let key), .rsaSHA256):
            let signature = try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
            buffer.writeSSHString(Array(signature.rawRepresentation))
        default: throw SSHKeyFailure("a key of type \(type.rawValue) does not sign as \(algorithm.rawValue)")
        }
        return buffer
    }

    private static func publicKey(of signer: Signer) -> SSHPublicKey {
        var buffer = ByteBuffer()
        switch signer {
        case .ed25519(let key):
            buffer.writeSSHString(KeyType.ed25519.rawValue)
            buffer.writeSSHString(Array(key.publicKey.rawRepresentation))
            return SSHPublicKey(type: .ed25519, blob: buffer.allBytes)
        case .ecdsaP256(let key):
            buffer.writeSSHString(KeyType.ecdsaP256.rawValue)
            buffer.writeSSHString(SSHVerifier.curveName)
            buffer.writeSSHString(Array(key.publicKey.x963Representation))
            return SSHPublicKey(type: .ecdsaP256, blob: buffer.allBytes)
        case .rsa(let key):
            buffer.writeSSHString(KeyType.rsa.rawValue)
            // Of a key that was made or read, they are always there.
            if let numbers = try? key.publicKey.getKeyPrimitives() {
                buffer.writePositiveInteger(Array(numbers.publicExponent))
                buffer.writePositiveInteger(Array(numbers.modulus))
            }
            return SSHPublicKey(type: .rsa, blob: buffer.allBytes)
        }
    }
}
