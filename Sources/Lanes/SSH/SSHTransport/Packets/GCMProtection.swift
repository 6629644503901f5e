import Crypto
import FoundationEssentials
import NIOCore
import SSHWire

/// AES-GCM as OpenSSH and RFC 5647 use it: the length is authenticated and not encrypted; the nonce is 4 fixed bytes and
/// a counter of 8, which goes up by one a packet.
struct GCMProtection: Sendable {
    static let tagByteCount = 16

    private let key: SymmetricKey
    private var nonce: [UInt8]

    init(_ keys: DirectionKeys) {
        key = keys.key
        nonce = keys.iv
    }

    /// Appends the packet and its tag to `output`.
    /// - Parameter packet: the length field and what it counts.
    mutating func seal(_ packet: UnsafeRawBufferPointer, into output: inout ByteBuffer) throws(SSHViolation) {
        let length = UnsafeRawBufferPointer(rebasing: packet[..<4])
        let body = UnsafeRawBufferPointer(rebasing: packet[4...])
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.seal(body, using: key, nonce: nonce, authenticating: length)
        else { throw SSHViolation(.byApplication, "a packet cannot be encrypted") }
        output.writeBytes(length)
        // Without its nonce, the combined form is ciphertext and tag.
        box.combined?.withUnsafeBytes { _ = output.writeBytes($0[Self.nonceByteCount...]) }
        countUp()
    }

    /// What the length field counts, decrypted.
    /// - Parameters:
    ///   - length: the length field.
    ///   - sealed: ciphertext and tag.
    mutating func open(
        _ sealed: UnsafeRawBufferPointer, length: UnsafeRawBufferPointer
    ) throws(SSHViolation) -> ByteBuffer {
        let ciphertext = UnsafeRawBufferPointer(rebasing: sealed[..<(sealed.count - Self.tagByteCount)])
        let tag = UnsafeRawBufferPointer(rebasing: sealed[(sealed.count - Self.tagByteCount)...])
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: ciphertext, tag: tag),
            let plain = try? AES.GCM.open(box, using: key, authenticating: length)
        else { throw SSHViolation(.macError, "a packet's tag is wrong") }
        countUp()
        return plain.withUnsafeBytes { ByteBuffer(bytes: $0) }
    }

    private static let nonceByteCount = 12

    private mutating func countUp() {
        for index in (4..<Self.nonceByteCount).reversed() {
            nonce[index] &+= 1
            if nonce[index] != 0 { return }
        }
    }
}
