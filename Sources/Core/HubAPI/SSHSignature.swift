/// Everything that goes into a request of public key authentication (RFC 4252, section 7), and never the key.
package struct SSHSignature: Codable, Sendable, Equatable {
    /// As the request names it.
    package var algorithm: String
    /// The public key.
    @Base64Bytes package var key: [UInt8]
    /// The algorithm's name and the signature.
    @Base64Bytes package var signature: [UInt8]
    /// The signature names the host's key.
    package var isHostBound: Bool

    package init(algorithm: String, key: [UInt8], signature: [UInt8], isHostBound: Bool) {
        self.algorithm = algorithm
        self.key = key
        self.signature = signature
        self.isHostBound = isHostBound
    }
}
