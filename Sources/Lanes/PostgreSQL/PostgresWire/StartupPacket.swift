package import NIOCore

/// The first packet of a connection (protocol 3, "Start-up"; the special codes of SSL, GSSENC and cancellation).
package enum StartupPacket: Sendable, Equatable {
    case sslRequest
    case gssEncryptionRequest
    case cancel(processID: Int32, key: CancelKey)
    case startup(minorVersion: Int, parameters: [Parameter])

    package struct Parameter: Sendable, Equatable {
        package var name: String
        package var value: String
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Takes one packet from the front of `buffer`; nil when more bytes are needed.
    package static func read(_ buffer: inout ByteBuffer, limits: WireLimits) throws(WireViolation) -> StartupPacket? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: Int32.self) else { return nil }
        guard length >= 8, Int(length) <= limits.startupBytesLimit else {
            throw WireViolation("invalid length of startup packet")
        }
        guard var packet = buffer.readSlice(length: Int(length)) else { return nil }
        packet.moveReaderIndex(forwardBy: 4)
        guard let code = packet.readInteger(as: Int32.self) else { throw WireViolation("invalid startup packet") }
        switch code {
        case 80_877_103:
            guard packet.readableBytes == 0 else { throw WireViolation("invalid startup packet") }
            return .sslRequest
        case 80_877_104:
            guard packet.readableBytes == 0 else { throw WireViolation("invalid startup packet") }
            return .gssEncryptionRequest
        case 80_877_102:
            guard let processID = packet.readInteger(as: Int32.self),
                let key = CancelKey(Array(packet.readableBytesView))
            else { throw WireViolation("invalid cancel request") }
            return .cancel(processID: processID, key: key)
        default: return try startup(code, &packet)
        }
    }

    private static func startup(_ code: Int32, _ packet: inout ByteBuffer) throws(WireViolation) -> StartupPacket {
        guard code >> 16 == 3, code & 0xFFFF >= 0 else {
            throw WireViolation(
                "unsupported frontend protocol \(code >> 16).\(code & 0xFFFF): this server speaks 3.0 to 3.2")
        }
        var parameters: [Parameter] = []
        while true {
            guard let name = packet.readCString() else { throw WireViolation("invalid startup packet") }
            if name.isEmpty { break }
            guard let value = packet.readCString() else { throw WireViolation("invalid startup packet") }
            parameters.append(Parameter(name: name, value: value))
        }
        guard packet.readableBytes == 0 else {
            throw WireViolation("invalid startup packet layout: expected terminator as last byte")
        }
        return .startup(minorVersion: Int(code & 0xFFFF), parameters: parameters)
    }
}
