/// The signature type of a key, as C2SP signed-note numbers them.
package enum KeyAlgorithm: UInt8, Sendable, Hashable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// Ed25519 over a dated header and the note's text: C2SP tlog-cosignature.
    case cosignatureV1 = 0x04
}
