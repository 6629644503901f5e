import Crypto
package import NIOCore
package import SSHWire
import SignedNote

/// A key that verifies, of a host, a user or an authority.
package struct SSHPublicKey: Sendable, Hashable {
    /// The public form (RFC 4253, section 6.6): what a signature's reader compares, pins and hashes.
    package let blob: [UInt8]
    package let type: KeyType

    /// Nil: of no kind that is spoken, not in the one form that its kind has, or an RSA key of too few bits.
    package init?(blob: [UInt8]) {
        guard blob.count <= SSHLimits.keyBytesLimit, let type = Self.type(of: blob), Self.verifier(type, blob) != nil
        else { return nil }
        self.blob = blob
        self.type = type
    }

    init(type: KeyType, blob: [UInt8]) {
        self.type = type
        self.blob = blob
    }

    /// A line as `known_hosts` and `authorized_keys` end: type, base64, and perhaps a comment.
    package init?(line: String) {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard words.count >= 2, let bytes = Base64.decode(String(words[1])) else { return nil }
        self.init(blob: bytes)
        guard words[0] == type.rawValue else { return nil }
    }

    /// Type and base64.
    package var line: String { "\(type.rawValue) \(Base64.encode(blob))" }

    /// As `ssh-keygen -l` says it.
    package var fingerprint: String { Self.fingerprint(of: blob) }

    package static func fingerprint(of blob: [UInt8]) -> String {
        let text = Base64.encode(Array(SHA256.hash(data: blob)))
        return "SHA256:" + text.prefix { $0 != "=" }
    }

    /// Whether `signature` (RFC 4253, section 6.6: the algorithm's name and the signature) is this key's over `bytes`,
    /// made as `algorithm` says and not otherwise.
    package func verifies(_ signature: ByteBuffer, over bytes: some Sequence<UInt8>, _ algorithm: SignatureAlgorithm)
        -> Bool
    {
        guard algorithm.keyType == type, let verifier = Self.verifier(type, blob) else { return false }
        var rest = signature
        guard rest.readSSHName() == algorithm.rawValue,
            let proof = rest.readSSHString(limit: SSHLimits.signatureBytesLimit), rest.readableBytes == 0
        else { return false }
        return verifier.verifies(proof, over: Array(bytes), algorithm)
    }

    private static func type(of blob: [UInt8]) -> KeyType? {
        var buffer = ByteBuffer(bytes: blob)
        return buffer.readSSHName().flatMap { KeyType(rawValue: $0) }
    }

    private static func verifier(_ type: KeyType, _ blob: [UInt8]) -> SSHVerifier? {
        var buffer = ByteBuffer(bytes: blob)
        guard buffer.readSSHName() == type.rawValue, let verifier = SSHVerifier(type, fields: &buffer),
            buffer.readableBytes == 0
        else { return nil }
        return verifier
    }
}
