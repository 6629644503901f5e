import NIOCore
import PostgresWire
import TestSupport
import Testing

/// What a peer sends, cut in every way that a network may cut it.
struct FramerTests {
    /// Type and body of each message, as a client sends them in one pipeline.
    static let frontend: [(UInt8, [UInt8])] = [
        (UInt8(ascii: "Q"), Array("SELECT 1\0".utf8)), (UInt8(ascii: "P"), Array("s\0SELECT $1\0\0\0".utf8)),
        (UInt8(ascii: "B"), Array("\0s\0\0\0\0\0\0\0".utf8)), (UInt8(ascii: "D"), Array("P\0".utf8)),
        (UInt8(ascii: "E"), [0, 0, 0, 0, 0]), (UInt8(ascii: "H"), []), (UInt8(ascii: "S"), []),
        (UInt8(ascii: "d"), Array("1\ta\n".utf8)), (UInt8(ascii: "c"), []), (UInt8(ascii: "X"), []),
    ]

    static let backend: [(UInt8, [UInt8])] = [
        (UInt8(ascii: "1"), []), (UInt8(ascii: "2"), []), (UInt8(ascii: "D"), [0, 1, 0, 0, 0, 1, 65]),
        (UInt8(ascii: "d"), Array("1\ta\n".utf8)), (UInt8(ascii: "C"), Array("SELECT 1\0".utf8)),
        (UInt8(ascii: "Z"), [UInt8(ascii: "I")]),
    ]

    static func bytes(_ messages: [(UInt8, [UInt8])]) -> [UInt8] {
        var buffer = ByteBuffer()
        for (type, body) in messages { buffer.writeMessage(type) { $0.writeBytes(body) } }
        return Array(buffer.readableBytesView)
    }

    /// The whole, one byte at a time, and every cut into two.
    static func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
        [[bytes], bytes.map { [$0] }] + (1..<bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    }

    @Test func `A client's messages are the same however the network cuts them`() throws {
        let expected = Self.frontend.map { FrontendFramer.Frame.message($0, ByteBuffer(bytes: $1)) }
        for parts in Self.cuts(Self.bytes(Self.frontend)) {
            var framer = FrontendFramer(limits: WireLimits())
            var frames: [FrontendFramer.Frame] = []
            for part in parts {
                var buffer = ByteBuffer(bytes: part)
                framer.append(&buffer)
                while let frame = try framer.next() { frames.append(frame) }
            }
            #expect(frames == expected)
            #expect(framer.pendingByteCount == 0)
        }
    }

    @Test(arguments: [BackendFramer.DataMode.pass, .mustSee])
    func `A server's bytes pass unchanged however the network cuts them`(_ mode: BackendFramer.DataMode) throws {
        let bytes = Self.bytes(Self.backend)
        for parts in Self.cuts(bytes) {
            var framer = BackendFramer(limits: WireLimits())
            var seen: [UInt8] = []
            var starts = 0
            for part in parts {
                var buffer = ByteBuffer(bytes: part)
                framer.append(&buffer)
                while let frame = try framer.next(mode) {
                    switch frame {
                    case .message(_, let message):
                        seen += Array(message.readableBytesView)
                        starts += 1
                    case .passing(_, let message, let isStart):
                        #expect(mode == .pass)
                        seen += Array(message.readableBytesView)
                        starts += isStart ? 1 : 0
                    }
                }
            }
            #expect(seen == bytes)
            #expect(starts == Self.backend.count)
        }
    }

    @Test func `A Query over the limit is told at once, passed over as it arrives, and the next message is read`()
        throws
    {
        var limits = WireLimits()
        limits.queryBytesLimit = 100
        var framer = FrontendFramer(limits: limits)
        var head = ByteBuffer(bytes: [UInt8(ascii: "Q")])
        head.writeInteger(Int32(1_000_004))
        framer.append(&head)
        #expect(try framer.next() == .oversized(UInt8(ascii: "Q"), byteCount: 1_000_000))
        for _ in 0..<1_000 {
            var part = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1_000)
            framer.append(&part)
            #expect(try framer.next() == nil)
            #expect(framer.pendingByteCount == 0)
        }
        var next = ByteBuffer(bytes: Self.bytes([(UInt8(ascii: "S"), [])]))
        framer.append(&next)
        #expect(try framer.next() == .message(UInt8(ascii: "S"), ByteBuffer()))
    }

    @Test(arguments: [Int32.min, -1, 0, 3])
    func `A length that cannot be is a violation on either side`(_ length: Int32) {
        for type in [UInt8(ascii: "Q"), UInt8(ascii: "d"), UInt8(ascii: "D")] {
            var client = FrontendFramer(limits: WireLimits())
            var bytes = ByteBuffer(bytes: [type])
            bytes.writeInteger(length)
            var same = bytes
            client.append(&bytes)
            #expect(throws: WireViolation.self) { try client.next() }
            var server = BackendFramer(limits: WireLimits())
            server.append(&same)
            #expect(throws: WireViolation.self) { try server.next(.pass) }
        }
    }

    @Test(arguments: Array("BdCDEHSXcfp".utf8))
    func `A message over its limit is a violation before its body is kept`(_ type: UInt8) {
        var framer = FrontendFramer(limits: WireLimits())
        var bytes = ByteBuffer(bytes: [type])
        bytes.writeInteger(Int32.max)
        framer.append(&bytes)
        #expect(throws: WireViolation.self) { try framer.next() }
    }

    @Test func `Random bytes give messages or a violation and never more`() {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<2_000 {
            let noise = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var client = FrontendFramer(limits: WireLimits())
            var bytes = ByteBuffer(bytes: noise)
            client.append(&bytes)
            while let frame = try? client.next() { if case .oversized = frame { break } }
            #expect(client.pendingByteCount <= noise.count)
            for mode in [BackendFramer.DataMode.pass, .mustSee] {
                var server = BackendFramer(limits: WireLimits())
                var bytes = ByteBuffer(bytes: noise)
                server.append(&bytes)
                var total = 0
                while let frame = try? server.next(mode) {
                    switch frame {
                    case .message(_, let part), .passing(_, let part, _): total += part.readableBytes
                    }
                }
                #expect(total <= noise.count)
            }
        }
    }
}
