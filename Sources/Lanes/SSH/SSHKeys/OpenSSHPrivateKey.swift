import Crypto
import CryptoExtras
import FoundationEssentials
import NIOCore
import SSHWire
import SignedNote

/// Reads a private key as `ssh-keygen` writes it (OpenSSH's PROTOCOL.key), without a passphrase.
package enum OpenSSHPrivateKey {
    private static let begin = "-----BEGIN OPENSSH PRIVATE KEY-----"
    private static let end = "-----END OPENSSH PRIVATE KEY-----"
    private static let magic = Array("openssh-key-v1\0".utf8)

    /// Whether the text is one, whatever is in it.
    package static func isOne(_ lines: [String]) -> Bool { lines.first == begin }

    /// - Throws: what is wrong, without a byte of it.
    package static func read(_ lines: [String]) throws(SSHKeyFailure) -> SSHPrivateKey {
        guard let last = lines.firstIndex(of: end), lines.first == begin,
            let bytes = Base64.decode(lines[1..<last].joined())
        else {
            throw SSHKeyFailure(
                "it is no private key as ssh-keygen writes it: of an older form, ssh-keygen -p -f FILE makes one")
        }
        var buffer = ByteBuffer(bytes: bytes)
        guard buffer.readBytes(length: magic.count) == magic, let cipher = buffer.readSSHName(),
            buffer.readSSHName() != nil, buffer.readSSHString(limit: SSHLimits.wordsBytesLimit) != nil
        else { throw malformed }
        guard cipher == "none" else {
            throw SSHKeyFailure("it has a passphrase, and nobody is there to say it: ssh-keygen -p -N '' takes it away")
        }
        guard buffer.readInteger(as: UInt32.self) == 1, buffer.readSSHString(limit: SSHLimits.keyBytesLimit) != nil,
            var inner = buffer.readSSHString(limit: SSHLimits.keyBytesLimit), buffer.readableBytes == 0,
            let (one, other) = inner.readMultipleIntegers(as: (UInt32, UInt32).self), one == other,
            let name = inner.readSSHName()
        else { throw malformed }
        guard let type = KeyType(rawValue: name) else {
            throw SSHKeyFailure(
                "it is of a kind that is not spoken: known are ssh-ed25519, ecdsa-sha2-nistp256 and ssh-rsa")
        }
        do { return try key(type, &inner) } catch { throw malformed }
    }

    private static let malformed = SSHKeyFailure("the private key is malformed")

    private static func key(_ type: KeyType, _ fields: inout ByteBuffer) throws -> SSHPrivateKey {
        switch type {
        case .ed25519:
            // The second half is the public key again.
            guard fields.readSSHString(limit: 32) != nil, let pair = fields.readSSHString(limit: 64),
                pair.readableBytes == 64
            else { throw malformed }
            return try SSHPrivateKey(type, rawRepresentation: Array(pair.allBytes.prefix(32)))
        case .ecdsaP256:
            guard fields.readSSHName() == "nistp256", fields.readSSHString(limit: 65) != nil,
                let scalar = fields.readPositiveInteger(limit: 32)
            else { throw malformed }
            return try SSHPrivateKey(
                type, rawRepresentation: [UInt8](repeating: 0, count: 32 - scalar.count) + scalar)
        case .rsa:
            let limit = SSHLimits.rsaBitsLimit / 8
            guard let modulus = fields.readPositiveInteger(limit: limit),
                let exponent = fields.readPositiveInteger(limit: limit),
                let secret = fields.readPositiveInteger(limit: limit),
                fields.readPositiveInteger(limit: limit) != nil, let p = fields.readPositiveInteger(limit: limit),
                let q = fields.readPositiveInteger(limit: limit)
            else { throw malformed }
            let key = try _RSA.Signing.PrivateKey(n: modulus, e: exponent, d: secret, p: p, q: q)
            return try SSHPrivateKey(type, rawRepresentation: Array(key.derRepresentation))
        }
    }
}
