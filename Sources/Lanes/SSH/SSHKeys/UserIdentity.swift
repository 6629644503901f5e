import SSHWire

/// What a user proves itself with: a key alone, or with a certificate over it.
package struct UserIdentity: Sendable {
    let key: SSHPrivateKey
    let certificate: SSHCertificate?

    package init(_ key: SSHPrivateKey) {
        self.key = key
        certificate = nil
    }

    /// Nil: the certificate is over another key.
    package init?(_ key: SSHPrivateKey, _ certificate: SSHCertificate) {
        guard certificate.key == key.publicKey else { return nil }
        self.key = key
        self.certificate = certificate
    }

    /// As the request has it.
    var blob: [UInt8] { certificate?.blob ?? key.publicKey.blob }

    /// As the request names it.
    func name(of algorithm: SignatureAlgorithm) -> String {
        HostKeyAlgorithm(algorithm, isCertified: certificate != nil).name
    }
}
