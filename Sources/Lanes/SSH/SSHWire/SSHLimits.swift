/// The limits of the wire, in one place. Each is checked before bytes are kept.
package enum SSHLimits {
    /// The whole packet with its length field, without the MAC. RFC 4253, section 6.1 asks for 35,000 at least.
    package static let packetBytesLimit = 65_536
    /// RFC 4253, section 4.2: 255 with CR and LF.
    package static let versionLineBytesLimit = 255
    /// Lines that a server may say before its version.
    package static let linesBeforeVersionLimit = 32
    /// One name list of a KEXINIT.
    package static let nameListBytesLimit = 8_192
    package static let namesPerListLimit = 256
    /// RFC 4251, section 6.
    package static let nameBytesLimit = 64
    /// A user's name, and any other name that a peer gives freely.
    package static let freeNameBytesLimit = 1_024
    /// A password, which may be a token.
    package static let passwordBytesLimit = 16_384
    /// One answer to all prompts of a keyboard-interactive question, and how many there may be.
    package static let promptsLimit = 16
    /// A public key or certificate.
    package static let keyBytesLimit = 16_384
    package static let signatureBytesLimit = 4_096
    /// RSA keys: NIST's lower bound, and OpenSSH's upper one.
    package static let rsaBitsMinimum = 2_048
    package static let rsaBitsLimit = 16_384
    /// A public value of a key exchange: ML-KEM-768 has 1,184 bytes beside the 32 of X25519.
    package static let exchangeValueBytesLimit = 2_048
    /// Words of a peer that are shown: a disconnect's, an open failure's, a banner's.
    package static let wordsBytesLimit = 4_096
    package static let extensionsLimit = 64
    package static let extensionBytesLimit = 16_384
    /// What a channel runs, as its client wrote it.
    package static let commandBytesLimit = 32_768
    package static let environmentNameBytesLimit = 256
    package static let environmentValueBytesLimit = 4_096
    package static let terminalModesBytesLimit = 1_024
    package static let pingBytesLimit = 1_024
}
