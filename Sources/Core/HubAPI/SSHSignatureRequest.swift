/// What a hub is asked to sign: that an account may be let in by a host. The hub builds what it signs of these fields, after
/// it has seen that the host is the target's and that it has signed the session.
package struct SSHSignatureRequest: Codable, Sendable, Equatable {
    /// The account on the host.
    package var user: String
    /// The exchange hash of the connection (RFC 4253, section 8), 32 bytes.
    @Base64Bytes package var sessionHash: [UInt8]
    /// The host's key or certificate, and its signature over the hash, as they were sent.
    @Base64Bytes package var hostKey: [UInt8]
    @Base64Bytes package var hostSignature: [UInt8]
    /// As KEXINIT names it.
    package var hostKeyAlgorithm: String
    /// How the host lets keys sign; nil: it has not said.
    package var signatureAlgorithms: [String]?
    /// The host takes signatures that name its key (`publickey-hostbound-v00@openssh.com`).
    package var mayBindToHost: Bool

    package init(
        user: String, sessionHash: [UInt8], hostKey: [UInt8], hostSignature: [UInt8], hostKeyAlgorithm: String,
        signatureAlgorithms: [String]?, mayBindToHost: Bool
    ) {
        self.user = user
        self.sessionHash = sessionHash
        self.hostKey = hostKey
        self.hostSignature = hostSignature
        self.hostKeyAlgorithm = hostKeyAlgorithm
        self.signatureAlgorithms = signatureAlgorithms
        self.mayBindToHost = mayBindToHost
    }
}
