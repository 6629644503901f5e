package import SSHWire

/// What the first key exchange came to: what a connection is known by, and what proves to others which host it is with.
package struct FirstExchange: Sendable, Equatable {
    /// The exchange hash, which stays the session's identifier.
    package let sessionID: [UInt8]
    /// The host's key or certificate, as it was sent.
    package let hostKey: [UInt8]
    /// The host's signature over the hash: the algorithm's name and the signature.
    package let hostSignature: [UInt8]
    package let hostKeyAlgorithm: HostKeyAlgorithm
    package let keyExchange: KeyExchangeAlgorithm
    package let cipherToServer: CipherAlgorithm
    package let cipherToClient: CipherAlgorithm
    package let isStrict: Bool
}
