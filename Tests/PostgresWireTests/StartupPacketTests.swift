import NIOCore
import PostgresWire
import Testing

struct StartupPacketTests {
    private static func packet(_ code: Int32, _ body: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeInteger(Int32(8 + body.count))
        buffer.writeInteger(code)
        buffer.writeBytes(body)
        return Array(buffer.readableBytesView)
    }

    private static let version: Int32 = 196_608

    @Test func `A startup packet is read once it is whole, and not a byte before`() throws {
        let bytes = Self.packet(Self.version, Array("user\0bot\0database\0ehr\0\0".utf8))
        for count in 0..<bytes.count {
            var part = ByteBuffer(bytes: bytes[..<count])
            #expect(try StartupPacket.read(&part, limits: WireLimits()) == nil)
            #expect(part.readableBytes == count)
        }
        var whole = ByteBuffer(bytes: bytes + [1, 2])
        #expect(
            try StartupPacket.read(&whole, limits: WireLimits())
                == .startup(
                    minorVersion: 0,
                    parameters: [
                        StartupPacket.Parameter(name: "user", value: "bot"),
                        StartupPacket.Parameter(name: "database", value: "ehr"),
                    ]))
        #expect(whole.readableBytes == 2)
    }

    @Test func `The requests before a startup packet are known`() throws {
        var ssl = ByteBuffer(bytes: Self.packet(80_877_103, []))
        #expect(try StartupPacket.read(&ssl, limits: WireLimits()) == .sslRequest)
        var gss = ByteBuffer(bytes: Self.packet(80_877_104, []))
        #expect(try StartupPacket.read(&gss, limits: WireLimits()) == .gssEncryptionRequest)
        var cancel = ByteBuffer(bytes: Self.packet(80_877_102, [0, 0, 0, 7, 255, 255, 255, 255]))
        #expect(try StartupPacket.read(&cancel, limits: WireLimits()) == .cancel(processID: 7, secret: -1))
    }

    @Test(arguments: [
        packet(version, Array("user\0bot".utf8)), packet(version, Array("user\0".utf8)),
        packet(version, Array("user\0bot\0\0extra".utf8)), packet(version, [0xFF, 0, 0, 0]), packet(131_072, [0]),
        packet(-1, [0]), packet(80_877_102, [1]), packet(80_877_103, [1]), packet(version, []),
    ])
    func `A startup packet that is not well-formed is a violation`(_ bytes: [UInt8]) {
        var buffer = ByteBuffer(bytes: bytes)
        #expect(throws: WireViolation.self) { try StartupPacket.read(&buffer, limits: WireLimits()) }
    }

    @Test(arguments: [Int32.min, -1, 0, 7, 10_001, Int32.max])
    func `A startup packet of an impossible length is a violation before it is read`(_ length: Int32) {
        var buffer = ByteBuffer(integer: length)
        #expect(throws: WireViolation.self) { try StartupPacket.read(&buffer, limits: WireLimits()) }
    }
}
