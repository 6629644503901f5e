import Crypto
import FoundationEssentials

/// The public half of a key that signs notes.
///
/// Its text form is the "vkey" of C2SP signed-note: `<name>+<key ID, 8 hex digits>+<base64(algorithm || public key)>`.
package struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
    package static let publicKeyBytes = 32
    package static let signatureBytes = 64

    package let name: String
    package let algorithm: KeyAlgorithm
    /// 32 bytes.
    package let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name || newline || algorithm || public key).
    package let keyID: [UInt8]

    /// - Throws: `malformed` when the name or the length of the key breaks the rules.
    package init(name: String, algorithm: KeyAlgorithm = .ed25519, publicKey: [UInt8]) throws(NoteFailure) {
        guard KeyName.isValid(name) else { throw .malformed("key name") }
        guard publicKey.count == Self.publicKeyBytes else { throw .malformed("public key is not 32 bytes") }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        let hashed = Array(name.utf8) + [UInt8(ascii: "\n"), algorithm.rawValue] + publicKey
        keyID = Array(SHA256.hash(data: hashed).prefix(4))
    }

    /// Reads the text form; one trailing newline is allowed, as files have it.
    package init(parsing text: String) throws(NoteFailure) {
        var line = Array(text.utf8)
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        let parts = line.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self) else {
            throw .malformed("verifier key is not <name>+<hash>+<key>")
        }
        guard let bytes = Base64.decode(parts[2]), let type = bytes.first else {
            throw .malformed("verifier key is not base64")
        }
        guard let algorithm = KeyAlgorithm(rawValue: type) else { throw .malformed("unknown key algorithm") }
        try self.init(name: name, algorithm: algorithm, publicKey: Array(bytes.dropFirst()))
        guard Hexadecimal.decode(parts[1]) == keyID else { throw .malformed("key hash does not match the key") }
    }

    /// The text form, without a newline.
    package var description: String {
        "\(name)+\(Hexadecimal.encode(keyID))+\(Base64.encode([algorithm.rawValue] + publicKey))"
    }

    /// Whether `signature` (64 bytes) is this key's Ed25519 signature over `message`.
    package func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureBytes,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
