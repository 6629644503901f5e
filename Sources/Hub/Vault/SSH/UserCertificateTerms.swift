/// What a certificate of a user is to say (OpenSSH's PROTOCOL.certkeys), whoever signs it: one account, for one connection.
package struct UserCertificateTerms: Sendable, Equatable {
    /// How long a certificate is good from when it was made; a connection that was let in by then goes on.
    package static let validSeconds: Int64 = 60
    /// How long it is good before, for hosts whose clock is behind.
    package static let graceSeconds: Int64 = 60
    /// What a host grants beside running commands: a terminal. No forwarding of any kind, and no `~/.ssh/rc`.
    package static let extensions = ["permit-pty"]

    /// The account on the host, the only principal.
    package var user: String
    /// What the host's own log shows of it.
    package var keyID: String
    package var serial: UInt64
    /// Since 1970.
    package var madeAtSeconds: Int64

    package init(user: String, keyID: String, serial: UInt64, madeAtSeconds: Int64) {
        self.user = user
        self.keyID = keyID
        self.serial = serial
        self.madeAtSeconds = madeAtSeconds
    }

    package var validAfterSeconds: UInt64 { UInt64(clamping: madeAtSeconds - Self.graceSeconds) }
    package var validBeforeSeconds: UInt64 { UInt64(clamping: madeAtSeconds + Self.validSeconds) }
}
