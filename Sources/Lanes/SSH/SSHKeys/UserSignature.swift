/// What a signer gives: everything that goes into the request, and never the key.
package struct UserSignature: Sendable, Equatable {
    /// As the request names it: a signature algorithm, or a certificate's.
    package var algorithm: String
    /// The public key or the certificate.
    package var key: [UInt8]
    /// The algorithm's name and the signature.
    package var signature: [UInt8]
    /// The signature names the host's key.
    package var isHostBound: Bool

    package init(algorithm: String, key: [UInt8], signature: [UInt8], isHostBound: Bool) {
        self.algorithm = algorithm
        self.key = key
        self.signature = signature
        self.isHostBound = isHostBound
    }
}
