import Crypto
import CryptoExtras
import FoundationEssentials
import NIOCore
import SSHWire

/// AES-CTR (RFC 4344) with HMAC-SHA2-256, over the plaintext or over the ciphertext.
struct CounterProtection: Sendable {
    static let blockByteCount = 16

    let isEncryptThenMAC: Bool
    private let key: SymmetricKey
    private var counter: (high: UInt64, low: UInt64)
    /// With the key in, so that it is not set up for every packet.
    private let keyed: HMAC<SHA256>

    init(_ keys: DirectionKeys) {
        isEncryptThenMAC = keys.mac == .hmacSHA256EncryptThenMAC
        key = keys.key
        keyed = HMAC<SHA256>(key: keys.macKey)
        counter = keys.iv.withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// Appends the packet and its MAC to `output`.
    /// - Parameter packet: the length field and what it counts.
    mutating func seal(
        _ packet: UnsafeRawBufferPointer, sequence: UInt32, into output: inout ByteBuffer
    ) throws(SSHViolation) {
        let start = output.writerIndex
        guard isEncryptThenMAC else {
            let tag = tag(sequence, packet)
            let sealed = try crypt(packet)
            sealed.withUnsafeBytes { _ = output.writeBytes($0) }
            tag.withUnsafeBytes { _ = output.writeBytes($0) }
            return
        }
        output.writeBytes(packet[..<4])
        let sealed = try crypt(UnsafeRawBufferPointer(rebasing: packet[4...]))
        sealed.withUnsafeBytes { _ = output.writeBytes($0) }
        let tag = output.withUnsafeReadableBytes { bytes in
            self.tag(sequence, UnsafeRawBufferPointer(rebasing: bytes[(bytes.count - (output.writerIndex - start))...]))
        }
        tag.withUnsafeBytes { _ = output.writeBytes($0) }
    }

    /// Whole blocks, encrypted or decrypted; the counter goes on behind them.
    mutating func crypt(_ bytes: UnsafeRawBufferPointer) throws(SSHViolation) -> Data {
        precondition(bytes.count.isMultiple(of: Self.blockByteCount))
        let start = (counter.high.bigEndian, counter.low.bigEndian)
        let result = withUnsafeBytes(of: start) { start -> Data? in
            guard let nonce = try? AES._CTR.Nonce(nonceBytes: start) else { return nil }
            return try? AES._CTR.encrypt(bytes, using: key, nonce: nonce)
        }
        guard let result else { throw SSHViolation(.byApplication, "a packet cannot be encrypted") }
        let (low, carries) = counter.low.addingReportingOverflow(UInt64(bytes.count / Self.blockByteCount))
        counter.low = low
        if carries { counter.high &+= 1 }
        return result
    }

    /// Takes as long for every wrong tag.
    func verify(_ tag: UnsafeRawBufferPointer, sequence: UInt32, _ parts: [UnsafeRawBufferPointer]) -> Bool {
        var code = keyed
        withUnsafeBytes(of: sequence.bigEndian) { code.update(data: $0) }
        for part in parts { code.update(data: part) }
        return code.finalize() == tag
    }

    private func tag(_ sequence: UInt32, _ bytes: UnsafeRawBufferPointer) -> HMAC<SHA256>.MAC {
        var code = keyed
        withUnsafeBytes(of: sequence.bigEndian) { code.update(data: $0) }
        code.update(data: bytes)
        return code.finalize()
    }
}
