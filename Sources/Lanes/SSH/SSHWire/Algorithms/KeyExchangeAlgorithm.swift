/// Key exchanges, in the order of preference. All hash with SHA-256.
package enum KeyExchangeAlgorithm: String, Sendable, CaseIterable {
    /// draft-ietf-sshm-mlkem-hybrid-kex
    case hybridMLKEM = "mlkem768x25519-sha256"
    /// RFC 8731
    case curve25519 = "curve25519-sha256"
    case curve25519LibSSH = "curve25519-sha256@libssh.org"
    /// RFC 5656
    case nistP256 = "ecdh-sha2-nistp256"
}
