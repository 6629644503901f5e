package import Crypto
import FoundationEssentials

/// An Ed25519 key that signs notes. Its description is redacted; only `fileText` gives the secret away.
///
/// The file form is the one that Go's `note` tools use:
/// `PRIVATE+KEY+<name>+<key ID, 8 hex digits>+<base64(0x01 || 32-byte seed)>` and a newline.
package struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    package static let seedBytes = 32
    private static let filePrefix = "PRIVATE+KEY+"

    package let verifierKey: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    package var name: String { verifierKey.name }

    /// - Parameter seed: 32 secret random bytes.
    /// - Throws: `malformed` when the name or the length of the seed breaks the rules.
    package init(name: String, seed: [UInt8]) throws(NoteFailure) {
        guard seed.count == Self.seedBytes, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .malformed("private key is not 32 bytes")
        }
        self.key = key
        verifierKey = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// A new key; `generator` must be cryptographically secure, as `SystemRandomNumberGenerator` is.
    package static func generate(
        name: String, using generator: inout some RandomNumberGenerator
    ) throws(NoteFailure) -> SigningKey {
        var seed: [UInt8] = []
        for _ in 0..<seedBytes { seed.append(UInt8.random(in: .min ... .max, using: &generator)) }
        return try SigningKey(name: name, seed: seed)
    }

    /// The same secret under another name, and so with another key ID.
    package func renamed(_ name: String) throws(NoteFailure) -> SigningKey {
        try SigningKey(name: name, seed: Array(key.rawRepresentation))
    }

    /// Reads the file form.
    package init(parsing text: String) throws(NoteFailure) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.filePrefix.utf8) else { throw .malformed("not a private key file") }
        var line = Array(bytes.dropFirst(Self.filePrefix.utf8.count))
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        let parts = line.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self),
            let secret = Base64.decode(parts[2]), secret.first == KeyAlgorithm.ed25519.rawValue
        else { throw .malformed("private key is not PRIVATE+KEY+<name>+<hash>+<key>") }
        try self.init(name: name, seed: Array(secret.dropFirst()))
        guard Hexadecimal.decode(parts[1]) == verifierKey.keyID else {
            throw .malformed("key hash does not match the key")
        }
    }

    /// The secret, for a file of mode 0600.
    package var fileText: String {
        let secret = [KeyAlgorithm.ed25519.rawValue] + Array(key.rawRepresentation)
        return "\(Self.filePrefix)\(name)+\(Hexadecimal.encode(verifierKey.keyID))+\(Base64.encode(secret))\n"
    }

    /// 64 bytes.
    package func signature(for message: [UInt8]) throws(NoteFailure) -> [UInt8] {
        guard let signature = try? key.signature(for: message) else { throw .malformed("message cannot be signed") }
        return Array(signature)
    }

    /// A secret for another use, from which this key cannot be told: HKDF-SHA-256 of the seed, 32 bytes.
    /// - Parameter purpose: a text that no other use has.
    package func derivedKey(purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key.rawRepresentation), info: Array(purpose.utf8),
            outputByteCount: Self.seedBytes)
    }

    package var description: String { "SigningKey(\(name), redacted)" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
