import NIOCore
import SSHWire

/// Writes the packets of one direction (RFC 4253, section 6).
struct PacketSealer: Sendable {
    private static let headerByteCount = 5
    private static let paddingByteMinimum = 4

    private var protection = PacketProtection.none
    /// Kept from packet to packet, so that its memory is.
    private var packet = ByteBuffer()
    private(set) var sequence: UInt32 = 0
    private(set) var packetsSinceKeys: UInt64 = 0
    private(set) var bytesSinceKeys: UInt64 = 0

    mutating func use(_ keys: DirectionKeys, resetsSequence: Bool) {
        protection = PacketProtection(keys)
        if resetsSequence { sequence = 0 }
        packetsSinceKeys = 0
        bytesSinceKeys = 0
    }

    /// Appends the packet of `message` to `output`.
    mutating func seal(
        _ message: some OutgoingMessage, into output: inout ByteBuffer,
        _ random: inout some RandomNumberGenerator
    ) throws(SSHViolation) {
        packet.clear()
        packet.writeRepeatingByte(0, count: Self.headerByteCount)
        message.write(into: &packet)
        let block = protection.blockByteCount
        let counted = packet.readableBytes - (protection.padsLength ? 0 : 4)
        var padding = block - counted % block
        if padding < Self.paddingByteMinimum { padding += block }
        for start in stride(from: 0, to: padding, by: 8) {
            withUnsafeBytes(of: random.next()) { _ = packet.writeBytes($0[..<min(8, padding - start)]) }
        }
        packet.setInteger(UInt32(packet.readableBytes - 4), at: 0)
        packet.setInteger(UInt8(padding), at: 4)
        try write(into: &output)
        packetsSinceKeys += 1
        bytesSinceKeys += UInt64(packet.readableBytes)
        sequence &+= 1
    }

    private mutating func write(into output: inout ByteBuffer) throws(SSHViolation) {
        switch protection {
        case .none: output.writeImmutableBuffer(packet)
        case .authenticated(var protection):
            // Alone in its place, so that what it holds is changed and not copied.
            self.protection = .none
            defer { self.protection = .authenticated(protection) }
            try packet.withReadable { bytes throws(SSHViolation) in try protection.seal(bytes, into: &output) }
        case .counted(var protection):
            self.protection = .none
            defer { self.protection = .counted(protection) }
            try packet.withReadable { bytes throws(SSHViolation) in
                try protection.seal(bytes, sequence: sequence, into: &output)
            }
        }
    }
}
