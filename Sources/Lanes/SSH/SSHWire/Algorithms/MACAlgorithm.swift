/// Message authentication codes for ciphers that have none, in the order of preference.
package enum MACAlgorithm: String, Sendable, CaseIterable {
    /// Over the ciphertext, with the length in the clear.
    case hmacSHA256EncryptThenMAC = "hmac-sha2-256-etm@openssh.com"
    /// Over the plaintext, with the length encrypted (RFC 6668).
    case hmacSHA256 = "hmac-sha2-256"

    package static let keyByteCount = 32
    package static let tagByteCount = 32
}
