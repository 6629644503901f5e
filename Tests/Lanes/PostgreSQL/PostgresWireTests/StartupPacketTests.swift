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
        let key = try #require(CancelKey([255, 255, 255, 255]))
        #expect(try StartupPacket.read(&cancel, limits: WireLimits()) == .cancel(processID: 7, key: key))
    }

    @Test(arguments: [(3, false), (4, true), (32, true), (256, true), (257, false)])
    func `A cancel key has 4 to 256 bytes`(_ count: Int, _ isOne: Bool) throws {
        var buffer = ByteBuffer(bytes: Self.packet(80_877_102, [0, 0, 0, 7] + [UInt8](repeating: 1, count: count)))
        let packet = try? StartupPacket.read(&buffer, limits: WireLimits())
        let key = CancelKey([UInt8](repeating: 1, count: count))
        #expect(packet == key.map { .cancel(processID: 7, key: $0) })
        #expect((key != nil) == isOne)
    }

    @Test func `A cancel request is read as it was written, whatever its key`() throws {
        for count in [CancelKey.shortBytes, CancelKey.longBytes, CancelKey.bytesLimits.upperBound] {
            let key = CancelKey(count: count) { UInt8.random(in: 0...UInt8.max) }
            var buffer = ByteBuffer()
            buffer.writeCancelRequest(processID: -3, key: key)
            #expect(try StartupPacket.read(&buffer, limits: WireLimits()) == .cancel(processID: -3, key: key))
        }
    }

    @Test func `Cancel keys are equal only in every byte and in length`() {
        let key = CancelKey(count: 8) { 9 }
        #expect(key == CancelKey(count: 8) { 9 })
        #expect(key != CancelKey(count: 7) { 9 })
        #expect(key != CancelKey([9, 9, 9, 9, 9, 9, 9, 8]))
    }

    @Test(arguments: [(0, ProtocolMinor.zero), (1, .zero), (2, .two), (3, .two), (9_999, .two)])
    func `The minor version that is spoken is the newest that is no newer than what was asked for`(
        _ asked: Int, _ spoken: ProtocolMinor
    ) {
        #expect(ProtocolMinor(asked: asked) == spoken)
    }

    @Test func `NegotiateProtocolVersion carries the whole version, major and minor`() {
        var buffer = ByteBuffer()
        buffer.writeNegotiateProtocolVersion(.zero, unknownOptions: ["_pq_.x"])
        let head: [UInt8] = [UInt8(ascii: "v"), 0, 0, 0, 19, 0, 3, 0, 0, 0, 0, 0, 1]
        #expect(Array(buffer.readableBytesView) == head + Array("_pq_.x\0".utf8))
    }

    @Test(arguments: [
        packet(version, Array("user\0bot".utf8)), packet(version, Array("user\0".utf8)),
        packet(version, Array("user\0bot\0\0extra".utf8)), packet(version, [0xFF, 0, 0, 0]), packet(131_072, [0]),
        packet(-1, [0]), packet(80_877_102, [1]), packet(80_877_102, [0, 0, 0, 7, 1]), packet(80_877_103, [1]),
        packet(version, []),
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
