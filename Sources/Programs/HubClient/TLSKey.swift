import Crypto
import FoundationEssentials

/// The P-256 key of the sidecar's certificate. Made here, and never sent anywhere. Its description is redacted.
package struct TLSKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: P256.Signing.PrivateKey

    /// A new one, from the system's randomness.
    package init() { key = P256.Signing.PrivateKey() }

    /// - Returns: nil for anything but a P-256 key in PEM.
    package init?(pem: String) {
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
        self.key = key
    }

    /// The secret, for a file of mode 0600, or for TLS.
    package var pemText: String { key.pemRepresentation + "\n" }

    /// SubjectPublicKeyInfo, DER.
    package var publicKey: [UInt8] { Array(key.publicKey.derRepresentation) }

    /// ECDSA with SHA-256, DER.
    func signature(for bytes: [UInt8]) throws(HubFailure) -> [UInt8] {
        guard let signature = try? key.signature(for: bytes) else {
            throw .garbage(reason: "the TLS key of this sidecar cannot sign")
        }
        return Array(signature.derRepresentation)
    }

    package var description: String { "TLSKey(redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
