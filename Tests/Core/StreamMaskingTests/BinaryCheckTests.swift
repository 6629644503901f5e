import NIOCore
import StreamMasking
import Testing

struct BinaryCheckTests {
    static func finding(_ parts: [[UInt8]]) -> BinaryCheck.Finding? {
        var check = BinaryCheck()
        var last: BinaryCheck.Finding?
        for part in parts { last = check.inspect(ByteBuffer(bytes: part)) }
        return last
    }

    static let cases: [([UInt8], BinaryCheck.Finding?)] = [
        (Array("plain\n".utf8), nil), (Array("naïve 中文 🩺\n".utf8), nil), ([0x61, 0, 0x62], .nul),
        ([0x1F, 0x8B, 8, 0], .format("gzip")), ([0x50, 0x4B, 3, 4, 1], .format("zip")),
        ([0x28, 0xB5, 0x2F, 0xFD, 4], .format("zstd")), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .format("xz")),
        ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), .format("tar")),
        ([UInt8](repeating: 0xE9, count: 200), .notUTF8), (Array("caf".utf8) + [0xE9] + Array(" au lait\n".utf8), nil),
        ([UInt8](repeating: 0xC0, count: 20) + [UInt8](repeating: 0x20, count: 100), .notUTF8),
    ]

    @Test(arguments: cases)
    func `A stream is known for what it is, however it is cut`(bytes: [UInt8], expected: BinaryCheck.Finding?) {
        #expect(Self.finding([bytes]) == expected)
        #expect(Self.finding(bytes.map { [$0] }) == expected)
        for cut in bytes.indices { #expect(Self.finding([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected) }
    }
}
