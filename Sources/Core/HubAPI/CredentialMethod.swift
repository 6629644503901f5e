/// How an upstream server asks for the proof of a password, or of a key.
package enum CredentialMethod: String, Codable, Sendable, CaseIterable {
    /// RFC 5802 and RFC 7677.
    case scramSHA256 = "scram-sha-256"
    case md5
    /// The password itself; only for targets that the policy excepts.
    case cleartext
    /// RFC 4252, section 7.
    case sshSignature = "ssh-signature"
}
