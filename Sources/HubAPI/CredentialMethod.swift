/// How an upstream server asks for the proof of a password.
package enum CredentialMethod: String, Codable, Sendable, CaseIterable {
    /// RFC 5802 and RFC 7677.
    case scramSHA256 = "scram-sha-256"
    case md5
    /// The password itself; only for targets that the policy excepts.
    case cleartext
}
