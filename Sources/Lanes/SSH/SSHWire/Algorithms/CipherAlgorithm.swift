/// Ciphers, in the order of preference.
package enum CipherAlgorithm: String, Sendable, CaseIterable {
    case aes256GCM = "aes256-gcm@openssh.com"
    case aes128GCM = "aes128-gcm@openssh.com"
    case aes256CTR = "aes256-ctr"
    case aes128CTR = "aes128-ctr"

    package var keyByteCount: Int {
        switch self {
        case .aes256GCM, .aes256CTR: 32
        case .aes128GCM, .aes128CTR: 16
        }
    }

    package var ivByteCount: Int { isAuthenticated ? 12 : 16 }

    /// It authenticates by itself, and takes no MAC (RFC 5647).
    package var isAuthenticated: Bool {
        switch self {
        case .aes256GCM, .aes128GCM: true
        case .aes256CTR, .aes128CTR: false
        }
    }
}
