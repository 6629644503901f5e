import Crypto
import SSHWire

/// What protects the packets of one direction.
struct DirectionKeys: Sendable {
    var cipher: CipherAlgorithm
    /// Nil where the cipher authenticates.
    var mac: MACAlgorithm?
    var iv: [UInt8]
    var key: SymmetricKey
    var macKey: SymmetricKey
}
