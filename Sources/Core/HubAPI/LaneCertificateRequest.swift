/// A certificate that a lane shows to its clients, for the host of its target's upstream.
package struct LaneCertificateRequest: Codable, Sendable {
    package var target: String
    /// SubjectPublicKeyInfo of a P-256 key, DER.
    @Base64Bytes package var publicKey: [UInt8]

    package init(target: String, publicKey: [UInt8]) {
        self.target = target
        self.publicKey = publicKey
    }
}
