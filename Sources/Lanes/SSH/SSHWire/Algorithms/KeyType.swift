/// The kinds of keys that are spoken, by the name in their public form.
package enum KeyType: String, Sendable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case ecdsaP256 = "ecdsa-sha2-nistp256"
    case rsa = "ssh-rsa"

    /// Of a certificate over such a key (OpenSSH's PROTOCOL.certkeys).
    package var certificateName: String { "\(rawValue)-cert-v01@openssh.com" }

    /// How such a key signs, best first.
    package var signatureAlgorithms: [SignatureAlgorithm] { SignatureAlgorithm.allCases.filter { $0.keyType == self } }
}
