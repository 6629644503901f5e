import Crypto
import FoundationEssentials
import NIOCore
import SSHWire

/// What both sides have come to, as it is hashed: a number of the classical exchanges, a string of the hybrid one.
struct SharedSecret: Sendable {
    let encoded: [UInt8]

    init(number: some Collection<UInt8>) {
        var buffer = ByteBuffer()
        buffer.writePositiveInteger(number)
        encoded = buffer.allBytes
    }

    /// draft-ietf-sshm-mlkem-hybrid-kex: the hash of both secrets.
    init(postQuantum: SymmetricKey, classical: SharedSecretBytes) {
        var hash = SHA256()
        postQuantum.withUnsafeBytes { hash.update(bufferPointer: $0) }
        classical.withUnsafeBytes { hash.update(bufferPointer: $0) }
        var buffer = ByteBuffer()
        buffer.writeSSHString(Array(hash.finalize()))
        encoded = buffer.allBytes
    }

    typealias SharedSecretBytes = Crypto.SharedSecret
}
