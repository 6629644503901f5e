package import SSHWire

/// What a transport offers.
package struct TransportSettings: Sendable {
    /// Printable ASCII without spaces and minus signs.
    package var software = "Chaperone_1"
    /// Of a server, behind it. Clients look here for whose SFTP it is: the draft and OpenSSH have the two paths of SYMLINK in
    /// different orders, and what a client takes for OpenSSH's is sent OpenSSH's, as it is read here (asyncssh looks for the
    /// word, libssh for a version behind it).
    package var serverComment = "OpenSSH_9.0-compatible"
    package var keyExchanges = KeyExchangeAlgorithm.allCases
    package var ciphers = CipherAlgorithm.allCases
    package var macs = MACAlgorithm.allCases
    package var rekey = RekeyLimits()

    package init() {}
}
